"""Mail to addresses that are no user's."""

from collections.abc import Sequence

from admittance.storage.sqlite.connection import Database
from admittance.usecases.developer_ports import OutsideLetter

_COLUMNS = "id, key, address, subject, body, written_at, sent_at"
_KNOWN = "SELECT 1 FROM outside_letters WHERE key = ?"
_WRITE = f"INSERT INTO outside_letters ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, NULL)"
_WAITING = (
    f"SELECT {_COLUMNS} FROM outside_letters WHERE sent_at IS NULL AND written_at >= ? AND id > ? ORDER BY id LIMIT ?"
)
_SENT = "UPDATE outside_letters SET sent_at = ? WHERE id = ? AND sent_at IS NULL"


class SqliteOutsideMail:
    """See `developer_ports.OutsideMail`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def write(self, key: str, address: str, subject: str, body: str, now: int) -> bool:
        if self._db.execute(_KNOWN, (key,)).fetchone() is not None:
            return False
        self._db.execute(_WRITE, (self._db.next_id("outside_letters"), key, address, subject, body, now))
        return True

    def waiting(self, limit: int, *, since: int = 0, after: int = 0) -> Sequence[OutsideLetter]:
        rows = self._db.execute(_WAITING, (since, after, limit)).fetchall()
        return [
            OutsideLetter(
                id=row[0], key=row[1], address=row[2], subject=row[3], body=row[4], written_at=row[5], sent_at=row[6]
            )
            for row in rows
        ]

    def sent(self, letter_id: int, now: int) -> None:
        self._db.execute(_SENT, (now, letter_id))
