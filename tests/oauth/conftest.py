"""The world of the attack cases, new for each test and searched for leaked secrets after it."""

import io
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from admittance.http.logs import configure_logs
from tests.oauth.world import World, make_world


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    """A server on a new database. INVARIANT checked at the end: no secret ever reached the log or the database."""
    logs = io.BytesIO()
    configure_logs("debug", logs)
    made = await make_world(tmp_path, logs)
    yield made
    assert made.leaks() == set()
    for close in made.services.on_close:
        await close()
    await made.services.store.close()
