"""What a connection remembers never differs from what it would read."""

import asyncio

import msgspec
import pytest

from admittance.storage.sqlite.memory import Kept
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.ports import Transaction
from tests.storage import sample
from tests.storage.contract.crm_definitions import SHOE

pytestmark = pytest.mark.anyio


def _everything(tx: Transaction) -> tuple[object, ...]:
    membership = tx.people.membership(1, 1)
    return (
        tx.accounts.get(1),
        dict(tx.accounts.subscriptions(1)),
        tx.people.user(1),
        membership,
        tx.apps.get(1),
        tx.apps.by_client_id(sample.app().client_id),
        tuple(tx.crm.definitions.kind(1, CONTACTS).properties),
    )


async def _found(store: SqliteStore) -> None:
    def act(tx: Transaction) -> None:
        sample.found(tx)
        tx.people.set_language(1, "en")
        tx.accounts.subscribe(1, "sales", "starter")

    await store.write(act)


CHANGES = {
    "account": lambda tx: tx.accounts.always_ask_marketplace(1, True),
    "plan": lambda tx: tx.accounts.subscribe(1, "sales", "professional"),
    "plan ended": lambda tx: tx.accounts.subscribe(1, "sales", None),
    "person": lambda tx: tx.people.set_language(1, "sv"),
    "membership": lambda tx: tx.people.put(msgspec.structs.replace(tx.people.membership(1, 1), active=False)),
    "property": lambda tx: tx.crm.definitions.put(1, CONTACTS, SHOE),
    "app": lambda tx: tx.apps.replace(msgspec.structs.replace(tx.apps.get(1), enabled=False)),
}


@pytest.mark.parametrize("what", CHANGES)
async def test_a_change_counts_at_the_very_next_read(store: SqliteStore, what: str) -> None:
    """Readers and later acts see every change of a remembered row, and nobody sees it before its commit."""
    await _found(store)
    before = store.read(_everything)
    between: list[tuple[object, ...]] = []

    def change(tx: Transaction) -> tuple[object, ...]:
        assert _everything(tx) == before
        CHANGES[what](tx)
        between.append(store.read(_everything))
        return _everything(tx)

    inside = await store.write(change)

    assert between == [before]
    assert inside != before
    assert store.read(_everything) == inside == await store.write(_everything)


@pytest.mark.parametrize("what", CHANGES)
async def test_what_was_undone_is_not_remembered(store: SqliteStore, what: str) -> None:
    """An act that raises leaves nothing in anybody's memory, also when others of its batch go on."""
    await _found(store)
    before = store.read(_everything)

    def change_and_raise(tx: Transaction) -> None:
        CHANGES[what](tx)
        assert _everything(tx) != before
        raise LookupError

    failing = asyncio.ensure_future(store.write(change_and_raise))
    beside = asyncio.ensure_future(store.write(_everything))
    with pytest.raises(LookupError):
        await failing

    assert await beside == before
    assert store.read(_everything) == before == await store.write(_everything)


def test_a_memory_does_not_grow_without_end() -> None:
    """When it is full everything is forgotten."""
    kept: Kept[int, str] = Kept(2)
    for number in range(5):
        assert kept.keep(number, str(number)) == str(number)

    assert [kept.get(number) for number in range(5)] == [None, None, None, None, "4"]
