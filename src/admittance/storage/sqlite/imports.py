"""Imports, their reports, and what they changed."""

from collections.abc import Iterable, Sequence

import msgspec
from msgspec.structs import replace

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_json
from admittance.usecases.imports.records import AT_WORK, Change, Import, RowNote

_PUT = (
    "INSERT INTO imports (account_id, id, user_id, at_work, changed_at, begun_at, import) VALUES (?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT (account_id, id) DO UPDATE SET at_work = excluded.at_work, changed_at = excluded.changed_at,"
    " begun_at = excluded.begun_at, import = excluded.import"
)
_GET = "SELECT import FROM imports WHERE account_id = ? AND id = ?"
_NEWEST = "SELECT import FROM imports WHERE account_id = ? AND user_id = ? ORDER BY id DESC LIMIT ?"
_FIRST = "SELECT import FROM imports WHERE account_id = ? AND at_work = 1 ORDER BY begun_at, id LIMIT 1"
_IN_LINE = (
    "SELECT import FROM imports AS first WHERE at_work = 1 AND NOT EXISTS (SELECT 1 FROM imports AS earlier"
    " WHERE earlier.account_id = first.account_id AND earlier.at_work = 1"
    " AND (earlier.begun_at, earlier.id) < (first.begun_at, first.id)) ORDER BY begun_at, id LIMIT ?"
)
_OVER = "SELECT import FROM imports WHERE at_work = 0 AND changed_at < ? LIMIT ?"
_NOTE = (
    "INSERT INTO import_notes (account_id, import_id, line, property, code, value) VALUES (?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET code = excluded.code, value = excluded.value"
)
_NOTES = (
    "SELECT line, property, code, value FROM import_notes WHERE account_id = ? AND import_id = ?"
    " AND (line, property) > (?, ?) ORDER BY line, property LIMIT ?"
)
_DROP_SOME_NOTES = (
    "DELETE FROM import_notes WHERE account_id = ?1 AND import_id = ?2 AND line <= (SELECT max(line) FROM"
    " (SELECT line FROM import_notes WHERE account_id = ?1 AND import_id = ?2 ORDER BY line LIMIT ?3))"
)
_DROP_NOTES = "DELETE FROM import_notes WHERE account_id = ? AND import_id = ?"
_CHANGED = (
    "INSERT INTO import_changes (account_id, import_id, record_id, change) VALUES (?, ?, ?, ?)"
    " ON CONFLICT DO UPDATE SET change = excluded.change"
)
_CHANGE_OF = "SELECT change FROM import_changes WHERE account_id = ? AND import_id = ? AND record_id = ?"
_CHANGES = "SELECT change FROM import_changes WHERE account_id = ? AND import_id = ? ORDER BY record_id LIMIT ?"
_DROP_CHANGE = "DELETE FROM import_changes WHERE account_id = ? AND import_id = ? AND record_id = ?"
_DROP_CHANGES = (
    "DELETE FROM import_changes WHERE account_id = ?1 AND import_id = ?2 AND record_id IN"
    " (SELECT record_id FROM import_changes WHERE account_id = ?1 AND import_id = ?2 LIMIT ?3)"
)
_REMOVE = "DELETE FROM imports WHERE account_id = ? AND id = ?"

_import = msgspec.json.Decoder(Import)
_change = msgspec.json.Decoder(Change)


class SqliteImports:
    """See `import_ports.Imports`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, one: Import) -> Import:
        stored = replace(one, id=self._db.next_id("imports"))
        self.put(stored)
        return stored

    def get(self, account_id: int, import_id: int) -> Import | None:
        row = self._db.execute(_GET, (account_id, import_id)).fetchone()
        return None if row is None else _import.decode(row[0])

    def put(self, one: Import) -> None:
        row = (one.account_id, one.id, one.user_id, one.state in AT_WORK, one.changed_at, one.begun_at)
        self._db.execute(_PUT, (*row, to_json(one)))

    def newest(self, account_id: int, user_id: int, limit: int) -> Sequence[Import]:
        rows = self._db.execute(_NEWEST, (account_id, user_id, limit)).fetchall()
        return [_import.decode(text) for (text,) in rows]

    def in_line(self, limit: int) -> Sequence[Import]:
        return [_import.decode(text) for (text,) in self._db.execute(_IN_LINE, (limit,)).fetchall()]

    def first_at_work(self, account_id: int) -> Import | None:
        row = self._db.execute(_FIRST, (account_id,)).fetchone()
        return None if row is None else _import.decode(row[0])

    def note(self, account_id: int, import_id: int, notes: Iterable[RowNote]) -> None:
        for note in notes:
            self._db.execute(_NOTE, (account_id, import_id, note.line, note.property, str(note.code), note.value))

    def notes(self, account_id: int, import_id: int, *, after: tuple[int, str], limit: int) -> Sequence[RowNote]:
        rows = self._db.execute(_NOTES, (account_id, import_id, *after, limit)).fetchall()
        return [RowNote(*row) for row in rows]

    def forget_notes(self, account_id: int, import_id: int, limit: int) -> bool:
        return self._db.execute(_DROP_SOME_NOTES, (account_id, import_id, limit)).rowcount >= limit

    def changed(self, account_id: int, import_id: int, change: Change) -> None:
        self._db.execute(_CHANGED, (account_id, import_id, change.record_id, to_json(change)))

    def change_of(self, account_id: int, import_id: int, record_id: int) -> Change | None:
        row = self._db.execute(_CHANGE_OF, (account_id, import_id, record_id)).fetchone()
        return None if row is None else _change.decode(row[0])

    def changes(self, account_id: int, import_id: int, limit: int) -> Sequence[Change]:
        rows = self._db.execute(_CHANGES, (account_id, import_id, limit)).fetchall()
        return [_change.decode(text) for (text,) in rows]

    def forget_change(self, account_id: int, import_id: int, record_id: int) -> None:
        self._db.execute(_DROP_CHANGE, (account_id, import_id, record_id))

    def forget_changes(self, account_id: int, import_id: int, limit: int) -> bool:
        return self._db.execute(_DROP_CHANGES, (account_id, import_id, limit)).rowcount >= limit

    def over_before(self, before: int, limit: int) -> Sequence[Import]:
        rows = self._db.execute(_OVER, (before, limit)).fetchall()
        return [_import.decode(text) for (text,) in rows]

    def remove(self, account_id: int, import_id: int) -> None:
        self._db.execute(_DROP_NOTES, (account_id, import_id))
        self._db.execute(_REMOVE, (account_id, import_id))
