"""A record is changed, or created where there is none."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from admittance.usecases.crm.create_record import AskedRecord, CreateProblem, create_record
from admittance.usecases.crm.locating import RecordRef
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
from admittance.usecases.crm.problems import NotThere
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.crm.update_record import UpdateProblem, update_record
from admittance.usecases.ports import Transaction


class Upserted(Struct, frozen=True):
    """The record as it is now, and whether it was created."""

    record: Record
    new: bool


Upsert: TypeAlias = Upserted | UpdateProblem | CreateProblem


def upsert_record(
    tx: Transaction,
    account_id: int,
    kind: ObjectType,
    ref: RecordRef,
    raw: Mapping[str, object],
    writer: Writer,
    now: int,
) -> Upsert:
    """Change the record that `ref` names by a unique property; without one, create it with that value.

    A record named by its id is only changed: ids are given by the server.
    """
    changed = update_record(tx, account_id, kind, ref, raw, writer, now)
    if isinstance(changed, Record):
        return Upserted(changed, new=False)
    if not isinstance(changed, NotThere) or ref.by is None or ref.by == RECORD_ID:
        return changed
    made = create_record(tx, account_id, kind, AskedRecord({ref.by: ref.text} | dict(raw)), writer, now)
    return Upserted(made, new=True) if isinstance(made, Record) else made
