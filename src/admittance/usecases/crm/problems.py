"""Why a CRM act did nothing: a closed union of values."""

from typing import TypeAlias

from msgspec import Struct

from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.properties import BadValue


class NotThere(Struct, frozen=True):
    """No such record in this account. One of another account looks the same."""

    asked: str


class AlreadyExists(Struct, frozen=True):
    """A live record, `id`, has the same value of a unique property."""

    kind: ObjectType
    property: str
    id: int


class BadProperties(Struct, frozen=True):
    """Values that can't be stored; all of them are listed."""

    bad: tuple[BadValue, ...]


class BadAssociations(Struct, frozen=True):
    """Associations that can't be made; one sentence each."""

    why: tuple[str, ...]


class BadRequest(Struct, frozen=True):
    """The request makes no sense. `fields` are what it is about."""

    message: str
    code: str = "INVALID_REQUEST"
    fields: tuple[str, ...] = ()


class VersionMismatch(Struct, frozen=True):
    """Someone else wrote in between: the record has `version` now."""

    version: int


class NameTaken(Struct, frozen=True):
    """A property or a group of that name is there already, or was."""

    message: str


class KeyReused(Struct, frozen=True):
    """The idempotency key belongs to another request."""


WriteProblem: TypeAlias = (
    NotThere | AlreadyExists | BadProperties | BadAssociations | BadRequest | VersionMismatch | KeyReused | NameTaken
)
