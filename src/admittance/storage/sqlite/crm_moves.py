"""Links that are still on their way: of a record that was merged into another, or archived, and had many of them.

Moving fifty thousand links takes seconds, and everybody waits for a write. So such a record is noted with the one that
takes its links over, none where they end, and a few of them are worked off at a time (decision 0034).

INVARIANT: whoever looks sees all of them moved from the first moment on. A noted record is archived: it is nobody's far
end, and what it was linked with reads as linked with the record noted beside it. A chain is never longer than one step.
"""

from collections.abc import Mapping, Sequence

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_rows import ACCOUNT_SHIFT
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES

AT_ONCE = 100
"""Links of one record that are worked off where they come up; of a batch of a hundred records ten thousand."""

_INTO = "SELECT row, into_row FROM crm_moves WHERE into_row >= ? AND into_row < ?"
_NOTED = "SELECT 1 FROM crm_moves WHERE row = ?"
_NOTE = "INSERT INTO crm_moves (row, into_row) VALUES (?, ?)"
_FOLLOW = "UPDATE crm_moves SET into_row = ? WHERE into_row = ?"
_DONE = "DELETE FROM crm_moves WHERE row = ?"
_NEXT = "SELECT row, into_row FROM crm_moves WHERE row > ? ORDER BY row LIMIT 1"
_LINKS = (
    "SELECT a.target, a.type_id, m.row, m.into_row FROM crm_associations a LEFT JOIN crm_moves m ON m.row = a.target"
    " WHERE a.origin = ? LIMIT ?"
)
_END = "DELETE FROM crm_associations WHERE origin = ? AND target = ? AND type_id = ?"
_ADD = "INSERT INTO crm_associations (origin, target, type_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING"
_PART = "DELETE FROM crm_associations WHERE origin = ? AND target = ?"


class Moves:
    """The records whose links are on their way."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def into(self, account_id: int) -> Mapping[int, int]:
        """Row ids of the account's merged records with links left, and of those that take them over."""
        bounds = (account_id << ACCOUNT_SHIFT, (account_id + 1) << ACCOUNT_SHIFT)
        return dict(self._db.execute(_INTO, bounds).fetchall())

    def hand_over(self, row: int, into_row: int) -> None:
        """Every link of the one is the other's from now on, but for those between the two."""
        for one in (row, *self._into(row)):
            self._db.execute(_PART, (one, into_row))
            self._db.execute(_PART, (into_row, one))
        self._db.execute(_FOLLOW, (into_row, row))
        self._begin(row, into_row)

    def end(self, row: int) -> None:
        """End every link of the record, unless they were handed over."""
        if self._db.execute(_NOTED, (row,)).fetchone() is None:
            self._db.execute(_FOLLOW, (None, row))
            self._begin(row, None)

    def any(self) -> bool:
        """Whether anything is on its way."""
        return self._db.execute(_NEXT, (0,)).fetchone() is not None

    def work_off(self, after: int, limit: int) -> int | None:
        """Move, or end, at most `limit` links of the first record behind `after`; which it was, None for none."""
        found = self._db.execute(_NEXT, (after,)).fetchone()
        if found is None:
            return None
        row, into_row = found
        if not self._piece(row, into_row, limit):
            self._db.execute(_DONE, (row,))
        return int(row)

    def _into(self, row: int) -> Sequence[int]:
        return [noted for noted, _ in self._db.execute(_INTO, (row, row + 1)).fetchall()]

    def _begin(self, row: int, into_row: int | None) -> None:
        if self._piece(row, into_row, AT_ONCE):
            self._db.execute(_NOTE, (row, into_row))

    def _piece(self, row: int, into_row: int | None, limit: int) -> bool:
        """Whether there are more than `limit`."""
        links = self._db.execute(_LINKS, (row, limit + 1)).fetchall()
        ended: list[tuple[int, int, int]] = []
        made: list[tuple[int, int, int]] = []
        for target, type_id, noted, target_into in links[:limit]:
            inverse = ASSOCIATION_TYPES[type_id].inverse
            ended += ((row, target, type_id), (target, row, inverse))
            far = target if noted is None else target_into
            if into_row is not None and far is not None and far != into_row:
                made += ((into_row, far, type_id), (far, into_row, inverse))
        self._db.executemany(_END, ended)
        self._db.executemany(_ADD, made)
        return len(links) > limit
