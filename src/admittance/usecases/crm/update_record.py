"""Properties of a record change."""

from collections.abc import Mapping
from typing import TypeAlias

from admittance.usecases.audit_entry import Act
from admittance.usecases.crm.checking import check_properties
from admittance.usecases.crm.locating import RecordRef, locate
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import AlreadyExists, BadProperties, BadRequest, NotThere, VersionMismatch
from admittance.usecases.crm.record_audit import record_entry
from admittance.usecases.crm.records import Record, Taken, Writer
from admittance.usecases.crm_ports import Stale
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.telling import record_changed

UpdateProblem: TypeAlias = NotThere | BadRequest | BadProperties | AlreadyExists | VersionMismatch
Update: TypeAlias = Record | UpdateProblem


def update_record(
    tx: Transaction,
    account_id: int,
    kind: ObjectType,
    ref: RecordRef,
    raw: Mapping[str, object],
    writer: Writer,
    now: int,
    if_version: int | None = None,
) -> Update:
    """Set and clear the named properties; the others stay, so the last write wins per property.

    With `if_version`, only if nobody wrote since that version.
    """
    found = locate(tx, account_id, kind, ref)
    if not isinstance(found, Record):
        return found
    values = check_properties(tx, account_id, kind, raw, creating=False, before=found.properties)
    if isinstance(values, BadProperties):
        return values
    merged = {name: value for name, value in {**found.properties, **values}.items() if value is not None}
    written = tx.crm.records.replace(account_id, found, merged, now, if_version)
    match written:
        case Taken():
            return AlreadyExists(kind, written.property, written.id)
        case Stale():
            return VersionMismatch(written.version)
        case Record():
            entry = record_entry(Act.RECORD_WRITTEN, writer, kind, written.id, "updated", values)
            tx.audit.append(account_id, entry)
            news = {name: value for name, value in values.items() if value != found.properties.get(name)}
            record_changed(tx, written, news, writer, now)
            return written
