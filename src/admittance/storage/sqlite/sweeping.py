"""Removing what has expired, a little at a time. The audit is never swept.

No index on the expiry is kept, which every insert would pay for. Where rows expire in the order of their ids a sweep
takes the oldest; elsewhere it walks the table, each time a piece further.
"""

import time
from collections.abc import Sequence

from msgspec import Struct

from admittance.core import lifetimes
from admittance.storage.sqlite.connection import Connection

KEPT = lifetimes.DAY
"""How long an expired row stays: a replay within a day is still recognised, and an expired token still told from a
wrong one."""
AT_ONCE = 1000
"""Rows of one table in one sweep: a sweep takes a few milliseconds."""
BUSY_S = 1.0
"""Least time between sweeps while writes are waiting."""
WALK_S = 30.0
"""Least time between two pieces of a walk."""

# Codes, consent pages, access tokens and password links each live equally long. ?1: expired before this goes.
_IN_ORDER = tuple(
    (
        f"SELECT id, expires_at < ?1 FROM {table} ORDER BY id LIMIT {AT_ONCE}",
        f"DELETE FROM {table} WHERE id <= ?2 AND expires_at < ?1",
    )
    for table in ("access_tokens", "codes", "consents", "resets")
)


class _Walk(Struct, frozen=True):
    """A table whose rows expire in any order. ?1: expired before this goes; ?2: keys after this; ?3: up to this."""

    table: str
    key: str
    over: str
    start: int | bytes

    @property
    def last(self) -> str:
        """The last key of the next piece."""
        piece = f"SELECT {self.key} FROM {self.table} WHERE {self.key} > ?1 ORDER BY {self.key} LIMIT {AT_ONCE}"
        return f"SELECT max({self.key}), count(*) FROM ({piece})"

    @property
    def drop(self) -> str:
        """Remove what is over in the piece."""
        return f"DELETE FROM {self.table} WHERE {self.key} > ?2 AND {self.key} <= ?3 AND ({self.over})"


_IDLE, _TOTAL = lifetimes.SESSION_IDLE, lifetimes.SESSION_TOTAL
_WALKS = (
    _Walk("refresh_tokens", "id", "spent_at IS NOT NULL AND expires_at < ?1", 0),
    _Walk("sessions", "id", f"seen_at < ?1 - {_IDLE} OR created_at < ?1 - {_TOTAL}", 0),
    _Walk("spent_proofs", "proof", "expires_at < ?1", b""),
)


class Sweeper:
    """Remembers where each walk stands."""

    def __init__(self, db: Connection, walks: Sequence[_Walk] = _WALKS) -> None:
        self._db = db
        self._walks = [(walk, walk.last, walk.drop) for walk in walks]
        self._at: list[int | bytes] = [walk.start for walk in walks]
        self._next = self._next_walk = time.monotonic() + WALK_S

    def due(self, *, idle: bool) -> bool:
        """Whether it is time for the next sweep: when there is nothing else to do, or when it was long ago."""
        return time.monotonic() >= (self._next if idle else self._next + BUSY_S)

    def sweep(self, now: int) -> None:
        """Remove some of what expired more than `KEPT` before `now`, inside the open transaction."""
        before = now - KEPT
        more = [self._oldest(look, drop, before) for look, drop in _IN_ORDER]
        if time.monotonic() >= self._next_walk:
            more += [self._piece(number, before) for number in range(len(self._walks))]
            self._next_walk = time.monotonic() + WALK_S
        self._next = time.monotonic() + (0.0 if any(more) else WALK_S)

    def _oldest(self, look: str, drop: str, before: int) -> bool:
        """Whether there may be more."""
        last = None
        rows = self._db.execute(look, (before,)).fetchall()
        for row_id, over in rows:
            if not over:
                break
            last = row_id
        if last is None:
            return False
        self._db.execute(drop, (before, last))
        return bool(last == rows[-1][0])

    def _piece(self, number: int, before: int) -> bool:
        """Whether the walk is under way."""
        walk, look, drop = self._walks[number]
        last, count = self._db.execute(look, (self._at[number],)).fetchone()
        if count:
            self._db.execute(drop, (before, self._at[number], last))
        under_way: bool = count == AT_ONCE
        self._at[number] = last if under_way else walk.start
        return under_way
