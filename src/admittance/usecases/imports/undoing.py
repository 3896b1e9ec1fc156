"""An import is undone: by difference, so that what others did to the same contacts meanwhile stays."""

from msgspec.structs import replace

from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.crm.object_types import CONTACTS, OBJECT_TYPES
from admittance.usecases.crm.records import Record
from admittance.usecases.imports.records import Change, Import, ImportState, RowCode, RowNote
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.telling import record_changed, record_deleted


def undo_some(tx: Transaction, account_id: int, import_id: int, many: int, now: int) -> Import | None:
    """Undo at most `many` changes; None when there is nothing to undo. When none are left the import is undone."""
    one = tx.imports.get(account_id, import_id)
    if one is None or one.state is not ImportState.UNDOING:
        return None
    changes = tx.imports.changes(account_id, import_id, many)
    kept = [change for change in changes if not _undo(tx, one, change, now)]
    for change in changes:
        tx.imports.forget_change(account_id, import_id, change.record_id)
    notes = [RowNote(change.line, "", RowCode.KEPT, str(change.record_id)) for change in kept]
    tx.imports.note(account_id, import_id, notes)
    over = len(changes) < many
    changed = replace(
        one,
        state=ImportState.UNDONE if over else one.state,
        looked=one.looked + len(changes),
        kept=one.kept + len(kept),
        changed_at=now,
    )
    tx.imports.put(changed)
    if over:
        data = {"import": one.id, "undone": changed.looked - changed.kept, "kept": changed.kept}
        tx.audit.append(account_id, AuditEntry(act=Act.IMPORT_UNDONE, actor=one.user_id, by=one.writer.by, data=data))
    return changed


def _undo(tx: Transaction, one: Import, change: Change, now: int) -> bool:
    """Whether nothing of the change is left."""
    contact = tx.crm.records.get(one.account_id, CONTACTS, change.record_id)
    if contact is None:
        return True
    if change.was is not None:
        return _restore(tx, one, contact, change, now)
    if contact.version != change.version or _has_links(tx, contact):
        return False  # someone works with it: it is theirs now
    gone = tx.crm.records.archive(one.account_id, CONTACTS, contact.id, now)
    record_deleted(tx, contact, one.writer, now)
    return gone


def _restore(tx: Transaction, one: Import, contact: Record, change: Change, now: int) -> bool:
    """Put back each value that still is what the import wrote. A unique value may be another contact's by now."""
    was = change.was or {}
    own = {name for name in was if contact.properties.get(name) == change.wrote.get(name)}
    properties = {name: value for name, value in contact.properties.items() if name not in own}
    properties |= {name: value for name in own if (value := was[name]) is not None}
    restored = tx.crm.records.replace(one.account_id, contact, properties, now, contact.version)
    if not isinstance(restored, Record):
        return False
    record_changed(tx, restored, {name: properties.get(name) for name in own}, one.writer, now)
    return True


def _has_links(tx: Transaction, contact: Record) -> bool:
    return any(
        tx.crm.associations.of(contact.account_id, CONTACTS, kind, contact.id, after=0, limit=1)
        for kind in OBJECT_TYPES
    )
