"""Proof Key for Code Exchange (RFC 7636), method S256 only (RFC 9700 section 2.1.1)."""

import re
from base64 import urlsafe_b64encode
from hashlib import sha256
from hmac import compare_digest

_CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}\Z")
_VERIFIER = re.compile(r"[A-Za-z0-9._~-]{43,128}\Z")


def is_challenge(text: str) -> bool:
    """Whether `text` can be an S256 challenge: 32 bytes in base64url without padding (RFC 7636 section 4.2)."""
    return _CHALLENGE.match(text) is not None


def verifies(challenge: str, verifier: str) -> bool:
    """Whether `verifier` is well formed (RFC 7636 section 4.1) and hashes to `challenge`. Constant time."""
    if not _VERIFIER.match(verifier):
        return False
    expected = urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")
    return compare_digest(challenge, expected)
