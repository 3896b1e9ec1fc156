"""The three requests that are measured, ready to send, and which answers to them are right."""

import re
from collections.abc import Sequence
from enum import StrEnum
from typing import TypeAlias
from urllib.parse import urlencode

from msgspec import Struct


class Workload(StrEnum):
    """What a round sends. Each request carries the client's secret, and the server checks it."""

    CODE_EXCHANGE = "code exchange"
    REFRESH = "refresh"
    INTROSPECTION = "introspection"


class Pools(Struct, frozen=True):
    """What a server was filled with before the first round. Codes work once; tokens as often as one likes."""

    client_id: str
    client_secret: str
    redirect_uri: str
    codes: Sequence[str]
    refresh_tokens: Sequence[str]
    access_tokens: Sequence[str]


class Paths(Struct, frozen=True):
    """Where a server has its endpoints."""

    token: str
    introspection: str


Form: TypeAlias = dict[str, str]


def exchange(pools: Pools, code: str) -> Form:
    """RFC 6749 section 4.1.3, client credentials in the body."""
    return {"grant_type": "authorization_code", "code": code, "redirect_uri": pools.redirect_uri, **_client(pools)}


def refresh(pools: Pools, token: str) -> Form:
    """RFC 6749 section 6."""
    return {"grant_type": "refresh_token", "refresh_token": token, **_client(pools)}


def introspect(pools: Pools, token: str) -> Form:
    """RFC 7662 section 2.1."""
    return {"token": token, "token_type_hint": "access_token", **_client(pools)}


def _client(pools: Pools) -> Form:
    return {"client_id": pools.client_id, "client_secret": pools.client_secret}


def post(path: str, form: Form) -> bytes:
    """The request as it goes over the wire; connections stay open (HTTP/1.1)."""
    body = urlencode(form).encode()
    head = (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: application/json\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


def requests_of(workload: Workload, paths: Paths, pools: Pools) -> list[bytes]:
    """One request for each code or token of the pool."""
    match workload:
        case Workload.CODE_EXCHANGE:
            return [post(paths.token, exchange(pools, code)) for code in pools.codes]
        case Workload.REFRESH:
            return [post(paths.token, refresh(pools, token)) for token in pools.refresh_tokens]
        case Workload.INTROSPECTION:
            return [post(paths.introspection, introspect(pools, token)) for token in pools.access_tokens]


_ACCESS_TOKEN = re.compile(rb'"access_token":\s*"([^"]{16,})"')
_REFRESH_TOKEN = re.compile(rb'"refresh_token":\s*"[^"]{16,}"')
_ACTIVE = re.compile(rb'"active":\s*(true)')


def judge(workload: Workload, status: int, body: bytes) -> bytes | None:
    """What tells a right answer from others: the new access token, or `true`. None for a wrong answer."""
    if status != 200:
        return None
    if workload is Workload.INTROSPECTION:
        found = _ACTIVE.search(body)
    else:
        found = _ACCESS_TOKEN.search(body)
        if workload is Workload.CODE_EXCHANGE and not _REFRESH_TOKEN.search(body):
            return None
    return found.group(1) if found else None
