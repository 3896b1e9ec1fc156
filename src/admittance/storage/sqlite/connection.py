"""A SQLite connection with what the groups of a transaction need besides SQL."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Protocol

from admittance.storage.sqlite.counters import Counters
from admittance.usecases.crm.properties import compared_text

CACHED_STATEMENTS = 512


class Database(Protocol):
    """What a group is built on: `Group(database)`. Every statement is a constant string, so each is prepared once."""

    def execute(self, sql: str, parameters: Sequence[Any] = (), /) -> sqlite3.Cursor: ...
    def executemany(self, sql: str, parameters: Iterable[Sequence[Any]], /) -> sqlite3.Cursor: ...
    def next_id(self, table: str) -> int:
        """The next id of `table`, rising through all accounts; never given twice, also after a restart."""

    def saw_id(self, table: str, taken: int) -> None:
        """Someone chose the id `taken` themselves: `next_id` goes on above it."""

    def now(self) -> int:
        """The server's time, for what a call changes without being told one."""


class Connection(sqlite3.Connection):
    """A `Database`. `counters` is None on a reader."""

    counters: Counters | None = None
    clock: Callable[[], int] | None = None

    def next_id(self, table: str) -> int:
        """The next id of `table`."""
        if self.counters is None:
            raise sqlite3.OperationalError("attempt to write in a read")
        return self.counters.next(table)

    def saw_id(self, table: str, taken: int) -> None:
        """Go on above `taken`."""
        if self.counters is None:
            raise sqlite3.OperationalError("attempt to write in a read")
        self.counters.saw(table, taken)

    def now(self) -> int:
        """The server's time."""
        if self.clock is None:
            raise sqlite3.OperationalError("attempt to write in a read")
        return self.clock()


LOCKED_S = 1.0
"""How long to wait for another program that holds a lock. None should: the directory has one owner."""
WRITER_CACHE_KIB = 24 * 1024
READER_CACHE_KIB = 4 * 1024
"""No mmap: each commit makes readers map anew, and a read after a write took half as long again."""
WAL_PAGES = 2000
"""The log is folded into the database when it is longer than this (8 MB)."""


def connect_writer(path: Path) -> Connection:
    """The connection that all writes go through. Raises sqlite3.Error."""
    db = _connect(path, "rwc")
    # INVARIANT: an acknowledged commit survives a power loss. NORMAL would lose the newest ones in WAL mode.
    db.execute("PRAGMA journal_mode = WAL")
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA foreign_keys = ON")
    db.execute(f"PRAGMA cache_size = -{WRITER_CACHE_KIB}")
    db.execute(f"PRAGMA wal_autocheckpoint = {WAL_PAGES}")
    db.execute("PRAGMA journal_size_limit = 67108864")
    return db


def connect_reader(path: Path) -> Connection:
    """A connection that can't change anything; also beside a running server. Raises sqlite3.Error."""
    db = _connect(path, "rw")
    db.execute("PRAGMA query_only = ON")
    db.execute(f"PRAGMA cache_size = -{READER_CACHE_KIB}")
    return db


def _connect(path: Path, mode: str) -> Connection:
    db = sqlite3.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=CACHED_STATEMENTS,
        factory=Connection,
        timeout=LOCKED_S,
    )
    # What filters see of a record's own value, where the index of values is not what a search goes by.
    db.create_function("compared", 2, compared_text, deterministic=True)
    db.execute("PRAGMA temp_store = MEMORY")
    db.execute("PRAGMA trusted_schema = OFF")
    return db
