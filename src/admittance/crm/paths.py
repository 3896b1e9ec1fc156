"""How addresses are written: every version and every name of an object type lead to one handler."""

from admittance.http.routes import Family
from admittance.usecases.crm.known_types import KnownType
from admittance.usecases.crm.object_types import ObjectType

MONTH = "{month:month}"
RECORD = "{record_id}"
RECORDS, OTHERS = "records", "others"
"""What records are called where routes of several types are told as one."""


def word(kind: ObjectType | KnownType) -> str:
    """The segment for one object type: plural, singular or type id."""
    return f"{{{kind.name}|{kind.singular}|{kind.type_id}}}"


def versions(room: str, tail: str, *, version: str = "v3", below: str = "/crm") -> tuple[str, str]:
    """`/crm/v3/objects/…` and `/crm/objects/2026-03/…`, the usual one first."""
    return f"{below}/{version}/{room}{tail}", f"{below}/{room}/{MONTH}{tail}"


def family(room: str, tail: str, about: str, name: str) -> Family:
    """Routes that are there for several object types: `name` is the one that this route is of."""
    return Family(f"{room}/{{object_type}}{tail}", about.format(RECORDS), (("object_type", name),))
