"""Bearer secrets: their written form and their digest.

A token reads `kind-account-row-secret`. The row id leads straight to its record under the account's key, and only then
is the secret's digest compared: records stay in sequential order, and a look-up by a random hash is never needed.
"""

import re
from enum import StrEnum
from hashlib import sha256
from hmac import compare_digest

from msgspec import Struct

SECRET_LENGTH = 43
"""Characters: 256 random bits in base64url without padding (RFC 9700 asks for at least 128)."""
_SECRET = re.compile(r"[A-Za-z0-9_-]{43}\Z")
_NUMBER = re.compile(r"(0|[1-9][0-9]{0,15})\Z")


class TokenKind(StrEnum):
    """What a secret is for. A digest is bound to its kind, so that one can never stand in for another."""

    ACCESS = "at"
    REFRESH = "rt"
    CODE = "ac"
    SESSION = "ss"
    CONSENT = "cf"
    RESET = "pr"
    CLIENT_SECRET = "cs"


class Token(Struct, frozen=True):
    """A token taken apart. `account_id` is 0 for kinds that belong to no account. Never log or print one."""

    kind: TokenKind
    account_id: int
    row_id: int
    secret: str

    def __repr__(self) -> str:
        return f"Token({self.kind.value}-{self.account_id}-{self.row_id}-…)"

    def written(self) -> str:
        """The form that travels."""
        return f"{self.kind.value}-{self.account_id}-{self.row_id}-{self.secret}"


def read_token(kind: TokenKind, text: str) -> Token | None:
    """The token that `text` writes; None for another kind or any other text."""
    parts = text.split("-", 3)
    if len(parts) != 4 or parts[0] != kind or not _SECRET.match(parts[3]):
        return None
    if not (_NUMBER.match(parts[1]) and _NUMBER.match(parts[2])):
        return None
    return Token(kind, int(parts[1]), int(parts[2]), parts[3])


def digest(kind: TokenKind, secret: str) -> bytes:
    """What storage keeps instead of `secret`: SHA-256 over kind and secret, 32 bytes.

    One round suffices for 256 random bits; a slow password hash would only cost time. Any text is accepted, so that
    a wrong client secret of any shape simply differs.
    """
    return sha256((kind + ":" + secret).encode("utf-8", "surrogatepass")).digest()


def matches(stored: bytes, kind: TokenKind, secret: str) -> bool:
    """Whether `secret` is the one behind `stored`, in constant time."""
    return compare_digest(stored, digest(kind, secret))


def same(stored: bytes, presented: bytes) -> bool:
    """Whether two digests are alike, in constant time."""
    return compare_digest(stored, presented)
