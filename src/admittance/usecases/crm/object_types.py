"""The table of object types: one row is all it takes to switch one on."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from admittance.usecases.crm.call_properties import CALL_PROPERTIES
from admittance.usecases.crm.contact_properties import CONTACT_PROPERTIES
from admittance.usecases.crm.properties import Property, PropertyType

ScopeSets: TypeAlias = tuple[tuple[str, ...], ...]
"""OR of ANDs over scopes (product rule 10); `((),)` is met by every token."""


class ObjectType(Struct, frozen=True, kw_only=True, eq=False):
    """One type of record. There is one value of each, so types are compared by identity.

    `code` is its place in storage's row ids: 1 to 31, never reused. `created` and `modified` name the properties that
    hold the two times. `shown` are the properties of an answer that asked for none.
    """

    code: int
    name: str
    singular: str
    type_id: str
    label: str
    created: str = "createdate"
    modified: str = "lastmodifieddate"
    shown: tuple[str, ...]
    properties: Mapping[str, Property]
    read: ScopeSets
    write: ScopeSets

    @property
    def unique(self) -> tuple[Property, ...]:
        """Properties of which no two live records share a value."""
        return tuple(prop for prop in self.properties.values() if prop.unique)

    def __repr__(self) -> str:
        return f"ObjectType({self.name})"


RECORD_ID = "hs_object_id"


def _properties(own: tuple[Property, ...], created: str, modified: str) -> Mapping[str, Property]:
    system = (
        Property(name=RECORD_ID, label="Record ID", type=PropertyType.NUMBER, system=True),
        Property(name=created, label="Create date", type=PropertyType.DATETIME, system=True),
        Property(name=modified, label="Last modified date", type=PropertyType.DATETIME, system=True),
    )
    return {prop.name: prop for prop in (*own, *system)}


CONTACTS = ObjectType(
    code=1,
    name="contacts",
    singular="contact",
    type_id="0-1",
    label="Contact",
    shown=("createdate", "email", "firstname", RECORD_ID, "lastmodifieddate", "lastname"),
    properties=_properties(CONTACT_PROPERTIES, "createdate", "lastmodifieddate"),
    read=(("crm.objects.contacts.read",),),
    write=(("crm.objects.contacts.write",),),
)

CALLS = ObjectType(
    code=5,
    name="calls",
    singular="call",
    type_id="0-48",
    label="Call",
    created="hs_createdate",
    modified="hs_lastmodifieddate",
    shown=("hs_createdate", "hs_lastmodifieddate", RECORD_ID),
    properties=_properties(CALL_PROPERTIES, "hs_createdate", "hs_lastmodifieddate"),
    read=(("crm.objects.contacts.read",),),
    write=(("crm.objects.contacts.write",),),
)

OBJECT_TYPES = (CONTACTS, CALLS)
"""Codes 2 to 4 and 6 to 9 are for companies, deals, tickets, notes, tasks, emails and meetings."""

_BY_NAME = {name: kind for kind in OBJECT_TYPES for name in (kind.name, kind.singular, kind.type_id)}


def object_type(name: str) -> ObjectType | None:
    """The type called `name`: plural, singular or type id, in any case."""
    return _BY_NAME.get(name.lower())
