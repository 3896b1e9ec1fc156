"""What a restore keeps of the database that it replaces: whatever took someone's access away, or changed a secret."""

import sqlite3
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from admittance.storage.sqlite.connection import connect_writer

# Ids of another server's backup prove nothing: a row is the same person or app only if it was made at the same moment.
_READ = {
    "users": "SELECT id, created_at FROM users WHERE NOT active",
    "passwords": "SELECT password_hash, id, created_at FROM users",
    "memberships": "SELECT account_id, user_id, created_at FROM memberships WHERE NOT active",
    "apps": "SELECT id, created_at FROM apps WHERE NOT enabled",
    "secrets": "SELECT secret_digest, id, created_at FROM apps",
    "old_secrets": (
        "SELECT old_secret_digest, old_secret_until, secret_replaced_at, secret_version, id, created_at FROM apps"
    ),
}
_SINCE = {"old_secrets": 18}
"""The first version of the tables that can answer; before that there was nothing of the kind."""
_APPLY = {
    "users": "UPDATE users SET active = 0 WHERE id = ? AND created_at = ?",
    "passwords": "UPDATE users SET password_hash = ? WHERE id = ? AND created_at = ?",
    "memberships": "UPDATE memberships SET active = 0 WHERE account_id = ? AND user_id = ? AND created_at = ?",
    "apps": "UPDATE apps SET enabled = 0 WHERE id = ? AND created_at = ?",
    "secrets": "UPDATE apps SET secret_digest = ? WHERE id = ? AND created_at = ?",
    "old_secrets": (
        "UPDATE apps SET old_secret_digest = ?, old_secret_until = ?, secret_replaced_at = ?, secret_version = ?"
        " WHERE id = ? AND created_at = ?"
    ),
}
_META = "SELECT key, value FROM meta"


class Replaced(Struct, frozen=True):
    """The part of the replaced database that outlives it. `last_ids` keeps ids from being given a second time."""

    epoch: int = 0
    latest_time: int = 0
    last_ids: Mapping[str, int] = {}
    rows: Mapping[str, list[tuple[Any, ...]]] = {}

    def apply(self, db: sqlite3.Connection) -> None:
        """Carry it over, inside the restoring transaction."""
        for what, rows in self.rows.items():
            db.executemany(_APPLY[what], rows)


NOTHING_KNOWN = Replaced()


def read_replaced(database: Path) -> Replaced:
    """Read it, folding its log into it; `NOTHING_KNOWN` where there is none or it can't be read."""
    if not database.is_file():
        return NOTHING_KNOWN
    try:
        db = connect_writer(database)
    except sqlite3.Error:
        return NOTHING_KNOWN
    try:
        meta = dict(db.execute(_META).fetchall())
        tables = meta.get("schema", 0)
        asked = {what: statement for what, statement in _READ.items() if tables >= _SINCE.get(what, 0)}
        rows = {what: db.execute(statement).fetchall() for what, statement in asked.items()}
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    except sqlite3.Error:
        return NOTHING_KNOWN
    finally:
        db.close()
    last_ids = {key: value for key, value in meta.items() if key.startswith("last_id:")}
    return Replaced(meta.get("epoch", 0), meta.get("latest_time", 0), last_ids, rows)
