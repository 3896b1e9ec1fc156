"""The table of object types: one row is all it takes to switch one on."""

from collections.abc import Iterable, Mapping
from itertools import chain
from typing import TypeAlias

from msgspec import Struct

from admittance.usecases.crm.activity_properties import (
    EMAIL_PROPERTIES,
    MEETING_PROPERTIES,
    NOTE_PROPERTIES,
    TASK_PROPERTIES,
)
from admittance.usecases.crm.call_properties import CALL_PROPERTIES
from admittance.usecases.crm.company_properties import COMPANY_PROPERTIES
from admittance.usecases.crm.contact_properties import CONTACT_PROPERTIES
from admittance.usecases.crm.deal_properties import DEAL_PROPERTIES
from admittance.usecases.crm.properties import Property, PropertyType
from admittance.usecases.crm.ticket_properties import TICKET_PROPERTIES

ScopeSets: TypeAlias = tuple[tuple[str, ...], ...]
"""OR of ANDs over scopes (product rule 10); `((),)` is met by every token."""


class ObjectType(Struct, frozen=True, kw_only=True, eq=False):
    """One type of record, as every account has it or with an account's own properties: both are the same type.

    `code` is its place in storage's row ids: 1 to 31, never reused. `created` and `modified` name the properties that
    hold the two times. `shown` are the properties of an answer that asked for none. `group` is where properties stand
    that name no group of their own. `retired` are an account's own properties that it archived: their values stay.
    """

    code: int
    name: str
    singular: str
    type_id: str
    label: str
    group: str
    created: str
    modified: str
    shown: tuple[str, ...]
    properties: Mapping[str, Property]
    read: ScopeSets
    write: ScopeSets
    retired: Mapping[str, Property] = {}

    @property
    def unique(self) -> tuple[Property, ...]:
        """Properties of which no two live records share a value."""
        return tuple(prop for prop in self.stored if prop.unique)

    @property
    def stored(self) -> Iterable[Property]:
        """Every property that a record may hold a value of, archived ones included."""
        return chain(self.properties.values(), self.retired.values()) if self.retired else self.properties.values()

    def known(self, name: str) -> Property | None:
        """The property called that, archived ones included."""
        return self.properties.get(name) or self.retired.get(name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectType) and self.code == other.code

    def __hash__(self) -> int:
        return self.code

    def __repr__(self) -> str:
        return f"ObjectType({self.name})"


RECORD_ID = "hs_object_id"
MERGED_IDS = "hs_merged_object_ids"
"""Records that were merged into this one, between semicolons."""


def _properties(own: tuple[Property, ...], created: str, modified: str) -> Mapping[str, Property]:
    system = (
        Property(name=RECORD_ID, label="Record ID", type=PropertyType.NUMBER, system=True),
        Property(name=created, label="Create date", type=PropertyType.DATETIME, system=True),
        Property(name=modified, label="Last modified date", type=PropertyType.DATETIME, system=True),
        Property(name=MERGED_IDS, label="Merged record IDs", system=True),
    )
    return {prop.name: prop for prop in (*own, *system)}


_CREATED, _CONTACT_MODIFIED = "createdate", "lastmodifieddate"
_ACTIVITY_CREATED, _MODIFIED = "hs_createdate", "hs_lastmodifieddate"

CONTACTS = ObjectType(
    code=1,
    name="contacts",
    singular="contact",
    type_id="0-1",
    label="Contact",
    group="contactinformation",
    created=_CREATED,
    modified=_CONTACT_MODIFIED,
    shown=(_CREATED, "email", "firstname", RECORD_ID, _CONTACT_MODIFIED, "lastname"),
    properties=_properties(CONTACT_PROPERTIES, _CREATED, _CONTACT_MODIFIED),
    read=(("crm.objects.contacts.read",),),
    write=(("crm.objects.contacts.write",),),
)

COMPANIES = ObjectType(
    code=2,
    name="companies",
    singular="company",
    type_id="0-2",
    label="Company",
    group="companyinformation",
    created=_CREATED,
    modified=_MODIFIED,
    shown=(_CREATED, "domain", _MODIFIED, RECORD_ID, "name"),
    properties=_properties(COMPANY_PROPERTIES, _CREATED, _MODIFIED),
    read=(("crm.objects.companies.read",),),
    write=(("crm.objects.companies.write",),),
)

DEALS = ObjectType(
    code=3,
    name="deals",
    singular="deal",
    type_id="0-3",
    label="Deal",
    group="dealinformation",
    created=_CREATED,
    modified=_MODIFIED,
    shown=("amount", "closedate", _CREATED, "dealname", "dealstage", _MODIFIED, RECORD_ID, "pipeline"),
    properties=_properties(DEAL_PROPERTIES, _CREATED, _MODIFIED),
    read=(("crm.objects.deals.read",),),
    write=(("crm.objects.deals.write",),),
)

TICKETS = ObjectType(
    code=4,
    name="tickets",
    singular="ticket",
    type_id="0-5",
    label="Ticket",
    group="ticketinformation",
    created=_CREATED,
    modified=_MODIFIED,
    shown=(
        "content",
        _CREATED,
        _MODIFIED,
        RECORD_ID,
        "hs_pipeline",
        "hs_pipeline_stage",
        "hs_ticket_category",
        "hs_ticket_priority",
        "subject",
    ),
    properties=_properties(TICKET_PROPERTIES, _CREATED, _MODIFIED),
    read=(("tickets",),),
    write=(("tickets",),),
)


def _activity(code: int, name: str, singular: str, type_id: str, own: tuple[Property, ...]) -> ObjectType:
    """A type of what people do with contacts. It is read and written with the contacts' scopes."""
    return ObjectType(
        code=code,
        name=name,
        singular=singular,
        type_id=type_id,
        label=singular.capitalize(),
        group="engagement",
        created=_ACTIVITY_CREATED,
        modified=_MODIFIED,
        shown=(_ACTIVITY_CREATED, _MODIFIED, RECORD_ID),
        properties=_properties(own, _ACTIVITY_CREATED, _MODIFIED),
        read=(("crm.objects.contacts.read",),),
        write=(("crm.objects.contacts.write",),),
    )


CALLS = _activity(5, "calls", "call", "0-48", CALL_PROPERTIES)
NOTES = _activity(6, "notes", "note", "0-46", NOTE_PROPERTIES)
TASKS = _activity(7, "tasks", "task", "0-27", TASK_PROPERTIES)
EMAILS = _activity(8, "emails", "email", "0-49", EMAIL_PROPERTIES)
MEETINGS = _activity(9, "meetings", "meeting", "0-47", MEETING_PROPERTIES)

OBJECT_TYPES = (CONTACTS, COMPANIES, DEALS, TICKETS, CALLS, NOTES, TASKS, EMAILS, MEETINGS)

_BY_NAME = {name: kind for kind in OBJECT_TYPES for name in (kind.name, kind.singular, kind.type_id)}


def object_type(name: str) -> ObjectType | None:
    """The type called `name`: plural, singular or type id, in any case."""
    return _BY_NAME.get(name.lower())
