"""The signature that receivers check, and the client secret that it is made with."""

import hmac
from base64 import b64encode
from hashlib import sha256

SIGNATURE_HEADER = "X-HubSpot-Signature-v3"
TIMESTAMP_HEADER = "X-HubSpot-Request-Timestamp"
NONCE_LENGTH = 32
_BLOCK = sha256().digest_size


def signature_v3(secret: str, method: str, uri: str, body: bytes, timestamp: str) -> str:
    """Base64 of HMAC-SHA-256 over method, address, body and time (ms), with the client secret as the key."""
    message = method.encode() + uri.encode() + body + timestamp.encode()
    return b64encode(hmac.digest(secret.encode(), message, "sha256")).decode()


def seal_secret(key: bytes, nonce: bytes, secret: str) -> bytes:
    """`secret`, readable again only with `key`. `nonce` is 32 random bytes, never used twice.

    The nonce followed by the text under a pad that HKDF-Expand (RFC 5869 section 2.3) makes of key and nonce. Nothing
    tells whether it was changed: whoever opens it compares the result with the digest that storage keeps beside it.
    """
    text = secret.encode()
    return nonce + _padded(key, nonce, text)


def open_secret(key: bytes, sealed: bytes) -> str | None:
    """What was sealed; None where that can't be text, which another key makes of it nearly always."""
    nonce, text = sealed[:NONCE_LENGTH], sealed[NONCE_LENGTH:]
    try:
        return _padded(key, nonce, text).decode()
    except UnicodeDecodeError:
        return None


def _padded(key: bytes, nonce: bytes, text: bytes) -> bytes:
    pad, block = b"", b""
    while len(pad) < len(text):
        block = hmac.digest(key, block + b"webhook client secret" + nonce + bytes([len(pad) // _BLOCK + 1]), "sha256")
        pad += block
    return bytes(letter ^ mask for letter, mask in zip(text, pad, strict=False))


def sealing_key(server_key: bytes) -> bytes:
    """The key for client secrets, made from one of the server's keys and good for nothing else."""
    return hmac.digest(server_key, b"webhook client secrets", "sha256")
