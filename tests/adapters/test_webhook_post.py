"""The client that posts webhooks, against real servers on loopback."""

import asyncio
import socket
import ssl
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from ipaddress import IPv4Address

import pytest
import trustme

from admittance.adapters import webhook_post
from admittance.adapters.webhook_post import Answered, post
from admittance.core.webhooks.addresses import Network, read_networks
from admittance.core.webhooks.target import Target, read_target
from admittance.usecases.webhooks.records import LONGEST_ANSWER, DeliveryProblem
from tests.e2e.server import free_port
from tests.receiver import Answer, receiving

pytestmark = pytest.mark.anyio
HEADERS = (("X-One", "1"),)


def _networks(text: str) -> tuple[Network, ...]:
    networks = read_networks(text)
    assert isinstance(networks, tuple)
    return networks


LOOPBACK = _networks("127.0.0.1 ::1")


def _target(url: str) -> Target:
    target = read_target(url, LOOPBACK)
    assert isinstance(target, Target), target
    return target


@asynccontextmanager
async def _saying(words: bytes, *, hang_up: bool = True) -> AsyncGenerator[str]:
    """A server that says these very bytes to whatever it is sent, and hangs up, or never does."""
    kept: list[asyncio.StreamWriter] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        kept.append(writer)
        await reader.readuntil(b"\r\n\r\n")
        writer.write(words)
        if hang_up:
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/"
    finally:
        server.close()
        for writer in kept:
            writer.transport.abort()
        await asyncio.sleep(0)  # transports close in the loop's next turn


async def test_a_request_arrives_as_it_was_meant() -> None:
    """Method, address, headers and body; the answer's status and beginning come back."""
    with receiving() as receiver:
        receiver.answer = lambda _: Answer(202, body="tack så mycket".encode())
        said = await post(_target(receiver.url), HEADERS, b"[1]", LOOPBACK)

    [received] = receiver.received
    assert said == Answered(202, "tack så mycket")
    assert (received.method, received.url, received.body) == ("POST", receiver.url, b"[1]")
    assert received.headers["x-one"] == "1"
    assert received.headers["connection"] == "close"


async def test_nothing_private_is_reached_by_name() -> None:
    """`localhost` is judged by what it means: without leave no connection is even tried."""
    with receiving() as receiver:
        named = _target(receiver.url.replace("127.0.0.1", "localhost"))
        assert await post(named, (), b"[]", ()) is DeliveryProblem.PRIVATE_ADDRESS
        assert await post(named, (), b"[]", _networks("10.0.0.0/8")) is DeliveryProblem.PRIVATE_ADDRESS
    assert receiver.received == []


async def test_the_judged_address_is_the_one_that_is_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is looked up once: what it means afterwards can't lead the connection elsewhere (DNS rebinding)."""
    looked_up: list[str] = []
    loop = asyncio.get_running_loop()
    honest = loop.getaddrinfo

    async def rebinding(host: str, *rest: object, **more: object) -> object:
        looked_up.append(str(host))
        known = str(host) == "app.example"
        address = ("127.0.0.1" if len(looked_up) == 1 else "127.0.0.2") if known else host
        return await honest(address, *rest, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(loop, "getaddrinfo", rebinding)
    reached: list[str] = []

    async def connect(host: str, *rest: object, **more: object) -> object:
        reached.append(host)
        raise OSError

    monkeypatch.setattr(asyncio, "open_connection", connect)
    target = read_target("https://app.example/", LOOPBACK)
    assert isinstance(target, Target)
    assert await post(target, (), b"[]", LOOPBACK) is DeliveryProblem.NOT_CONNECTED
    assert (looked_up, reached) == (["app.example"], ["127.0.0.1"])


async def test_one_private_address_among_public_ones_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means a public and a private address is not trusted with either."""

    async def both(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        places = (("1.1.1.1", port), ("10.0.0.1", port))
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", place) for place in places]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", both)
    target = read_target("https://app.example/")
    assert isinstance(target, Target)
    assert await post(target, (), b"[]") is DeliveryProblem.PRIVATE_ADDRESS


async def test_plain_http_goes_to_loopback_only(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where `localhost` means another machine of an allowed network, nothing is sent there without TLS."""

    async def elsewhere(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", port))]

    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", elsewhere)
    target = _target("http://localhost:9/")
    assert await post(target, (), b"[]", _networks("10.0.0.0/8")) is DeliveryProblem.PRIVATE_ADDRESS


async def test_a_name_nobody_has() -> None:
    """A name that can't be looked up is told apart from one that does not answer."""
    target = read_target("https://nobody.invalid/")
    assert isinstance(target, Target)
    assert await post(target, (), b"[]") is DeliveryProblem.UNKNOWN_HOST
    assert await post(_target(f"http://127.0.0.1:{free_port()}/"), (), b"[]", LOOPBACK) is DeliveryProblem.NOT_CONNECTED


async def test_a_certificate_has_to_be_trusted() -> None:
    """Over TLS the name is checked against a trusted certificate; any other ends before a byte is sent."""
    authority, stranger = trustme.CA(), trustme.CA()
    tls, trusted, distrusting = (ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER), *(ssl.create_default_context() for _ in "12"))
    authority.issue_cert("127.0.0.1", "localhost").configure_cert(tls)
    authority.configure_trust(trusted)
    stranger.configure_trust(distrusting)
    with receiving(tls=tls) as receiver:
        target = read_target(receiver.url, LOOPBACK)
        assert isinstance(target, Target)
        assert await post(target, (), b"[]", LOOPBACK, trusted) == Answered(200, "")
        assert await post(target, (), b"[]", LOOPBACK, distrusting) is DeliveryProblem.NOT_TRUSTED
        assert await post(target, (), b"[]", LOOPBACK) is DeliveryProblem.NOT_TRUSTED
    assert len(receiver.received) == 1


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"220 smtp.example ESMTP\r\n",
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 200 OK\r\nX: " + b"x" * 40_000,
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"\x16\x03\x01\x02\x00",
    ],
)
async def test_what_is_no_answer(words: bytes) -> None:
    """Silence, another protocol, half a head, far too much of one: no answer, and never an exception."""
    async with _saying(words) as url:
        assert await post(_target(url), (), b"[]", LOOPBACK) is DeliveryProblem.BAD_ANSWER


@pytest.mark.parametrize(
    ("words", "answered"),
    [
        (b"HTTP/1.1 200 OK\r\n\r\nuntil the end", Answered(200, "until the end")),
        (b"HTTP/1.0 204 No Content\r\n\r\n", Answered(204, "")),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", Answered(200, "half")),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n", Answered(200, "abc")),
        (b"HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 500 No\r\nContent-Length: 0\r\n\r\n", Answered(500, "")),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: 120\r\n\r\n", Answered(503, "", 120_000)),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: Sat, 21 Nov 2026 18:00:00 GMT\r\n\r\n", Answered(503, "", 0)),
        (b"HTTP/1.1 503 Busy\r\nRetry-After: 99999999999999999999\r\n\r\n", Answered(503, "", 0)),
        (b"HTTP/1.1 200 OK\r\n\r\n\xff\x00\x1b[2J\n<b>", Answered(200, "\ufffd\ufffd\ufffd[2J\n<b>")),
        (b"HTTP/1.1 200 OK\r\n\r\n" + b"a" * 100_000, Answered(200, "a" * LONGEST_ANSWER)),
    ],
)
async def test_answers_of_every_kind(words: bytes, answered: Answered) -> None:
    """The status counts as soon as the head is whole; of the rest the beginning is kept, as text that harms nobody."""
    async with _saying(words) as url:
        assert await post(_target(url), (), b"[]", LOOPBACK) == answered


async def test_a_receiver_that_dawdles_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a head in time there is no answer; a body that never ends costs no more than the time."""
    monkeypatch.setattr(webhook_post, "ANSWER_S", 0.2)
    async with _saying(b"HTTP/1.1 200", hang_up=False) as url:
        assert await post(_target(url), (), b"[]", LOOPBACK) is DeliveryProblem.TIMED_OUT
    async with _saying(b"HTTP/1.1 200 OK\r\nContent-Length: 99\r\n\r\nslow", hang_up=False) as url:
        assert await post(_target(url), (), b"[]", LOOPBACK) == Answered(200, "slow")


async def test_an_address_in_numbers_is_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    """What stands there as an address is judged as it is."""

    def looked_up(*_: object, **__: object) -> None:
        raise AssertionError

    target = Target(url="https://10.0.0.1/", secure=True, host=str(IPv4Address("10.0.0.1")), port=443, resource="/")
    monkeypatch.setattr(asyncio.get_running_loop(), "getaddrinfo", looked_up)
    assert await post(target, (), b"[]") is DeliveryProblem.PRIVATE_ADDRESS
