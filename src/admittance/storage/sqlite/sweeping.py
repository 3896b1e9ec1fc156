"""Removing what has expired, a little at a time. The audit is never swept.

Tables are walked in key order from where the last sweep stopped, so no index on the expiry is needed, which every
insert would pay for.
"""

import time
from typing import Any

from msgspec import Struct

from admittance.core import lifetimes
from admittance.storage.sqlite.connection import Connection

EVERY_S = 30.0
AT_ONCE = 200
"""Rows looked at per table and sweep: a sweep takes a few milliseconds."""

KEPT = lifetimes.DAY
"""How long an expired row stays: a replay within a day is still recognised, and an expired token still told from a
wrong one."""


class _Table(Struct, frozen=True):
    """`look` lists the next keys after one, each with whether it may go, given the time; `drop` removes one key."""

    look: str
    drop: str
    start: tuple[Any, ...]


def _tenant(table: str, over: str) -> _Table:
    look = (
        f"SELECT account_id, id, {over} FROM {table} WHERE (account_id, id) > (?1, ?2)"
        f" ORDER BY account_id, id LIMIT {AT_ONCE}"
    )
    return _Table(look, f"DELETE FROM {table} WHERE account_id = ? AND id = ?", (-1, 0))


def _own(table: str, over: str) -> _Table:
    look = f"SELECT id, {over} FROM {table} WHERE id > ?1 ORDER BY id LIMIT {AT_ONCE}"
    return _Table(look, f"DELETE FROM {table} WHERE id = ?", (0,))


# ?3 and on: the time before which an expiry is long enough past.
_TABLES = (
    _tenant("access_tokens", "expires_at < ?3"),
    _tenant("refresh_tokens", "spent_at IS NOT NULL AND expires_at < ?3"),
    _tenant("codes", "expires_at < ?3"),
    _tenant("consents", "expires_at < ?3"),
    _own("resets", "expires_at < ?3"),
    _own("sessions", f"seen_at < ?3 - {lifetimes.SESSION_IDLE} OR created_at < ?3 - {lifetimes.SESSION_TOTAL}"),
    _Table(
        f"SELECT proof, expires_at < ?3 FROM spent_proofs WHERE proof > ?1 ORDER BY proof LIMIT {AT_ONCE}",
        "DELETE FROM spent_proofs WHERE proof = ?",
        (b"",),
    ),
)


class Sweeper:
    """Remembers where each table's walk stands."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        self._at = [table.start for table in _TABLES]
        self._next = time.monotonic() + EVERY_S

    def due(self) -> bool:
        """Whether it is time for the next piece."""
        return time.monotonic() >= self._next

    def sweep(self, now: int) -> None:
        """Remove expired rows among the next few of every table, inside the open transaction."""
        full = [self._piece(number, table, now - KEPT) for number, table in enumerate(_TABLES)]
        # While there is much to look at, go on soon; `tidy` is only called between batches.
        self._next = time.monotonic() + (0.0 if any(full) else EVERY_S)

    def _piece(self, number: int, table: _Table, before: int) -> bool:
        after = self._at[number]
        rows = self._db.execute(table.look, (after[0], after[-1], before)).fetchall()
        for *key, over in rows:
            if over:
                self._db.execute(table.drop, key)
        whole = len(rows) == AT_ONCE
        self._at[number] = rows[-1][:-1] if whole else table.start
        return whole
