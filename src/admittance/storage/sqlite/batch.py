"""One transaction that holds many acts."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from admittance.storage.sqlite.audit import Pending
from admittance.storage.sqlite.connection import Connection
from admittance.storage.sqlite.counters import Counters
from admittance.storage.sqlite.memory import Changes, Memory
from admittance.storage.sqlite.sealing import Sealer
from admittance.storage.sqlite.sweeping import Sweeper
from admittance.storage.sqlite.transaction import SqliteTransaction
from admittance.usecases.ports import StoreUnavailable, Transaction

T = TypeVar("T")
_BEGIN = "BEGIN IMMEDIATE"
_COMMIT = "COMMIT"
_ROLLBACK = "ROLLBACK"
_LATEST = "SELECT value FROM meta WHERE key = 'latest_time'"
_SET_LATEST = "UPDATE meta SET value = ? WHERE key = 'latest_time'"


class Waiting:
    """An act and where its result goes. Plain and mutable: one is made for every write."""

    __slots__ = ("act", "error", "future", "loop", "result")

    def __init__(
        self, act: Callable[[Transaction], Any], future: asyncio.Future[Any], loop: asyncio.AbstractEventLoop
    ) -> None:
        self.act = act
        self.future = future
        self.loop = loop
        self.result: Any = None
        self.error: BaseException | None = None

    def resolve(self) -> None:
        """Tell the caller; on the caller's loop."""
        if self.future.done():
            return
        if self.error is None:
            self.future.set_result(self.result)
        else:
            self.future.set_exception(self.error)


class Batch:
    """Runs acts and commits them. Used by one thread at a time; never by two at once."""

    def __init__(self, db: Connection, audit_key: bytes, now: Callable[[], int]) -> None:
        self._db = db
        self._now = now
        self._entries: list[Pending] = []
        self.latest: int = db.execute(_LATEST).fetchone()[0]
        self._at = self.latest
        self.commits = 0
        """How many there have been since the server started. INVARIANT: counted before readers hear that what they
        remember is over, so that nobody remembers anew from a snapshot of before."""
        db.counters = self._counters = Counters(db)
        db.clock = self._time
        memory = Memory()
        self.changes = Changes(db, memory)
        self._transaction = SqliteTransaction(db, self._entries, memory)
        self._sealer = Sealer(db, audit_key)
        self._sweeper = Sweeper(db)

    def _time(self) -> int:
        # INVARIANT: time never runs back past what was committed (product section 5).
        return max(self._now(), self.latest)

    def run(self, batch: Sequence[Waiting]) -> None:
        """Run all acts in one transaction and seal their audit rows; `commit` follows. Errors go to their callers."""
        try:
            before = self._db.total_changes
            self._db.execute(_BEGIN)
            if not self._run_together(batch):
                self._roll_back()
                self._db.execute(_BEGIN)
                self._run_apart(batch)
            if self._entries or self._db.total_changes != before:
                self._seal()
        except sqlite3.Error as problem:
            self._fail(batch, problem)

    def _run_together(self, batch: Sequence[Waiting]) -> bool:
        """Run the acts without guards between them; False when one raised and all must be undone.

        Acts rarely raise: what a caller can cause is a value. So the guards, which cost a tenth of the throughput,
        are put up only when one has raised, and the acts run again.
        """
        for waiting in batch:
            if waiting.future.cancelled():
                continue
            try:
                waiting.result = waiting.act(self._transaction)
                self._transaction.people.check_super_admins()
            except Exception:  # why: whatever it is, `_run_apart` meets it again and gives it to its caller
                return False
        return True

    def _run_apart(self, batch: Sequence[Waiting]) -> None:
        """Run each act under a savepoint: one that raises leaves nothing behind, its audit entries included."""
        for waiting in batch:
            if waiting.future.cancelled():
                continue
            entries = len(self._entries)
            self._db.execute("SAVEPOINT act")
            try:
                waiting.result = waiting.act(self._transaction)
                self._transaction.people.check_super_admins()
            except Exception as problem:  # why: it belongs to this caller, and to no other of the batch
                del self._entries[entries:]
                self._transaction.people.forget_changes()
                waiting.result, waiting.error = None, problem
                if not self._db.in_transaction:  # SQLite gave up the whole transaction: disk full, I/O error
                    raise
                self._db.execute("ROLLBACK TO act")
                self.changes.partly_undone()
            self._db.execute("RELEASE act")

    def _seal(self, *, ending: bool = False) -> None:
        self._at = self._time()
        self._sealer.write(self._entries, self._at, ending=ending)
        self._counters.save(self._db)
        self._db.execute(_SET_LATEST, (self._at,))

    def commit(self, batch: Sequence[Waiting]) -> None:
        """Make what `run` did durable. If that fails, every act of the batch fails and nothing of it happened."""
        if not self._db.in_transaction:
            return
        try:
            self._db.execute(_COMMIT)
        except sqlite3.Error as problem:
            self._fail(batch, problem)
            return
        self._settle()

    def _settle(self) -> None:
        self._entries.clear()
        self.commits += 1
        self.changes.settled()
        self.latest = self._at
        self._counters.saved()
        self._sealer.committed()

    def _fail(self, batch: Sequence[Waiting], problem: BaseException) -> None:
        self._roll_back()
        for waiting in batch:
            waiting.result = None
            waiting.error = StoreUnavailable(f"the database could not commit: {problem}")
            waiting.error.__cause__ = problem

    def abandon(self, batch: Sequence[Waiting], problem: BaseException) -> None:
        """Give the batch up after something that is no act's error, such as an interrupt."""
        self._fail(batch, problem)

    def _roll_back(self) -> None:
        self._entries.clear()
        self._transaction.people.forget_changes()
        self._sealer.rolled_back()
        if self._db.in_transaction:
            self._db.execute(_ROLLBACK)
        self.changes.settled()

    def alone(self, act: Callable[[Transaction], T]) -> T:
        """Run and commit one act here and now, for programs without a queue. Its errors are raised."""
        try:
            self._db.execute(_BEGIN)
            result = act(self._transaction)
            self._transaction.people.check_super_admins()
            self._seal()
            self._db.execute(_COMMIT)
        except BaseException:  # why: whatever it is, nothing of the act may stay
            self._roll_back()
            raise
        self._settle()
        return result

    def tidy(self, *, idle: bool = True, ending: bool = False) -> None:
        """Between batches: sum up what the server's chain held back, and sweep out some of what expired."""
        at = self._time()
        summaries = self._sealer.summaries.due(at) or ending
        sweep = self._sweeper.due(idle=idle) and not ending
        if not summaries and not sweep:
            return
        try:
            before = self._db.total_changes
            self._db.execute(_BEGIN)
            if sweep:
                self._sweeper.sweep(at)
            if summaries or self._db.total_changes != before:
                self._seal(ending=ending)
        except sqlite3.Error as problem:
            self._fail((), problem)
        self.commit(())
