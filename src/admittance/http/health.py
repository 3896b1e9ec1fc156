"""Is the process alive, and does its database answer? For whoever runs the server."""

from hashlib import sha256

from admittance.http.errors import api_shape
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.routes import Answer, Audience, Edge, Route
from admittance.http.services import Services

ASKED_EVERY = 1_000
"""Milliseconds."""
_CANARY = sha256(b"admittance readiness").digest()


async def health(services: Services, request: Request) -> Response:
    """The process is alive. Nothing else is touched."""
    return json_response({"status": "ok"})


class Readiness:
    """Whether the database answers a read and takes a write. Asked of it once a second at most, so that asking often
    costs the disk nothing."""

    def __init__(self) -> None:
        self._asked_at = -ASKED_EVERY
        self._answers = False

    async def __call__(self, services: Services, request: Request) -> Response:
        """200 when it does, 503 when it doesn't."""
        now = services.clock.now()
        if not 0 <= now - self._asked_at < ASKED_EVERY:
            self._asked_at, self._answers = now, await _answers(services, now)
        if self._answers:
            return json_response({"status": "ready"})
        return json_response({"status": "database does not answer"}, 503, note="database")


async def _answers(services: Services, now: int) -> bool:
    try:
        services.store.read(lambda tx: tx.accounts.all())
        await services.store.write(lambda tx: tx.proofs.spend(_CANARY, now + 1))
    except Exception:  # why: whatever keeps the database from answering, the answer is the same
        return False
    return True


def health_edge() -> Edge:
    """`GET /health` and `GET /ready`."""
    return Edge(
        name="health",
        prefixes=("/health/", "/ready/"),
        shape=api_shape,
        routes=(
            Route(
                name="health",
                methods=("GET", "HEAD"),
                path="/health",
                handler=health,
                about="Whether the process is alive.",
                audience=Audience.OPERATORS,
                answers=(Answer(200, "It is."),),
                always=True,
            ),
            Route(
                name="ready",
                methods=("GET", "HEAD"),
                path="/ready",
                handler=Readiness(),
                about="Whether the database answers a read and a write.",
                audience=Audience.OPERATORS,
                answers=(Answer(200, "It does."), Answer(503, "It does not.")),
                always=True,
            ),
        ),
    )
