"""A server with two accounts, new for each test."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.crm.world import Client, World, make_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    """The server."""
    made = await make_world(tmp_path)
    yield made
    for close in made.services.on_close:
        await close()
    await made.services.store.close()


@pytest.fixture
async def client(world: World) -> Client:
    """An app that holds every scope in the first account."""
    return await world.client()
