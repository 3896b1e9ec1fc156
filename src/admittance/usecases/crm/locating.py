"""From what a client calls a record to the record."""

import re
from typing import TypeAlias

from msgspec import Struct

from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
from admittance.usecases.crm.problems import BadRequest, NotThere
from admittance.usecases.crm.records import Record
from admittance.usecases.ports import Transaction

_ID = re.compile(r"(?:0|[1-9][0-9]{0,15})\Z")
LARGEST_ID = 2**53 - 1


class RecordRef(Struct, frozen=True):
    """A record's id, or its value of the unique property `by` (the wire's `idProperty`)."""

    text: str
    by: str | None = None


Located: TypeAlias = Record | NotThere | BadRequest


def read_id(text: str) -> int | None:
    """The wire id that `text` writes; None when it can be nobody's."""
    number = int(text) if _ID.match(text) else LARGEST_ID + 1
    return number if number <= LARGEST_ID else None


def locate(tx: Transaction, account_id: int, kind: ObjectType, ref: RecordRef, *, archived: bool = False) -> Located:
    """The record that `ref` names; the id of one that was merged names the one it was merged into.

    With `archived`, an archived one (by id only).
    """
    if ref.by is None or ref.by == RECORD_ID:
        record_id = read_id(ref.text)
        if record_id is None:
            return NotThere(ref.text)
        if archived:
            return tx.crm.records.get(account_id, kind, record_id, archived=True) or NotThere(ref.text)
        return find_record(tx, account_id, kind, record_id) or NotThere(ref.text)
    prop = tx.crm.definitions.kind(account_id, kind).properties.get(ref.by)
    if prop is None or not prop.unique:
        return BadRequest(f"{kind.label} records can't be found by this property: it is not unique", fields=(ref.by,))
    value = ref.text.strip().casefold()
    found = None if archived else tx.crm.records.by_unique(account_id, kind, prop.name, value)
    return found or NotThere(ref.text)


def find_record(tx: Transaction, account_id: int, kind: ObjectType, record_id: int) -> Record | None:
    """The live record with that id, or the one that it was merged into."""
    found = tx.crm.records.get(account_id, kind, record_id)
    kept = tx.crm.merges.into(account_id, kind, record_id) if found is None else None
    return found if kept is None else tx.crm.records.get(account_id, kind, kept)
