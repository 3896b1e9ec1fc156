"""Ids of others, bodies of the wrong kind, cursors of other lists: the documented answer, whatever the address."""

from collections.abc import Iterator

import pytest

from admittance.http.routes import Route
from admittance.usecases.crm.object_types import OBJECT_TYPES
from tests.crm.asking import ROUTES, Said, Tokens, address, ask, clear_the_way
from tests.crm.world import A2, EVA, Client, World

pytestmark = pytest.mark.anyio

NOBODY = "4503599627370497"


def _one_of_each() -> Iterator[Route]:
    """A route of each family, and those that are of none."""
    seen: set[tuple[str, ...]] = set()
    for route in ROUTES:
        key = (route.name if route.family is None else route.family.path, *route.methods)
        if key not in seen:
            seen.add(key)
            yield route


def _told(said: Said) -> tuple[int, str, str]:
    body = said.json()
    return said.status, body["category"], body["message"]


async def _of_each_type(client: Client) -> dict[str, str]:
    """Object type -> id of a record."""
    made = {}
    for kind in OBJECT_TYPES:
        properties = {name: "2026-01-01T00:00:00Z" for name, prop in kind.properties.items() if prop.required}
        answer = await client.post(f"/crm/v3/objects/{kind.name}", {"properties": properties})
        assert answer.status_code == 201, answer.text
        made[kind.name] = answer.json()["id"]
    return made


async def test_a_record_of_another_account_is_as_absent_as_none(world: World) -> None:
    """Every address with a record's id answers for theirs as for nobody's: 404, in the same words."""
    theirs = await _of_each_type(await world.client(account=A2, user=EVA))
    await clear_the_way(world)
    token = await Tokens(world).holding()
    for route in ROUTES:
        if "{record_id}" not in route.path:
            continue
        body = b'{"properties":{}}' if route.takes is not None and "associations" not in route.path else None
        if route.takes is not None and body is None:
            body = b'[{"associationTypeId":1}]'
        kind = route.family.types[0][1] if route.family is not None else ""
        answers = {
            _told(await ask(world, token, route.methods[0], address(route.path, record_id=one), body))
            for one in (theirs[kind], NOBODY)
        }
        assert len(answers) == 1, (route.name, answers)
        assert {status for status, _, _ in answers} <= {404, 400}, route.name


async def test_what_is_no_json_is_refused_as_that(world: World) -> None:
    """415 at every address that takes a body, for text, forms, two types in one and none."""
    await clear_the_way(world)
    token = await Tokens(world).holding()
    for route in _one_of_each():
        if not route.bodies:
            continue
        for kind in ("text/plain", "application/x-www-form-urlencoded", "application/json, text/plain", ""):
            said = await ask(world, token, route.methods[0], address(route.path), b"{}", kind)
            assert _told(said)[:2] == (415, "UNSUPPORTED_MEDIA_TYPE"), route.name


async def test_what_is_too_large_is_not_read(world: World) -> None:
    """413 at every address that takes a body; the connection ends with it."""
    token = await Tokens(world).holding()
    large = b" " * (world.services.settings.max_body_bytes + 1)
    for route in _one_of_each():
        if route.bodies:
            said = await ask(world, token, route.methods[0], address(route.path), large)
            assert _told(said)[:2] == (413, "REQUEST_TOO_LARGE"), route.name
            assert said.headers["connection"] == "close"


@pytest.mark.parametrize("body", [b"", b"null", b"[]", b"{", b"\xff", b'"x"', b"7"])
async def test_a_body_of_the_wrong_shape_is_told_as_such(world: World, body: bytes) -> None:
    """400 `VALIDATION_ERROR` (or what the address alone decides) at every address that takes a body, never a 5xx."""
    await clear_the_way(world)
    token = await Tokens(world).holding()
    for route in _one_of_each():
        if route.bodies:
            said = await ask(world, token, route.methods[0], address(route.path), body)
            assert said.status in (400, 404), (route.name, said)
            assert said.json()["category"] in ("VALIDATION_ERROR", "OBJECT_NOT_FOUND")


async def test_a_cursor_of_another_list_is_told_as_such(world: World, client: Client) -> None:
    """400 for a cursor that this list never gave: of another type or account, or made up. Archived ids go on."""
    ids = await _of_each_type(client)
    theirs = await _of_each_type(await world.client(account=A2, user=EVA))
    contacts, links = "/crm/v3/objects/contacts", f"/crm/v4/objects/companies/{ids['companies']}/associations/contacts"
    for path in (contacts, f"{contacts}?archived=true", links):
        for cursor in (ids["companies"], theirs["contacts"], "1", NOBODY, "x", "-1", "1e3", "9" * 30):
            joint = "&" if "?" in path else "?"
            said = await client.get(f"{path}{joint}after={cursor}")
            assert (said.status_code, said.json()["category"]) == (400, "VALIDATION_ERROR"), (path, cursor)
        assert (await client.get(f"{path}{joint}after={ids['contacts']}")).status_code == 200
    await client.call("DELETE", f"{contacts}/{ids['contacts']}")
    assert (await client.get(f"{contacts}?after={ids['contacts']}")).status_code == 200
    batch = {"inputs": [{"id": ids["companies"], "after": theirs["contacts"]}]}
    read = await client.post("/crm/v4/associations/companies/contacts/batch/read", batch)
    assert (read.status_code, read.json()["errors"][0]["category"]) == (207, "VALIDATION_ERROR")
