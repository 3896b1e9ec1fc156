"""An import is undone: by difference, so that what others did to the same contacts meanwhile stays."""

from collections.abc import Sequence
from enum import Enum, auto

from msgspec.structs import replace

from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.crm.object_types import CONTACTS, OBJECT_TYPES
from admittance.usecases.crm.records import Record
from admittance.usecases.imports.records import Change, Import, ImportState, RowCode, RowNote
from admittance.usecases.imports.running import list_notes
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.telling import record_changed, record_deleted


class Undone(Enum):
    """What came of undoing one change."""

    NOT_THERE = auto()
    REMOVED = auto()
    RESTORED = auto()
    KEPT = auto()


def undo_some(tx: Transaction, account_id: int, import_id: int, many: int, now: int) -> Import | None:
    """Undo at most `many` changes; None when there is nothing to undo. When none are left the import is undone."""
    one = tx.imports.get(account_id, import_id)
    if one is None or one.state is not ImportState.UNDOING:
        return None
    changes = tx.imports.changes(account_id, import_id, many)
    outcomes = [_undo(tx, one, change, now) for change in changes]
    _audit(tx, one, outcomes)
    kept = [change for change, came in zip(changes, outcomes, strict=True) if came is Undone.KEPT]
    for change in changes:
        tx.imports.forget_change(account_id, import_id, change.record_id)
    notes = [RowNote(change.line, "", RowCode.KEPT, str(change.record_id)) for change in kept]
    over = len(changes) < many
    changed = replace(
        one,
        state=ImportState.UNDONE if over else one.state,
        looked=one.looked + len(changes),
        kept=one.kept + len(kept),
        noted=list_notes(tx, one, notes),
        changed_at=now,
    )
    tx.imports.put(changed)
    if over:
        data = {"import": one.id, "undone": changed.looked - changed.kept, "kept": changed.kept}
        tx.audit.append(account_id, AuditEntry(act=Act.IMPORT_UNDONE, actor=one.user_id, by=one.writer.by, data=data))
    return changed


def _audit(tx: Transaction, one: Import, outcomes: Sequence[Undone]) -> None:
    """A row for the contacts that were removed and one for those that were put back, in the transaction that did it."""
    told = ((Undone.REMOVED, Act.RECORD_DELETED, "archived"), (Undone.RESTORED, Act.RECORD_WRITTEN, "updated"))
    for came, act, what in told:
        if count := outcomes.count(came):
            data = {"type": CONTACTS.name, "what": what, "import": one.id, "count": count}
            entry = AuditEntry(act=act, actor=one.user_id, by=one.writer.by, data=data)
            tx.audit.append(one.account_id, entry)


def _undo(tx: Transaction, one: Import, change: Change, now: int) -> Undone:
    contact = tx.crm.records.get(one.account_id, CONTACTS, change.record_id)
    if contact is None:
        return Undone.NOT_THERE
    if change.was is not None:
        return _restore(tx, one, contact, change, now)
    if contact.version != change.version or _has_links(tx, contact):
        return Undone.KEPT  # someone works with it: it is theirs now
    gone = tx.crm.records.archive(one.account_id, CONTACTS, contact.id, now)
    record_deleted(tx, contact, one.writer, now)
    return Undone.REMOVED if gone else Undone.KEPT


def _restore(tx: Transaction, one: Import, contact: Record, change: Change, now: int) -> Undone:
    """Put back each value that still is what the import wrote. A unique value may be another contact's by now."""
    was = change.was or {}
    own = {name for name in was if contact.properties.get(name) == change.wrote.get(name)}
    properties = {name: value for name, value in contact.properties.items() if name not in own}
    properties |= {name: value for name in own if (value := was[name]) is not None}
    restored = tx.crm.records.replace(one.account_id, contact, properties, now, contact.version)
    if not isinstance(restored, Record):
        return Undone.KEPT
    record_changed(tx, restored, {name: properties.get(name) for name in own}, one.writer, now)
    return Undone.RESTORED


def _has_links(tx: Transaction, contact: Record) -> bool:
    return any(
        tx.crm.associations.of(contact.account_id, CONTACTS, kind, contact.id, after=0, limit=1)
        for kind in OBJECT_TYPES
    )
