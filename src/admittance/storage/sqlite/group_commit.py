"""Many acts, one commit: what waits while one commit is on its way to the disk goes into the next.

An act's statements are quick and the commit's fsync is slow, so the two run in different threads: acts on the event
loop of the first caller that waits, where they contend with nobody for the interpreter, and each commit in the
committer's thread, while the loop reads and writes sockets. Decision 20 has the numbers.

One turn belongs to one thread at a time:  IDLE -> CALLED -> RUNNING (acts) -> RUNNING (commit) -> CALLED | IDLE.
"""

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from enum import Enum
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from admittance.storage.sqlite.batch import Batch, Waiting
from admittance.usecases.ports import StoreUnavailable, Transaction

T = TypeVar("T")
LARGEST_BATCH = 64
IDLE_S = 1.0


class _State(Enum):
    IDLE = 0
    CALLED = 1
    RUNNING = 2


class GroupCommit:
    """The queue of acts in front of the one writing connection."""

    def __init__(self, batch: Batch) -> None:
        self._batch = batch
        self._lock = threading.Lock()
        self._waiting: deque[Waiting] = deque()
        self._state = _State.IDLE
        self._called: asyncio.AbstractEventLoop | None = None
        self._closed = False
        self._to_commit: SimpleQueue[list[Waiting] | None] = SimpleQueue()
        self._committer = threading.Thread(target=self._commit_all, name="committer", daemon=True)
        self._committer.start()

    async def write(self, act: Callable[[Transaction], T]) -> T:
        """Run `act` in the next turn; return when it is durable."""
        return await self._queue(act, last=False)

    def _queue(self, act: Callable[[Transaction], T], *, last: bool) -> "asyncio.Future[T]":
        loop = asyncio.get_running_loop()
        future: asyncio.Future[T] = loop.create_future()
        with self._lock:
            if self._closed:
                raise StoreUnavailable("the database is closed")
            self._closed = last
            self._waiting.append(Waiting(act, future, loop))
            call = self._state is _State.IDLE or (self._state is _State.CALLED and self._deserted())
            if call:
                self._state, self._called = _State.CALLED, loop
        if call:
            loop.call_soon(self._turn, loop)
        return future

    def _deserted(self) -> bool:
        """Whether the loop that was asked to take the turn was closed before it did."""
        return self._called is not None and self._called.is_closed()

    def _turn(self, called: asyncio.AbstractEventLoop | None) -> None:
        with self._lock:
            if self._state is not _State.CALLED or self._called is not called:
                return
            self._state = _State.RUNNING
            batch = [self._waiting.popleft() for _ in range(min(len(self._waiting), LARGEST_BATCH))]
        try:
            self._batch.run(batch)
        except BaseException as problem:  # why: an interrupt must not leave the others waiting for ever
            self._batch.abandon(batch, problem)
            raise
        finally:
            self._to_commit.put(batch)

    def _commit_all(self) -> None:
        while True:
            try:
                batch = self._to_commit.get(timeout=IDLE_S)
            except Empty:
                self._idle()
                continue
            if batch is None:
                self._batch.tidy(ending=True)
                return
            try:
                self._batch.commit(batch)
                self._batch.tidy(idle=False)
            except Exception as problem:  # why: without this thread every later write would wait for ever
                self._batch.abandon(batch, problem)
            self._deliver(batch)

    def _idle(self) -> None:
        with self._lock:
            if self._state is not _State.IDLE:
                return
            self._state = _State.RUNNING
        self._batch.tidy()
        self._deliver([])

    def _deliver(self, batch: list[Waiting]) -> None:
        """Hand out the results and let the next turn begin, with one call for each loop."""
        by_loop: dict[asyncio.AbstractEventLoop, list[Waiting]] = {}
        for waiting in batch:
            by_loop.setdefault(waiting.loop, []).append(waiting)
        with self._lock:
            following = self._waiting[0].loop if self._waiting else None
            self._state = _State.IDLE if following is None else _State.CALLED
            self._called = following
        if following is not None:
            by_loop.setdefault(following, [])
        for loop, theirs in by_loop.items():
            if not _call(loop, self._go_on, loop, theirs) and loop is following:
                self._turn(loop)  # its loop is closed, and others may wait behind it

    def _go_on(self, loop: asyncio.AbstractEventLoop, batch: list[Waiting]) -> None:
        for waiting in batch:
            waiting.resolve()
        self._turn(loop)

    async def close(self) -> None:
        """Commit what waits, then stop. Later writes raise `StoreUnavailable`."""
        if not self._closed:
            await self._queue(_nothing, last=True)  # first in, first out: whatever waited before is committed
            self._to_commit.put(None)
        await asyncio.get_running_loop().run_in_executor(None, self._committer.join)


def _nothing(_: Transaction) -> None:
    """An act that does nothing."""


def _call(loop: asyncio.AbstractEventLoop, function: Callable[..., Any], *arguments: Any) -> bool:
    """Have `loop` call `function`; False when it was closed."""
    try:
        loop.call_soon_threadsafe(function, *arguments)
    except RuntimeError:
        return False
    return True
