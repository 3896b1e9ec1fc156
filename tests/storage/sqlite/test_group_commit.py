"""The queue in front of the writer: several loops, loops that go away, failing commits."""

import asyncio
import sqlite3
import threading
from pathlib import Path

import pytest

from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.ports import StoreUnavailable, Transaction
from tests.storage import sample
from tests.storage.clock import MovableClock
from tests.storage.conftest import opened

pytestmark = pytest.mark.anyio


async def test_several_loops_share_one_writer(store: SqliteStore) -> None:
    """Callers on different event loops get their own answers, and all acts happen."""

    async def many(first: int) -> list[int]:
        return await asyncio.gather(*(store.write(lambda tx, n=n: _add(tx, n)) for n in range(first, first + 50)))

    def other_loop(first: int, into: list[int]) -> None:
        into.extend(asyncio.run(many(first)))

    answers: list[list[int]] = [[], [], []]
    threads = [threading.Thread(target=other_loop, args=(100 * n, answers[n])) for n in (1, 2)]
    for thread in threads:
        thread.start()
    answers[0] = await many(1)
    await asyncio.to_thread(lambda: [thread.join() for thread in threads])

    assert answers == [list(range(first, first + 50)) for first in (1, 100, 200)]
    assert len(store.read(lambda tx: tx.accounts.all())) == 150


def _add(tx: Transaction, number: int) -> int:
    tx.accounts.add(sample.account(number))
    return number


async def test_a_loop_that_went_away_holds_nobody_back(store: SqliteStore) -> None:
    """A write whose loop was closed before its turn does not stop the writes of other loops."""

    def abandon() -> None:
        loop = asyncio.new_event_loop()
        task = loop.create_task(store.write(lambda tx: _add(tx, 1)))
        loop.call_soon(loop.stop)
        loop.run_forever()  # the write is queued and its turn is called, but never runs
        task.cancel()
        loop.close()

    await asyncio.to_thread(abandon)

    async with asyncio.timeout(30):
        assert await store.write(lambda tx: _add(tx, 2)) == 2


async def test_a_failed_commit_fails_all_its_acts_and_no_later_one(store: SqliteStore, clock: MovableClock) -> None:
    """When the commit itself fails, every act of it hears so, nothing of it happened, and the store goes on."""
    await store.write(sample.found)
    clock.move(1000)
    before = store.latest_time()

    def unbound(tx: Transaction) -> None:
        # A membership in no account, checked at the commit instead of at once: the commit fails.
        store._writer.execute("PRAGMA defer_foreign_keys = ON")
        tx.people.put(sample.membership(99))

    def audited(tx: Transaction) -> int:
        tx.audit.append(1, AuditEntry(act=Act.PLAN_CHANGED))
        return tx.codes.add(sample.code()).id

    results = await asyncio.gather(
        store.write(audited), store.write(unbound), store.write(audited), return_exceptions=True
    )

    assert [type(result) for result in results] == [StoreUnavailable] * 3
    assert store.latest_time() == before
    assert store.read(lambda tx: (tx.codes.get(1, 1), tx.codes.get(1, 2), tx.audit.head(1).seq)) == (None, None, 0)
    code_id = await store.write(audited)
    assert store.read(lambda tx: tx.codes.get(1, code_id)) is not None
    assert store.read(lambda tx: tx.audit.head(1)).seq == 1


async def test_a_full_disk_is_said_and_survived(store: SqliteStore) -> None:
    """An act that meets a full disk fails with its batch; when there is room again the store works as before."""
    await store.write(sample.found)
    pages = store._writer.execute("PRAGMA page_count").fetchone()[0]
    store._writer.execute(f"PRAGMA max_page_count = {pages}")

    def large(tx: Transaction) -> None:
        for number in range(100, 400):
            tx.people.add(sample.user(number))

    with pytest.raises((StoreUnavailable, sqlite3.OperationalError), match="full"):
        await store.write(large)
    store._writer.execute("PRAGMA max_page_count = 1073741823")

    assert store.read(lambda tx: tx.people.user(100)) is None
    await store.write(large)
    assert store.read(lambda tx: tx.people.user(399)) is not None


async def test_an_interrupt_reaches_its_caller_and_leaves_the_store_whole(tmp_path: Path, clock: MovableClock) -> None:
    """Something that is no error of the act, such as an interrupt, undoes the turn and lets the next one come."""
    store = opened(tmp_path / "own", clock)

    def interrupted(tx: Transaction) -> None:
        tx.accounts.add(sample.account(5))
        raise KeyboardInterrupt

    def other_loop() -> None:
        with pytest.raises(KeyboardInterrupt):
            asyncio.run(store.write(interrupted))

    await asyncio.to_thread(other_loop)

    async with asyncio.timeout(30):
        assert await store.write(lambda tx: _add(tx, 1)) == 1
    assert [account.id for account in store.read(lambda tx: tx.accounts.all())] == [1]
    await store.close()


async def test_everyone_who_closes_waits_for_the_last_commit(store: SqliteStore, tmp_path: Path) -> None:
    """Closing twice at once closes once, after what waited is durable."""
    write = asyncio.create_task(store.write(lambda tx: _add(tx, 1)))
    await asyncio.sleep(0)

    await asyncio.gather(store.close(), store.close())

    assert write.done()
    await store.close()
    again = opened(tmp_path, MovableClock())
    assert again.read(lambda tx: len(tx.accounts.all())) == 1
    await again.close()


async def test_a_loop_that_goes_away_while_a_commit_is_under_way_holds_nobody_back(store: SqliteStore) -> None:
    """When the next turn's loop is closed by the time it comes, the committer takes the turn itself."""

    def abandon() -> None:
        loop = asyncio.new_event_loop()
        task = loop.create_task(store.write(lambda tx: _add(tx, 2)))
        loop.call_soon(loop.stop)
        loop.run_forever()
        task._log_destroy_pending = False  # type: ignore[attr-defined]  # left behind on purpose
        loop.close()

    def first(tx: Transaction) -> int:
        thread = threading.Thread(target=abandon)
        thread.start()
        thread.join()
        return _add(tx, 1)

    async with asyncio.timeout(30):
        assert await store.write(first) == 1
        assert await store.write(lambda tx: _add(tx, 3)) == 3
    assert [account.id for account in store.read(lambda tx: tx.accounts.all())] == [1, 2, 3]
