"""Links between records. Those that are on their way to another record are seen there already: see `crm_moves`."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_moves import Moves
from admittance.storage.sqlite.crm_rows import first_row, last_row, row_of, wire_id
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES, AssociationType
from admittance.usecases.crm.object_types import ObjectType, object_type
from admittance.usecases.crm.records import Associated

_NOT_MOVING = "NOT EXISTS (SELECT 1 FROM crm_moves WHERE row = target)"
_ADD = "INSERT INTO crm_associations (origin, target, type_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_OF = (
    "SELECT target, type_id FROM crm_associations WHERE origin = ?1 AND target IN"
    " (SELECT DISTINCT target FROM crm_associations WHERE origin = ?1 AND target > ?2 AND target <= ?3"
    f" AND {_NOT_MOVING} ORDER BY target LIMIT ?4) ORDER BY target, type_id"
)
_BETWEEN = "SELECT type_id FROM crm_associations WHERE origin = ? AND target = ?"
_NEWEST = (
    "SELECT DISTINCT target FROM crm_associations WHERE origin = ? AND target > ? AND target <= ?"
    f" AND {_NOT_MOVING} ORDER BY target DESC LIMIT ?"
)
_TARGETS = (
    "SELECT target FROM crm_associations WHERE origin = ? AND target > ? AND target <= ? AND type_id = ?"
    f" AND {_NOT_MOVING}"
)
_END = "DELETE FROM crm_associations WHERE origin = ? AND target = ? AND type_id = ?"


class SqliteAssociations:
    """See `crm_ports.Associations`."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._moves = Moves(db)

    def add(self, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> None:
        origin, target = _rows(account_id, kind, origin_id, target_id)
        self._db.execute(_ADD, (origin, target, kind.id))
        self._db.execute(_ADD, (target, origin, kind.inverse))

    def remove(self, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> bool:
        origin, target = _rows(account_id, kind, origin_id, target_id)
        moves, ended = self._moves.into(account_id), 0
        for near in _standing_for(origin, moves):
            for far in _standing_for(target, moves):
                self._db.execute(_END, (far, near, kind.inverse))
                ended += self._db.execute(_END, (near, far, kind.id)).rowcount
        return ended > 0

    def of(
        self, account_id: int, origin: ObjectType, target: ObjectType, record_id: int, *, after: int, limit: int
    ) -> Sequence[Associated]:
        start = max(row_of(account_id, target, after), first_row(account_id, target))
        end, near, moves = (
            last_row(account_id, target),
            row_of(account_id, origin, record_id),
            self._moves.into(account_id),
        )
        rows = self._db.execute(_OF, (near, start, end, limit)).fetchall()
        if moves:
            rows = self._as_moved(near, moves, (start, end), limit, rows)
        return [
            Associated(wire_id(far), tuple(ASSOCIATION_TYPES[type_id] for _, type_id in found))
            for far, found in groupby(rows, key=lambda row: row[0])
        ]

    def _as_moved(
        self, near: int, moves: Mapping[int, int], bounds: tuple[int, int], limit: int, own: Iterable[tuple[int, int]]
    ) -> list[tuple[int, int]]:
        """The first `limit` far ends with their types, as if all had moved. `own`: those that stand under `near`."""
        seen = set(own)
        origins = _standing_for(near, moves)
        for other in origins[1:]:
            seen.update(self._db.execute(_OF, (other, *bounds, limit)).fetchall())
        for merged, into in moves.items():
            if bounds[0] < into <= bounds[1] and into != near:
                seen.update((into, type_id) for one in origins for type_id in self._types(one, merged))
        first = set(sorted({far for far, _ in seen})[:limit])
        return sorted(link for link in seen if link[0] in first)

    def between(
        self, account_id: int, origin: ObjectType, target: ObjectType, origin_id: int, target_id: int
    ) -> Sequence[AssociationType]:
        moves = self._moves.into(account_id)
        origins = _standing_for(row_of(account_id, origin, origin_id), moves)
        targets = _standing_for(row_of(account_id, target, target_id), moves)
        types = {type_id for near in origins for far in targets for type_id in self._types(near, far)}
        return [ASSOCIATION_TYPES[type_id] for type_id in sorted(types)]

    def newest(
        self, account_id: int, origin: ObjectType, target: ObjectType, record_id: int, limit: int
    ) -> Sequence[int]:
        near, moves = row_of(account_id, origin, record_id), self._moves.into(account_id)
        start, end = first_row(account_id, target), last_row(account_id, target)
        found: set[int] = set()
        for one in _standing_for(near, moves):
            found.update(row for (row,) in self._db.execute(_NEWEST, (one, start, end, limit)).fetchall())
        found.update(into for into in self._moved_ends(near, moves) if start < into <= end)
        return [wire_id(row) for row in sorted(found, reverse=True)[:limit]]

    def targets(self, account_id: int, kind: AssociationType, origin_id: int) -> Sequence[int]:
        origin_kind, target_kind = _kinds(kind)
        near, moves = row_of(account_id, origin_kind, origin_id), self._moves.into(account_id)
        start, end = first_row(account_id, target_kind), last_row(account_id, target_kind)
        found: set[int] = set()
        for one in _standing_for(near, moves):
            found.update(row for (row,) in self._db.execute(_TARGETS, (one, start, end, kind.id)).fetchall())
        found.update(into for into in self._moved_ends(near, moves, kind) if start < into <= end)
        return [wire_id(row) for row in sorted(found)]

    def _moved_ends(self, near: int, moves: Mapping[int, int], kind: AssociationType | None = None) -> Iterable[int]:
        """Those that records which `near`, or what stands for it, is linked with were merged into."""
        for merged, into in moves.items():
            types = [type_id for one in _standing_for(near, moves) for type_id in self._types(one, merged)]
            if into != near and (kind.id in types if kind is not None else types):
                yield into

    def _types(self, near: int, far: int) -> list[int]:
        return [type_id for (type_id,) in self._db.execute(_BETWEEN, (near, far)).fetchall()]

    def hand_over(self, account_id: int, kind: ObjectType, record_id: int, to_id: int) -> None:
        self._moves.hand_over(row_of(account_id, kind, record_id), row_of(account_id, kind, to_id))

    def unfinished(self) -> bool:
        return self._moves.any()

    def work_off(self, after: int, limit: int) -> int | None:
        return self._moves.work_off(after, limit)

    def end_of(self, row: int) -> None:
        """End every link of the archived record with this row id, from both ends."""
        self._moves.end(row)


def _standing_for(row: int, moves: Mapping[int, int]) -> list[int]:
    """The record itself, and those that were merged into it and still have links."""
    return [row, *(merged for merged, into in moves.items() if into == row)] if moves else [row]


def _rows(account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> tuple[int, int]:
    origin, target = _kinds(kind)
    return row_of(account_id, origin, origin_id), row_of(account_id, target, target_id)


def _kinds(kind: AssociationType) -> tuple[ObjectType, ObjectType]:
    origin, target = object_type(kind.origin), object_type(kind.target)
    if origin is None or target is None:
        raise ValueError(f"{kind.name} links an object type that is not switched on")
    return origin, target
