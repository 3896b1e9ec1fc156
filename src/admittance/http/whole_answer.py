"""An answer written in one piece.

uvicorn writes head and body apart and searches each header's name and value for what must not stand there. Nearly all
our headers are the same in every answer: their lines are checked once and kept (decision 0013 has the numbers).
"""

from typing import Any

from uvicorn.protocols.http.httptools_impl import HEADER_RE, HEADER_VALUE_RE, STATUS_LINE, RequestResponseCycle

Header = tuple[bytes, bytes]

_CONSTANT = frozenset(
    {b"cache-control", b"content-type", b"x-content-type-options", b"strict-transport-security", b"referrer-policy"}
)
"""Headers with few values, none of them secret."""
_MOST_KEPT = 128
_NO_BODY = frozenset({204, 304})


class WholeAnswerCycle(RequestResponseCycle):
    """uvicorn's cycle, except that the head waits for the body. What comes in several pieces, or with headers that
    uvicorn has to act upon, takes uvicorn's own way.
    """

    _start: Any = None

    async def send(self, message: Any) -> None:
        """See the ASGI specification, "Response Start" and "Response Body"."""
        if self._start is None:
            if self.response_started or message["type"] != "http.response.start":
                await super().send(message)
            else:
                self._start = message
            return
        start, self._start = self._start, None
        head = None if message.get("more_body") else self._head(start, message)
        if head is None:
            await super().send(start)
            await super().send(message)
            return
        if self.flow.write_paused and not self.disconnected:
            await self.flow.drain()
        if not self.disconnected:
            self._write(head, b"" if self.scope["method"] == "HEAD" else message.get("body", b""))

    def _head(self, start: Any, message: Any) -> bytes | None:
        """The head, if it can be written here: it says how long the body is, and the connection stays."""
        if not self.keep_alive or message["type"] != "http.response.body":
            return None
        status, length = start["status"], None
        lines = [STATUS_LINE[status], *[line_of(header) for header in self.default_headers]]
        for header in start["headers"]:
            if header[0] == b"content-length":
                length = header[1]
            elif header[0] in (b"connection", b"transfer-encoding"):
                return None
            lines.append(_lines.get(header) or line_of(header))
        body = message.get("body", b"")
        if length is None and (body or status not in _NO_BODY):
            return None
        if length is not None and length != b"%d" % len(body):
            return None  # uvicorn says what is wrong
        lines.append(b"\r\n")
        return b"".join(lines)

    def _write(self, head: bytes, body: bytes) -> None:
        self.response_started = self.response_complete = True
        self.waiting_for_100_continue = False
        self.expected_content_length = 0
        self.transport.write(head + body)
        self.message_event.set()
        self.on_response()


_lines: dict[Header, bytes] = {}


def line_of(header: Header) -> bytes:
    """A header as it is written. Raises RuntimeError where a name or a value could end the line, as uvicorn does."""
    name, value = header
    if HEADER_RE.search(name):
        raise RuntimeError("Invalid HTTP header name.")
    if HEADER_VALUE_RE.search(value):
        raise RuntimeError("Invalid HTTP header value.")
    name = name.lower()
    line = b"%b: %b\r\n" % (name, value)
    if name in _CONSTANT and len(_lines) < _MOST_KEPT:
        _lines[header] = line
    return line
