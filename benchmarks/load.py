"""A closed loop of connections: each sends its next request when the last answer has come.

Plain non-blocking sockets and prebuilt requests, the same for every server; a request costs the generator some ten
microseconds, and each round says which share of a core it used.
"""

import gc
import selectors
import socket
import time
from collections.abc import Iterator
from itertools import cycle, islice

from msgspec import Struct

from benchmarks.wire import Workload, judge

CONNECTIONS = 16
_PATIENCE_S = 30.0
"""No answer on any connection for this long, and the round has failed."""


class WrongAnswerError(Exception):
    """A server answered otherwise than with 200 and what was asked for: its speed means nothing."""


class Round(Struct, frozen=True, kw_only=True):
    """What one server did in one round. `p50` and `p99` in ms; `generator_share` of one core; `server_s` of its
    processor time, None where it can't be told.
    """

    answers: int
    elapsed_s: float
    p50: float
    p99: float
    generator_share: float
    server_s: float | None = None

    @property
    def rate(self) -> float:
        """Right answers per second."""
        return self.answers / self.elapsed_s


class _Connection:
    """One socket with the answer that is coming in."""

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=_PATIENCE_S)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.socket.setblocking(False)
        self.sent_at = 0.0
        self._buffer = b""

    def send(self, request: bytes) -> None:
        self._buffer = b""
        self.sent_at = time.perf_counter()
        # INVARIANT: a request is far smaller than an idle socket's buffer, so it goes whole.
        if self.socket.send(request) != len(request):
            raise WrongAnswerError("a request did not fit the socket's buffer")

    def receive(self) -> tuple[int, bytes] | None:
        """Status and body once the answer is whole."""
        data = self.socket.recv(65_536)
        if not data:
            raise WrongAnswerError("the server closed a connection before it answered")
        self._buffer = data = self._buffer + data if self._buffer else data
        head_end = data.find(b"\r\n\r\n")
        if head_end < 0:
            return None
        head = data[:head_end].lower()
        body = data[head_end + 4 :]
        at = head.find(b"\r\ncontent-length:")
        if at < 0:  # in chunks, with no trailers
            if not body.endswith(b"0\r\n\r\n"):
                return None
        elif len(body) < int(head[at + 17 :].split(b"\r\n", 1)[0]):
            return None
        return int(head[9:12]), body


class Load:
    """Requests for one workload on one server, handed out in order over all rounds."""

    def __init__(self, workload: Workload, port: int, requests: list[bytes]) -> None:
        self._workload = workload
        self._port = port
        # A code works once, a token again and again.
        once = workload is Workload.CODE_EXCHANGE
        self._requests: Iterator[bytes] = iter(requests) if once else cycle(requests)

    def round(self, seconds: float, connections: int = CONNECTIONS) -> Round:
        """Load the server for `seconds`, or until the codes run out. Raises WrongAnswerError at the first one."""
        opened = [_Connection(self._port) for _ in range(connections)]
        gc.collect()
        gc.disable()
        try:
            return self._run(opened, seconds)
        finally:
            gc.enable()
            for connection in opened:
                connection.socket.close()

    def _run(self, opened: list[_Connection], seconds: float) -> Round:
        selector = selectors.DefaultSelector()
        seen: list[bytes] = []
        delays: list[float] = []
        waiting = 0
        cpu, start = time.process_time(), time.perf_counter()
        end = start + seconds
        for connection, request in zip(opened, islice(self._requests, len(opened)), strict=False):
            selector.register(connection.socket, selectors.EVENT_READ, connection)
            connection.send(request)
            waiting += 1
        now = start
        while waiting:
            ready = selector.select(_PATIENCE_S)
            if not ready:
                raise WrongAnswerError(f"no answer for {_PATIENCE_S:.0f} s")
            for key, _ in ready:
                connection = key.data
                answer = connection.receive()
                if answer is None:
                    continue
                now = time.perf_counter()
                delays.append(now - connection.sent_at)
                seen.append(self._right(*answer))
                following = next(self._requests, None) if now < end else None
                if following is None:
                    waiting -= 1
                else:
                    connection.send(following)
        elapsed, cpu = now - start, time.process_time() - cpu
        selector.close()
        return _summed_up(self._workload, seen, delays, elapsed, cpu)

    def _right(self, status: int, body: bytes) -> bytes:
        mark = judge(self._workload, status, body)
        if mark is None:
            raise WrongAnswerError(f"{self._workload}: status {status}, {body[:200]!r}")
        return mark


def _summed_up(workload: Workload, seen: list[bytes], delays: list[float], elapsed: float, cpu: float) -> Round:
    if not seen:
        raise WrongAnswerError(f"{workload}: nothing left to send; fill the server with more")
    if workload is not Workload.INTROSPECTION and len(set(seen)) != len(seen):
        raise WrongAnswerError(f"{workload}: the same access token was issued twice")
    delays.sort()
    return Round(
        answers=len(seen),
        elapsed_s=elapsed,
        p50=_percentile(delays, 0.50) * 1000,
        p99=_percentile(delays, 0.99) * 1000,
        generator_share=cpu / elapsed,
    )


def _percentile(ordered: list[float], share: float) -> float:
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def one(port: int, request: bytes) -> tuple[int, bytes]:
    """One request on a connection of its own: status and body."""
    connection = _Connection(port)
    connection.socket.settimeout(_PATIENCE_S)
    try:
        connection.send(request)
        while (answer := connection.receive()) is None:
            pass
        return answer
    finally:
        connection.socket.close()
