"""A real server on a loopback port, in a thread: for what only a connection can show."""

import asyncio
import contextlib
import io
import json
import socket
import threading
import time
from collections.abc import Callable, Generator
from pathlib import Path
from typing import Any

from admittance.config import Settings
from admittance.http.application import Application
from admittance.http.body import BodyType
from admittance.http.errors import api_shape, oauth_shape
from admittance.http.health import health_edge
from admittance.http.logs import configure_logs
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.routes import Edge, Handler, Route
from admittance.http.server import CannotListen, listen, make_server
from admittance.http.services import Services
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.parts import build_services

PATIENCE_S = 30
"""How long a test waits for what should happen; nothing depends on how fast it does."""


class Served:
    """A running server: its port, its log, and a way to stop it."""

    def __init__(self, port: int, logs: io.BytesIO, stop: Callable[[], None]) -> None:
        self.port, self.logs, self.stop = port, logs, stop

    def connect(self) -> socket.socket:
        """A new connection."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=PATIENCE_S)

    def ask(self, raw: bytes) -> bytes:
        """Send bytes on a connection of their own; everything that comes back until the server closes it."""
        with self.connect() as connection:
            with contextlib.suppress(ConnectionError):
                connection.sendall(raw)
            return read_all(connection)

    def log_lines(self) -> list[dict[str, Any]]:
        """The log so far."""
        return [json.loads(line) for line in self.logs.getvalue().splitlines()]


def read_all(connection: socket.socket) -> bytes:
    """Everything until the other side closes."""
    received = b""
    with contextlib.suppress(ConnectionError):
        while part := connection.recv(65_536):
            received += part
    return received


def status_of(raw: bytes) -> int:
    """The status of a raw answer; 0 for none."""
    return int(raw.split(b" ", 2)[1]) if raw.startswith(b"HTTP/1.1 ") else 0


def eventually(true: Callable[[], bool]) -> None:
    """Wait until it is so."""
    for _ in range(PATIENCE_S * 100):
        if true():
            return
        time.sleep(0.01)
    raise AssertionError("it never became so")


def route(path: str, handler: Handler, *methods: str) -> Route:
    """A route that takes forms and JSON."""
    bodies = (BodyType.FORM, BodyType.JSON)
    return Route(name=path, methods=methods or ("GET",), path=path, handler=handler, about="", bodies=bodies)


async def echo(services: Services, request: Request) -> Response:
    """How large the body was."""
    return json_response({"bytes": len(request.body)})


async def broken(services: Services, request: Request) -> Response:
    """Fails, with a secret in its message."""
    raise RuntimeError("hush-hush")


def some_edges(*routes: Route) -> tuple[Edge, ...]:
    """Health, an OAuth-shaped edge and one for everything else."""
    return (
        health_edge(),
        Edge(name="oauth", prefixes=("/oauth/",), shape=oauth_shape, routes=(route("/oauth/broken", broken),)),
        Edge(
            name="api",
            prefixes=("/",),
            shape=api_shape,
            routes=(route("/echo", echo, "GET", "POST"), route("/broken", broken), *routes),
        ),
    )


@contextlib.contextmanager
def served(data_dir: Path, *routes: Route, **settings: Any) -> Generator[Served]:
    """A server with `some_edges` and these settings."""
    logs = io.BytesIO()
    configure_logs("info", logs)
    chosen = Settings(data_dir=str(data_dir), port=0, **settings)
    services = build_services(chosen)
    assert not isinstance(services, CannotStart), services
    listener = listen(chosen)
    assert not isinstance(listener, CannotListen), listener
    server = make_server(Application(services, some_edges(*routes)), chosen)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()

    def stop() -> None:
        server.should_exit = True
        thread.join(PATIENCE_S)
        assert not thread.is_alive()

    port = listener.getsockname()[1]
    try:
        eventually(lambda: server.started)
        yield Served(port, logs, stop)
    finally:
        stop()


def run(awaitable: Any) -> Any:
    """Run a coroutine to its end."""
    return asyncio.run(awaitable)
