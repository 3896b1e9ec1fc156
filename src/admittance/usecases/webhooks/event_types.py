"""What an app can ask to be told: the closed vocabulary of webhooks."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType, object_type


class Change(StrEnum):
    """What happens to records, as the wire names it."""

    CREATION = "creation"
    PROPERTY_CHANGE = "propertyChange"
    DELETION = "deletion"
    MERGE = "merge"
    ASSOCIATION_CHANGE = "associationChange"


class AppEvent(StrEnum):
    """What happens to the app in an account."""

    INSTALLED = "app.installed"
    UNINSTALLED = "app.uninstalled"
    SCOPES_CHANGED = "app.scopesChanged"


class CaseNews(StrEnum):
    """What happens to refused attempts at connecting the app, in any account."""

    OPENED = "case.opened"
    CLOSED = "case.closed"


class EventType(Struct, frozen=True):
    """One word of the vocabulary: `contact.creation`. `record` and `change` are None for what is not about records."""

    name: str
    record: ObjectType | None = None
    change: Change | None = None

    @property
    def takes_property(self) -> bool:
        """Whether a subscription names the one property that it is about."""
        return self.change is Change.PROPERTY_CHANGE


def _vocabulary() -> Mapping[str, EventType]:
    records = [EventType(change_name(kind, change), kind, change) for kind in OBJECT_TYPES for change in Change]
    others = [EventType(name.value) for name in (*AppEvent, *CaseNews)]
    return {one.name: one for one in (*records, *others)}


def change_name(kind: ObjectType, change: Change) -> str:
    """`contact.creation`."""
    return f"{kind.singular}.{change.value}"


EVENT_TYPES = _vocabulary()
"""By name, in the order in which pages list them."""


def event_type(name: str, record: str = "") -> EventType | None:
    """The word called `name`. `object.creation` with a `record` type's name or id is another way to say it."""
    subject, _, change = name.partition(".")
    if subject == "object" and (kind := object_type(record)) is not None:
        return EVENT_TYPES.get(f"{kind.singular}.{change}")
    return EVENT_TYPES.get(name)
