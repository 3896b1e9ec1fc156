"""Limits that only the connection can see: the size of the head, slow clients, and how many connect.

uvicorn with httptools bounds none of them: heads of any size are taken, and a connection that never finishes its
request is kept for ever.
"""

import asyncio
from typing import Any
from urllib.parse import unquote

import httptools
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol
from uvicorn.server import ServerState

from admittance.http.whole_answer import WholeAnswerCycle

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
        self._idle_since: float | None = None
        self._asked = False
        self._offered = False
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
        self._idle_since = None
        self._feed(data)
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

    def _feed(self, data: bytes) -> None:
        rest = memoryview(data)
        try:
            while (offset := self._parse(rest)) is not None:
                rest = rest[offset:]
                self._parse(self._head_without_offer())
        except httptools.HttpParserError:
            self.send_400_response("")

    def _parse(self, data: bytes | memoryview) -> int | None:
        """Where the parser stopped, because the head before it offers another protocol; otherwise None."""
        try:
            self.parser.feed_data(data)
        except httptools.HttpParserUpgrade as offer:
            offset: int = offer.args[0]
            return offset
        return None

    def _head_without_offer(self) -> bytes:
        """The head that was just read, for a new parser and without its offer: no server has to take one (RFC 9110
        section 7.8), and Java's client makes one over http. The parser takes what follows such a head for the other
        protocol's: it would throw the body away, or read it as the next request.
        """
        method, version = self.parser.get_method(), self.parser.get_http_version().encode("ascii")
        kept = [b"%b: %b\r\n" % header for header in self.headers if header[0] != b"upgrade"]
        self.parser = httptools.HttpRequestParser(self)
        self.parser.set_dangerous_leniencies(lenient_data_after_close=True)  # as uvicorn has it
        return b"%b %b HTTP/%b\r\n%b\r\n" % (method, self.url, version, b"".join(kept))

    def on_message_begin(self) -> None:
        """A request begins."""
        super().on_message_begin()
        self._offered = False
        self._arriving = self._in_head = True
        self.scope["state"]["more_time"] = self.more_time
        if self._late:
            self.scope["state"]["busy"] = True

    def more_time(self) -> None:
        """A long body is coming in at a bearable pace: the client has its time anew."""
        if self._deadline is not None:
            self._deadline = self.loop.time() + self.limits.slow_s

    def on_headers_complete(self) -> None:
        """Its head is there; uvicorn starts the application from here."""
        size = len(self.url) + sum(len(name) + len(value) + 4 for name, value in self.headers)
        if size > self.limits.head_bytes:
            self._refusal = (431, "The head of the request is larger than this server takes.")
            raise ValueError("head too large")
        if self.parser.get_method() == b"CONNECT":
            # The parser takes what follows for the tunnel's, so nothing behind this head can be read as a request.
            self._refusal = (400, "This server is no proxy: it opens no tunnels.")
            raise ValueError("CONNECT")
        if self.parser.should_upgrade():
            self._offered = True  # and nothing else yet: see `_head_without_offer`
            return
        self._in_head = False
        self._head = 0
        self.limits.waiting.pop(self, None)
        self._begin()

    def _begin(self) -> None:
        """What uvicorn does here, with a cycle of ours and without what `serve` never sets: root path, WebSocket,
        concurrency limit."""
        http_version = self.parser.get_http_version()
        url = httptools.parse_url(self.url)
        path = url.path.decode("ascii")
        self.scope["http_version"] = http_version
        self.scope["method"] = self.parser.get_method().decode("ascii")
        self.scope["path"] = unquote(path) if "%" in path else path
        self.scope["raw_path"] = url.path
        self.scope["query_string"] = url.query or b""
        at_once = not self._asked or self.cycle.response_complete
        self._asked = True
        self.cycle = WholeAnswerCycle(
            scope=self.scope,
            transport=self.transport,
            flow=self.flow,
            logger=self.logger,
            access_logger=self.access_logger,
            access_log=False,
            default_headers=self.server_state.default_headers,
            message_event=asyncio.Event(),
            expect_100_continue=self.expect_100_continue,
            keep_alive=http_version != "1.0" and self.parser.should_keep_alive(),
            on_response=self.on_response_complete,
        )
        if at_once:
            self._start_asgi_task(self.cycle, self.app)
        else:  # pipelined
            self.flow.pause_reading()
            self.pipeline.appendleft((self.cycle, self.app))

    def on_message_complete(self) -> None:
        """It is there as a whole."""
        if self._offered:
            return
        self._arriving = False
        self._in_head = True
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Its answer is out; the connection waits for the next one. How long is seen by the sweep: a timer for each
        answer, as uvicorn sets it, costs more than the router.
        """
        self.server_state.total_requests += 1
        if self.transport.is_closing():
            return
        self.flow.resume_reading()
        if self.pipeline:
            self._start_asgi_task(*self.pipeline.pop())
            return
        self._idle_since = self.loop.time()
        if self in self.limits.open:
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
        elif self._idle_since is not None and now - self._idle_since > self.timeout_keep_alive:
            self.transport.close()

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
