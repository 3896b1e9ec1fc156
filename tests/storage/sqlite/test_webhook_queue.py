"""Events that were dropped are gone from that moment on, however many of them are still to be removed."""

from collections.abc import Callable

import pytest
from msgspec import Struct

from admittance.storage.sqlite import webhook_queue
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.ports import Transaction
from admittance.usecases.webhooks.records import EventEnd, Told
from tests.storage import sample
from tests.storage.sample import NOW

pytestmark = pytest.mark.anyio

SUBJECTS = ("0-1:1", "0-1:1", "case:5", "0-1:2", "0-2:1", "case:6", "app", "0-1:1")


class Lane(Struct, frozen=True):
    """What of the eight events was sent, and what waits."""

    sent: list[int]
    waiting: list[int]
    cases: list[int]


def _add(tx: Transaction, *subjects: str) -> list[int]:
    told = [
        Told(app_id=1, subscription_id=1, type="x", subject=subject, occurred_at=NOW, data={}, needs=())
        for subject in subjects
    ]
    return [tx.webhooks.queue.add(1, one, NOW).id for one in told]


def _fill(tx: Transaction) -> Lane:
    sample.found(tx)
    ids = _add(tx, *SUBJECTS)
    tx.webhooks.queue.end(1, 1, ids[1:3], EventEnd.DELIVERED, NOW)
    return Lane(ids[1:3], [ids[0], *ids[3:]], [ids[2], ids[5]])


def _seen(tx: Transaction, ids: list[int]) -> tuple[list[int], list[int], int, list[int]]:
    """Due, known, how many wait, and the accounts with something due."""
    queue = tx.webhooks.queue
    due = [one.id for one in queue.due(1, 1, NOW, 99)]
    return due, [one.id for one in queue.get(1, 1, ids)], queue.waiting(1), list(queue.lanes(1, NOW, 9))


async def _after(
    store: SqliteStore, drop: Callable[[Transaction], None], expected: Callable[[Lane], tuple[list[int], list[int]]]
) -> None:
    """Drop, write on, and clear: from the first look to the last the same is there."""
    lane = await store.write(_fill)
    old = sorted(lane.sent + lane.waiting)
    waiting, known = expected(lane)

    def act(tx: Transaction) -> list[int]:
        drop(tx)
        queue = tx.webhooks.queue
        assert _seen(tx, old) == (waiting, known, len(waiting), [1] if waiting else [])
        gone = sorted(set(old) - set(known))
        queue.end(1, 1, gone, EventEnd.DELIVERED, NOW)  # the answer to what was on its way
        assert queue.again(1, 1, gone, NOW) == 0
        queue.put_off(1, 1, gone, NOW + 1)
        assert _seen(tx, old) == (waiting, known, len(waiting), [1] if waiting else [])
        return _add(tx, "0-1:1", "0-1:2")

    new = await store.write(act)
    told = ([*waiting, *new], [*known, *new], len(waiting) + 2, [1])
    assert store.read(lambda tx: _seen(tx, [*old, *new])) == told
    while await store.write(lambda tx: tx.webhooks.queue.clear(2)):
        assert store.read(lambda tx: _seen(tx, [*old, *new])) == told
    assert store.read(lambda tx: _seen(tx, [*old, *new])) == told


@pytest.mark.parametrize("at_once", [1, 1_000])
async def test_an_uninstalled_apps_lane_keeps_its_cases(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """Nothing about records is there, sent or not; what is about cases is, and what comes afterwards."""
    monkeypatch.setattr(webhook_queue, "CLEARED_AT_ONCE", at_once)
    await _after(
        store,
        lambda tx: tx.webhooks.queue.drop_lane(1, 1),
        lambda lane: ([one for one in lane.cases if one in lane.waiting], lane.cases),
    )


@pytest.mark.parametrize("at_once", [1, 1_000])
async def test_a_removed_webhook_keeps_what_was_sent(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """Nothing waits any more; what was sent can still be looked at."""
    monkeypatch.setattr(webhook_queue, "CLEARED_AT_ONCE", at_once)
    await _after(store, lambda tx: tx.webhooks.queue.drop_app(1), lambda lane: ([], lane.sent))


@pytest.mark.parametrize("first", ["drop_app", "drop_lane"])
async def test_both_leave_what_neither_drops(store: SqliteStore, monkeypatch: pytest.MonkeyPatch, first: str) -> None:
    """In either order, with new events between the two: a sent event about a case stays, and what comes afterwards."""
    monkeypatch.setattr(webhook_queue, "CLEARED_AT_ONCE", 1)

    def both(tx: Transaction) -> None:
        drops = [lambda: tx.webhooks.queue.drop_app(1), lambda: tx.webhooks.queue.drop_lane(1, 1)]
        for drop in drops if first == "drop_app" else drops[::-1]:
            drop()
            _add(tx, "0-3:1")
        tx.webhooks.queue.drop_app(1)

    await _after(store, both, lambda lane: ([], [one for one in lane.cases if one in lane.sent]))
