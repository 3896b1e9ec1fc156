"""Requests straight into the application, without a connection in between: thousands of them in a few seconds."""

import asyncio
from collections.abc import MutableMapping, Sequence
from typing import Any

from msgspec import Struct

from admittance.http.application import Application

REFERENCE = b"x-hubspot-correlation-id"


class Answered(Struct, frozen=True):
    """An answer, whole."""

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: bytes

    def header(self, name: bytes) -> bytes:
        """The header; empty where there is none."""
        return next((value for key, value in self.headers if key == name), b"")

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")

    @property
    def everything(self) -> bytes:
        """Headers and body without what is different each time: the correlation id, which is chance, the length, which
        the body tells, and how many calls whoever asks has left.
        """
        passing = (REFERENCE, b"content-length", b"x-hubspot-ratelimit")
        lines = [key + b": " + value for key, value in self.headers if not key.startswith(passing)]
        raw = b"\n".join((*lines, b"", self.body))
        reference = self.header(REFERENCE)
        return raw.replace(reference, b"REFERENCE") if reference else raw


async def ask(
    application: Application, method: str, target: str, headers: Sequence[tuple[bytes, bytes]] = (), body: bytes = b""
) -> Answered:
    """One request; `target` is a path with its query, percent-encoded."""
    path, _, query = target.partition("?")
    scope = {
        "type": "http",
        "method": method,
        "path": path,
        "raw_path": path.encode("ascii"),
        "query_string": query.encode("ascii"),
        "headers": [(b"host", b"127.0.0.1:8400"), *headers],
        "client": ("127.0.0.1", 4711),
        "state": {},
    }
    sent: list[MutableMapping[str, Any]] = []
    taken = False

    async def receive() -> MutableMapping[str, Any]:
        nonlocal taken
        if taken:
            await asyncio.Event().wait()  # whoever asked stays to the end
        taken = True
        return {"type": "http.request", "body": body, "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    await application(scope, receive, send)
    return Answered(sent[0]["status"], tuple(sent[0]["headers"]), b"".join(part["body"] for part in sent[1:]))
