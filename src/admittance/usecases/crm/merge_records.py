"""Two records become one: the first keeps what it has and gains what only the other had."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from admittance.usecases.audit_entry import Act
from admittance.usecases.crm.association_types import AssociationType
from admittance.usecases.crm.linking import make_link
from admittance.usecases.crm.locating import RecordRef, locate
from admittance.usecases.crm.object_types import MERGED_IDS, OBJECT_TYPES, ObjectType
from admittance.usecases.crm.problems import BadRequest, NotThere
from admittance.usecases.crm.record_audit import record_entry
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.telling import records_merged

BETWEEN = ";"
"""What stands between several values in one property."""

Merge: TypeAlias = Record | NotThere | BadRequest


class _Links(Struct, frozen=True):
    type: AssociationType
    targets: tuple[int, ...]


def merge_records(
    tx: Transaction, account_id: int, kind: ObjectType, kept: str, merged: str, writer: Writer, now: int
) -> Merge:
    """Merge the record with the id `merged` into the one with the id `kept`.

    Where both have a value the kept record's stays; further values of a unique property that has room for them are kept
    too and stay taken. Associations move. The merged record is archived, and its id answers as the kept one.
    """
    first, second = (locate(tx, account_id, kind, RecordRef(text)) for text in (kept, merged))
    if not isinstance(first, Record):
        return first
    if not isinstance(second, Record):
        return second
    if first.id == second.id:
        return BadRequest("A record can't be merged with itself", fields=("objectIdToMerge",))
    links = _links(tx, second)
    # Archived before the other is written: what only one of two live records may have is free for the kept one.
    tx.crm.records.archive(account_id, kind, second.id, now)
    properties = _together(first, second)
    written = tx.crm.records.replace(account_id, first, properties, now)
    if not isinstance(written, Record):
        # INVARIANT: every unique value of the two was theirs, so nobody else has one. Raising undoes the archiving.
        raise RuntimeError(f"a value of {kind.name} {first.id} and {second.id} is taken by a third record")
    for one in links:
        _move(tx, account_id, one, first.id)
    tx.crm.merges.add(account_id, kind, second.id, first.id)
    gained = {name for name, value in properties.items() if first.properties.get(name) != value}
    entry = record_entry(Act.RECORD_WRITTEN, writer, kind, first.id, "merged", gained, merged=second.id)
    tx.audit.append(account_id, entry)
    records_merged(tx, written, [second.id], writer, now, moved=len(gained))
    return written


def _together(first: Record, second: Record) -> Mapping[str, str]:
    both = {**second.properties, **first.properties}
    for prop in first.kind.unique:
        if prop.more:
            held = (record.properties.get(name) for record in (first, second) for name in (prop.name, prop.more))
            values = dict.fromkeys(one for text in held if text is not None for one in text.split(BETWEEN))
            values.pop(both.get(prop.name, ""), None)
            if values:
                both[prop.more] = BETWEEN.join(values)
    ids = (first.properties.get(MERGED_IDS), str(second.id), second.properties.get(MERGED_IDS))
    return both | {MERGED_IDS: BETWEEN.join(one for one in ids if one)}


def _links(tx: Transaction, record: Record) -> list[_Links]:
    """Every link of the record, by type."""
    found: dict[AssociationType, list[int]] = {}
    for target in OBJECT_TYPES:
        after = 0
        while ends := tx.crm.associations.of(record.account_id, record.kind, target, record.id, after=after, limit=500):
            for end in ends:
                for kind in end.types:
                    found.setdefault(kind, []).append(end.id)
            after = ends[-1].id
    return [_Links(kind, tuple(targets)) for kind, targets in found.items()]


def _move(tx: Transaction, account_id: int, links: _Links, kept_id: int) -> None:
    # The kept record's one link of a single type stays what it is.
    if links.type.single and tx.crm.associations.targets(account_id, links.type, kept_id):
        return
    for target in links.targets:
        if target != kept_id:
            make_link(tx, account_id, links.type, kept_id, target)
