"""The table of association types. Each has an inverse, which appears by itself."""

from collections.abc import Iterator

from msgspec import Struct

from admittance.usecases.crm.object_types import ObjectType


class AssociationType(Struct, frozen=True, kw_only=True):
    """A direction of an association, as the wire numbers and names it. `origin` and `target` are singular names.

    A type with a `label` says more than that two records belong together; `plain` is the type that says just that and
    comes along. `single`: a record has one of these at most, so that a new one takes the old one's place.
    """

    id: int
    name: str
    origin: str
    target: str
    inverse: int
    label: str | None = None
    plain: int | None = None
    single: bool = False


_PLAIN = (
    *(("call", 194, "contact", 193), ("call", 182, "company", 181), ("call", 206, "deal", 205)),
    *(("call", 220, "ticket", 219), ("email", 198, "contact", 197), ("email", 186, "company", 185)),
    *(("email", 210, "deal", 209), ("email", 224, "ticket", 223), ("meeting", 200, "contact", 199)),
    *(("meeting", 188, "company", 187), ("meeting", 212, "deal", 211), ("meeting", 226, "ticket", 225)),
    *(("note", 202, "contact", 201), ("note", 190, "company", 189), ("note", 214, "deal", 213)),
    *(("note", 228, "ticket", 227), ("task", 204, "contact", 203), ("task", 192, "company", 191)),
    *(("task", 216, "deal", 215), ("task", 230, "ticket", 229), ("deal", 3, "contact", 4)),
    *(("ticket", 16, "contact", 15), ("deal", 27, "ticket", 28), ("contact", 449, "contact", 449)),
    *(("company", 450, "company", 450), ("deal", 451, "deal", 451), ("ticket", 452, "ticket", 452)),
)
"""Number there and number back; both are one for records of the same type."""

_WITH_PRIMARY = (
    ("contact", (279, 1), "company", (280, 2)),
    ("deal", (341, 5), "company", (342, 6)),
    ("ticket", (339, 26), "company", (340, 25)),
)
"""Plain and primary: the record on the left has one primary company at most."""


def _types() -> Iterator[AssociationType]:
    for origin, there, target, back in _PLAIN:
        yield _plain(there, origin, target, back)
        yield _plain(back, target, origin, there)
    for origin, (plain, primary), target, (plain_back, primary_back) in _WITH_PRIMARY:
        yield _plain(plain, origin, target, plain_back, "_unlabeled")
        yield _plain(plain_back, target, origin, plain, "_unlabeled")
        yield _primary(primary, origin, target, primary_back, plain, single=True)
        yield _primary(primary_back, target, origin, primary, plain_back, single=False)


def _plain(number: int, origin: str, target: str, inverse: int, more: str = "") -> AssociationType:
    name = f"{origin}_to_{target}{more}"
    return AssociationType(id=number, name=name, origin=origin, target=target, inverse=inverse)


def _primary(number: int, origin: str, target: str, inverse: int, plain: int, *, single: bool) -> AssociationType:
    return AssociationType(
        id=number,
        name=f"{origin}_to_{target}",
        origin=origin,
        target=target,
        inverse=inverse,
        label="Primary",
        plain=plain,
        single=single,
    )


ASSOCIATION_TYPES = {one.id: one for one in _types()}
HUBSPOT_DEFINED = "HUBSPOT_DEFINED"


def association_type(category: str, type_id: int, origin: ObjectType) -> AssociationType | None:
    """The type of that number, if records of `origin` can have it."""
    found = ASSOCIATION_TYPES.get(type_id)
    if category != HUBSPOT_DEFINED or found is None or found.origin != origin.singular:
        return None
    return found


def types_between(origin: ObjectType, target: ObjectType) -> tuple[AssociationType, ...]:
    """Every type from the one to the other, the plain one first; none where they can't be associated."""
    return tuple(
        one for one in ASSOCIATION_TYPES.values() if (one.origin, one.target) == (origin.singular, target.singular)
    )


def named_type(text: str, origin: ObjectType, target: ObjectType) -> AssociationType | None:
    """The type that `text` numbers or names."""
    return next((one for one in types_between(origin, target) if text in (one.name, str(one.id))), None)
