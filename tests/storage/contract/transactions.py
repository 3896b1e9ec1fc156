"""The contract: atomic, isolated, durable."""

import asyncio

import pytest

from admittance.usecases.ports import Store, StoreUnavailable, Transaction
from tests.storage import sample
from tests.storage.clock import MovableClock
from tests.storage.contract.fixtures import Reopen


class _WrongError(Exception):
    pass


def _names(tx: Transaction) -> list[str]:
    return [account.name for account in tx.accounts.all()]


async def test_an_act_that_raises_leaves_nothing(store: Store) -> None:
    """Rollback is the default: what an act did before it raised never happened, and its caller gets the error."""

    def act(tx: Transaction) -> None:
        tx.accounts.add(sample.account())
        raise _WrongError

    with pytest.raises(_WrongError):
        await store.write(act)

    assert store.read(_names) == []


async def test_an_act_sees_its_own_writes(store: Store) -> None:
    """Reads inside an act see what it has written so far."""

    def act(tx: Transaction) -> list[str]:
        tx.accounts.add(sample.account())
        return _names(tx)

    assert await store.write(act) == ["Account 1"]


async def test_acts_that_raise_take_nothing_from_their_neighbours(store: Store) -> None:
    """Acts that are committed together succeed and fail each for themselves."""

    def act(number: int, tx: Transaction) -> int:
        tx.accounts.add(sample.account(number))
        if number % 3 == 0:
            raise _WrongError(number)
        return number

    writes = [store.write(lambda tx, number=number: act(number, tx)) for number in range(1, 101)]
    results = await asyncio.gather(*writes, return_exceptions=True)

    kept = [number for number in range(1, 101) if number % 3]
    assert [result for result in results if isinstance(result, int)] == kept
    assert [int(str(result)) for result in results if isinstance(result, _WrongError)] == list(range(3, 101, 3))
    assert [account.id for account in store.read(lambda tx: tx.accounts.all())] == kept


async def test_a_write_inside_a_read_raises(store: Store) -> None:
    """A read can't change anything: not by adding, not by updating, not in the audit."""
    await store.write(sample.found)
    writes = [
        lambda tx: tx.accounts.add(sample.account(9)),
        lambda tx: tx.people.set_active(1, False),
        lambda tx: tx.codes.add(sample.code()),
        sample.connect,
    ]
    for write in writes:
        with pytest.raises(Exception, match="write"):
            store.read(write)

    assert store.read(_names) == ["Account 1", "Account 2"]
    assert await store.write(_names) == ["Account 1", "Account 2"]


async def test_a_read_sees_one_moment(store: Store) -> None:
    """A read is a snapshot: what is committed while it runs shows in the next one."""
    await store.write(sample.found)
    first, go_on = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()

    def look(tx: Transaction) -> tuple[list[str], list[str]]:
        before = _names(tx)
        loop.call_soon_threadsafe(first.set)
        asyncio.run_coroutine_threadsafe(go_on.wait(), loop).result(timeout=30)
        return before, _names(tx)

    reading = asyncio.create_task(asyncio.to_thread(store.read, look))
    await first.wait()
    await store.write(lambda tx: tx.accounts.add(sample.account(3)))
    go_on.set()

    before, after = await reading
    assert before == after == ["Account 1", "Account 2"]
    assert store.read(_names) == ["Account 1", "Account 2", "Account 3"]


async def test_what_is_written_is_read_at_once(store: Store) -> None:
    """A read that starts after a write returned sees it."""
    for number in range(1, 20):
        await store.write(lambda tx, number=number: tx.accounts.add(sample.account(number)))
        assert len(store.read(_names)) == number


async def test_everything_survives_a_restart(store: Store, reopen: Reopen) -> None:
    """What was committed is there when the database is opened again, and ids go on where they stopped."""
    await store.write(sample.found)
    await store.write(sample.connect)
    codes = [await store.write(lambda tx: tx.codes.add(sample.code())) for _ in range(3)]

    again = await reopen()

    assert again.read(lambda tx: tx.connections.live(1, 1, 1)) is not None
    code = await again.write(lambda tx: tx.codes.add(sample.code()))
    assert [one.id for one in [*codes, code]] == [1, 2, 3, 4]


async def test_ids_rise_without_gaps_while_nothing_fails(store: Store) -> None:
    """Ids of one table are given in turn through all accounts."""
    writes = [store.write(lambda tx, n=n: tx.codes.add(sample.code(1 + n % 2))) for n in range(100)]

    codes = await asyncio.gather(*writes)

    assert [code.id for code in codes] == list(range(1, 101))


async def test_an_id_of_a_failed_act_is_never_given_to_another_row(store: Store) -> None:
    """Whoever learned an id inside an act that failed can't meet another row under it."""
    seen: list[int] = []

    def act(tx: Transaction) -> None:
        seen.append(tx.codes.add(sample.code()).id)
        raise _WrongError

    with pytest.raises(_WrongError):
        await store.write(act)
    code = await store.write(lambda tx: tx.codes.add(sample.code()))

    assert code.id not in seen


async def test_time_never_runs_back_past_a_commit(store: Store, clock: MovableClock, reopen: Reopen) -> None:
    """`latest_time` is the time of the newest commit, also after a restart, and never falls when the clock does."""
    assert store.latest_time() == 0

    await store.write(lambda tx: tx.accounts.add(sample.account(1)))
    latest = clock.at
    assert store.latest_time() == latest
    clock.move(-5_000)
    await store.write(lambda tx: tx.accounts.add(sample.account(2)))

    assert store.latest_time() == latest
    again = await reopen()
    assert again.latest_time() == latest
    clock.move(10_000)
    await again.write(lambda tx: tx.accounts.add(sample.account(3)))
    assert again.latest_time() == latest + 5_000


async def test_closing_lets_what_waits_commit(store: Store, reopen: Reopen) -> None:
    """Writes that were under way when the store was closed are durable; later ones are turned away."""
    writes = [
        asyncio.create_task(store.write(lambda tx, n=n: tx.accounts.add(sample.account(n)))) for n in range(1, 201)
    ]
    await asyncio.sleep(0)

    again = await reopen()

    await asyncio.gather(*writes)
    assert len(again.read(_names)) == 200
    with pytest.raises(StoreUnavailable):
        await store.write(_names)
    with pytest.raises(StoreUnavailable):
        store.read(_names)


async def test_a_caller_that_gives_up_holds_nobody_back(store: Store) -> None:
    """A cancelled write may have happened or not; the others of its commit go on."""
    writes = [asyncio.create_task(store.write(lambda tx, n=n: tx.accounts.add(sample.account(n)))) for n in range(1, 9)]
    await asyncio.sleep(0)
    writes[3].cancel()

    results = await asyncio.gather(*writes, return_exceptions=True)

    assert isinstance(results[3], asyncio.CancelledError)
    assert {1, 2, 3, 5, 6, 7, 8} <= {account.id for account in store.read(lambda tx: tx.accounts.all())}
