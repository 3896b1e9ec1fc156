"""The next id of every table."""

import sqlite3

_PREFIX = "last_id:"


class Counters:
    """Ids given out so far. INVARIANT: what `save` stored is never less than any id in a committed row.

    A transaction that fails leaves a gap: an id once given is never given again, so what is cached under it stays true.
    """

    def __init__(self, db: sqlite3.Connection) -> None:
        rows = db.execute("SELECT key, value FROM meta WHERE key GLOB 'last_id:*'").fetchall()
        self._last: dict[str, int] = {key.removeprefix(_PREFIX): value for key, value in rows}
        self._changed: set[str] = set()

    def next(self, table: str) -> int:
        """The next id of `table`, from 1."""
        last = self._last.get(table, 0) + 1
        self._last[table] = last
        self._changed.add(table)
        return last

    def saw(self, table: str, taken: int) -> None:
        """Go on above `taken`."""
        if taken > self._last.get(table, 0):
            self._last[table] = taken
            self._changed.add(table)

    def save(self, db: sqlite3.Connection) -> None:
        """Store what changed, inside the transaction that used it."""
        for table in self._changed:
            db.execute(
                "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value",
                (_PREFIX + table, self._last[table]),
            )

    def saved(self) -> None:
        """The transaction committed."""
        self._changed.clear()
