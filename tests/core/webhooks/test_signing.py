"""Signatures, and the secret behind them."""

import pytest
from hubspot.utils.signature import Signature
from hypothesis import given
from hypothesis import strategies as st

from admittance.core.webhooks.signing import NONCE_LENGTH, open_secret, seal_secret, sealing_key, signature_v3

KEY = sealing_key(b"k" * 32)
NONCE = bytes(range(32))


@pytest.mark.parametrize("url", ["https://a.example/h?x=1&y=%20", "https://a.example:8443/"])
def test_the_signature_is_what_a_client_library_computes(url: str) -> None:
    """Compared with code that is not ours, for a body with letters beyond ASCII."""
    body = '[{"propertyValue":"Åsa – 漢"}]'
    theirs = Signature.get_signature("the-secret", body, "v3", url, "POST", "1800000000000")
    assert signature_v3("the-secret", "POST", url, body.encode(), "1800000000000") == theirs


@given(st.text(st.characters(codec="utf-8"), min_size=1, max_size=200))
def test_a_sealed_secret_opens_with_its_key(secret: str) -> None:
    """Whatever was sealed comes out again, and stands nowhere in the sealed form."""
    sealed = seal_secret(KEY, NONCE, secret)
    assert open_secret(KEY, sealed) == secret
    assert sealed[:NONCE_LENGTH] == NONCE
    assert len(secret.encode()) < 4 or secret.encode() not in sealed


def test_another_key_opens_nothing() -> None:
    """With another server key no secret comes out; with another nonce the same secret looks different."""
    sealed = seal_secret(KEY, NONCE, "s" * 43)
    assert open_secret(sealing_key(b"x" * 32), sealed) != "s" * 43
    assert seal_secret(KEY, b"n" * 32, "s" * 43)[NONCE_LENGTH:] != sealed[NONCE_LENGTH:]
    assert sealing_key(b"k" * 32) != b"k" * 32
