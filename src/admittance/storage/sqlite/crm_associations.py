"""Links between records."""

from collections.abc import Sequence
from itertools import groupby

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_rows import first_row, last_row, row_of, wire_id
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES, AssociationType
from admittance.usecases.crm.object_types import ObjectType, object_type
from admittance.usecases.crm.records import Associated

_ADD = "INSERT INTO crm_associations (origin, target, type_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_OF = (
    "SELECT target, type_id FROM crm_associations WHERE origin = ?1 AND target IN"
    " (SELECT DISTINCT target FROM crm_associations WHERE origin = ?1 AND target > ?2 AND target <= ?3"
    " ORDER BY target LIMIT ?4) ORDER BY target, type_id"
)
_BETWEEN = "SELECT type_id FROM crm_associations WHERE origin = ? AND target = ? ORDER BY type_id"
_NEWEST = (
    "SELECT DISTINCT target FROM crm_associations WHERE origin = ? AND target > ? AND target <= ?"
    " ORDER BY target DESC LIMIT ?"
)
_TARGETS = "SELECT target FROM crm_associations WHERE origin = ? AND target > ? AND target <= ? AND type_id = ?"
_ALL_OF = "SELECT target, type_id FROM crm_associations WHERE origin = ?"
_END = "DELETE FROM crm_associations WHERE origin = ? AND target = ? AND type_id = ?"
_END_ALL = "DELETE FROM crm_associations WHERE origin = ?"


class SqliteAssociations:
    """See `crm_ports.Associations`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> None:
        origin, target = _rows(account_id, kind, origin_id, target_id)
        self._db.execute(_ADD, (origin, target, kind.id))
        self._db.execute(_ADD, (target, origin, kind.inverse))

    def remove(self, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> bool:
        origin, target = _rows(account_id, kind, origin_id, target_id)
        self._db.execute(_END, (target, origin, kind.inverse))
        return self._db.execute(_END, (origin, target, kind.id)).rowcount > 0

    def of(
        self, account_id: int, origin: ObjectType, target: ObjectType, record_id: int, *, after: int, limit: int
    ) -> Sequence[Associated]:
        start = max(row_of(account_id, target, after), first_row(account_id, target))
        bounds = (row_of(account_id, origin, record_id), start, last_row(account_id, target), limit)
        rows = self._db.execute(_OF, bounds).fetchall()
        return [
            Associated(wire_id(far), tuple(ASSOCIATION_TYPES[type_id] for _, type_id in found))
            for far, found in groupby(rows, key=lambda row: row[0])
        ]

    def between(
        self, account_id: int, origin: ObjectType, target: ObjectType, origin_id: int, target_id: int
    ) -> Sequence[AssociationType]:
        ends = (row_of(account_id, origin, origin_id), row_of(account_id, target, target_id))
        return [ASSOCIATION_TYPES[type_id] for (type_id,) in self._db.execute(_BETWEEN, ends).fetchall()]

    def newest(
        self, account_id: int, origin: ObjectType, target: ObjectType, record_id: int, limit: int
    ) -> Sequence[int]:
        bounds = (row_of(account_id, origin, record_id), first_row(account_id, target), last_row(account_id, target))
        return [wire_id(row) for (row,) in self._db.execute(_NEWEST, (*bounds, limit)).fetchall()]

    def targets(self, account_id: int, kind: AssociationType, origin_id: int) -> Sequence[int]:
        origin_kind, target_kind = _kinds(kind)
        bounds = (first_row(account_id, target_kind), last_row(account_id, target_kind), kind.id)
        rows = self._db.execute(_TARGETS, (row_of(account_id, origin_kind, origin_id), *bounds)).fetchall()
        return [wire_id(row) for (row,) in rows]

    def end_of(self, row: int) -> None:
        """End every link of the record with this row id, from both ends."""
        for target, type_id in self._db.execute(_ALL_OF, (row,)).fetchall():
            self._db.execute(_END, (target, row, ASSOCIATION_TYPES[type_id].inverse))
        self._db.execute(_END_ALL, (row,))


def _rows(account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> tuple[int, int]:
    origin, target = _kinds(kind)
    return row_of(account_id, origin, origin_id), row_of(account_id, target, target_id)


def _kinds(kind: AssociationType) -> tuple[ObjectType, ObjectType]:
    origin, target = object_type(kind.origin), object_type(kind.target)
    if origin is None or target is None:
        raise ValueError(f"{kind.name} links an object type that is not switched on")
    return origin, target
