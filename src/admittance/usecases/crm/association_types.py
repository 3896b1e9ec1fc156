"""The table of association types. Each has an inverse, which appears by itself."""

from msgspec import Struct

from admittance.usecases.crm.object_types import ObjectType


class AssociationType(Struct, frozen=True):
    """A direction of an association, as the wire numbers and names it. `origin` and `target` are singular names."""

    id: int
    origin: str
    target: str
    inverse: int

    @property
    def name(self) -> str:
        """`call_to_contact`."""
        return f"{self.origin}_to_{self.target}"


_PAIRS = (
    ("call", 194, "contact", 193),
    ("call", 182, "company", 181),
    ("call", 206, "deal", 205),
    ("call", 220, "ticket", 219),
    ("note", 202, "contact", 201),
    ("contact", 279, "company", 280),
    ("contact", 1, "company", 2),
)

ASSOCIATION_TYPES = {
    one.id: one
    for origin, there, target, back in _PAIRS
    for one in (AssociationType(there, origin, target, back), AssociationType(back, target, origin, there))
}

HUBSPOT_DEFINED = "HUBSPOT_DEFINED"


def association_type(category: str, type_id: int, origin: ObjectType) -> AssociationType | None:
    """The type of that number, if records of `origin` can have it."""
    found = ASSOCIATION_TYPES.get(type_id)
    if category != HUBSPOT_DEFINED or found is None or found.origin != origin.singular:
        return None
    return found
