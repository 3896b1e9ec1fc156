"""Limits that only the connection can see: the size of the head, slow clients, and how many connect.

uvicorn with httptools bounds none of them: heads of any size are taken, and a connection that never finishes its
request is kept for ever.
"""

import asyncio
from typing import Any

from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

SWEEP_EVERY_S = 1.0


class Limits:
    """The limits of one server with the connections they bind."""

    def __init__(self, *, head_bytes: int, connections: int, slow_s: int) -> None:
        self.head_bytes = head_bytes
        self.connections = connections
        self.slow_s = slow_s
        self.open: set[GuardedProtocol] = set()
        self.waiting: dict[GuardedProtocol, None] = {}
        self._sweeper: asyncio.TimerHandle | None = None

    def opened(self, connection: "GuardedProtocol") -> bool:
        """Whether `connection` is one too many. The one that has waited longest without a request makes room; where all
        have one, the newcomer is heard and told to come back, so that health checks get through."""
        self.open.add(connection)
        if len(self.open) > self.connections and self.waiting:
            next(iter(self.waiting)).give_up()
        self.waiting[connection] = None
        if self._sweeper is None:
            self._sweeper = asyncio.get_running_loop().call_later(SWEEP_EVERY_S, self._sweep)
        return len(self.open) > self.connections

    def closed(self, connection: "GuardedProtocol") -> None:
        """Forget it."""
        self.open.discard(connection)
        self.waiting.pop(connection, None)

    def _sweep(self) -> None:
        loop = asyncio.get_running_loop()
        now = loop.time()
        for connection in [*self.open]:
            connection.check(now)
        self._sweeper = loop.call_later(SWEEP_EVERY_S, self._sweep) if self.open else None


class GuardedProtocol(HttpToolsProtocol):
    """uvicorn's protocol within `Limits`. A request must be there `slow_s` seconds after it began, and its answer be
    taken as fast.
    """

    limits: Limits

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._late = False
        self._in_head = True
        self._arriving = True
        self._head = 0
        self._deadline: float | None = None
        self._stalled: float | None = None
        self._asked = False
        self._refusal = (400, "The request could not be read.")

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Admit the connection, as late where there are too many."""
        super().connection_made(transport)
        self._late = self.limits.opened(self)
        self._deadline = self.loop.time() + self.limits.slow_s

    def connection_lost(self, exc: Exception | None) -> None:
        """Make room."""
        self.limits.closed(self)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Parse, then see whether the request is still incomplete, and for how long it may be."""
        self._arriving = True
        super().data_received(data)
        if self.transport.is_closing():
            return
        if not self._arriving:
            self._deadline = None
            return
        if self._deadline is None:
            self._deadline = self.loop.time() + self.limits.slow_s
        if self._in_head:
            self._head += len(data)
            if self._head > self.limits.head_bytes:
                self._refuse(431, "The head of the request is larger than this server takes.")

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._arriving = self._in_head = True
        if self._late:
            self.scope["state"]["busy"] = True

    def on_headers_complete(self) -> None:
        """Its head is there; uvicorn starts the application from here."""
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self.limits.head_bytes:
            self._refusal = (431, "The head of the request is larger than this server takes.")
            raise ValueError("head too large")
        self._in_head = False
        self._asked = True
        self._head = 0
        self.limits.waiting.pop(self, None)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        """It is there as a whole."""
        self._arriving = False
        self._in_head = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Its answer is out; the connection waits for the next one."""
        super().on_response_complete()
        if not self.pipeline and self in self.limits.open:
            self.limits.waiting[self] = None

    def pause_writing(self) -> None:
        """The client takes its answer slower than we write it."""
        self._stalled = self.loop.time()
        super().pause_writing()

    def resume_writing(self) -> None:
        """The client has caught up."""
        self._stalled = None
        super().resume_writing()

    def send_400_response(self, msg: str) -> None:
        """What uvicorn calls when the parser gives up; a callback of ours may have said why."""
        self._refuse(*self._refusal)

    def check(self, now: float) -> None:
        """End the connection if its client has been too slow."""
        if self._stalled is not None and now - self._stalled > self.limits.slow_s:
            self.give_up()
        elif self._deadline is not None and now > self._deadline:
            self._refuse(408, "The request took too long to arrive.")

    def give_up(self) -> None:
        """Drop the connection without a word."""
        self.limits.closed(self)
        self.transport.abort()

    def _refuse(self, status: int, said: str) -> None:
        if self.transport.is_closing():
            return
        # In the middle of an earlier answer there is no place for another one.
        if not self._asked or self.cycle.response_complete or not self.cycle.response_started:
            self.transport.write(_refusal(status, said))
        self.transport.close()


_PHRASES = {400: "Bad Request", 408: "Request Timeout", 431: "Request Header Fields Too Large"}


def _refusal(status: int, said: str) -> bytes:
    """Plain text: before the head is read nobody knows which protocol is being spoken."""
    return (
        f"HTTP/1.1 {status} {_PHRASES[status]}\r\ncontent-type: text/plain; charset=utf-8\r\n"
        f"content-length: {len(said)}\r\ncache-control: no-store\r\nx-content-type-options: nosniff\r\n"
        f"connection: close\r\n\r\n{said}"
    ).encode("ascii")
