"""How addresses are written: every version and every name of an object type lead to one handler."""

from admittance.usecases.crm.object_types import ObjectType

MONTH = "{month:month}"
RECORD = "{record_id}"
OBJECT_TYPE, FROM_TYPE, TO_TYPE = "{object_type}", "{from_type}", "{to_type}"
"""Where routes that differ in their types only have those (`Route.family`)."""


def word(kind: ObjectType) -> str:
    """The segment for one object type: plural, singular or type id."""
    return f"{{{kind.name}|{kind.singular}|{kind.type_id}}}"


def versions(room: str, tail: str, *, version: str = "v3", below: str = "/crm") -> tuple[str, str]:
    """`/crm/v3/objects/…` and `/crm/objects/2026-03/…`, the usual one first."""
    return f"{below}/{version}/{room}{tail}", f"{below}/{room}/{MONTH}{tail}"
