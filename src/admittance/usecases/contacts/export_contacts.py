"""Contacts leave as CSV: within what the person may see, and noted in the audit before the first byte."""

from collections.abc import Iterable

from msgspec import Struct

from admittance.core.policy import Policy
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.contacts.list_contacts import AskedContacts, every_contact
from admittance.usecases.contacts.standing import OWNER, MayNot, Standing, stand
from admittance.usecases.crm.object_types import CONTACTS, RECORD_ID
from admittance.usecases.crm.properties import Property
from admittance.usecases.crm.records import Record, value_of
from admittance.usecases.csv_cells import csv_lines
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction

AT_ONCE = 200


class Export(Struct, frozen=True):
    """What is written: a column for each property, in order."""

    columns: tuple[Property, ...]

    @property
    def header(self) -> bytes:
        """The first line. It begins with a byte order mark: spreadsheets take a file without one for Windows-1252."""
        return b"\xef\xbb\xbf" + csv_lines([[column.label for column in self.columns]])


class ExportPart(Struct, frozen=True):
    """The lines of `many` contacts, and the id to go on after; 0 at the end."""

    lines: bytes
    many: int
    after: int


def may_export(tx: Transaction, policy: Policy, account_id: int, user_id: int) -> Standing | MayNot | NotThere:
    """The person, if they may take contacts out of the account."""
    standing = stand(tx, policy, account_id, user_id)
    return standing if isinstance(standing, NotThere) or standing.may_export else MayNot()


def begin_export(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, asked: AskedContacts
) -> Export | MayNot | NotThere:
    """Note in the audit that contacts leave, and whether all of them."""
    standing = may_export(tx, policy, account_id, user_id)
    if not isinstance(standing, Standing):
        return standing
    export = export_of(tx, account_id)
    note_export(tx, account_id, export, filtered=asked.filtered, user_id=user_id)
    return export


def note_export(tx: Transaction, account_id: int, export: Export, *, filtered: bool, user_id: int | None) -> None:
    """One audit row: who took which properties out, and whether it was all contacts. `user_id` None is the operator."""
    names = [column.name for column in export.columns]
    data = {"type": CONTACTS.name, "filtered": filtered, "properties": names}
    by = None if user_id is not None else "operator"
    tx.audit.append(account_id, AuditEntry(act=Act.RECORDS_EXPORTED, actor=user_id, by=by, data=data))


def export_of(tx: Transaction, account_id: int) -> Export:
    """Everything that can be written of the account's contacts, the record id before it and the two times after it."""
    properties = tx.crm.definitions.kind(account_id, CONTACTS).properties
    written = (prop for prop in properties.values() if not prop.system)
    times = (properties[CONTACTS.created], properties[CONTACTS.modified])
    return Export((properties[RECORD_ID], *written, *times))


def export_part(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, asked: AskedContacts, export: Export, after: int
) -> ExportPart | MayNot | NotThere:
    """The contacts that follow. The right to them is asked for anew: a revocation counts at once."""
    standing = may_export(tx, policy, account_id, user_id)
    if not isinstance(standing, Standing):
        return standing
    found, next_id = every_contact(tx, standing, asked, after)
    return ExportPart(lines_of(tx, export, found), len(found), next_id)


def export_all(tx: Transaction, account_id: int, export: Export, after: int) -> ExportPart:
    """The account's contacts that follow, for the operator."""
    found = tx.crm.records.page(account_id, CONTACTS, after=after, limit=AT_ONCE)
    return ExportPart(lines_of(tx, export, found), len(found), found[-1].id if len(found) == AT_ONCE else 0)


def lines_of(tx: Transaction, export: Export, records: Iterable[Record]) -> bytes:
    """A line for each contact. Owners are written as e-mail addresses, which an import takes again."""
    owners: dict[str, str] = {}
    return csv_lines([_cell(tx, record, column, owners) for column in export.columns] for record in records)


def _cell(tx: Transaction, record: Record, column: Property, owners: dict[str, str]) -> str:
    value = value_of(record, column.name) or ""
    if column.name != OWNER or not value:
        return value
    if value not in owners:
        user = tx.people.user(int(value)) if value.isdecimal() else None
        owners[value] = user.email if user is not None else value
    return owners[value]
