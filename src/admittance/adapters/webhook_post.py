"""One POST to an address that somebody else chose: a small HTTP/1.1 client that goes where it may and nowhere else.

Decision 40 says why it is our own. It follows no redirect, keeps no connection, and reads no more of an answer than is
shown to people.
"""

import asyncio
import socket
import ssl
from collections.abc import Sequence
from functools import cache
from ipaddress import ip_address
from typing import TypeAlias

import httptools
from msgspec import Struct

from admittance.core.webhooks.addresses import Address, Network, is_loopback, may_reach
from admittance.core.webhooks.target import Target
from admittance.usecases.webhooks.records import LONGEST_ANSWER, DeliveryProblem

CONNECT_S = 5.0
"""Seconds until the connection stands, TLS included."""
ANSWER_S = 10.0
"""Seconds for everything: looking the name up, connecting, sending, the answer."""
LARGEST_HEAD = 16 * 1024
_CHUNK = 4096


class Answered(Struct, frozen=True):
    """What the receiver said: the status, the beginning of its words, and for how long it asks to be left alone, in
    ms.
    """

    status: int
    beginning: str
    retry_after: int = 0


Posted: TypeAlias = Answered | DeliveryProblem


async def post(
    target: Target,
    headers: Sequence[tuple[str, str]],
    body: bytes,
    allowed: tuple[Network, ...] = (),
    trusted: ssl.SSLContext | None = None,
) -> Posted:
    """Send `body` as JSON. `allowed` are networks that may be reached besides public addresses; `trusted` replaces the
    system's certificate authorities.

    INVARIANT: the name is looked up once, every address of it is judged, and the connection goes to an address that was
    judged. A name that means something else a moment later changes nothing (DNS rebinding).
    """
    answer = _Answer()
    try:
        async with asyncio.timeout(ANSWER_S):
            addresses = await _addresses(target)
            if isinstance(addresses, DeliveryProblem):
                return addresses
            if not all(_may_reach(target, address, allowed) for address in addresses):
                return DeliveryProblem.PRIVATE_ADDRESS
            return await _exchange(target, addresses, _request(target, headers, body), answer, trusted)
    except TimeoutError:
        return answer.result or DeliveryProblem.TIMED_OUT


async def _addresses(target: Target) -> Sequence[Address] | DeliveryProblem:
    try:
        return [ip_address(target.host)]
    except ValueError:
        pass
    try:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
        return list(dict.fromkeys(ip_address(str(place[4][0]).partition("%")[0]) for place in found))
    except (OSError, UnicodeError, ValueError):
        return DeliveryProblem.UNKNOWN_HOST


def _may_reach(target: Target, address: Address, allowed: tuple[Network, ...]) -> bool:
    # Without TLS only to this very machine, whatever a name means today.
    return may_reach(address, allowed) and (target.secure or is_loopback(str(address)))


def _request(target: Target, headers: Sequence[tuple[str, str]], body: bytes) -> bytes:
    lines = [
        f"POST {target.resource} HTTP/1.1",
        f"Host: {target.authority}",
        "User-Agent: Admittance-Webhooks",
        "Accept: */*",
        "Connection: close",
        "Content-Type: application/json",
        f"Content-Length: {len(body)}",
        *(f"{name}: {value}" for name, value in headers),
    ]
    return "\r\n".join([*lines, "", ""]).encode("ascii") + body


async def _exchange(
    target: Target,
    addresses: Sequence[Address],
    request: bytes,
    answer: "_Answer",
    trusted: ssl.SSLContext | None,
) -> Posted:
    opened = await _connect(target, addresses, trusted)
    if isinstance(opened, DeliveryProblem):
        return opened
    reader, writer = opened
    try:
        writer.write(request)
        while not answer.whole and (data := await reader.read(_CHUNK)):
            if not answer.take(data):
                return answer.result or DeliveryProblem.BAD_ANSWER
        return answer.result or DeliveryProblem.BAD_ANSWER
    except OSError:  # reset while sending or reading; ssl.SSLError is one of them
        return answer.result or DeliveryProblem.BAD_ANSWER
    finally:
        writer.transport.abort()  # what is left of the answer is not waited for


async def _connect(
    target: Target, addresses: Sequence[Address], trusted: ssl.SSLContext | None
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter] | DeliveryProblem:
    """A connection to the first of the addresses that takes one."""
    context = (trusted or _system_trust()) if target.secure else None
    name = target.host if target.secure else None
    for address in addresses:
        try:
            async with asyncio.timeout(CONNECT_S):
                return await asyncio.open_connection(str(address), target.port, ssl=context, server_hostname=name)
        except ssl.SSLError:
            return DeliveryProblem.NOT_TRUSTED
        except (OSError, TimeoutError):
            continue
    return DeliveryProblem.NOT_CONNECTED


@cache
def _system_trust() -> ssl.SSLContext:
    return ssl.create_default_context()


class _Answer:
    """Takes an answer in as it comes. The names of the methods are httptools'."""

    def __init__(self) -> None:
        self._parser = httptools.HttpResponseParser(self)
        self._seen = 0
        self._status: int | None = None
        self._beginning = b""
        self._retry_after = 0
        self.whole = False

    @property
    def result(self) -> Answered | None:
        """What is known; None before the head was there."""
        if self._status is None:
            return None
        words = self._beginning.decode("utf-8", "replace")[:LONGEST_ANSWER]
        shown = "".join(
            letter if letter.isprintable() or letter == "\n" else "\N{REPLACEMENT CHARACTER}" for letter in words
        )
        return Answered(self._status, shown, self._retry_after)

    def take(self, data: bytes) -> bool:
        """Whether it can go on: not where this is no HTTP, or more of a head than anybody needs."""
        self._seen += len(data)
        try:
            self._parser.feed_data(data)
        except httptools.HttpParserError:
            return False
        return self._status is not None or self._seen <= LARGEST_HEAD

    def on_header(self, name: bytes, value: bytes) -> None:
        """Only one header matters."""
        if name.lower() == b"retry-after" and value.isdigit() and len(value) < 9:
            self._retry_after = int(value) * 1000

    def on_headers_complete(self) -> None:
        """The head is there. Interim answers (RFC 9110 section 15.2) come before the real one."""
        status = self._parser.get_status_code()
        if status >= 200:
            self._status = status

    def on_body(self, body: bytes) -> None:
        """Keep the beginning; the rest is nobody's business."""
        # Four bytes are the most that a character takes.
        self._beginning += body[: 4 * LONGEST_ANSWER - len(self._beginning)]
        self.whole = self.whole or len(self._beginning) >= 4 * LONGEST_ANSWER

    def on_message_complete(self) -> None:
        """It ends here."""
        self.whole = self._status is not None
