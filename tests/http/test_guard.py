"""Limits that only the connection can see: heads, slow clients, too many of them, and bytes that are no HTTP."""

import asyncio
import socket
import time
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from admittance.http.request import Request
from admittance.http.response import Response, empty_response
from admittance.http.services import Services
from tests.http.serving import Served, eventually, read_all, route, served, status_of

GET = b"GET /echo HTTP/1.1\r\nhost: a\r\n%bconnection: close\r\n\r\n"
POST = b"POST /echo HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\n%b\r\n"


def test_a_head_up_to_the_limit_is_taken(tmp_path: Path) -> None:
    """A head within the limit is answered; the limit counts line, names and values together."""
    with served(tmp_path, max_header_bytes=1_000) as server:
        assert status_of(server.ask(GET % (b"x: " + b"a" * 800 + b"\r\n"))) == 200


@pytest.mark.parametrize(
    "head",
    [
        b"x: " + b"a" * 2_000 + b"\r\n",
        b"".join(b"x%d: a\r\n" % number for number in range(200)),
        b"x" * 2_000 + b": a\r\n",
    ],
)
def test_a_larger_head_is_431(tmp_path: Path, head: bytes) -> None:
    """One long value, many headers, a long name: 431 and the connection closes."""
    with served(tmp_path, max_header_bytes=1_000) as server:
        assert status_of(server.ask(GET % head)) == 431


def test_a_long_address_is_431(tmp_path: Path) -> None:
    """The request line is part of the head."""
    with served(tmp_path, max_header_bytes=1_000) as server:
        assert status_of(server.ask(b"GET /%b HTTP/1.1\r\nhost: a\r\n\r\n" % (b"a" * 2_000))) == 431


def test_a_head_that_never_ends_is_431(tmp_path: Path) -> None:
    """A header that is still growing when it passes the limit is cut off there, not kept in memory."""
    with served(tmp_path, max_header_bytes=1_000) as server, server.connect() as connection:
        connection.sendall(b"GET /echo HTTP/1.1\r\nx: ")
        for _ in range(20):
            try:
                connection.sendall(b"a" * 500)
            except ConnectionError:
                break
        assert status_of(read_all(connection)) in (431, 0)


def test_a_body_over_the_limit_is_413(tmp_path: Path) -> None:
    """An announced, a chunked and a lying body over the limit: 413 in the edge's shape, and the rest stays unread."""
    with served(tmp_path, max_body_bytes=1_000) as server:
        announced = server.ask(POST % b"content-length: 1001\r\n" + b"a" * 1_001)
        chunked = server.ask(POST % b"transfer-encoding: chunked\r\n" + b"3e9\r\n" + b"a" * 1_001 + b"\r\n0\r\n\r\n")
        for answer in (announced, chunked):
            assert status_of(answer) == 413
            assert b'"category":"REQUEST_TOO_LARGE"' in answer
            assert b"connection: close" in answer
        whole = server.ask(POST % b"content-length: 1000\r\nconnection: close\r\n" + b"a" * 1_000)
        assert b'{"bytes":1000}' in whole


def test_an_announced_length_larger_than_the_body_waits_and_ends(tmp_path: Path) -> None:
    """Content-Length lies: a body that stays shorter than announced is ended after the time for slow clients: 408."""
    with served(tmp_path, slow_client_s=1) as server:
        assert status_of(server.ask(POST % b"content-length: 100\r\n" + b"{}")) == 408


def test_two_lengths_are_no_request(tmp_path: Path) -> None:
    """Request smuggling: differing lengths, or a length beside chunks, are 400."""
    with served(tmp_path) as server:
        assert status_of(server.ask(POST % b"content-length: 2\r\ncontent-length: 3\r\n" + b"{}x")) == 400
        both = b"content-length: 2\r\ntransfer-encoding: chunked\r\n"
        assert status_of(server.ask(POST % both + b"0\r\n\r\n")) == 400
        for length in (b"-1", b"0x2", b"2,2", b"1e1", b"9" * 30):
            assert status_of(server.ask(POST % b"content-length: %b\r\n" % length + b"{}")) == 400


def test_a_slow_head_is_ended(tmp_path: Path) -> None:
    """A connection that sends nothing, and one that drips its head, are ended after the time for slow clients."""
    with served(tmp_path, slow_client_s=1) as server, server.connect() as silent, server.connect() as dripping:
        for byte in b"GET /echo HTTP/1.1\r\n":
            try:
                dripping.sendall(bytes([byte]))
            except ConnectionError:
                break
            time.sleep(0.15)
        assert status_of(read_all(dripping)) in (408, 0)
        assert status_of(read_all(silent)) in (408, 0)


def test_a_second_request_may_not_be_slow_either(tmp_path: Path) -> None:
    """After an answered request on the same connection, half a second one is ended too."""
    with served(tmp_path, slow_client_s=1) as server, server.connect() as connection:
        connection.sendall(b"GET /echo HTTP/1.1\r\nhost: a\r\n\r\nGET /ec")
        answers = read_all(connection)
        assert answers.startswith(b"HTTP/1.1 200")
        assert b"HTTP/1.1 408" in answers


def test_pipelined_requests_are_answered_in_order(tmp_path: Path) -> None:
    """Requests that come at once on one connection are answered one after the other."""
    with served(tmp_path) as server:
        answers = server.ask(b"GET /echo HTTP/1.1\r\nhost: a\r\n\r\n" * 3 + GET % b"")
        assert answers.count(b"HTTP/1.1 200 OK") == 4


OFFER = b"connection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAMAAABkAAQBAAAAAAIAAAAA\r\n"


@pytest.mark.parametrize("apart", [False, True], ids=["at once", "the body later"])
@pytest.mark.parametrize(
    "framed",
    [
        b'content-length: 9\r\n\r\n"GET /x"\n',
        b'transfer-encoding: chunked\r\n\r\n9\r\n"GET /x"\n\r\n0\r\n\r\n',
    ],
    ids=["length", "chunks"],
)
def test_an_offer_of_another_protocol_is_passed_by(tmp_path: Path, framed: bytes, apart: bool) -> None:
    """Java's client offers HTTP/2 with requests over http (RFC 9110 section 7.8): the body arrives whole all the same,
    none of it is read as another request, and the connection goes on."""
    whole = POST % (OFFER + framed.partition(b"\r\n")[0] + b"\r\n") + framed.partition(b"\r\n\r\n")[2]
    cut = whole.index(b"\r\n\r\n") + 4 if apart else len(whole)
    with served(tmp_path) as server, server.connect() as connection:
        connection.sendall(whole[:cut])
        time.sleep(0.05)
        connection.sendall(whole[cut:] + GET % OFFER)
        answers = read_all(connection)
    assert answers.count(b"HTTP/1.1 ") == answers.count(b"HTTP/1.1 200 OK") == 2
    assert answers.index(b'{"bytes":9}') < answers.index(b'{"bytes":0}')


def test_many_offers_at_once_are_passed_by(tmp_path: Path) -> None:
    """Thousands of requests in one piece, each with an offer, are read one after the other."""
    with served(tmp_path) as server:
        answers = server.ask(b"GET /echo HTTP/1.1\r\nconnection:upgrade\r\nupgrade:a\r\n\r\n" * 2_000 + GET % b"")
    assert answers.count(b"HTTP/1.1 200 OK") == 2_001


@pytest.mark.parametrize("target", [b"/", b"/echo", b"evil.test:443"])
def test_a_tunnel_is_refused_once(tmp_path: Path, target: bytes) -> None:
    """CONNECT (RFC 9110 section 9.3.6) gets a single answer and ends the connection: nothing behind it is a request."""
    with served(tmp_path) as server:
        answers = server.ask(b"CONNECT %b HTTP/1.1\r\nhost: evil.test\r\n\r\n" % target + GET % b"")
    assert answers.startswith(b"HTTP/1.1 400 Bad Request")
    assert answers.count(b"HTTP/1.1 ") == 1


async def large(services: Services, request: Request) -> Response:
    """Eight megabytes."""
    return Response(200, ((b"content-type", b"application/octet-stream"),), b"0" * 8_000_000)


def test_a_client_that_does_not_take_its_answer_is_dropped(tmp_path: Path) -> None:
    """A connection whose client reads nothing is dropped after the time for slow clients."""
    with served(tmp_path, route("/large", large), slow_client_s=1) as server, socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4_096)
        connection.settimeout(30)
        connection.connect(("127.0.0.1", server.port))
        connection.sendall(b"GET /large HTTP/1.1\r\nhost: a\r\n\r\n")
        time.sleep(4)
        assert len(read_all(connection)) < 8_000_000


def test_too_many_connections_leave_room_for_who_asks(tmp_path: Path) -> None:
    """When connections that ask nothing fill the server, the ones that waited longest make room for a new one."""
    with served(tmp_path, max_connections=5) as server, ExitStack() as idle:
        for _ in range(20):
            idle.enter_context(server.connect())
        assert status_of(server.ask(GET % b"")) == 200


async def wait(services: Services, request: Request) -> Response:
    """Takes a while."""
    await asyncio.sleep(3)
    return empty_response()


def test_when_all_are_busy_health_still_answers(tmp_path: Path) -> None:
    """Above the limit of connections that are being answered, others hear 503 with Retry-After; health checks don't."""
    with served(tmp_path, route("/wait", wait), max_connections=3) as server, ExitStack() as open_ones:
        busy = [open_ones.enter_context(server.connect()) for _ in range(3)]
        for connection in busy:
            connection.sendall(b"GET /wait HTTP/1.1\r\nhost: a\r\n\r\n")
        eventually(lambda: status_of(server.ask(GET % b"")) == 503)
        refused = server.ask(GET % b"")
        assert b"retry-after: 2" in refused
        assert b'"category":"SERVICE_UNAVAILABLE"' in refused
        assert status_of(server.ask(b"GET /health HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")) == 200
        for connection in busy:
            assert status_of(connection.recv(1_000)) == 204
            connection.close()
        eventually(lambda: status_of(server.ask(GET % b"")) == 200)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Served:
    """One server for many bytes."""
    with served(tmp_path_factory.mktemp("server"), slow_client_s=1) as running:
        yield running  # type: ignore[misc]


@pytest.mark.parametrize(
    "raw",
    [
        b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /\xff\xfe HTTP/1.1\r\nhost: a\r\n\r\n",
        b"CONNECT evil.test:443 HTTP/1.1\r\nhost: evil.test\r\n\r\n",
        b"OPTIONS * HTTP/1.1\r\nconnection: close\r\n\r\n",
        b"GET http://evil.test HTTP/1.1\r\nhost: a\r\n\r\n",
        b"BREW /echo HTTP/1.1\r\nhost: a\r\n\r\n",
        b"GET /echo HTTP/1.1\r\nhost: a\r\nbad header\r\n\r\n",
        b"GET /echo HTTP/1.1\r\nx: a\0b\r\n\r\n",
        b"GET /echo HTTP/1.1\r\n: empty\r\n\r\n",
        b"\r\n\r\n\r\n\r\n",
        POST % b"transfer-encoding: chunked\r\n" + b"zz\r\n",
        POST % b"transfer-encoding: gzip\r\n" + b"0\r\n\r\n",
        b"GET /echo HTTP/1.1\r\nconnection: upgrade, close\r\nupgrade: websocket\r\n\r\n\x81\x85",
    ],
)
def test_bytes_that_are_no_request_are_never_500(server: Served, raw: bytes) -> None:
    """Whatever the bytes, the answer is 4xx (or the connection just closes), and the server goes on."""
    assert status_of(server.ask(raw)) in (0, 200, 400, 404, 405, 408)
    assert status_of(server.ask(GET % b"")) == 200


PIECES = b"GET |/echo| HTTP/1.1|\r\n|\n|: |a|\0|\xff|%ff|content-length|5|?|//|host|\r|\t".split(b"|")


@settings(max_examples=40)
@given(st.lists(st.sampled_from(PIECES), max_size=20))
def test_shuffled_pieces_of_requests_are_never_500(server: Served, pieces: list[bytes]) -> None:
    """Requests put together at random never break the server."""
    with server.connect() as connection:
        connection.sendall(b"".join(pieces) + b"\r\n\r\n")
        connection.shutdown(socket.SHUT_WR)
        assert status_of(read_all(connection)) // 100 in (0, 2, 4)
    assert not [line for line in server.log_lines() if line.get("event") == "request_failed"]
