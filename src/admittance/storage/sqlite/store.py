"""The `Store` over SQLite."""

import asyncio
import sqlite3
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from admittance.storage.lock import DirectoryLock
from admittance.storage.sqlite.batch import Batch
from admittance.storage.sqlite.connection import Connection, connect_reader
from admittance.storage.sqlite.group_commit import GroupCommit
from admittance.storage.sqlite.memory import Memory
from admittance.storage.sqlite.transaction import SqliteTransaction
from admittance.usecases.ports import StoreUnavailable, TooLong, Transaction

T = TypeVar("T")
LONG_READS = 2
"""At once: each has a connection of its own, and there are few cores to share."""

MOST_STEPS = 400_000_000
"""Instructions of SQLite's machine that a long read may take: some ten seconds of one core."""
STEPS_AT_ONCE = 100_000
"""Between two looks at how many they were."""


class _Reader(threading.local):
    """One connection for each thread that reads."""

    db: Connection | None = None
    transaction: SqliteTransaction
    memory: Memory
    version: int
    """The version of `Changes` that the memory is of."""
    snapshot: int | None = None
    """How many commits there had been when the snapshot was taken that is still open; None where none is."""


class SqliteStore:
    """See `ports.Store`. Open one with `opening.open_store`."""

    def __init__(self, path: Path, writer: Connection, batch: Batch, lock: DirectoryLock) -> None:
        self._path = path
        self._writer = writer
        self._batch = batch
        self._changes = batch.changes
        self._lock = lock
        self._group = GroupCommit(batch)
        self._reader = _Reader()
        self._readers: list[Connection] = []
        self._closed = False
        self.most_steps = MOST_STEPS
        self._apart = ThreadPoolExecutor(LONG_READS, thread_name_prefix="read")

    def read(self, look: Callable[[Transaction], T]) -> T:
        """Run `look` on a snapshot, on this thread: a point read is cheaper than a change of threads."""
        reader = self._reader
        db = reader.db
        if db is None or self._closed:
            db = self._new_reader()
        version = self._changes.version
        loop = _running_loop()
        fresh = version & 1 or version != reader.version or loop is None
        if fresh:
            reader.memory.empty()
            reader.version = version
        if reader.snapshot != self._batch.commits:
            self._take_snapshot(reader, loop)
        try:
            found = look(reader.transaction)
        finally:
            if loop is None:
                self._leave_snapshot(reader)
        # INVARIANT: what is remembered and what is read are of one moment. Acts run on the loop and so never between
        # two reads of a `look` there; should a second loop have let one in, the look is taken again.
        return found if fresh or self._changes.version == version else self.read(look)

    def _take_snapshot(self, reader: _Reader, loop: asyncio.AbstractEventLoop | None) -> None:
        """Begin to read what is committed now. On a loop everybody who reads in this turn of it shares the snapshot, as
        long as nothing is committed meanwhile; elsewhere it is the caller's own.
        """
        assert reader.db is not None
        leave = reader.snapshot is None and loop is not None
        self._leave_snapshot(reader)
        # INVARIANT: counted before the snapshot is taken, so that it is never older than it says.
        commits = self._batch.commits
        reader.db.execute("BEGIN")
        reader.snapshot = commits
        if leave and loop is not None:
            # An open snapshot keeps the log from being folded into the database, so none outlives the turn.
            loop.call_soon(self._leave_snapshot, reader)

    def _leave_snapshot(self, reader: _Reader) -> None:
        if reader.snapshot is not None and reader.db is not None and not self._closed:
            reader.snapshot = None
            reader.db.execute("ROLLBACK")

    def _new_reader(self) -> Connection:
        if self._closed:
            raise StoreUnavailable("the database is closed")
        try:
            db = connect_reader(self._path)
        except sqlite3.Error as problem:
            raise StoreUnavailable(f"the database can't be read: {problem}") from problem
        self._readers.append(db)
        self._reader.db = db
        self._reader.memory = Memory()
        self._reader.version = self._changes.version
        self._reader.transaction = SqliteTransaction(db, None, self._reader.memory)
        return db

    async def read_apart(self, look: Callable[[Transaction], T]) -> T | TooLong:
        """Run `look` on a snapshot, on another thread, for at most `most_steps`."""
        if self._closed:
            raise StoreUnavailable("the database is closed")
        return await asyncio.get_running_loop().run_in_executor(self._apart, self._read_within, look)

    def _read_within(self, look: Callable[[Transaction], T]) -> T | TooLong:
        db = self._reader.db
        if db is None or self._closed:
            db = self._new_reader()
        piece = min(STEPS_AT_ONCE, self.most_steps)
        left = self.most_steps // piece

        def over() -> bool:
            nonlocal left
            left -= 1
            return left == 0  # and never again: the rollback has to go through

        db.set_progress_handler(over, piece)
        try:
            return self.read(look)
        except sqlite3.OperationalError as problem:
            if problem.sqlite_errorcode != sqlite3.SQLITE_INTERRUPT:
                raise
            return TooLong()
        finally:
            db.set_progress_handler(None, 0)

    async def write(self, act: Callable[[Transaction], T]) -> T:
        """Run `act` in the next group commit."""
        return await self._group.write(act)

    def latest_time(self) -> int:
        """The latest time ever committed, in ms."""
        return self._batch.latest

    async def close(self) -> None:
        """Commit what waits, fold the log into the database, and let another server in."""
        await self._group.close()
        if self._closed:
            return
        self._closed = True
        await asyncio.to_thread(self._apart.shutdown, cancel_futures=True)
        for reader in self._readers:
            reader.close()
        self._writer.close()
        self._lock.release()


def _running_loop() -> asyncio.AbstractEventLoop | None:
    try:
        return asyncio.get_running_loop()
    except RuntimeError:
        return None
