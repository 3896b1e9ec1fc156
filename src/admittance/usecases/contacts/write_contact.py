"""A person creates, changes and deletes contacts, and writes notes on them."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from admittance.core.policy import Policy
from admittance.usecases.contacts.show_contact import find_contact
from admittance.usecases.contacts.standing import OWNER, MayNot, Standing, covers, stand
from admittance.usecases.crm.archive_record import archive_record
from admittance.usecases.crm.associating import AskedAssociation
from admittance.usecases.crm.association_types import HUBSPOT_DEFINED
from admittance.usecases.crm.create_record import AskedRecord, CreateProblem, create_record
from admittance.usecases.crm.locating import RecordRef
from admittance.usecases.crm.object_types import CONTACTS, object_type
from admittance.usecases.crm.problems import VersionMismatch
from admittance.usecases.crm.records import Record
from admittance.usecases.crm.update_record import UpdateProblem, update_record
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction

NOTE_TO_CONTACT = 202
LONGEST_NOTE = 65_536


class Stale(Struct, frozen=True):
    """Somebody else saved meanwhile: the contact as it is now. Nothing was changed."""

    contact: Record


Created: TypeAlias = Record | CreateProblem | MayNot | NotThere
Saved: TypeAlias = Record | UpdateProblem | Stale | MayNot | NotThere
Deleted: TypeAlias = Record | Stale | MayNot | NotThere


def create_contact(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, properties: Mapping[str, str], now: int
) -> Created:
    """Create it. Whoever may not change every contact owns what they create, unless they name another owner: else it
    would be out of their own sight at once.
    """
    standing = stand(tx, policy, account_id, user_id)
    if isinstance(standing, NotThere):
        return standing
    if not standing.may_create:
        return MayNot()
    asked = AskedRecord(with_owner(standing, properties))
    return create_record(tx, account_id, CONTACTS, asked, standing.writer, now)


def with_owner(standing: Standing, properties: Mapping[str, str]) -> Mapping[str, str]:
    """`properties` of a new contact with an owner where it needs one."""
    if standing.edit.everything or properties.get(OWNER):
        return properties
    return {**properties, OWNER: str(standing.user_id)}


def save_contact(
    tx: Transaction,
    policy: Policy,
    account_id: int,
    user_id: int,
    contact_id: str,
    changes: Mapping[str, str],
    version: int,
    now: int,
) -> Saved:
    """Set what is in `changes` (an empty text clears), if the contact still has `version`."""
    found = _own(tx, policy, account_id, user_id, contact_id)
    if isinstance(found, NotThere):
        return found
    standing, contact = found
    if not covers(standing.edit, contact):
        return MayNot()
    if version != contact.version:
        return Stale(contact)
    if not changes:
        return contact
    ref = RecordRef(str(contact.id))
    saved = update_record(tx, account_id, CONTACTS, ref, changes, standing.writer, now, version)
    return Stale(contact) if isinstance(saved, VersionMismatch) else saved


def delete_contact(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, contact_id: str, version: int, now: int
) -> Deleted:
    """Archive it, if nobody changed it since the person was asked."""
    found = _own(tx, policy, account_id, user_id, contact_id)
    if isinstance(found, NotThere):
        return found
    standing, contact = found
    if not covers(standing.delete, contact):
        return MayNot()
    if version != contact.version:
        return Stale(contact)
    gone = archive_record(tx, account_id, CONTACTS, RecordRef(str(contact.id)), standing.writer, now, version)
    return gone if isinstance(gone, Record) else NotThere()


def write_note(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, contact_id: str, text: str, now: int
) -> Created:
    """A note on the contact, by the person, as of now."""
    found = _own(tx, policy, account_id, user_id, contact_id)
    notes = object_type("notes")
    if isinstance(found, NotThere) or notes is None:
        return NotThere()
    standing, contact = found
    if standing.write_notes.nothing:
        return MayNot()
    asked = AskedRecord(
        {"hs_timestamp": now, "hs_note_body": text, OWNER: str(user_id)},
        (AskedAssociation(contact.id, HUBSPOT_DEFINED, NOTE_TO_CONTACT),),
    )
    return create_record(tx, account_id, notes, asked, standing.writer, now)


def _own(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, contact_id: str
) -> tuple[Standing, Record] | NotThere:
    standing = stand(tx, policy, account_id, user_id)
    if isinstance(standing, NotThere):
        return standing
    contact = find_contact(tx, standing, contact_id)
    return contact if isinstance(contact, NotThere) else (standing, contact)
