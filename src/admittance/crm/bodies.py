"""Request bodies as clients send them: generous in form (numbers for texts, null for absent), strict in meaning."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any, TypeAlias, TypeVar

import msgspec
from msgspec import Struct

from admittance.core.whole_number import whole_number
from admittance.crm.problem import Problem, invalid
from admittance.http.request import Request
from admittance.usecases.crm.associate_records import AskedType
from admittance.usecases.crm.associating import AskedAssociation
from admittance.usecases.crm.association_types import HUBSPOT_DEFINED
from admittance.usecases.crm.create_record import AskedRecord
from admittance.usecases.crm.locating import LARGEST_ID

T = TypeVar("T")

Scalar: TypeAlias = str | int | float | bool
MOST_LINKS = 500
MOST_IN_BATCH = 100


class TargetBody(Struct):
    """`to` of an association."""

    id: str | int


class LinkTypeBody(Struct, rename="camel"):
    """One type of an association."""

    association_type_id: int | str
    association_category: str = HUBSPOT_DEFINED


class LinkBody(Struct):
    """An association of a record to be created."""

    to: TargetBody
    types: list[LinkTypeBody]


class RecordBody(Struct, rename="camel"):
    """A record to be created."""

    properties: dict[str, Any]
    associations: list[LinkBody] | None = None
    object_write_trace_id: str | None = None


class ChangeBody(Struct):
    """Properties to be changed; null or an empty text clears one."""

    properties: dict[str, Any]


class UpdateBody(Struct, rename="camel"):
    """One change of a batch: which record, by id or by a unique property, and what becomes of it."""

    id: str | int
    properties: dict[str, Any]
    id_property: str | None = None
    object_write_trace_id: str | None = None


class BatchUpdateBody(Struct):
    """Records to be changed, or to be created where they are not there."""

    inputs: list[UpdateBody]


class IdBody(Struct):
    """A record by id, or by value of the batch's `idProperty`."""

    id: str | int


class BatchReadBody(Struct, rename="camel"):
    """Records to be read."""

    inputs: list[IdBody]
    properties: list[str] | None = None
    id_property: str | None = None


class BatchCreateBody(Struct):
    """Records to be created."""

    inputs: list[RecordBody]


class BatchIdsBody(Struct):
    """Records to be archived."""

    inputs: list[IdBody]


def reader(model: type[T]) -> Callable[[Request], T | Problem]:
    """What reads bodies of `model`."""
    decode = msgspec.json.Decoder(model).decode

    def read(request: Request) -> T | Problem:
        if not request.body.strip():
            return invalid("Invalid JSON input: a request body was expected, but none found")
        try:
            return decode(request.body)
        except msgspec.ValidationError as problem:
            return invalid(f"Invalid input JSON: {problem}")
        except (msgspec.DecodeError, UnicodeDecodeError):
            return invalid("Invalid input JSON: the body is not JSON in UTF-8")
        except RecursionError:
            return invalid("Invalid input JSON: it is nested too deeply")

    return read


def asked_record(body: RecordBody) -> AskedRecord | Problem:
    """The record that a body asks for. An id that can be nobody's is kept as one: it is reported with the others."""
    links = [(link.to.id, one) for link in body.associations or () for one in link.types]
    if len(links) > MOST_LINKS:
        return invalid(f"A record is created with at most {MOST_LINKS} associations")
    asked = (
        AskedAssociation(_number(target), one.association_category, _number(one.association_type_id))
        for target, one in links
    )
    return AskedRecord(body.properties, tuple(asked))


def too_many(inputs: Sequence[Any], most: int = MOST_IN_BATCH) -> Problem | None:
    """A batch that is too long, or that holds nothing."""
    if not inputs:
        return invalid("inputs holds at least one entry")
    return invalid(f"inputs holds at most {most} entries") if len(inputs) > most else None


def asked_types(bodies: Iterable[LinkTypeBody]) -> tuple[AskedType, ...]:
    """Types of associations as asked for. A number that can be no type's is kept as one: it is reported."""
    return tuple(AskedType(one.association_category, _number(one.association_type_id)) for one in bodies)


def _number(given: str | int) -> int:
    """A whole number; 0, which is no id, where it is none."""
    text = str(given) if isinstance(given, str) or abs(given) <= LARGEST_ID else ""
    number = whole_number(text, digits=16) or 0
    return number if number <= LARGEST_ID else 0
