"""A record is archived: gone from lists and searches, still readable as archived."""

from admittance.usecases.audit_entry import Act
from admittance.usecases.crm.locating import RecordRef, locate
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadRequest, NotThere, VersionMismatch
from admittance.usecases.crm.record_audit import record_entry
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.telling import record_deleted


def archive_record(
    tx: Transaction,
    account_id: int,
    kind: ObjectType,
    ref: RecordRef,
    writer: Writer,
    now: int,
    if_version: int | None = None,
) -> Record | NotThere | BadRequest | VersionMismatch:
    """Archive it with its associations; the record as it was. A second time it is not there."""
    found = locate(tx, account_id, kind, ref)
    if not isinstance(found, Record):
        return found
    if if_version is not None and if_version != found.version:
        return VersionMismatch(found.version)
    if not tx.crm.records.archive(account_id, kind, found.id, now):
        return NotThere(ref.text)
    tx.audit.append(account_id, record_entry(Act.RECORD_DELETED, writer, kind, found.id, "archived"))
    record_deleted(tx, found, writer, now)
    return found
