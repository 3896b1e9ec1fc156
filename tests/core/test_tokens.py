"""Bearer secrets: their written form and their digest."""

import pytest

from admittance.core.tokens import SECRET_LENGTH, Token, TokenKind, digest, matches, read_token

SECRET = "s" * SECRET_LENGTH


@pytest.mark.parametrize("kind", TokenKind)
def test_what_is_written_reads_back(kind: TokenKind) -> None:
    """A token read from its written form is the same token, for every kind."""
    token = Token(kind, 7, 123_456, SECRET)
    assert read_token(kind, token.written()) == token


@pytest.mark.parametrize(
    "text",
    [
        "",
        "at",
        f"rt-7-1-{SECRET}",
        f"AT-7-1-{SECRET}",
        f"at-7-{SECRET}",
        f"at-7-1-{SECRET}x",
        f"at-7-1-{SECRET[:-1]}",
        f"at-7-1-{SECRET}\n",
        f"at-07-1-{SECRET}",
        f"at--7-1-{SECRET}",
        f"at-+7-1-{SECRET}",
        f"at-7-1_0-{SECRET}",
        f"at-\u0667-1-{SECRET}",
        f"at-7-{'9' * 17}-{SECRET}",
        f"at-7-1-{'+' * SECRET_LENGTH}",
        f" at-7-1-{SECRET}",
    ],
)
def test_no_other_text_is_a_token(text: str) -> None:
    """Another kind, another number of parts, odd numbers or another secret's length: no token, and no error."""
    assert read_token(TokenKind.ACCESS, text) is None


def test_a_digest_is_bound_to_its_kind() -> None:
    """The same secret has another digest for every kind, so one can never stand in for another."""
    assert len({digest(kind, SECRET) for kind in TokenKind}) == len(TokenKind)


def test_only_the_secret_matches_its_digest() -> None:
    """A stored digest matches its own secret and kind, and no other."""
    stored = digest(TokenKind.ACCESS, SECRET)
    assert matches(stored, TokenKind.ACCESS, SECRET)
    assert not matches(stored, TokenKind.ACCESS, "t" * SECRET_LENGTH)
    assert not matches(stored, TokenKind.REFRESH, SECRET)


@pytest.mark.parametrize("secret", ["", "å", "\ud800", "x" * 100_000])
def test_any_text_simply_differs(secret: str) -> None:
    """A wrong client secret of any shape is compared like every other, without an error."""
    assert not matches(digest(TokenKind.CLIENT_SECRET, SECRET), TokenKind.CLIENT_SECRET, secret)


def test_a_token_does_not_show_its_secret() -> None:
    """The secret stands in no repr, so that no log or traceback can hold it."""
    assert SECRET not in repr(Token(TokenKind.CODE, 7, 1, SECRET))
    assert SECRET not in str(Token(TokenKind.CODE, 7, 1, SECRET))
