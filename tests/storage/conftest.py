"""A store on SQLite in a folder of its own."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from admittance.storage.sqlite.opening import open_store
from admittance.storage.sqlite.store import SqliteStore
from tests.storage.clock import MovableClock
from tests.storage.contract.fixtures import Reopen

AUDIT_KEY = b"an audit key of 32 bytes........"


def opened(data_dir: Path, clock: MovableClock) -> SqliteStore:
    """The store of `data_dir`; fails the test when it can't be opened."""
    store = open_store(data_dir, AUDIT_KEY, clock)
    assert isinstance(store, SqliteStore), store
    return store


@pytest.fixture
def clock() -> MovableClock:
    """The time the store is told."""
    return MovableClock()


@pytest.fixture
async def store(tmp_path: Path, clock: MovableClock) -> AsyncGenerator[SqliteStore]:
    """An empty store, closed at the end."""
    store = opened(tmp_path, clock)
    yield store
    await store.close()


@pytest.fixture
async def reopen(store: SqliteStore, tmp_path: Path, clock: MovableClock) -> AsyncGenerator[Reopen]:
    """Closes the store and opens the same folder again."""
    again: list[SqliteStore] = []

    async def close_and_open() -> SqliteStore:
        await (again[-1] if again else store).close()
        again.append(opened(tmp_path, clock))
        return again[-1]

    yield close_and_open
    for one in again:
        await one.close()
