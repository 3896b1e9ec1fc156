"""Reading a request body, counted while it comes in. What happens before the head is complete: see `guard`."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from typing import Any, TypeAlias

from msgspec import Struct

Receive: TypeAlias = Callable[[], Awaitable[MutableMapping[str, Any]]]


class TooLarge(Struct, frozen=True):
    """More than allowed, announced or actually sent. The rest stays unread."""


class Gone(Struct, frozen=True):
    """The client left before the body was complete: nobody waits for an answer."""


BodyRead: TypeAlias = bytes | TooLarge | Gone


async def read_body(headers: Iterable[tuple[bytes, bytes]], receive: Receive, most: int) -> BodyRead:
    """The whole body, at most `most` bytes. An announced length is only believed when it is too large."""
    if announced(headers) > most:
        return TooLarge()
    message = await receive()
    if message["type"] != "http.request":
        return Gone()
    body: bytes = message.get("body", b"")
    if not message.get("more_body", False):
        return body if len(body) <= most else TooLarge()
    return await _read_on(body, receive, most)


async def _read_on(body: bytes, receive: Receive, most: int) -> BodyRead:
    collected = bytearray(body)
    while len(collected) <= most:
        message = await receive()
        if message["type"] != "http.request":
            return Gone()
        collected += message.get("body", b"")
        if not message.get("more_body", False):
            return bytes(collected) if len(collected) <= most else TooLarge()
    return TooLarge()


def announced(headers: Iterable[tuple[bytes, bytes]]) -> int:
    """The length of the body as its head announces it; 0 where it doesn't, or makes no sense."""
    for name, value in headers:
        if name == b"content-length":
            return int(value) if value.isdigit() and len(value) < 16 else 0
    return 0
