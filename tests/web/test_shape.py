"""How a problem looks that no handler answered."""

import io
from collections.abc import AsyncGenerator
from pathlib import Path

import pytest

from tests.oauth.world import World, make_world

pytestmark = pytest.mark.anyio
NOWHERE = "/contacts/v1/lists/all/contacts/all"


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    """The whole server."""
    made = await make_world(tmp_path, io.BytesIO())
    yield made
    for close in made.services.on_close:
        await close()
    await made.services.store.close()


async def test_a_person_gets_a_page(world: World) -> None:
    """An address that nothing answers to is a page with a way on."""
    said = await world.call("GET", NOWHERE)

    assert (said.status_code, said.headers["content-type"]) == (404, "text/html; charset=utf-8")


async def test_a_program_gets_json(world: World) -> None:
    """Whoever shows credentials gets the API's error there, whatever they are worth."""
    said = await world.call("GET", NOWHERE, headers={"authorization": "Bearer made-up"})

    assert (said.status_code, said.json()["category"]) == (404, "OBJECT_NOT_FOUND")
    assert said.json()["correlationId"] == said.headers["x-hubspot-correlation-id"]
