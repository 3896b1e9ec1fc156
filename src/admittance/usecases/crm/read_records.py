"""Records are read: one, several by id, or a page of a list."""

from collections.abc import Mapping, Sequence

from msgspec import Struct

from admittance.usecases.crm.locating import RecordRef, locate
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadRequest, NotThere
from admittance.usecases.crm.records import Associated, Record
from admittance.usecases.ports import Transaction

MOST_LISTED = 100
MOST_ASSOCIATED = 500
"""Links shown of one record to one object type."""
MOST_LINKS = 10_000
"""Links in one answer: behind them a record shows one of each type, and how to go on."""


class Linked(Struct, frozen=True):
    """What a record is linked with in one object type; `more`: there are others after these."""

    target: ObjectType
    ends: tuple[Associated, ...]
    more: bool


class RecordRead(Struct, frozen=True):
    """A record with the associations that were asked for."""

    record: Record
    linked: tuple[Linked, ...] = ()


class RecordPage(Struct, frozen=True):
    """Records by id; `more`: there are others after these."""

    records: tuple[RecordRead, ...]
    more: bool


def read_record(
    tx: Transaction,
    account_id: int,
    kind: ObjectType,
    ref: RecordRef,
    targets: Sequence[ObjectType] = (),
    *,
    archived: bool = False,
) -> RecordRead | NotThere | BadRequest:
    """One record with its links to records of the types `targets`."""
    found = locate(tx, account_id, kind, ref, archived=archived)
    return _with_links(tx, found, targets) if isinstance(found, Record) else found


def list_records(
    tx: Transaction,
    account_id: int,
    kind: ObjectType,
    *,
    after: int,
    limit: int,
    targets: Sequence[ObjectType] = (),
    archived: bool = False,
) -> RecordPage | BadRequest:
    """At most `limit` records with ids above `after`."""
    if (problem := cursor_problem(tx, account_id, kind, after)) is not None:
        return problem
    rows = tx.crm.records.page(account_id, kind, after=after, limit=limit + 1, archived=archived)
    left, shown = MOST_LINKS, []
    for row in rows[:limit]:
        shown.append(_with_links(tx, row, targets, left))
        left -= sum(len(one.ends) for one in shown[-1].linked)
    return RecordPage(tuple(shown), len(rows) > limit)


def cursor_problem(tx: Transaction, account_id: int, kind: ObjectType, after: int) -> BadRequest | None:
    """What is wrong with going on after `after`: a cursor of another list would quietly leave records out."""
    if after == 0 or tx.crm.records.knows(account_id, kind, after):
        return None
    return BadRequest("after is not a cursor of this list", fields=("after",))


def read_batch(
    tx: Transaction, account_id: int, kind: ObjectType, refs: Sequence[RecordRef], *, archived: bool = False
) -> Mapping[RecordRef, Record | NotThere | BadRequest]:
    """Every named record, each once, in the order of `refs`."""
    return {ref: locate(tx, account_id, kind, ref, archived=archived) for ref in refs}


def linked(
    tx: Transaction, record: Record, target: ObjectType, *, after: int = 0, limit: int = MOST_ASSOCIATED
) -> Linked:
    """A page of what `record` is linked with among records of type `target`; one link where `limit` is less."""
    limit = max(1, min(limit, MOST_ASSOCIATED))
    ends = tx.crm.associations.of(record.account_id, record.kind, target, record.id, after=after, limit=limit + 1)
    return Linked(target, tuple(ends[:limit]), len(ends) > limit)


def _with_links(
    tx: Transaction, record: Record, targets: Sequence[ObjectType], left: int = MOST_ASSOCIATED
) -> RecordRead:
    return RecordRead(record, tuple(linked(tx, record, target, limit=left) for target in targets))
