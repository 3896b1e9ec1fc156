"""Many requests at the same moment: each is sent but for its last byte, and then all last bytes go out together."""

import socket
from collections.abc import Sequence
from contextlib import ExitStack
from urllib.parse import urlencode

import msgspec
from msgspec import Struct

from tests.command import PATIENCE_S
from tests.http.serving import read_all, status_of


class Heard(Struct, frozen=True):
    """One answer."""

    status: int
    head: bytes
    body: bytes

    @property
    def json(self) -> dict[str, str]:
        """The body read as JSON."""
        read: dict[str, str] = msgspec.json.decode(self.body)
        return read


def post(path: str, form: dict[str, str] | dict[str, list[str]], cookie: str = "") -> bytes:
    """A POST of a form on a connection of its own."""
    body = urlencode(form, doseq=True)
    cookies = f"Cookie: {cookie}\r\n" if cookie else ""
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n{cookies}"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
    ).encode("ascii")


class Crowd:
    """Requests that wait for their last byte, each on its own connection."""

    def __init__(self, port: int, requests: Sequence[bytes]) -> None:
        self._requests = requests
        self._stack = ExitStack()
        self._connections = [
            self._stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE_S))
            for _ in requests
        ]
        for connection, request in zip(self._connections, requests, strict=True):
            connection.sendall(request[:-1])

    def let_go(self) -> list[Heard]:
        """Send the last bytes: all answers, in the order of the requests. Status 0 is a connection cut off."""
        with self._stack:
            for connection, request in zip(self._connections, self._requests, strict=True):
                connection.sendall(request[-1:])
            return [_heard(read_all(connection)) for connection in self._connections]


def at_once(port: int, requests: Sequence[bytes]) -> list[Heard]:
    """The answers to requests that arrive at the same moment."""
    return Crowd(port, requests).let_go()


def _heard(raw: bytes) -> Heard:
    head, _, body = raw.partition(b"\r\n\r\n")
    return Heard(status_of(raw), head, body)
