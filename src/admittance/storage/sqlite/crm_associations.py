"""Links between records."""

from collections.abc import Sequence

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_rows import first_row, last_row, row_of, wire_id
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES, AssociationType
from admittance.usecases.crm.object_types import ObjectType, object_type
from admittance.usecases.crm.records import Associated

_ADD = "INSERT INTO crm_associations (origin, target, type_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_OF = (
    "SELECT target, type_id FROM crm_associations WHERE origin = ? AND target > ? AND target <= ?"
    " ORDER BY target, type_id LIMIT ?"
)
_ALL_OF = "SELECT target, type_id FROM crm_associations WHERE origin = ?"
_END = "DELETE FROM crm_associations WHERE origin = ? AND target = ? AND type_id = ?"
_END_ALL = "DELETE FROM crm_associations WHERE origin = ?"


class SqliteAssociations:
    """See `crm_ports.Associations`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> None:
        origin_kind, target_kind = object_type(kind.origin), object_type(kind.target)
        if origin_kind is None or target_kind is None:
            raise ValueError(f"{kind.name} links an object type that is not switched on")
        origin, target = row_of(account_id, origin_kind, origin_id), row_of(account_id, target_kind, target_id)
        self._db.execute(_ADD, (origin, target, kind.id))
        self._db.execute(_ADD, (target, origin, kind.inverse))

    def of(
        self, account_id: int, origin: ObjectType, target: ObjectType, record_id: int, *, after: int, limit: int
    ) -> Sequence[Associated]:
        start = max(row_of(account_id, target, after), first_row(account_id, target))
        bounds = (row_of(account_id, origin, record_id), start, last_row(account_id, target), limit)
        rows = self._db.execute(_OF, bounds).fetchall()
        return [Associated(wire_id(row), ASSOCIATION_TYPES[type_id]) for row, type_id in rows]

    def end_of(self, row: int) -> None:
        """End every link of the record with this row id, from both ends."""
        for target, type_id in self._db.execute(_ALL_OF, (row,)).fetchall():
            self._db.execute(_END, (target, row, ASSOCIATION_TYPES[type_id].inverse))
        self._db.execute(_END_ALL, (row,))
