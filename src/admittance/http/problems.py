"""What can be wrong with any request, before or after its handler: each edge says it in its own shape."""

from collections.abc import Callable
from enum import IntEnum
from typing import TypeAlias

from msgspec import Struct

from admittance.http.request import Request
from admittance.http.response import Response


class ProblemKind(IntEnum):
    """By HTTP status. "Not yours" and "not there" are both NOT_FOUND."""

    UNREADABLE = 400
    FORBIDDEN = 403
    NOT_FOUND = 404
    METHOD = 405
    GONE = 410
    TOO_LARGE = 413
    UNSUPPORTED = 415
    TOO_MANY = 429
    BROKEN = 500
    BUSY = 503


class HttpProblem(Struct, frozen=True):
    """`message` is one English sentence for developers, without anything from the request.

    `allow` are the methods a METHOD problem names; `wait_s` is when trying again makes sense (TOO_MANY, BUSY).
    """

    kind: ProblemKind
    message: str
    allow: tuple[str, ...] = ()
    wait_s: int = 0


Shape: TypeAlias = Callable[[Request, HttpProblem], Response]
"""How an edge writes a problem: JSON for apps, a page for people. The dispatcher adds Allow and Retry-After."""

NOT_FOUND = HttpProblem(ProblemKind.NOT_FOUND, "There is nothing at this address.")
TOO_LARGE = HttpProblem(ProblemKind.TOO_LARGE, "The request body is larger than this server takes.")
UNSUPPORTED = HttpProblem(
    ProblemKind.UNSUPPORTED, "The body's content type or coding is not one that this address takes."
)
BROKEN = HttpProblem(ProblemKind.BROKEN, "Something broke on the server's side. It has been noted under the reference.")
BUSY = HttpProblem(ProblemKind.BUSY, "The server has too many connections right now.", wait_s=2)
NO_STORE_NOW = HttpProblem(ProblemKind.BUSY, "The database does not answer right now. Nothing was changed.", wait_s=5)
