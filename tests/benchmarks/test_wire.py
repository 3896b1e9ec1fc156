"""Which answers count."""

import pytest

from benchmarks.wire import Paths, Pools, Workload, judge, requests_of

POOLS = Pools("app", "secret", "https://app.example/cb", ["code-1", "code-2"], ["refresh-1"], ["access-1"])
TOKENS = b'{"access_token": "' + b"a" * 20 + b'", "refresh_token":"' + b"r" * 20 + b'"}'


@pytest.mark.parametrize(
    ("workload", "status", "body"),
    [
        (Workload.CODE_EXCHANGE, 400, TOKENS),
        (Workload.CODE_EXCHANGE, 200, b'{"access_token": "' + b"a" * 20 + b'"}'),
        (Workload.REFRESH, 200, b'{"access_token": ""}'),
        (Workload.INTROSPECTION, 200, b'{"active": false}'),
        (Workload.INTROSPECTION, 200, b'{"active": "true"}'),
        (Workload.INTROSPECTION, 401, b'{"active": true}'),
    ],
)
def test_a_wrong_answer_never_counts(workload: Workload, status: int, body: bytes) -> None:
    """Only 200 with what was asked for is an answer: tokens, with a refresh token for a code, and `active` true."""
    assert judge(workload, status, body) is None


def test_right_answers_are_told_apart_by_their_token() -> None:
    """The mark of a right token answer is its access token, so that one issued twice is noticed."""
    assert judge(Workload.CODE_EXCHANGE, 200, TOKENS) == b"a" * 20
    assert judge(Workload.REFRESH, 200, TOKENS) == b"a" * 20
    assert judge(Workload.INTROSPECTION, 200, b'{"active":true}') == b"true"


def test_every_request_carries_the_secret_and_its_own_code() -> None:
    """One request for each code, complete with length, path and client secret."""
    first, second = requests_of(Workload.CODE_EXCHANGE, Paths("/token", "/introspect"), POOLS)
    head, body = first.split(b"\r\n\r\n")
    assert head.startswith(b"POST /token HTTP/1.1\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert b"client_secret=secret" in body
    assert b"code=code-1" in body
    assert b"code=code-2" in second
