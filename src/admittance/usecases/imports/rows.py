"""One row of a file: what it says about a contact, and what writing it does."""

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.usecases.contacts.standing import OWNER, Standing, covers
from admittance.usecases.contacts.write_contact import with_owner
from admittance.usecases.crm.checking import check_properties
from admittance.usecases.crm.locating import read_id
from admittance.usecases.crm.object_types import CONTACTS, RECORD_ID
from admittance.usecases.crm.problems import BadProperties
from admittance.usecases.crm.records import Record, Taken
from admittance.usecases.crm_ports import Stale
from admittance.usecases.csv_cells import plain_cell
from admittance.usecases.imports.csv_file import Row
from admittance.usecases.imports.records import Change, Duplicates, Import, RowCode, RowNote
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.telling import record_changed, record_created

EMAIL = "email"
LONGEST_SHOWN = 200


class Wish(Struct, frozen=True):
    """What a row wants: values to set, and the id of the contact where it names one."""

    line: int
    values: Mapping[str, str]
    record_id: int | None


class Came(Enum):
    """What became of a row of the file."""

    CREATED = "created"
    UPDATED = "updated"
    SKIPPED = "skipped"
    WRONG = "wrong"


Outcome: TypeAlias = tuple[Came, tuple[RowNote, ...]]


def read_row(tx: Transaction, one: Import, row: Row) -> Wish | tuple[RowNote, ...]:
    """What the row wants, or everything that is wrong with it. An empty cell says nothing: it clears no value."""
    if len(row.cells) > len(one.columns):
        return (RowNote(row.line, "", RowCode.TOO_MANY_CELLS),)
    raw = {
        name: plain_cell(cell.strip())
        for name, cell in zip(one.columns, row.cells, strict=False)
        if name and cell.strip()
    }
    named = raw.pop(RECORD_ID, None)
    record_id = read_id(named) if named is not None else None
    if named is not None and record_id is None:
        return (RowNote(row.line, RECORD_ID, RowCode.NO_SUCH_CONTACT, named[:LONGEST_SHOWN]),)
    if not raw:
        return (RowNote(row.line, "", RowCode.EMPTY),)
    if "@" in raw.get(OWNER, ""):
        raw[OWNER] = _owner(tx, one.account_id, raw[OWNER])
    # What must be there is asked for when it is known whether the contact is new.
    values = check_properties(tx, one.account_id, CONTACTS, raw, creating=False)
    if isinstance(values, BadProperties):
        return tuple(
            RowNote(row.line, bad.property, bad.code, raw.get(bad.property, "")[:LONGEST_SHOWN]) for bad in values.bad
        )
    return Wish(row.line, {name: value for name, value in values.items() if value is not None}, record_id)


def write_row(tx: Transaction, standing: Standing | None, one: Import, row: Row, now: int) -> Outcome:
    """Create or update the row's contact, remembering how to undo it. `standing` None: the operator reaches all."""
    wish = read_row(tx, one, row)
    if not isinstance(wish, Wish):
        return Came.WRONG, wish
    contact = _there(tx, standing, one, wish)
    if contact is None:
        if wish.record_id is not None:
            return _wrong(wish, RowCode.NO_SUCH_CONTACT, RECORD_ID, str(wish.record_id))
        return _create(tx, standing, one, wish, now)
    earlier = tx.imports.change_of(one.account_id, one.id, contact.id)
    if one.duplicates is Duplicates.SKIP:
        if earlier is not None:
            return Came.SKIPPED, (RowNote(wish.line, EMAIL, RowCode.EARLIER_ROW, str(earlier.line)),)
        return Came.SKIPPED, (RowNote(wish.line, EMAIL, RowCode.THERE_ALREADY),)
    if standing is not None and not covers(standing.edit, contact):
        return _wrong(wish, RowCode.NOT_YOURS, EMAIL)
    return _update(tx, one, wish, contact, earlier, now)


def _there(tx: Transaction, standing: Standing | None, one: Import, wish: Wish) -> Record | None:
    """The contact that the row is about: by its id, else by its e-mail, which nobody else in the account may have.

    An id that is out of the person's sight is nobody's.
    """
    if wish.record_id is not None:
        found = tx.crm.records.get(one.account_id, CONTACTS, wish.record_id)
        seen = found is not None and (standing is None or covers(standing.see, found))
        return found if seen else None
    email = wish.values.get(EMAIL)
    return None if email is None else tx.crm.records.by_unique(one.account_id, CONTACTS, EMAIL, email)


def _create(tx: Transaction, standing: Standing | None, one: Import, wish: Wish, now: int) -> Outcome:
    wanted = wish.values if standing is None else with_owner(standing, wish.values)
    kind = tx.crm.definitions.kind(one.account_id, CONTACTS)
    missing = [prop.name for prop in kind.properties.values() if prop.required and prop.name not in wanted]
    if missing:
        return Came.WRONG, tuple(RowNote(wish.line, name, "REQUIRED_FIELD") for name in missing)
    made = tx.crm.records.add(one.account_id, CONTACTS, wanted, now)
    if isinstance(made, Taken):
        return _wrong(wish, RowCode.TAKEN, made.property)
    change = Change(record_id=made.id, line=wish.line, version=made.version, was=None, wrote=wanted)
    tx.imports.changed(one.account_id, one.id, change)
    record_created(tx, made, one.writer, now)
    return Came.CREATED, ()


def _update(tx: Transaction, one: Import, wish: Wish, contact: Record, earlier: Change | None, now: int) -> Outcome:
    new = {name: value for name, value in wish.values.items() if contact.properties.get(name) != value}
    if not new:
        return Came.UPDATED, ()
    saved = tx.crm.records.replace(one.account_id, contact, {**contact.properties, **new}, now, contact.version)
    if isinstance(saved, Taken):
        return _wrong(wish, RowCode.TAKEN, saved.property)
    if isinstance(saved, Stale):  # not within one transaction
        return _wrong(wish, RowCode.NOT_YOURS, "")
    tx.imports.changed(one.account_id, one.id, _change(wish, contact, saved, new, earlier))
    record_changed(tx, saved, new, one.writer, now)
    return Came.UPDATED, ()


def _change(wish: Wish, old: Record, new: Record, wrote: Mapping[str, str], earlier: Change | None) -> Change:
    """What undoing takes after this row: the first row of the import that changed a value knows what it was."""
    before: dict[str, str | None] = {name: old.properties.get(name) for name in wrote}
    if earlier is None:
        return Change(record_id=new.id, line=wish.line, version=new.version, was=before, wrote=wrote)
    was = None if earlier.was is None else {**before, **earlier.was}
    return replace(earlier, version=new.version, was=was, wrote={**earlier.wrote, **wrote})


def _wrong(wish: Wish, code: RowCode, name: str, value: str | None = None) -> Outcome:
    shown = (wish.values.get(name, "") if value is None else value)[:LONGEST_SHOWN]
    return Came.WRONG, (RowNote(wish.line, name, code, shown),)


def _owner(tx: Transaction, account_id: int, email: str) -> str:
    """The id of whoever has that address in the account; the address itself, which is no id, where nobody has.

    INVARIANT: a person who is elsewhere on the server only reads like nobody.
    """
    user = tx.people.by_email(email)
    here = user is not None and tx.people.membership(account_id, user.id) is not None
    return str(user.id) if user is not None and here else email


def counted(one: Import, outcomes: Sequence[Came]) -> dict[str, int]:
    """The counts of the import with these rows."""
    counts = {Came.CREATED: one.created, Came.UPDATED: one.updated, Came.SKIPPED: one.skipped, Came.WRONG: one.wrong}
    for came in outcomes:
        counts[came] += 1
    return {came.value: count for came, count in counts.items()}
