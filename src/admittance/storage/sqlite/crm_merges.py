"""Which record answers for one that was merged into it."""

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_rows import row_of, wire_id
from admittance.usecases.crm.object_types import ObjectType

_FOLLOW = "UPDATE crm_merges SET into_row = ? WHERE into_row = ?"
_ADD = "INSERT INTO crm_merges (row, into_row) VALUES (?, ?)"
_INTO = "SELECT into_row FROM crm_merges WHERE row = ?"


class SqliteMerges:
    """See `crm_ports.Merges`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, account_id: int, kind: ObjectType, merged_id: int, kept_id: int) -> None:
        merged, kept = row_of(account_id, kind, merged_id), row_of(account_id, kind, kept_id)
        self._db.execute(_FOLLOW, (kept, merged))
        self._db.execute(_ADD, (merged, kept))

    def into(self, account_id: int, kind: ObjectType, record_id: int) -> int | None:
        row = self._db.execute(_INTO, (row_of(account_id, kind, record_id),)).fetchone()
        return None if row is None else wire_id(row[0])
