"""An answer as a value. The dispatcher adds the length and the correlation id."""

from collections.abc import AsyncIterator
from typing import Any

import msgspec
from msgspec import Struct

Header = tuple[bytes, bytes]

NO_STORE: Header = (b"cache-control", b"no-store")
NOSNIFF: Header = (b"x-content-type-options", b"nosniff")
_JSON: tuple[Header, ...] = ((b"content-type", b"application/json;charset=utf-8"), NO_STORE, NOSNIFF)
_encode = msgspec.json.Encoder().encode


class Response(Struct, frozen=True):
    """`note` is a short word for the access log: a code of ours, never anything a caller sent.

    `close` ends the connection after the answer; it is set where part of the request was left unread. `pieces` follow
    the body of an answer whose length nobody knows yet; if they end in an exception the connection is cut, so that
    nobody takes the part for the whole.
    """

    status: int
    headers: tuple[Header, ...] = ()
    body: bytes = b""
    note: str = ""
    close: bool = False
    pieces: AsyncIterator[bytes] | None = None

    def header(self, name: bytes) -> str | None:
        """The first header called `name` (lower case)."""
        return next((value.decode("latin-1") for key, value in self.headers if key == name), None)


def json_response(value: Any, status: int = 200, headers: tuple[Header, ...] = (), note: str = "") -> Response:
    """`value` as JSON, never to be stored by a cache (RFC 6749 section 5.1)."""
    return Response(status, _JSON + headers, _encode(value), note)


def empty_response(status: int = 204, headers: tuple[Header, ...] = ()) -> Response:
    """No body."""
    return Response(status, (NO_STORE, NOSNIFF, *headers))


def with_headers(response: Response, *headers: Header) -> Response:
    """`response` with `headers` added."""
    return msgspec.structs.replace(response, headers=response.headers + headers)
