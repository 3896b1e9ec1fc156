"""One-time password links."""

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.usecases.outcomes import AlreadySpent, Spent, Unknown
from admittance.usecases.records import PasswordReset

_COLUMNS = "id, digest, user_id, expires_at, used_at"
_ADD = f"INSERT INTO resets ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"
_GET = f"SELECT {_COLUMNS} FROM resets WHERE id = ?"
_SPEND = "UPDATE resets SET used_at = ? WHERE id = ? AND used_at IS NULL"
_END_ALL = "UPDATE resets SET used_at = ? WHERE user_id = ? AND used_at IS NULL"
_EXISTS = "SELECT 1 FROM resets WHERE id = ?"


class SqliteResets:
    """See `ports.Resets`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, reset: PasswordReset) -> PasswordReset:
        stored = msgspec.structs.replace(reset, id=self._db.next_id("resets"))
        self._db.execute(_ADD, (stored.id, stored.digest, stored.user_id, stored.expires_at, stored.used_at))
        return stored

    def get(self, reset_id: int) -> PasswordReset | None:
        row = self._db.execute(_GET, (reset_id,)).fetchone()
        if row is None:
            return None
        return PasswordReset(id=row[0], digest=row[1], user_id=row[2], expires_at=row[3], used_at=row[4])

    def spend(self, reset_id: int, now: int) -> Spent | AlreadySpent | Unknown:
        # INVARIANT: test and set are one statement, and there is one writer.
        if self._db.execute(_SPEND, (now, reset_id)).rowcount:
            return Spent()
        return AlreadySpent() if self._db.execute(_EXISTS, (reset_id,)).fetchone() else Unknown()

    def end_all(self, user_id: int) -> int:
        return self._db.execute(_END_ALL, (self._db.now(), user_id)).rowcount
