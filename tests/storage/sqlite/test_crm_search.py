"""A search finds the same whichever way it goes; on two dozen records every way is made the usual one in turn."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from admittance.storage.sqlite import crm_candidates, crm_search
from admittance.storage.sqlite.opening import open_store
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.crm.records import Filter, Operator, Record, Search, Sort
from tests.storage.contract.crm_filters import test_a_search_finds_what_its_filters_say as test_every_way_finds_the_same

__all__ = ["test_every_way_finds_the_same"]

pytestmark = pytest.mark.anyio

NOW = 1_700_000_000_000


@pytest.fixture(params=[(0, 0, 0), (2, 4, 3), (0, 100, 0), (100, 0, 0)], ids=str)
def ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """How many records are few, how many are many, and up to how many are sorted."""
    few, many, gathered = request.param
    monkeypatch.setattr(crm_candidates, "FEW", few)
    monkeypatch.setattr(crm_candidates, "MANY", many)
    monkeypatch.setattr(crm_search, "SORTED", gathered)


@pytest.fixture
async def store(tmp_path: Path, ways: None) -> AsyncGenerator[SqliteStore]:
    """An empty store."""
    opened = open_store(tmp_path, b"k" * 32, lambda: NOW)
    assert isinstance(opened, SqliteStore)
    yield opened
    await opened.close()


async def test_pages_hold_each_record_once(store: SqliteStore) -> None:
    """Page after page in an order that some records have no value for: all of them, each once."""
    for number in range(30):
        properties = {"firstname": f"Anna {number}"} | (
            {"city": ["Oslo", "Ås", "Malmö"][number % 3]} if number % 2 else {}
        )
        made = await store.write(lambda tx, p=properties: tx.crm.records.add(1, CONTACTS, p, NOW))  # type: ignore[misc]
        assert isinstance(made, Record)
    named = Filter(CONTACTS.properties["firstname"], Operator.CONTAINS_TOKEN, ("anna",))
    for sorts in (("city",), ("city", "firstname")):
        asked = tuple(Sort(CONTACTS.properties[name], descending=name == "city") for name in sorts)
        seen = []
        for offset in range(0, 40, 4):
            search = Search(query="anna", groups=((named,),), sorts=asked, offset=offset, limit=4)
            seen += [one.id for one in store.read(lambda tx, s=search: tx.crm.records.find(1, CONTACTS, s))[:4]]  # type: ignore[misc]
        assert len(seen) == len(set(seen)) == 30
