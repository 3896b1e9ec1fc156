"""The contract: what apps want to be told, the queue that keeps each subject's order, and the log."""

import pytest
from msgspec.structs import replace

from admittance.usecases.ports import Store, Transaction
from admittance.usecases.webhooks.records import (
    Delivery,
    DeliveryProblem,
    EventEnd,
    QueuedEvent,
    Told,
    Wanted,
    Webhook,
)
from tests.storage import sample
from tests.storage.sample import NOW

WEBHOOK = Webhook(app_id=1, url="https://a.example/h", sealed_secret=b"\x00sealed", changed_at=NOW)
CREATED, EMAIL, OPENED = Wanted("contact.creation"), Wanted("contact.propertyChange", "email"), Wanted("case.opened")


def _told(subject: str = "0-1:1", app_id: int = 1) -> Told:
    return Told(
        app_id=app_id,
        subscription_id=1,
        type="contact.creation",
        subject=subject,
        occurred_at=NOW,
        data={"objectId": 1, "propertyValue": "Å"},
        needs=(("crm.objects.contacts.read",),),
    )


def _add(tx: Transaction, *subjects: str, account_id: int = 1, now: int = NOW) -> list[int]:
    return [tx.webhooks.queue.add(account_id, _told(subject), now).id for subject in subjects]


def _due(tx: Transaction, now: int = NOW, account_id: int = 1, limit: int = 99) -> list[int]:
    return [event.id for event in tx.webhooks.queue.due(account_id, 1, now, limit)]


async def test_a_webhook_is_kept_and_removed(store: Store) -> None:
    """One webhook an app; setting it again replaces it, and removing it takes the subscriptions along."""

    def act(tx: Transaction) -> list[bool]:
        sample.found(tx)
        tx.webhooks.settings.put(WEBHOOK)
        tx.webhooks.settings.put(replace(WEBHOOK, url="https://b.example/h"))
        tx.webhooks.settings.subscribe(1, frozenset({CREATED}))
        assert tx.webhooks.settings.get(1) == replace(WEBHOOK, url="https://b.example/h")
        assert (tx.webhooks.settings.get(2), list(tx.webhooks.settings.apps())) == (None, [1])
        return [tx.webhooks.settings.remove(1), tx.webhooks.settings.remove(1)]

    assert await store.write(act) == [True, False]
    assert store.read(lambda tx: (tx.webhooks.settings.apps(), tx.webhooks.settings.subscriptions(1))) == ([], [])


async def test_a_subscription_that_stays_keeps_its_id(store: Store) -> None:
    """Subscribing sets exactly what is wanted; the same wish keeps its number, one that comes back gets a new one."""

    def act(tx: Transaction) -> list[list[tuple[int, Wanted]]]:
        sample.found(tx)
        tx.webhooks.settings.put(WEBHOOK)
        seen = []
        for wanted in ({CREATED, EMAIL}, {EMAIL, OPENED}, {CREATED, EMAIL}):
            tx.webhooks.settings.subscribe(1, frozenset(wanted))
            seen.append([(one.id, one.wanted) for one in tx.webhooks.settings.subscriptions(1)])
        return seen

    first, second, third = await store.write(act)
    assert [wanted for _, wanted in first] == [CREATED, EMAIL]
    assert second == [first[1], (3, OPENED)]
    assert third == [first[1], (4, CREATED)]


async def test_who_listens_is_known_at_once(store: Store) -> None:
    """The table of listeners is never older than what is committed, though it is remembered."""
    await store.write(sample.found)
    assert store.read(lambda tx: dict(tx.webhooks.settings.listening())) == {}

    def act(tx: Transaction) -> None:
        assert not tx.webhooks.settings.listening()
        tx.webhooks.settings.put(WEBHOOK)
        tx.webhooks.settings.subscribe(1, frozenset({CREATED, EMAIL}))
        assert list(tx.webhooks.settings.listening()) == ["contact.creation", "contact.propertyChange"]

    await store.write(act)
    [heard] = store.read(lambda tx: tx.webhooks.settings.listening())["contact.propertyChange"][1]
    assert (heard.app_id, heard.wanted) == (1, EMAIL)
    await store.write(lambda tx: tx.webhooks.settings.remove(1))
    assert store.read(lambda tx: dict(tx.webhooks.settings.listening())) == {}


async def test_an_event_comes_back_as_it_was(store: Store) -> None:
    """What is queued is due at once, whole, and in its own account and app only."""

    def act(tx: Transaction) -> QueuedEvent:
        sample.found(tx)
        return tx.webhooks.queue.add(1, _told(), NOW)

    event = await store.write(act)
    assert event == QueuedEvent(account_id=1, id=1, told=_told(), attempts=0, due_at=NOW)
    assert store.read(lambda tx: tx.webhooks.queue.due(1, 1, NOW, 9)) == [event]
    assert store.read(lambda tx: (_due(tx, NOW - 1), _due(tx, account_id=2))) == ([], [])
    assert store.read(lambda tx: list(tx.webhooks.queue.due(1, 2, NOW, 9))) == []
    assert store.read(lambda tx: [list(tx.webhooks.queue.lanes(app, NOW, 9)) for app in (1, 2)]) == [[1], []]


async def test_what_failed_holds_back_what_follows_about_it(store: Store) -> None:
    """Of one subject a later event is never due before an earlier one, queued before or after the failure."""

    def act(tx: Transaction) -> None:
        sample.found(tx)
        stuck, other, follows = _add(tx, "a", "b", "a")
        tx.webhooks.queue.put_off(1, 1, [stuck], NOW + 60)
        assert _due(tx) == [other]
        [late] = _add(tx, "a", now=NOW + 1)
        assert _due(tx, NOW + 59) == [other]
        assert _due(tx, NOW + 60) == [other, stuck, follows, late]
        assert _due(tx, NOW + 60, limit=2) == [other, stuck]
        tx.webhooks.queue.put_off(1, 1, [stuck], NOW + 90)
        assert _due(tx, NOW + 89) == [other]
        [event] = tx.webhooks.queue.get(1, 1, [stuck])
        assert (event.attempts, event.due_at) == (2, NOW + 90)
        tx.webhooks.queue.end(1, 1, [stuck], EventEnd.GIVEN_UP, NOW + 90)
        assert _due(tx, NOW + 90) == [other, follows, late]

    await store.write(act)


async def test_a_lane_waits_for_its_first_event(store: Store) -> None:
    """Lanes are told by when their first event is due, the longest waiting first; an empty one is none."""

    def lanes(tx: Transaction, now: int) -> list[int]:
        return list(tx.webhooks.queue.lanes(1, now, 9))

    def act(tx: Transaction) -> None:
        sample.found(tx)
        [one] = _add(tx, "a", account_id=2, now=NOW - 5)
        _add(tx, "a", "b")
        assert lanes(tx, NOW) == [2, 1]
        tx.webhooks.queue.put_off(2, 1, [one], NOW + 60)
        assert (lanes(tx, NOW), lanes(tx, NOW + 60)) == ([1], [1, 2])
        _add(tx, "c", account_id=2, now=NOW + 10)
        assert (lanes(tx, NOW + 9), lanes(tx, NOW + 10)) == ([1], [1, 2])
        tx.webhooks.queue.end(1, 1, [2, 3], EventEnd.DELIVERED, NOW)
        assert lanes(tx, NOW + 60) == [2]
        assert tx.webhooks.queue.waiting(1) == 2

    await store.write(act)


async def test_what_is_over_can_go_again(store: Store) -> None:
    """Again is at once, with all attempts before it; what waits about the same subject comes along, behind it."""

    def act(tx: Transaction) -> None:
        sample.found(tx)
        first, second = _add(tx, "a", "a")
        tx.webhooks.queue.end(1, 1, [first], EventEnd.DELIVERED, NOW)
        tx.webhooks.queue.put_off(1, 1, [second], NOW + 60)
        assert tx.webhooks.queue.again(1, 1, [first, 77], NOW + 1) == 1
        assert _due(tx, NOW + 1) == [first, second]
        assert [event.attempts for event in tx.webhooks.queue.get(1, 1, [first, second])] == [0, 1]
        assert tx.webhooks.queue.again(2, 1, [first], NOW) == 0

    await store.write(act)


async def test_what_is_dropped_is_gone(store: Store) -> None:
    """An uninstalled lane forgets everything but cases, sent or not; another account's stays."""

    def act(tx: Transaction) -> None:
        sample.found(tx)
        sent, _, case = _add(tx, "a", "b", "case:9")
        _add(tx, "a", account_id=2)
        tx.webhooks.queue.end(1, 1, [sent], EventEnd.DELIVERED, NOW)
        tx.webhooks.queue.drop_lane(1, 1)
        assert [event.id for event in tx.webhooks.queue.get(1, 1, [1, 2, 3])] == [case]
        assert (_due(tx), _due(tx, account_id=2)) == ([case], [4])
        tx.webhooks.queue.drop(1, 1, [case])
        assert list(tx.webhooks.queue.lanes(1, NOW, 9)) == [2]
        tx.webhooks.queue.drop_app(1)
        assert (list(tx.webhooks.queue.lanes(1, NOW, 9)), tx.webhooks.queue.waiting(1)) == ([], 0)

    await store.write(act)


async def test_what_is_old_is_forgotten(store: Store) -> None:
    """Events that were over before a moment go, a few at a time; what waits stays, however old."""

    def act(tx: Transaction) -> list[int]:
        sample.found(tx)
        ids = _add(tx, "a", "b", "c", "d")
        tx.webhooks.queue.end(1, 1, ids[:3], EventEnd.DELIVERED, NOW)
        forgotten = [tx.webhooks.queue.forget(NOW, 9), *(tx.webhooks.queue.forget(NOW + 1, 2) for _ in range(3))]
        assert _due(tx) == ids[3:]
        return forgotten

    assert await store.write(act) == [0, 2, 1, 0]


DELIVERY = Delivery(
    account_id=1,
    app_id=1,
    id=0,
    at=NOW,
    took=12,
    url="https://a.example/h",
    events=(3, 4),
    attempt=2,
    about_cases=True,
    status=503,
    answer="nej",
)


@pytest.mark.parametrize("change", [{}, {"status": None, "problem": DeliveryProblem.TIMED_OUT, "about_cases": False}])
async def test_an_attempt_is_kept_as_it_was(store: Store, change: dict[str, object]) -> None:
    """With its answer or with why there was none; another app finds nothing."""
    await store.write(sample.found)
    kept = await store.write(lambda tx: tx.webhooks.log.add(replace(DELIVERY, **change)))
    assert kept == replace(DELIVERY, id=1, **change)
    assert store.read(lambda tx: (tx.webhooks.log.get(1, 1), tx.webhooks.log.get(2, 1))) == (kept, None)


async def test_the_log_is_read_page_by_page(store: Store) -> None:
    """Newest first, in all accounts; old ones are forgotten a few at a time."""

    def ids(tx: Transaction, limit: int, before: int | None = None) -> list[int]:
        return [one.id for one in tx.webhooks.log.of_app(1, limit=limit, before=before)]

    def act(tx: Transaction) -> None:
        sample.found(tx)
        for number in range(4):
            tx.webhooks.log.add(replace(DELIVERY, account_id=1 + number % 2, at=NOW + number))
        assert (ids(tx, 3), ids(tx, 3, 2), list(tx.webhooks.log.of_app(2, limit=9))) == ([4, 3, 2], [1], [])
        assert [tx.webhooks.log.forget(NOW + 3, 2), tx.webhooks.log.forget(NOW + 3, 2)] == [2, 1]
        assert ids(tx, 9) == [4]

    await store.write(act)
