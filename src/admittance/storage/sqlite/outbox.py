"""Mail that waits to be sent."""

from collections.abc import Sequence
from typing import Any

from admittance.storage.sqlite.connection import Database
from admittance.usecases.case_records import Letter

_COLUMNS = "account_id, id, key, user_id, subject, body, written_at, sent_at"
_KNOWN = "SELECT 1 FROM outbox WHERE key = ?"
_WRITE = f"INSERT INTO outbox ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, NULL)"
_WAITING = f"SELECT {_COLUMNS} FROM outbox WHERE sent_at IS NULL AND written_at >= ? AND id > ? ORDER BY id LIMIT ?"
_SENT = "UPDATE outbox SET sent_at = ? WHERE account_id = ? AND id = ? AND sent_at IS NULL"
_IN_ACCOUNT = f"SELECT {_COLUMNS} FROM outbox WHERE account_id = ? AND id < ? ORDER BY id DESC LIMIT ?"
_NEWEST = 2**63 - 1
_OF_USER = f"SELECT {_COLUMNS} FROM outbox WHERE user_id = ? ORDER BY id DESC LIMIT ?"


def _letter_of(row: tuple[Any, ...]) -> Letter:
    return Letter(
        account_id=row[0],
        id=row[1],
        key=row[2],
        user_id=row[3],
        subject=row[4],
        body=row[5],
        written_at=row[6],
        sent_at=row[7],
    )


class SqliteOutbox:
    """See `ports.Outbox`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def write(self, account_id: int, key: str, user_id: int, subject: str, body: str, now: int) -> bool:
        if self._db.execute(_KNOWN, (key,)).fetchone() is not None:
            return False
        self._db.execute(_WRITE, (account_id, self._db.next_id("outbox"), key, user_id, subject, body, now))
        return True

    def waiting(self, limit: int, *, since: int = 0, after: int = 0) -> Sequence[Letter]:
        return [_letter_of(row) for row in self._db.execute(_WAITING, (since, after, limit)).fetchall()]

    def sent(self, account_id: int, letter_id: int, now: int) -> None:
        self._db.execute(_SENT, (now, account_id, letter_id))

    def in_account(self, account_id: int, limit: int, *, before: int | None = None) -> Sequence[Letter]:
        older = _NEWEST if before is None else before
        return [_letter_of(row) for row in self._db.execute(_IN_ACCOUNT, (account_id, older, limit)).fetchall()]

    def of_user(self, user_id: int, limit: int) -> Sequence[Letter]:
        return [_letter_of(row) for row in self._db.execute(_OF_USER, (user_id, limit)).fetchall()]
