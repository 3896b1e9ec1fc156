"""Proof Key for Code Exchange, S256 only."""

import pytest

from admittance.core.pkce import is_challenge, verifies

VERIFIER = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
CHALLENGE = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_the_example_of_the_rfc() -> None:
    """The verifier and challenge of RFC 7636 appendix B belong together."""
    assert is_challenge(CHALLENGE)
    assert verifies(CHALLENGE, VERIFIER)


@pytest.mark.parametrize(
    "challenge", ["", CHALLENGE[:-1], CHALLENGE + "A", CHALLENGE + "=", "+" * 43, "/" * 43, "å" * 43, CHALLENGE + "\n"]
)
def test_nothing_else_is_a_challenge(challenge: str) -> None:
    """A challenge is 43 characters of base64url, without padding, and nothing after them."""
    assert not is_challenge(challenge)


@pytest.mark.parametrize(
    "verifier",
    ["", VERIFIER[:-1], "A" * 43, VERIFIER + "A" * 86, VERIFIER + "\n", "å" * 43, CHALLENGE, VERIFIER.lower()],
)
def test_another_verifier_does_not_pass(verifier: str) -> None:
    """A missing, short, long, wrong or swapped verifier does not hash to the challenge."""
    assert not verifies(CHALLENGE, verifier)


def test_the_method_plain_does_not_pass() -> None:
    """A challenge that is the verifier itself is no S256 challenge of it."""
    assert not verifies(VERIFIER, VERIFIER)
