"""A real HTTP server on loopback, for the webhooks that the server sends."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ssl import SSLContext
from typing import Any, NamedTuple

from hubspot.utils.signature import Signature

from tests.command import PATIENCE_S


class Answer(NamedTuple):
    """What the receiver says."""

    status: int = 200
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


class Received(NamedTuple):
    """One request."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes

    @property
    def events(self) -> list[dict[str, Any]]:
        """Its events."""
        events: list[dict[str, Any]] = json.loads(self.body)
        return events

    def is_signed_with(self, secret: str) -> bool:
        """Whether HubSpot's own client library takes the signature."""
        valid: bool = Signature.is_valid(
            signature=self.headers["x-hubspot-signature-v3"],
            client_secret=secret,
            request_body=self.body.decode(),
            http_uri=self.url,
            http_method=self.method,
            signature_version="v3",
            timestamp=self.headers["x-hubspot-request-timestamp"],
        )
        return valid


class Receiver:
    """Keeps whatever is sent, and answers as `answer` says: 200 unless a test puts another function there."""

    def __init__(self, address: str) -> None:
        self.url = f"{address}/hooks?key=1"
        self.answer: Callable[[Received], Answer] = lambda _: Answer()
        self.open = threading.Event()
        """Cleared, it answers only once it is set again."""
        self.open.set()
        self._address = address
        self._came = threading.Condition()
        self.received: list[Received] = []
        self.most = 0
        """The most requests that it ever had at once."""
        self._now = 0

    def take(self, method: str, path: str, headers: dict[str, str], body: bytes) -> Answer:
        """One request, and its answer."""
        received = Received(method, self._address + path, headers, body)
        with self._came:
            self.received.append(received)
            self._now += 1
            self.most = max(self.most, self._now)
            self._came.notify_all()
        self.open.wait(PATIENCE_S)
        with self._came:
            self._now -= 1
        return self.answer(received)

    @property
    def events(self) -> list[dict[str, Any]]:
        """All events in the order in which they came, repeated ones too."""
        return [event for received in self.received for event in received.events]

    def wait_for(self, events: int) -> None:
        """Return once so many events have come; fail when they don't."""
        with self._came:
            assert self._came.wait_for(lambda: len(self.events) >= events, PATIENCE_S), "no webhook came"


@contextmanager
def receiving(port: int = 0, tls: SSLContext | None = None) -> Iterator[Receiver]:
    """A receiver at `receiver.url` while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            answer = receiver.take(self.command, self.path, headers, body)
            self.send_response(answer.status)
            for name, value in (*answer.headers, ("Content-Length", str(len(answer.body)))):
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing: a test's output is its failures."""

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: object, client_address: object) -> None:
            """Nothing: a sender that was killed takes no answer."""

    server = Server(("127.0.0.1", port), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    receiver = Receiver(f"{'https' if tls else 'http'}://127.0.0.1:{server.server_port}")
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        receiver.open.set()
        server.shutdown()
        server.server_close()
        thread.join()
