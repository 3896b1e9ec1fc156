"""From what an act found wrong to its wire form."""

from typing import Any, assert_never

import msgspec

from admittance.crm.problem import Problem, invalid
from admittance.http.errors import Category
from admittance.usecases.crm.problems import (
    AlreadyExists,
    BadAssociations,
    BadProperties,
    BadRequest,
    KeyReused,
    NameTaken,
    NotThere,
    VersionMismatch,
    WriteProblem,
)
from admittance.usecases.crm.properties import BadValue

_LONGEST_SHOWN = 100
_MOST_TOLD = 200
"""Wrong properties in one answer."""


def problem_of(found: WriteProblem) -> Problem:
    """The one form of each problem."""
    match found:
        case NotThere():
            return not_found([found.asked])
        case AlreadyExists():
            return _conflict(_already(found))
        case BadProperties():
            return _bad_properties(found.bad)
        case BadAssociations():
            errors = [{"message": why, "code": "INVALID_ASSOCIATION"} for why in found.why]
            message = f"One or more associations are not valid: {'; '.join(found.why)}"
            return Problem(status=400, category=Category.VALIDATION_ERROR, message=message, errors=errors)
        case BadRequest():
            return invalid(found.message, code=found.code, about=found.fields)
        case VersionMismatch():
            message = f"The record has been written since: its version is {found.version} now."
            return Problem(status=412, category=Category.CONFLICT, message=message)
        case NameTaken():
            return _conflict(found.message)
        case KeyReused():
            return _conflict("This Idempotency-Key was used for another request.")
        case _:
            assert_never(found)


def not_found(asked: list[str]) -> Problem:
    """404, the same for "not there", "not yours" and "can be nobody's"."""
    context = {"id": [text[:_LONGEST_SHOWN] for text in asked]}
    return Problem(status=404, category=Category.OBJECT_NOT_FOUND, message="Object not found.", context=context)


def _conflict(message: str) -> Problem:
    return Problem(status=409, category=Category.CONFLICT, message=message)


def _already(found: AlreadyExists) -> str:
    if not found.id:
        return f"{found.kind.label} already exists in this batch: two rows share one {found.property}."
    return f"{found.kind.label} already exists. Existing ID: {found.id}"


def _bad_properties(bad: tuple[BadValue, ...]) -> Problem:
    """Every mistake twice: as JSON within the message, where old clients look, and as `errors`. Of a body that is all
    mistakes so many are told that one answer is not twenty times as long.
    """
    more = f" There are {len(bad) - _MOST_TOLD} more." if len(bad) > _MOST_TOLD else ""
    bad = bad[:_MOST_TOLD]
    told: list[dict[str, Any]] = [
        {"isValid": False, "message": one.message, "error": one.code, "name": one.property} for one in bad
    ]
    errors = [{"message": one.message, "code": one.code, "context": {"propertyName": [one.property]}} for one in bad]
    message = f"Property values were not valid: {msgspec.json.encode(told).decode()}{more}"
    return Problem(status=400, category=Category.VALIDATION_ERROR, message=message, errors=errors)
