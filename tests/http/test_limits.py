"""Reading a body within its limit."""

from collections.abc import Sequence
from typing import Any

import pytest

from admittance.http.limits import Gone, TooLarge, read_body

pytestmark = pytest.mark.anyio


class Parts:
    """A body that arrives in parts; what follows is a disconnect."""

    def __init__(self, *parts: bytes, ends: bool = True) -> None:
        self._parts: list[dict[str, Any]] = [
            {"type": "http.request", "body": part, "more_body": not ends or number < len(parts) - 1}
            for number, part in enumerate(parts)
        ]
        self.taken = 0

    async def receive(self) -> dict[str, Any]:
        """The next part."""
        self.taken += 1
        return self._parts.pop(0) if self._parts else {"type": "http.disconnect"}


async def read(parts: Parts, announced: bytes | None = None, most: int = 10) -> object:
    """What is read of it."""
    headers: Sequence[tuple[bytes, bytes]] = [(b"content-length", announced)] if announced is not None else []
    return await read_body(headers, parts.receive, most)


async def test_a_body_is_read_whole() -> None:
    """One part or many, exactly up to the limit."""
    assert await read(Parts(b"0123456789")) == b"0123456789"
    assert await read(Parts(b"01234", b"", b"56789")) == b"0123456789"
    assert await read(Parts(b"")) == b""


async def test_an_announced_size_over_the_limit_is_refused_unread() -> None:
    """Nothing is read of a body that says it is too large."""
    parts = Parts(b"0" * 11)
    assert await read(parts, b"11") == TooLarge()
    assert parts.taken == 0


@pytest.mark.parametrize("announced", [None, b"1", b"junk", b"-5", b"9" * 40])
async def test_what_really_comes_is_counted(announced: bytes | None) -> None:
    """A length that lies, or none at all (chunked), doesn't help: parts are counted, and reading stops at the limit."""
    parts = Parts(*[b"0123"] * 1000)
    assert await read(parts, announced) == TooLarge()
    assert parts.taken <= 3
    assert await read(Parts(b"0" * 11), announced) == TooLarge()


async def test_a_client_that_leaves_is_gone() -> None:
    """Nobody waits for an answer then."""
    assert await read(Parts(b"01", ends=False)) == Gone()
    assert await read(Parts()) == Gone()
