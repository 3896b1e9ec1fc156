"""A request body that is read as it comes in: nothing of it is held but the piece at hand."""

from collections.abc import AsyncIterator, Callable

from admittance.http.limits import Receive

DRAINED = 4 * 1024 * 1024
"""Bytes read after an early answer: a browser that is still sending often sees no answer otherwise."""
PATIENCE_EVERY = 64 * 1024
"""Bytes that buy a slow client more time."""


class Incoming:
    """At most `most` bytes of a body. Mutable: afterwards `done`, `over` or `gone` says how it ended.

    `more_time` tells the connection that the client is still sending.
    """

    def __init__(self, receive: Receive, most: int, more_time: Callable[[], None] | None = None) -> None:
        self._receive = receive
        self._most = most
        self._more_time = more_time
        self._bought = 0
        self.size = 0
        self.done = False
        self.over = False
        self.gone = False

    async def pieces(self) -> AsyncIterator[bytes]:
        """What comes in, until it is complete, too much, or the client has left."""
        while not (self.done or self.over or self.gone):
            piece = await self._next()
            if piece and not self.over:
                yield piece

    async def drain(self) -> None:
        """Let the client finish, within reason."""
        left = DRAINED
        while left > 0 and not (self.done or self.gone):
            left -= len(await self._next()) or 1

    async def _next(self) -> bytes:
        message = await self._receive()
        if message["type"] != "http.request":
            self.gone = True
            return b""
        piece: bytes = message.get("body", b"")
        self.size += len(piece)
        self.done = not message.get("more_body", False)
        if self._more_time is not None and self.size - self._bought >= PATIENCE_EVERY:
            self._bought = self.size
            self._more_time()
        if self.size > self._most:
            self.over = True
        return piece
