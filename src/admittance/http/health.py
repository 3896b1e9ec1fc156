"""Is the process alive, and does its database answer? For whoever runs the server."""

from hashlib import sha256

from admittance.http.errors import api_shape
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.routes import Answer, Audience, Edge, Route
from admittance.http.services import Services

_CANARY = sha256(b"admittance readiness").digest()


async def health(services: Services, request: Request) -> Response:
    """The process is alive. Nothing else is touched."""
    return json_response({"status": "ok"})


async def ready(services: Services, request: Request) -> Response:
    """The database answers a read and takes a write; 503 when it doesn't."""
    now = services.clock.now()
    try:
        services.store.read(lambda tx: tx.accounts.all())
        await services.store.write(lambda tx: tx.proofs.spend(_CANARY, now + 1))
    except Exception:  # why: whatever keeps the database from answering, the answer is the same
        return json_response({"status": "database does not answer"}, 503, note="database")
    return json_response({"status": "ready"})


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
                handler=ready,
                about="Whether the database answers a read and a write.",
                audience=Audience.OPERATORS,
                answers=(Answer(200, "It does."), Answer(503, "It does not.")),
                always=True,
            ),
        ),
    )
