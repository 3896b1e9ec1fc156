"""Password hashes by argon2id (attack cases 60 to 62)."""

import argon2
import pytest

from admittance.adapters.argon2_passwords import Argon2Passwords


@pytest.mark.anyio
async def test_a_password_matches_its_own_hash_only() -> None:
    """The hash is argon2id; the right password verifies, any other doesn't, also past 72 bytes."""
    passwords = Argon2Passwords(2)
    made = await passwords.make("x" * 80 + "a")
    assert made.startswith("$argon2id$")
    assert await passwords.verify(made, "x" * 80 + "a")
    assert not await passwords.verify(made, "x" * 80 + "b")
    await passwords.close()


@pytest.mark.anyio
async def test_an_unknown_person_costs_the_same_one_verification(monkeypatch: pytest.MonkeyPatch) -> None:
    """With no hash to check, exactly one verification is done all the same, and the answer is no."""
    passwords = Argon2Passwords(1)
    made = await passwords.make("the right password")
    await passwords.verify(None, "warm the stand-in up")
    counted: list[str] = []
    verify = argon2.PasswordHasher.verify

    def counting(self: argon2.PasswordHasher, hash: str, password: bytes) -> bool:
        counted.append("one")
        return bool(verify(self, hash, password))

    monkeypatch.setattr(argon2.PasswordHasher, "verify", counting)
    assert not await passwords.verify(made, "wrong")
    known = len(counted)
    assert not await passwords.verify(None, "nobody's password")
    assert (known, len(counted)) == (1, 2)
    await passwords.close()


@pytest.mark.anyio
async def test_a_hash_that_is_none_matches_nothing() -> None:
    """A stored text that is no hash never lets anybody in."""
    passwords = Argon2Passwords(1)
    assert not await passwords.verify("not a hash", "not a hash")
    await passwords.close()
