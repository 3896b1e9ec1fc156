"""Every object type whose properties a client may ask for, and what it takes to see and to change them.

More types than have records here: who asks about one of the others is told which scope it takes, not that there is no
such thing.
"""

from collections.abc import Mapping

from msgspec import Struct

from admittance.usecases.crm.object_types import (
    COMPANIES,
    CONTACTS,
    DEALS,
    OBJECT_TYPES,
    RECORD_ID,
    TICKETS,
    ObjectType,
    ScopeSets,
)
from admittance.usecases.crm.properties import Property, PropertyType


class KnownType(Struct, frozen=True, kw_only=True):
    """A type as the properties API sees it. `kind` is None where there are no records of it."""

    name: str
    singular: str
    type_id: str
    label: str
    read: ScopeSets
    write: ScopeSets
    kind: ObjectType | None = None


def _any(*scopes: str) -> ScopeSets:
    return tuple((scope,) for scope in scopes)


_ACTIVITIES = (
    _any(
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.schemas.contacts.read",
        "crm.schemas.contacts.write",
    ),
    _any("crm.schemas.contacts.write"),
)


def _family(name: str) -> tuple[ScopeSets, ScopeSets]:
    """Who may read or write records of a type may see its properties; changing them is a scope of its own."""
    objects, schemas = f"crm.objects.{name}", f"crm.schemas.{name}"
    return _any(f"{objects}.read", f"{objects}.write", f"{schemas}.read", f"{schemas}.write"), _any(f"{schemas}.write")


_STORED = {
    CONTACTS: _family("contacts"),
    COMPANIES: _family("companies"),
    DEALS: _family("deals"),
    TICKETS: (_any("tickets"), _any("tickets")),
}


def _stored(kind: ObjectType) -> KnownType:
    read, write = _STORED.get(kind, _ACTIVITIES)
    return KnownType(
        name=kind.name,
        singular=kind.singular,
        type_id=kind.type_id,
        label=kind.label,
        read=read,
        write=write,
        kind=kind,
    )


def _other(name: str, singular: str, type_id: str, *scopes: str) -> KnownType:
    label = singular.replace("_", " ").capitalize()
    needed = _any(*(scopes or (f"crm.objects.{name}.read",)))
    return KnownType(name=name, singular=singular, type_id=type_id, label=label, read=needed, write=())


_OTHERS = (
    _other("products", "product", "0-7", "e-commerce"),
    _other(
        "line_items", "line_item", "0-8", "crm.objects.line_items.read", "crm.schemas.line_items.read", "e-commerce"
    ),
    _other("deal_splits", "deal_split", "0-72", "crm.objects.deals.read", "crm.objects.deals.write"),
    _other("discounts", "discount", "0-84", "crm.objects.line_items.read", "e-commerce"),
    _other("fees", "fee", "0-85", "crm.objects.line_items.read", "e-commerce"),
    _other("taxes", "tax", "0-86", "crm.objects.line_items.read", "e-commerce"),
    _other("quotes", "quote", "0-14", "crm.objects.quotes.read", "crm.schemas.quotes.read"),
    _other("communications", "communication", "0-18", "crm.objects.contacts.read"),
    _other("feedback_submissions", "feedback_submission", "0-19", "crm.objects.feedback_submissions.read"),
    _other("forms", "form", "0-28", "forms"),
    _other("marketing_events", "marketing_event", "0-54", "crm.objects.marketing_events.read"),
    _other("goal_targets", "goal_target", "0-74", "crm.objects.goals.read"),
    _other("postal_mail", "postal_mails", "0-116", "crm.objects.contacts.read"),
    _other("invoices", "invoice", "0-53"),
    _other("subscriptions", "subscription", "0-69"),
    _other("users", "user", "0-115"),
    _other("orders", "order", "0-123"),
    _other("leads", "lead", "0-136", "crm.objects.leads.read", "crm.objects.contacts.read"),
    _other("carts", "cart", "0-142"),
    _other("services", "service", "0-162"),
    _other("courses", "course", "0-410"),
    _other("listings", "listing", "0-420"),
    _other("appointments", "appointment", "0-421"),
)

KNOWN_TYPES = (*(_stored(kind) for kind in OBJECT_TYPES), *_OTHERS)

BARE_PROPERTIES: Mapping[str, Property] = {
    prop.name: prop
    for prop in (
        Property(name=RECORD_ID, label="Record ID", type=PropertyType.NUMBER, system=True),
        Property(name="hs_createdate", label="Create date", type=PropertyType.DATETIME, system=True),
        Property(name="hs_lastmodifieddate", label="Last modified date", type=PropertyType.DATETIME, system=True),
    )
}
"""Of a type without records here."""
