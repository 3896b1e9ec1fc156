"""The ASGI application: find the route, read the body, let the handler answer, note it. Raw ASGI, because these few
microseconds are paid by every request (see benchmarks).
"""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, MutableMapping
from time import perf_counter
from typing import Any, TypeAlias

import msgspec

from admittance.http.background import keep_running
from admittance.http.body import body_type
from admittance.http.client_address import client_address
from admittance.http.limits import Gone, Receive, TooLarge, announced, read_body
from admittance.http.logs import frames_of, logger
from admittance.http.problems import (
    BROKEN,
    BUSY,
    NO_STORE_NOW,
    NOT_FOUND,
    TOO_LARGE,
    UNSUPPORTED,
    HttpProblem,
    ProblemKind,
    Shape,
)
from admittance.http.request import Request
from admittance.http.response import NO_STORE, NOSNIFF, Header, Response, with_headers
from admittance.http.router import Found, NoRoute, Router, WrongMethod
from admittance.http.routes import Edge
from admittance.http.services import Services
from admittance.http.streams import Incoming
from admittance.usecases.ports import StoreUnavailable

Scope: TypeAlias = MutableMapping[str, Any]
Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]

REFERENCE_HEADER = b"x-hubspot-correlation-id"
UNMATCHED = "-"
"""The template of an address that no route has: its real path may be anything, a mistyped token included."""


class Application:
    """All edges under one roof. `on_close` of the services and the store itself are closed when the server stops."""

    def __init__(self, services: Services, edges: Iterable[Edge]) -> None:
        self._services = services
        self._router = Router(edges)
        self._most = services.settings.max_body_bytes
        self._always = _HTTPS_ONLY if services.settings.base_url.startswith("https://") else ()
        self._trusted = frozenset(services.settings.trusted_proxies.replace(",", " ").split())

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request, or the life of the server."""
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "lifespan":
            await self._lifespan(receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = perf_counter()
        found = self._router.find(scope["method"], scope["raw_path"])
        request = self._request(scope, UNMATCHED if isinstance(found, NoRoute) else found.template)
        state = scope.get("state", {})
        if found.__class__ is Found and found.route.streamed:
            incoming = Incoming(receive, self._services.settings.max_upload_bytes, state.get("more_time"))
            request = msgspec.structs.replace(request, incoming=incoming)
        response = await self._answer(request, found, receive, busy="busy" in state)
        if response is None:
            return
        await _send(response, request, self._always, receive, send)
        logger("access").info(
            "request",
            method=request.method if found.__class__ is Found else "-",
            route=request.template,
            status=response.status,
            ms=round((perf_counter() - started) * 1000, 2),
            client=request.client,
            reference=request.reference,
            **({"note": response.note} if response.note else {}),
        )

    def _request(self, scope: Scope, template: str) -> Request:
        peer = scope["client"]
        headers = tuple(scope["headers"])
        return Request(
            method=scope["method"],
            template=template,
            path=scope["raw_path"],
            query=scope["query_string"],
            headers=headers,
            client=client_address(peer[0] if peer else None, headers, self._trusted),
            reference=self._services.new_reference(),
        )

    async def _answer(
        self, request: Request, found: Found | WrongMethod | NoRoute, receive: Receive, *, busy: bool
    ) -> Response | None:
        """None when the client is gone."""
        if isinstance(found, NoRoute):
            return _problem(found.shape, request, NOT_FOUND)
        if isinstance(found, WrongMethod):
            methods = ", ".join(found.allow)
            problem = HttpProblem(ProblemKind.METHOD, f"This address answers to {methods}.", found.allow)
            return _problem(found.shape, request, problem)
        if busy and not found.route.always:
            return _problem(found.shape, request, BUSY, close=True)
        if request.incoming is not None:
            return await self._stream(request, request.incoming, found)
        body: bytes | TooLarge | Gone = b""
        if found.route.bodies:
            body = await read_body(request.headers, receive, self._most)
        if isinstance(body, Gone):
            return None
        if isinstance(body, TooLarge):
            return _problem(found.shape, request, TOO_LARGE, close=True)
        return await self._handle(_complete(request, found, body), found)

    async def _stream(self, request: Request, incoming: Incoming, found: Found) -> Response | None:
        """The handler reads the body. Where it leaves some of it unread the connection ends with the answer."""
        if announced(request.headers) > self._services.settings.max_upload_bytes:
            return _problem(found.shape, request, TOO_LARGE, close=True)
        if body_type(request) not in found.route.bodies:
            response = _problem(found.shape, request, UNSUPPORTED)
        else:
            response = await self._handle(_complete(request, found, b""), found)
        if incoming.done or incoming.gone:
            return None if incoming.gone else response
        await incoming.drain()
        return msgspec.structs.replace(response, close=not incoming.done)

    async def _handle(self, request: Request, found: Found) -> Response:
        if request.body and body_type(request) not in found.route.bodies:
            return _problem(found.shape, request, UNSUPPORTED)
        try:
            return await found.route.handler(self._services, request)
        except StoreUnavailable:
            logger("server").error("store_unavailable", route=request.template, reference=request.reference)
            return _problem(found.shape, request, NO_STORE_NOW)
        # why: the last resort, whatever it was: the caller gets the edge's shape.
        except Exception as problem:
            logger("server").error(
                "request_failed",
                route=request.template,
                reference=request.reference,
                error=type(problem).__name__,
                frames=frames_of(problem),
            )
            return _problem(found.shape, request, BROKEN)

    async def _lifespan(self, receive: Receive, send: Send) -> None:
        beside: list[asyncio.Future[None]] = []
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                services = self._services
                beside = [asyncio.ensure_future(keep_running(run, services)) for run in services.in_background]
                await send({"type": "lifespan.startup.complete"})
            else:
                for running in beside:
                    running.cancel()
                await asyncio.gather(*beside, return_exceptions=True)
                for close in self._services.on_close:
                    await close()
                await self._services.store.close()
                await send({"type": "lifespan.shutdown.complete"})
                return


def _complete(request: Request, found: Found, body: bytes) -> Request:
    if not body and not found.values:
        return request
    return msgspec.structs.replace(request, body=body, path_values=found.values)


def _problem(shape: Shape, request: Request, problem: HttpProblem, *, close: bool = False) -> Response:
    try:
        response = shape(request, problem)
    except Exception as worse:  # why: a page that cannot be rendered must not cost the answer
        logger("server").error("problem_failed", error=type(worse).__name__, frames=frames_of(worse))
        response = Response(problem.kind.value, _PLAIN, problem.message.encode("ascii", "replace"))
    more: tuple[Header, ...] = ()
    if problem.allow:
        more += ((b"allow", ", ".join(problem.allow).encode()),)
    if problem.wait_s:
        more += ((b"retry-after", str(problem.wait_s).encode()),)
    return msgspec.structs.replace(with_headers(response, *more), close=close)


_BARE: tuple[Header, ...] = (NO_STORE, NOSNIFF)
_HTTPS_ONLY: tuple[Header, ...] = ((b"strict-transport-security", b"max-age=31536000"),)
"""RFC 6797, where people reach the server over https."""
_PLAIN: tuple[Header, ...] = (*_BARE, (b"content-type", b"text/plain; charset=utf-8"))


async def _send(response: Response, request: Request, always: tuple[Header, ...], receive: Receive, send: Send) -> None:
    reference = (REFERENCE_HEADER, request.reference.encode())
    headers: list[Header] = [*(response.headers or _BARE), *always, reference]
    if response.status not in (204, 304) and response.pieces is None:
        headers.append((b"content-length", b"%d" % len(response.body)))
    if response.close:
        headers.append((b"connection", b"close"))
    await send({"type": "http.response.start", "status": response.status, "headers": headers})
    if response.pieces is None:
        await send({"type": "http.response.body", "body": response.body})
    else:
        await _send_pieces(response, request, response.pieces, receive, send)


async def _left(receive: Receive) -> None:
    """Wait until the client has."""
    while (await receive())["type"] == "http.request":
        pass


async def _send_pieces(
    response: Response, request: Request, pieces: AsyncIterator[bytes], receive: Receive, send: Send
) -> None:
    """Send them as they are made, for as long as somebody is there to take them."""
    body = b"" if request.method == "HEAD" else response.body
    await send({"type": "http.response.body", "body": body, "more_body": True})
    gone = asyncio.ensure_future(_left(receive))
    try:
        if request.method != "HEAD":
            async for piece in pieces:
                if gone.done():
                    return
                await send({"type": "http.response.body", "body": piece, "more_body": True})
        await send({"type": "http.response.body", "body": b""})
    except Exception as problem:  # why: whatever it was, a transfer that is cut off says that it is not whole
        logger("server").error(
            "answer_cut",
            route=request.template,
            reference=request.reference,
            error=type(problem).__name__,
            frames=frames_of(problem),
        )
    finally:
        gone.cancel()
