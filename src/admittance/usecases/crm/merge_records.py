"""Two records become one: the first keeps what it has and gains what only the other had."""

from collections.abc import Mapping
from typing import TypeAlias

from admittance.usecases.audit_entry import Act
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES
from admittance.usecases.crm.locating import RecordRef, locate
from admittance.usecases.crm.object_types import MERGED_IDS, ObjectType
from admittance.usecases.crm.problems import BadRequest, NotThere
from admittance.usecases.crm.record_audit import record_entry
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.telling import records_merged

BETWEEN = ";"
"""What stands between several values in one property."""

MOST_MERGED = 250
"""Records that one has taken in, those that they had taken in before included."""

Merge: TypeAlias = Record | NotThere | BadRequest


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
    if (problem := _too_many(first, second)) is not None:
        return problem
    _hand_over(tx, first, second)
    # Archived before the other is written: what only one of two live records may have is free for the kept one.
    tx.crm.records.archive(account_id, kind, second.id, now)
    properties = _together(first, second)
    written = tx.crm.records.replace(account_id, first, properties, now)
    if not isinstance(written, Record):
        # INVARIANT: every unique value of the two was theirs, so nobody else has one. Raising undoes the archiving.
        raise RuntimeError(f"a value of {kind.name} {first.id} and {second.id} is taken by a third record")
    tx.crm.merges.add(account_id, kind, second.id, first.id)
    gained = {name for name, value in properties.items() if first.properties.get(name) != value}
    entry = record_entry(Act.RECORD_WRITTEN, writer, kind, first.id, "merged", gained, merged=second.id)
    tx.audit.append(account_id, entry)
    records_merged(tx, written, [second.id], writer, now, moved=len(gained))
    return written


def _too_many(first: Record, second: Record) -> BadRequest | None:
    """Every merge makes the kept record's lists longer: of ids, and of values that stay taken."""
    lists = (one.properties.get(MERGED_IDS) for one in (first, second))
    many = sum(len(ids.split(BETWEEN)) for ids in lists if ids)
    if many < MOST_MERGED:
        return None
    message = f"A record takes in at most {MOST_MERGED} others; these two have taken in {many} together"
    return BadRequest(message, "TOO_MANY_MERGES", ("objectIdToMerge",))


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


def _hand_over(tx: Transaction, first: Record, second: Record) -> None:
    """The second record's links become the first's, who keeps its own one link of a single type."""
    account_id, links = first.account_id, tx.crm.associations
    for kind in ASSOCIATION_TYPES.values():
        if kind.single and kind.origin == first.kind.singular and links.targets(account_id, kind, first.id):
            for target in links.targets(account_id, kind, second.id):
                links.remove(account_id, kind, second.id, target)
    links.hand_over(account_id, first.kind, second.id, first.id)
