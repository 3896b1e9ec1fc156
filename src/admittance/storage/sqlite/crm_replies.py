"""Idempotency keys."""

from admittance.core import lifetimes
from admittance.storage.sqlite.connection import Database
from admittance.usecases.crm_ports import KeptReply

_KEPT = "SELECT record_id, request FROM crm_replies WHERE account_id = ? AND app_id = ? AND key = ? AND kept_at > ?"
_KEEP = (
    "INSERT OR REPLACE INTO crm_replies (account_id, app_id, key, record_id, request, kept_at)"
    " VALUES (?, ?, ?, ?, ?, ?)"
)
# A few old ones with each new one: they are gone as fast as they come, and no write waits for many.
_FORGET = (
    "DELETE FROM crm_replies WHERE (account_id, app_id, key) IN"
    " (SELECT account_id, app_id, key FROM crm_replies WHERE kept_at <= ? ORDER BY kept_at LIMIT 4)"
)


class SqliteReplies:
    """See `crm_ports.Replies`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def kept(self, account_id: int, app_id: int, key: bytes, now: int) -> KeptReply | None:
        row = self._db.execute(_KEPT, (account_id, app_id, key, now - lifetimes.IDEMPOTENCY_KEY)).fetchone()
        return None if row is None else KeptReply(row[0], row[1])

    def keep(self, account_id: int, app_id: int, key: bytes, reply: KeptReply, now: int) -> None:
        self._db.execute(_FORGET, (now - lifetimes.IDEMPOTENCY_KEY,))
        self._db.execute(_KEEP, (account_id, app_id, key, reply.record_id, reply.request, now))
