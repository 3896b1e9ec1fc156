"""The tables that records are found by, kept with the record in one transaction."""

from collections.abc import Mapping

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_rows import row_of, space_of, wire_id
from admittance.usecases.crm.indexing import compared_values, searched_text, unique_values
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.records import Record, Taken

_HOLDER = "SELECT row FROM crm_unique WHERE space = ? AND property = ? AND value = ?"
_CLAIM = "INSERT INTO crm_unique (space, property, value, row) VALUES (?, ?, ?, ?)"
_RELEASE = "DELETE FROM crm_unique WHERE space = ? AND property = ? AND value = ?"
_PUT_VALUE = "INSERT INTO crm_values (space, property, value, row) VALUES (?, ?, ?, ?)"
_DROP_VALUE = "DELETE FROM crm_values WHERE space = ? AND property = ? AND value = ? AND row = ?"
_PUT_TEXT = "INSERT INTO crm_texts (row, text) VALUES (?, ?)"
_DROP_TEXT = "DELETE FROM crm_texts WHERE row = ?"
_LEARN = "INSERT INTO crm_search (rowid, text) VALUES (?, ?)"
# INVARIANT: the index forgets exactly the text it learnt, so it is read back and never made anew.
_FORGET = "INSERT INTO crm_search (crm_search, rowid, text) SELECT 'delete', row, text FROM crm_texts WHERE row = ?"


class CrmIndex:
    """Unique values, compared values and search text of live records."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def holder(self, account_id: int, kind: ObjectType, name: str, value: str) -> int | None:
        """The row id of the live record with this unique value, given without case."""
        row = self._db.execute(_HOLDER, (space_of(account_id, kind), name, value)).fetchone()
        return None if row is None else row[0]

    def taken(self, account_id: int, kind: ObjectType, properties: Mapping[str, str], own: int = 0) -> Taken | None:
        """The first unique value that another live record than row `own` has."""
        for name, value in unique_values(kind, properties):
            holder = self.holder(account_id, kind, name, value)
            if holder is not None and holder != own:
                return Taken(name, wire_id(holder))
        return None

    def add(self, record: Record) -> None:
        """Make a new record known. Its unique values are free: see `taken`."""
        space = space_of(record.account_id, record.kind)
        row = row_of(record.account_id, record.kind, record.id)
        for name, value in unique_values(record.kind, record.properties):
            self._db.execute(_CLAIM, (space, name, value, row))
        values = compared_values(record).items()
        self._db.executemany(_PUT_VALUE, [(space, name, seen, row) for name, seen in values])
        self._learn(row, searched_text(record.kind, record.properties))

    def change(self, old: Record, new: Record) -> None:
        """Forget what only `old` had, and learn what only `new` has."""
        space = space_of(old.account_id, old.kind)
        row = row_of(old.account_id, old.kind, old.id)
        was, now = set(unique_values(old.kind, old.properties)), set(unique_values(new.kind, new.properties))
        for name, value in was - now:
            self._db.execute(_RELEASE, (space, name, value))
        for name, value in now - was:
            self._db.execute(_CLAIM, (space, name, value, row))
        before, after = compared_values(old).items(), compared_values(new).items()
        for name, seen in before - after:
            self._db.execute(_DROP_VALUE, (space, name, seen, row))
        for name, seen in after - before:
            self._db.execute(_PUT_VALUE, (space, name, seen, row))
        text = searched_text(new.kind, new.properties)
        if text != searched_text(old.kind, old.properties):
            self._forget(row)
            self._learn(row, text)

    def remove(self, record: Record) -> None:
        """Forget an archived record."""
        space = space_of(record.account_id, record.kind)
        row = row_of(record.account_id, record.kind, record.id)
        for name, value in unique_values(record.kind, record.properties):
            self._db.execute(_RELEASE, (space, name, value))
        for name, seen in compared_values(record).items():
            self._db.execute(_DROP_VALUE, (space, name, seen, row))
        self._forget(row)

    def _learn(self, row: int, text: str) -> None:
        self._db.execute(_PUT_TEXT, (row, text))
        self._db.execute(_LEARN, (row, text))

    def _forget(self, row: int) -> None:
        self._db.execute(_FORGET, (row,))
        self._db.execute(_DROP_TEXT, (row,))
