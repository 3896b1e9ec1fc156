"""Bodies read as they come in, and answers sent as they are made."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from admittance.http.body import BodyType
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from tests.http.serving import Served, route, served

MOST = 256 * 1024 * 1024


async def counted(services: Services, request: Request) -> Response:
    """Says how much came, holding none of it."""
    assert request.incoming is not None
    size = 0
    async for piece in request.incoming.pieces():
        size += len(piece)
    return Response(200, (), b"%d" % size)


async def unread(services: Services, request: Request) -> Response:
    """Answers without looking."""
    return Response(403, (), b"no")


async def counting(services: Services, request: Request) -> Response:
    """Three pieces."""

    async def pieces() -> AsyncIterator[bytes]:
        for number in range(3):
            yield b"%d" % number

    return Response(200, (), b"head ", pieces=pieces())


async def breaking(services: Services, request: Request) -> Response:
    """A piece, and then a mistake."""

    async def pieces() -> AsyncIterator[bytes]:
        yield b"part"
        raise RuntimeError("on the way")

    return Response(200, (), pieces=pieces())


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """One server for all tests here."""
    taken = {"methods": ("POST",), "bodies": (BodyType.MULTIPART,), "streamed": True}
    routes = (
        replace(route("/counted", counted), **taken),
        replace(route("/unread", unread), **taken),
        replace(route("/counting", counting), methods=("GET", "HEAD")),
        route("/breaking", breaking),
    )
    folder: Path = tmp_path_factory.mktemp("server")
    with served(folder, *routes) as running:
        yield running  # type: ignore[misc]


def post(path: bytes, body: bytes, kind: bytes = b"multipart/form-data; boundary=b") -> bytes:
    """A POST whose connection ends with its answer."""
    head = b"POST %b HTTP/1.1\r\nhost: a\r\nconnection: close\r\ncontent-type: %b\r\ncontent-length: %d\r\n\r\n"
    return head % (path, kind, len(body)) + body


def test_a_body_larger_than_a_form_may_be_is_read_in_pieces(server: Served) -> None:
    """What a streamed route takes isn't bound by `max_body_bytes`."""
    assert server.ask(post(b"/counted", b"x" * 3_000_000)).endswith(b"3000000")


def test_a_wrong_kind_of_body_is_refused_before_it_is_read(server: Served) -> None:
    """The content type is checked as for any other route."""
    assert server.ask(post(b"/counted", b"a=1", b"application/json")).startswith(b"HTTP/1.1 415")


def test_what_is_announced_as_too_large_is_refused(server: Served) -> None:
    """More than `max_upload_bytes` isn't waited for."""
    head = b"POST /counted HTTP/1.1\r\nhost: a\r\ncontent-type: multipart/form-data; boundary=b\r\n"
    with server.connect() as connection:
        connection.sendall(head + b"content-length: %d\r\n\r\n" % (MOST + 1))
        assert connection.recv(100).startswith(b"HTTP/1.1 413")


def test_an_answer_before_the_end_of_the_body_arrives(server: Served) -> None:
    """A handler that reads nothing answers all the same, and the sender sees it."""
    assert server.ask(post(b"/unread", b"x" * 2_000_000)).startswith(b"HTTP/1.1 403")


def test_an_answer_comes_in_pieces(server: Served) -> None:
    """It has no length, and ends where it ends; HEAD gets the head alone."""
    answer = server.ask(b"GET /counting HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
    assert b"transfer-encoding: chunked" in answer
    assert b"content-length" not in answer
    assert answer.endswith(b"5\r\nhead \r\n1\r\n0\r\n1\r\n1\r\n1\r\n2\r\n0\r\n\r\n")
    head = server.ask(b"HEAD /counting HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 200")
    assert head.endswith(b"\r\n\r\n")


def test_an_answer_that_breaks_off_does_not_look_whole(server: Served) -> None:
    """The connection is cut in the middle of the chunks, and the log says what happened."""
    answer = server.ask(b"GET /breaking HTTP/1.1\r\nhost: a\r\n\r\n")
    assert b"part" in answer
    assert not answer.endswith(b"0\r\n\r\n")
    assert any(line["event"] == "answer_cut" and line["error"] == "RuntimeError" for line in server.log_lines())
