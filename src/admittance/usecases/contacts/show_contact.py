"""One contact as a person may see it, with its timeline: calls and notes, the newest first."""

from msgspec import Struct

from admittance.core.policy import Policy
from admittance.core.record_reach import Reach
from admittance.usecases.contacts.list_contacts import owner_names
from admittance.usecases.contacts.standing import Standing, covers, stand
from admittance.usecases.crm.locating import find_record, read_id
from admittance.usecases.crm.object_types import CONTACTS, ObjectType, object_type
from admittance.usecases.crm.records import Record
from admittance.usecases.crm.times import read_time
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction

TIMELINE_SIZE = 20
MOST_ENTRIES = 1_000
"""Of one kind: the newest by id. Older ones are in the account still, and in its exports."""
MOST_COMPANIES = 20


class Entry(Struct, frozen=True):
    """Something on the timeline: a call or a note, with when it happened (ms)."""

    record: Record
    at: int


class ContactShown(Struct, frozen=True, kw_only=True):
    """A contact's page. `people` names the owners on it (user id -> name). `later`: entries follow after these."""

    standing: Standing
    contact: Record
    may_edit: bool
    may_delete: bool
    may_note: bool
    entries: tuple[Entry, ...]
    more: bool
    companies: tuple[Record, ...]
    people: dict[int, str]


def find_contact(tx: Transaction, standing: Standing, contact_id: str) -> Record | NotThere:
    """The contact, if the person may see it: one that is absent and one out of reach look the same."""
    number = read_id(contact_id)
    found = None if number is None else find_record(tx, standing.account.id, CONTACTS, number)
    return found if found is not None and covers(standing.see, found) else NotThere()


def show_contact(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, contact_id: str, *, skip: int = 0
) -> ContactShown | NotThere:
    """The contact with `TIMELINE_SIZE` entries of its timeline, leaving out the `skip` newest."""
    standing = stand(tx, policy, account_id, user_id)
    if isinstance(standing, NotThere):
        return standing
    contact = find_contact(tx, standing, contact_id)
    if isinstance(contact, NotThere):
        return contact
    entries = _timeline(tx, standing, contact)
    shown = tuple(entries[skip : skip + TIMELINE_SIZE])
    companies = _companies(tx, standing, contact)
    return ContactShown(
        standing=standing,
        contact=contact,
        may_edit=covers(standing.edit, contact),
        may_delete=covers(standing.delete, contact),
        may_note=not standing.write_notes.nothing and object_type("notes") is not None,
        entries=shown,
        more=len(entries) > skip + TIMELINE_SIZE,
        companies=companies,
        people=owner_names(tx, (contact, *(entry.record for entry in shown))),
    )


def _timeline(tx: Transaction, standing: Standing, contact: Record) -> list[Entry]:
    """Newest first; what has no time of its own stands where it was made."""
    records = [
        record
        for name, over in (("calls", standing.calls), ("notes", standing.notes))
        for record in _linked(tx, contact, object_type(name), over, MOST_ENTRIES)
    ]
    entries = [Entry(record, read_time(record.properties.get("hs_timestamp", "")) or record.created_at)
               for record in records]  # fmt: skip
    return sorted(entries, key=lambda entry: (entry.at, entry.record.id), reverse=True)


def _companies(tx: Transaction, standing: Standing, contact: Record) -> tuple[Record, ...]:
    return tuple(_linked(tx, contact, object_type("companies"), standing.companies, MOST_COMPANIES))


def _linked(tx: Transaction, contact: Record, kind: ObjectType | None, over: Reach, most: int) -> list[Record]:
    """Records of a type that the contact is linked with and the person may see. The newest `most` are looked at."""
    if kind is None or over.nothing:
        return []
    ids = tx.crm.associations.newest(contact.account_id, CONTACTS, kind, contact.id, most)
    found = (tx.crm.records.get(contact.account_id, kind, one) for one in reversed(ids))
    return [record for record in found if record is not None and covers(over, record)]
