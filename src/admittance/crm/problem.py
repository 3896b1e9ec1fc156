"""A problem of the API in its wire form, whole or as one entry of a batch's `errors` (wire.md, API errors)."""

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from admittance.http.errors import Category, api_error
from admittance.http.request import Request
from admittance.http.response import Header, Response


class Problem(Struct, frozen=True, kw_only=True):
    """What is wrong. `context` says what it is about: name -> texts."""

    status: int
    category: Category
    message: str
    context: Mapping[str, Sequence[str]] | None = None
    errors: Sequence[Mapping[str, Any]] | None = None
    links: Mapping[str, str] | None = None
    headers: tuple[Header, ...] = ()


def answer_with(request: Request, problem: Problem) -> Response:
    """`problem` in the API's shape, with the request's reference as its `correlationId`."""
    return api_error(
        request,
        problem.status,
        problem.category,
        problem.message,
        context=problem.context,
        errors=problem.errors,
        links=problem.links,
        headers=problem.headers,
    )


def invalid(message: str, *, code: str = "INVALID_REQUEST", about: Sequence[str] = ()) -> Problem:
    """400 `VALIDATION_ERROR`. `about` names fields, never their values."""
    errors = None
    if about:
        errors = [{"message": message, "code": code, "context": {"propertyName": list(about)}}]
    return Problem(status=400, category=Category.VALIDATION_ERROR, message=message, errors=errors)
