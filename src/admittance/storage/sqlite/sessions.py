"""Signed-in browsers."""

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.usecases.records import Session

_COLUMNS = "id, digest, user_id, csrf, created_at, seen_at"
_ADD = f"INSERT INTO sessions ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
_GET = f"SELECT {_COLUMNS} FROM sessions WHERE id = ?"
_TOUCH = "UPDATE sessions SET seen_at = ? WHERE id = ?"
_END = "DELETE FROM sessions WHERE id = ?"
_END_ALL = "DELETE FROM sessions WHERE user_id = ?"
_END_ALL_BUT = "DELETE FROM sessions WHERE user_id = ? AND id <> ?"


class SqliteSessions:
    """See `ports.Sessions`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, session: Session) -> Session:
        stored = msgspec.structs.replace(session, id=self._db.next_id("sessions"))
        self._db.execute(
            _ADD, (stored.id, stored.digest, stored.user_id, stored.csrf, stored.created_at, stored.seen_at)
        )
        return stored

    def get(self, session_id: int) -> Session | None:
        row = self._db.execute(_GET, (session_id,)).fetchone()
        if row is None:
            return None
        return Session(id=row[0], digest=row[1], user_id=row[2], csrf=row[3], created_at=row[4], seen_at=row[5])

    def touch(self, session_id: int, now: int) -> None:
        self._db.execute(_TOUCH, (now, session_id))

    def end(self, session_id: int) -> bool:
        return self._db.execute(_END, (session_id,)).rowcount > 0

    def end_all(self, user_id: int, *, but: int | None = None) -> int:
        if but is None:
            return self._db.execute(_END_ALL, (user_id,)).rowcount
        return self._db.execute(_END_ALL_BUT, (user_id, but)).rowcount
