"""The load generator against small servers that answer in awkward ways."""

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count

import pytest

from benchmarks.load import Load, WrongAnswerError
from benchmarks.wire import Workload

REQUEST = b"POST /token HTTP/1.1\r\nContent-Length: 1\r\n\r\n."


@contextmanager
def answering(*pieces: bytes) -> Iterator[int]:
    """A server whose every answer is these pieces, sent one by one; `%d` becomes a number of its own."""
    numbers = count()

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            while self.request.recv(65_536):
                number = b"%010d" % next(numbers)
                for piece in pieces:
                    self.request.sendall(piece.replace(b"%d", number))

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield server.server_address[1]
        finally:
            server.shutdown()
            thread.join()


BODY = b'{"access_token": "0123456789abcdef%d"}'


def test_an_answer_may_come_in_pieces() -> None:
    """Head and body arrive apart, and each answer counts once."""
    head = b"HTTP/1.1 200 OK\r\ncontent-length: 46\r\n\r\n"
    with answering(head, BODY[:10], BODY[10:]) as port:
        found = Load(Workload.REFRESH, port, [REQUEST]).round(0.1, connections=2)
    assert found.answers > 0
    assert found.rate > 0


def test_an_answer_may_come_in_chunks() -> None:
    """Some servers send no length; the last chunk ends the answer."""
    head = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
    with answering(head, b"2e\r\n" + BODY + b"\r\n", b"0\r\n\r\n") as port:
        assert Load(Workload.REFRESH, port, [REQUEST]).round(0.1, connections=2).answers > 0


def test_each_code_is_sent_once_and_the_round_ends_with_the_last() -> None:
    """A round of code exchanges is over when the codes are, however long it might have gone on."""
    body = BODY[:-1] + b', "refresh_token": "0123456789abcdef"}'
    whole = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(body) + 8)
    with answering(whole + body) as port:
        load = Load(Workload.CODE_EXCHANGE, port, [REQUEST] * 5)
        assert load.round(60, connections=2).answers == 5
        with pytest.raises(WrongAnswerError, match="nothing left"):
            load.round(60, connections=2)


@pytest.mark.parametrize(
    ("answer", "says"),
    [
        (b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", "status 400"),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}", "status 200"),
        (b'HTTP/1.1 200 OK\r\nContent-Length: 40\r\n\r\n{"access_token": "always the same token"}', "issued twice"),
    ],
)
def test_one_wrong_answer_fails_the_round(answer: bytes, says: str) -> None:
    """A server's speed at answering wrongly is never measured."""
    with answering(answer) as port, pytest.raises(WrongAnswerError, match=says):
        Load(Workload.REFRESH, port, [REQUEST]).round(0.1, connections=2)
