"""Many contacts at once."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from admittance.demo.contacts import demo_contacts
from admittance.storage.sqlite.opening import open_store
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.crm.problems import AlreadyExists, BadProperties
from admittance.usecases.crm.records import Search
from admittance.usecases.crm.seed import Seeded, seed_contacts

pytestmark = pytest.mark.anyio

NOW = 1_700_000_000_000


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[SqliteStore]:
    """An empty store."""
    opened = open_store(tmp_path, b"k" * 32, lambda: NOW)
    assert isinstance(opened, SqliteStore)
    yield opened
    await opened.close()


async def _seed(store: SqliteStore, rows: list[dict[str, str]]) -> Seeded:
    return await store.write(lambda tx: seed_contacts(tx, 1, rows, NOW))


async def test_a_seed_is_one_act_with_one_audit_row(store: SqliteStore) -> None:
    """All contacts are there, found by search, and the audit says how many in one row without a value."""
    rows = list(demo_contacts(1))[:200]

    ids = await _seed(store, rows)

    assert isinstance(ids, list)
    assert len(ids) == 200
    third = store.read(lambda tx: tx.crm.records.get(1, CONTACTS, ids[2]))
    assert third is not None
    assert third.properties == rows[2]
    found = store.read(lambda tx: tx.crm.records.find(1, CONTACTS, Search(query=rows[7]["email"])))
    assert [one.id for one in found] == [ids[7]]
    (row,) = store.read(lambda tx: tx.audit.rows(1))
    assert row.entry.data == {"type": "contacts", "what": "created", "count": 200}
    assert row.entry.by == "operator"


async def test_a_seed_with_a_mistake_stores_nothing(store: SqliteStore) -> None:
    """One bad row or one e-mail address twice, and no contact and no audit row is left."""
    good = [{"firstname": "Åsa", "email": "a@b.example"}]

    bad = await _seed(store, [*good, {"email": "nonsense"}])
    twice = await _seed(store, [*good, {"email": "A@B.example"}])

    assert isinstance(bad, BadProperties)
    assert isinstance(twice, AlreadyExists)
    assert store.read(lambda tx: tx.crm.records.count(1, CONTACTS, Search(), 9)) == 0
    assert store.read(lambda tx: tx.audit.rows(1)) == []


async def test_a_seed_after_a_seed_sees_what_is_taken(store: SqliteStore) -> None:
    """The same rows again are refused by the first that is there."""
    rows = list(demo_contacts(1))[:20]
    first = await _seed(store, rows)
    assert isinstance(first, list)
    assert await _seed(store, rows) == AlreadyExists(CONTACTS, "email", first[0])
