"""Answers written in one piece say on the wire what uvicorn would have said."""

import re
from collections.abc import Generator

import pytest

from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.http.whole_answer import line_of
from tests.http.serving import Served, read_all, route, served

LAST = b"GET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n"


async def same(services: Services, request: Request) -> Response:
    """An answer that is always the same."""
    return json_response({"so": "it is"}, headers=((b"Set-Cookie", b"a=b; Path=/"),))


async def nothing(services: Services, request: Request) -> Response:
    """No body."""
    return empty_response()


async def split(services: Services, request: Request) -> Response:
    """A header that would end its line."""
    return json_response({}, headers=((b"location", b"/a\r\nset-cookie: x=y"),))


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Generator[Served]:
    """One server for all tests here."""
    routes = (route("/same", same, "GET", "HEAD"), route("/nothing", nothing), route("/split", split))
    with served(tmp_path_factory.mktemp("server"), *routes) as running:
        yield running


def plain(answer: bytes) -> bytes:
    """Without what differs from answer to answer."""
    return re.sub(rb"x-hubspot-correlation-id: \w+\r\n|connection: close\r\n", b"", answer)


def test_an_answer_is_the_same_whether_the_connection_stays_or_not(server: Served) -> None:
    """Where it closes uvicorn writes the answer, where it stays we do: same status line, headers, order and body."""
    closing = server.ask(b"GET /same HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
    with server.connect() as connection:
        connection.sendall(b"GET /same HTTP/1.1\r\nhost: a\r\n\r\n")
        staying = connection.recv(65_536)
    assert b"connection: close" in closing
    assert plain(staying) == plain(closing)
    assert b"\r\nset-cookie: a=b; Path=/\r\n" in staying


def test_head_has_the_length_and_no_body(server: Served) -> None:
    """RFC 9110 section 9.3.2."""
    with server.connect() as connection:
        connection.sendall(b"HEAD /same HTTP/1.1\r\nhost: a\r\n\r\n")
        answer = connection.recv(65_536)
    assert b"content-length: 14\r\n" in answer
    assert answer.endswith(b"\r\n\r\n")


def test_no_content_has_no_length(server: Served) -> None:
    """RFC 9110 section 8.6, and the connection goes on."""
    with server.connect() as connection:
        connection.sendall(b"GET /nothing HTTP/1.1\r\nhost: a\r\n\r\n" + LAST)
        answers = read_all(connection)
    first, second = answers.split(b"\r\n\r\n", 1)
    assert first.startswith(b"HTTP/1.1 204 ")
    assert b"content-length" not in first
    assert second.startswith(b"HTTP/1.1 200 ")


def test_pipelined_requests_are_answered_in_order(server: Served) -> None:
    """RFC 9112 section 9.3.2."""
    with server.connect() as connection:
        connection.sendall(b"GET /same HTTP/1.1\r\nhost: a\r\n\r\nGET /none HTTP/1.1\r\nhost: a\r\n\r\n" + LAST)
        answers = read_all(connection)
    assert re.findall(rb"HTTP/1\.1 (\d+) ", answers) == [b"200", b"404", b"200"]


def test_a_header_cannot_be_split(server: Served) -> None:
    """A value with a line break gives 500 and none of its text."""
    with server.connect() as connection:
        connection.sendall(b"GET /split HTTP/1.1\r\nhost: a\r\n\r\n")
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 500 ")
    assert b"x=y" not in answer


@pytest.mark.parametrize("header", [(b"a b", b""), (b"a:", b""), (b"a", b"b\nc"), (b"a", b"b\r"), (b"a", b"\0")])
def test_a_line_with_a_break_is_not_made(header: tuple[bytes, bytes]) -> None:
    """Names and values are checked as uvicorn checks them."""
    with pytest.raises(RuntimeError):
        line_of(header)


def test_secrets_are_not_kept_as_lines() -> None:
    """Only headers that are alike in every answer are remembered."""
    first = line_of((b"set-cookie", b"a=b"))
    assert first == b"set-cookie: a=b\r\n"
    assert line_of((b"set-cookie", b"a=b")) is not first
