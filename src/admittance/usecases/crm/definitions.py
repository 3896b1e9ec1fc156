"""Properties that an account defines for itself, and the groups they stand in."""

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.properties import Property, PropertyType

CHECKBOXES = "checkbox"
"""The field of an enumeration that takes several of its options."""


class Option(Struct, frozen=True, kw_only=True):
    """One value of an enumeration, as people and clients see it. `order` -1: after those with a place."""

    value: str
    label: str
    description: str = ""
    order: int = -1
    hidden: bool = False


class Definition(Struct, frozen=True, kw_only=True):
    """A property of one account. `group` and `field` are named in full; `created_by` and `updated_by` are user ids."""

    name: str
    label: str
    type: PropertyType
    field: str
    group: str
    description: str = ""
    options: tuple[Option, ...] = ()
    unique: bool = False
    hidden: bool = False
    order: int = -1
    form_field: bool = False
    created_at: int
    updated_at: int
    archived_at: int | None = None
    created_by: int | None = None
    updated_by: int | None = None


class PropertyGroup(Struct, frozen=True, kw_only=True):
    """A heading under which properties stand."""

    name: str
    label: str
    order: int = -1


def property_of(definition: Definition) -> Property:
    """What the definition says about values."""
    return Property(
        name=definition.name,
        label=definition.label,
        type=definition.type,
        options=tuple((option.value, option.label) for option in definition.options),
        unique=definition.unique,
        several=definition.type is PropertyType.ENUMERATION and definition.field == CHECKBOXES,
        field=definition.field,
        group=definition.group,
        description=definition.description,
    )


def with_own(kind: ObjectType, definitions: Iterable[Definition]) -> ObjectType:
    """The type as an account has it. A property that every account has stands before an own one of the same name."""
    live: dict[str, Property] = {}
    retired: dict[str, Property] = {}
    for definition in definitions:
        if definition.name not in kind.properties:
            (live if definition.archived_at is None else retired)[definition.name] = property_of(definition)
    if not live and not retired:
        return kind
    return replace(kind, properties={**kind.properties, **live}, retired=retired)
