"""The world of the imports."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from admittance.storage.sqlite.store import SqliteStore
from tests.usecases.contacts.world import contacts_world


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[SqliteStore]:
    """A store with an account's people, and no contacts yet."""
    async with contacts_world(tmp_path) as made:
        yield made
