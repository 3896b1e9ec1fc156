"""Listening, serving and stopping."""

import asyncio
import os
import signal
import socket
import threading
from pathlib import Path

import pytest

from admittance.config import Settings
from admittance.core.tokens import TokenKind, digest
from admittance.http.application import Application
from admittance.http.health import Readiness, health
from admittance.http.request import Request
from admittance.http.response import Response, empty_response
from admittance.http.server import CannotListen, listen, serve
from admittance.http.services import Services
from admittance.usecases.ports import StoreUnavailable
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.parts import build_services
from tests.http.serving import eventually, route, served, some_edges, status_of


def test_a_port_in_use_is_said_in_a_sentence() -> None:
    """Another program on the port: a value with a sentence for the operator, no exception."""
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        found = listen(Settings(port=port))
    assert isinstance(found, CannotListen)
    assert str(port) in found.message
    assert "in use" in found.message
    assert "--port" in found.message


@pytest.mark.parametrize("settings", [Settings(port=99_999), Settings(host="192.0.2.1", port=0)])
def test_an_address_that_cannot_be_is_said_too(settings: Settings) -> None:
    """A port that is none, and an address that this machine doesn't have."""
    assert isinstance(listen(settings), CannotListen)


def test_port_zero_lets_the_system_choose() -> None:
    """For tests: the socket knows its port."""
    listener = listen(Settings(port=0))
    assert isinstance(listener, socket.socket)
    with listener:
        assert listener.getsockname()[1] > 0


def test_health_and_readiness(tmp_path: Path) -> None:
    """GET /health: the process is alive. GET /ready: the database answers a read and a write. HEAD too."""
    with served(tmp_path) as server:
        for path in (b"/health", b"/ready", b"/ready/"):
            for method in (b"GET", b"HEAD"):
                answer = server.ask(method + b" " + path + b" HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
                assert status_of(answer) == 200


def test_a_database_that_is_gone_is_not_ready(tmp_path: Path) -> None:
    """When the database doesn't answer, /ready is 503 and /health stays 200."""
    settings = Settings(data_dir=str(tmp_path))
    services = build_services(settings)
    assert not isinstance(services, CannotStart)

    async def ask() -> tuple[int, int]:
        await services.store.close()
        request = Request(
            method="GET", template="/ready", path=b"/ready", query=b"", headers=(), client="x", reference="r"
        )
        return (await health(services, request)).status, (await Readiness()(services, request)).status

    assert asyncio.run(ask()) == (200, 503)


def test_a_stop_lets_what_runs_finish(tmp_path: Path) -> None:
    """SIGTERM: nothing new is accepted, a request under way gets its answer, its commit is durable, `serve` returns."""
    begun = threading.Event()
    key = digest(TokenKind.RESET, "x" * 43)

    async def slow(services: Services, request: Request) -> Response:
        begun.set()
        await asyncio.sleep(1)
        await services.store.write(lambda tx: tx.proofs.spend(key, 2**50))
        return empty_response()

    settings = Settings(data_dir=str(tmp_path), port=0)
    services, listener = build_services(settings), listen(settings)
    assert not isinstance(services, CannotStart)
    assert isinstance(listener, socket.socket)
    port, answers = listener.getsockname()[1], list[int]()

    def client() -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(b"GET /slow HTTP/1.1\r\nhost: a\r\n\r\n")
            begun.wait(30)
            os.kill(os.getpid(), signal.SIGTERM)
            answers.append(status_of(connection.recv(1_000)))

    thread = threading.Thread(target=client)
    thread.start()
    serve(Application(services, some_edges(route("/slow", slow))), settings, listener)
    thread.join()
    assert answers == [204]
    with pytest.raises(ConnectionError):
        socket.create_connection(("127.0.0.1", port), timeout=1)
    with pytest.raises(StoreUnavailable):
        services.store.read(lambda tx: tx.accounts.all())
    assert _spent_before(settings, key)


def _spent_before(settings: Settings, key: bytes) -> bool:
    services = build_services(settings)
    assert not isinstance(services, CannotStart)

    async def look() -> bool:
        first = await services.store.write(lambda tx: tx.proofs.spend(key, 2**50))
        await services.store.close()
        return not first

    return asyncio.run(look())


def test_the_server_does_not_say_what_it_is(tmp_path: Path) -> None:
    """No Server header."""
    with served(tmp_path) as server:
        answer = server.ask(b"GET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
        assert b"\r\nserver:" not in answer.lower()
        eventually(lambda: len(server.log_lines()) == 1)
