"""Who reads in one turn of the event loop shares a snapshot; nobody is shown less than what has been committed."""

import asyncio
import sqlite3
import time
from pathlib import Path

import pytest

from admittance.storage.places import database_in
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.ports import Transaction
from tests.storage import sample

pytestmark = pytest.mark.anyio
PATIENCE_S = 10.0


def _language(tx: Transaction) -> str | None:
    user = tx.people.user(1)
    assert user is not None
    return user.language


async def _found(store: SqliteStore) -> None:
    await store.write(sample.found)
    await store.write(lambda tx: tx.people.set_language(1, "en"))


async def test_a_commit_counts_within_the_turn(store: SqliteStore) -> None:
    """A read after a commit sees it, also where the same turn of the loop has read before."""
    await _found(store)
    change = asyncio.ensure_future(store.write(lambda tx: tx.people.set_language(1, "sv")))
    await asyncio.sleep(0)  # the act is queued
    await asyncio.sleep(0)  # the act has run; its commit is another thread's

    seen = [store.read(_language)]
    end = time.monotonic() + PATIENCE_S
    while seen[-1] != "sv" and time.monotonic() < end:
        time.sleep(0.001)  # noqa: ASYNC251 - the turn must not end
        seen.append(store.read(_language))

    assert seen[-1] == "sv"
    assert not change.done(), "the loop has had no turn to tell"
    await change


async def test_no_snapshot_outlives_its_turn(store: SqliteStore, tmp_path: Path) -> None:
    """However much was read, the log can be folded into the database as a whole: it does not grow without end."""
    await _found(store)
    assert [store.read(_language) for _ in range(3)] == ["en"] * 3
    await asyncio.sleep(0)

    await store.write(lambda tx: tx.people.set_language(1, "sv"))

    other = sqlite3.connect(database_in(tmp_path))
    try:
        blocked, in_log, folded = other.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    finally:
        other.close()
    assert (blocked, in_log, folded) == (0, 0, 0)


async def test_a_look_that_raises_leaves_the_next_one_whole(store: SqliteStore) -> None:
    """Its error is the caller's; others of the turn read on."""
    await _found(store)

    def fail(tx: Transaction) -> None:
        _language(tx)
        raise LookupError

    with pytest.raises(LookupError):
        store.read(fail)
    assert store.read(_language) == "en"
    await store.write(lambda tx: tx.people.set_language(1, "sv"))
    assert store.read(_language) == "sv"


async def test_threads_read_what_is_committed(store: SqliteStore) -> None:
    """A thread without a loop has a snapshot of its own for each look."""
    await _found(store)
    assert await asyncio.to_thread(store.read, _language) == "en"
    await store.write(lambda tx: tx.people.set_language(1, "sv"))
    assert await asyncio.to_thread(store.read, _language) == "sv"
