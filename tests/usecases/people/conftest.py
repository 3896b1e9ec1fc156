"""The demo's people on a real store: Fjord & Falk with two Super Admins and one administrator among nine."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from pathlib import Path
from shutil import copytree
from typing import TypeVar

import pytest
from msgspec import Struct

from admittance.catalogue.loader import default_catalogue
from admittance.catalogue.model import Catalogue
from admittance.demo.people import FJORD
from admittance.demo.world import make_demo_world
from admittance.storage.sqlite.opening import open_store
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_entry import AuditRow
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Membership

T = TypeVar("T")
NOW = 1_800_000_000_000


class People(Struct, frozen=True):
    """The store with its catalogue."""

    store: SqliteStore
    catalogue: Catalogue

    async def do(self, act: Callable[[Transaction], T]) -> T:
        """One act, committed."""
        return await self.store.write(act)

    def member(self, user_id: int, account_id: int = FJORD) -> Membership:
        """The person's membership as it is committed."""
        found = self.store.read(lambda tx: tx.people.membership(account_id, user_id))
        assert found is not None
        return found

    def audit(self, account_id: int = FJORD) -> list[AuditRow]:
        """The account's rows, oldest first."""
        return list(self.store.read(lambda tx: tx.audit.rows(account_id, limit=1000)))


def opened(data: Path) -> SqliteStore:
    """The store of a folder."""
    store = open_store(data, b"an audit key of 32 bytes........", lambda: NOW)
    assert isinstance(store, SqliteStore), store
    return store


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the demo world, made once and copied for each test."""
    folder = tmp_path_factory.mktemp("people") / "data"
    folder.mkdir()

    async def make() -> None:
        store = opened(folder)
        await store.write(lambda tx: make_demo_world(tx, default_catalogue(), "http://127.0.0.1:8400", "hash", NOW))
        await store.close()

    asyncio.run(make())
    return folder


@pytest.fixture
async def people(tmp_path: Path, demo_data: Path) -> AsyncGenerator[People]:
    """A demo world of its own."""
    store = opened(copytree(demo_data, tmp_path / "data"))
    yield People(store, default_catalogue())
    await store.close()
