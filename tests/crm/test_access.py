"""Who may call what: every address with every kind of token."""

from itertools import product
from typing import Any

import msgspec
import pytest

from admittance.core.tokens import Token, TokenKind
from admittance.crm.access import Caller, guarded
from admittance.http.application import Application
from admittance.http.errors import api_shape
from admittance.http.request import Request
from admittance.http.response import Response, empty_response
from admittance.http.routes import Edge, Route
from admittance.http.services import Services
from admittance.usecases.records import ConnectionEnd
from tests.crm.asking import ALL, ROUTES, Said, Tokens, address, ask, clear_the_way
from tests.crm.world import A1, ASA, CONTACTS, OWNERS, READ, WORKFLOWS, WRITE, Client, World

pytestmark = pytest.mark.anyio


def _ways_to_lack(sets: tuple[frozenset[str], ...]) -> list[frozenset[str]]:
    """Scopes without which none of `sets` is held: one out of each. Every token holds `oauth`."""
    ways = {frozenset(picked) for picked in product(*sets)}
    return [way for way in ways if "oauth" not in way]


async def test_a_route_needs_the_scopes_its_row_names(world: World) -> None:
    """Routes × tokens: any of a row's sets lets a call in; where each lacks a scope, 403 names what is missing."""
    tokens = Tokens(world)
    await clear_the_way(world)
    known = world.services.catalogue.policy.needs.keys()
    for route in ROUTES:
        method, path, body = route.methods[0], address(route.path), b"{}" if route.bodies else None
        for needed in route.scopes:
            if not needed <= known:
                continue  # no app can have a scope that the catalogue does not know
            let_in = await ask(world, await tokens.holding(needed), method, path, body)
            assert let_in.status in (200, 201, 204, 207, 400, 404, 409), (route.name, let_in)
        for lacking in _ways_to_lack(route.scopes):
            said = await ask(world, await tokens.holding(ALL - lacking), method, path, body)
            assert said.status == 403, route.name
            _names_what_is_missing(said, route)


def _names_what_is_missing(said: Said, route: Route) -> None:
    body = said.json()
    assert body["category"] == "MISSING_SCOPES"
    assert body["message"].startswith("This app hasn't been granted all required scopes to make this call.")
    (error,) = body["errors"]
    assert error["message"] == "One or more of the following scopes are required."
    named = {scope for found in error["context"].values() for scope in found}
    assert named == {scope for needed in route.scopes for scope in needed}
    assert body["links"]["scopes"].startswith("http")
    assert 'error="insufficient_scope"' in said.headers["www-authenticate"]


async def test_every_form_of_an_address_is_the_same_handler(world: World) -> None:
    """Versions with and without a trailing slash: one answer; without a token 401."""
    token = await Tokens(world).holding()
    for route in ROUTES:
        method, body = route.methods[0], b"{}" if route.bodies else None
        answers = {
            (said.status, said.headers.get("content-type"), len(said.content) > 0)
            for path in route.paths
            for slash in ("", "/")
            for said in [await ask(world, token, method, address(path) + slash, body)]
        }
        assert len(answers) == 1, route.name
        nobody = await ask(world, "x", method, address(route.paths[-1]))
        assert nobody.status == 401, route.name


async def test_an_object_type_has_three_names_in_any_case(client: Client) -> None:
    """Plural, singular and type id, in an address and in the address of its associations."""
    one = (await client.contact(firstname="A"))["id"]
    for name in ("contacts", "contact", "0-1", "Contacts", "CONTACT"):
        assert (await client.get(f"/crm/v3/objects/{name}/{one}")).status_code == 200
        assert (await client.get(f"/crm/objects/2026-03/{name}/{one}")).status_code == 200
        assert (await client.get(f"/crm/v4/objects/{name}/{one}/associations/{name}")).status_code == 200


@pytest.mark.parametrize(
    "authorization",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic YTpi",
        "Bearer nonsense",
        "Bearer " + "x" * 70_000,
        "Bearer \xe5",
        "Token x",
        "Bearer at-1001-1-" + "y" * 43,
        "Bearer at-1001-999999-" + "y" * 43,
        "Bearer at-0-1-" + "y" * 43,
        "Bearer rt-1001-1-" + "y" * 43,
    ],
)
async def test_anything_but_a_token_is_refused(world: World, authorization: str) -> None:
    """401 `INVALID_AUTHENTICATION` for no header, another scheme, and whatever is not a token of ours."""
    await world.token()
    headers = {"authorization": authorization.encode("latin-1")} if authorization else {}

    said = await world.call("GET", CONTACTS, headers=headers)

    assert said.status_code == 401
    assert (said.json()["status"], said.json()["category"]) == ("error", "INVALID_AUTHENTICATION")
    assert said.json()["correlationId"] == said.headers["x-hubspot-correlation-id"]
    assert said.headers["www-authenticate"].startswith("Bearer")
    assert "yyy" not in said.text


async def test_a_token_counts_in_its_header_only(world: World) -> None:
    """A token in the query or a body, or two headers, is no token (attack case 89)."""
    token = await world.token()
    query = await world.call("GET", f"{CONTACTS}?access_token={token}")
    form = await world.call("POST", CONTACTS, data={"access_token": token})
    body = await world.call("POST", CONTACTS, json={"access_token": token, "properties": {}})
    twice = await world.call("GET", CONTACTS, headers=[("authorization", f"Bearer {token}")] * 2)
    assert [said.status_code for said in (query, body, twice)] == [401, 401, 401]
    assert form.status_code in (401, 415)


async def test_a_token_that_ran_out_says_when(world: World) -> None:
    """401 `EXPIRED_AUTHENTICATION` with the seconds since then and the time."""
    client = await world.client()
    assert (await client.get(CONTACTS)).status_code == 200
    world.pass_time(1800 + 42)

    said = await client.get(CONTACTS)

    assert (said.status_code, said.json()["category"]) == (401, "EXPIRED_AUTHENTICATION")
    seconds = said.json()["message"].removeprefix("The OAuth token used to make this call expired ")
    assert seconds.removesuffix(" second(s) ago.") in ("41", "42", "43", "44")
    (expired_at,) = said.json()["context"]["expire time"]
    assert expired_at.endswith("Z")


async def test_removed_access_counts_at_the_next_call(world: World) -> None:
    """After the connection was ended, the very next call is a 401, for reads and for writes."""
    client, other = await world.client(), await world.client(user=12)

    def remove(tx: Any) -> None:
        connection = tx.connections.live(A1, 21, ASA)
        tx.connections.end(A1, connection.id, ConnectionEnd.REMOVED, world.services.clock.now())

    await world.services.store.write(remove)

    assert (await client.get(CONTACTS)).status_code == 401
    refused = await client.post(CONTACTS, {"properties": {}})
    assert (refused.status_code, refused.json()["category"]) == (401, "INVALID_AUTHENTICATION")
    assert (await other.get(CONTACTS)).status_code == 200


async def test_a_disabled_app_gets_in_nowhere(world: World) -> None:
    """Its tokens stop at once."""
    client = await world.client()

    def disable(tx: Any) -> None:
        tx.apps.replace(msgspec.structs.replace(tx.apps.get(21), enabled=False))

    await world.services.store.write(disable)
    assert (await client.get(CONTACTS)).status_code == 401


async def test_a_call_notes_that_the_connection_was_used(world: World) -> None:
    """Connected apps shows when a connection was last used."""
    client = await world.client()
    await client.get(CONTACTS)

    connection = world.services.store.read(lambda tx: tx.connections.live(A1, 21, ASA))

    assert connection is not None
    assert connection.last_used_at is not None


async def test_reading_and_writing_are_different_scopes(world: World) -> None:
    """A token that reads does not write, one that writes does not list owners."""
    reads, writes = await world.client({READ}), await world.client({WRITE}, user=12)
    assert (await reads.post(CONTACTS, {"properties": {}})).status_code == 403
    assert (await reads.get("/crm/v3/owners")).status_code == 403
    assert (await writes.post(CONTACTS, {"properties": {}})).status_code == 201
    assert (await writes.get(CONTACTS)).status_code == 403
    assert (await (await world.client({OWNERS}, user=12)).get("/crm/v3/owners")).status_code == 200


def test_a_token_never_shows() -> None:
    """The parsed token, which handlers carry along, hides its secret."""
    assert "s" * 43 not in repr(Token(TokenKind.ACCESS, 1, 2, "s" * 43))


async def test_a_tool_that_the_plan_lost_is_named(world: World) -> None:
    """Rule 11: a granted scope whose tool is gone gets 403 naming the tool; it comes back with the plan."""

    async def act(services: Services, request: Request, caller: Caller) -> Response:
        return empty_response()

    scopes = ((WORKFLOWS,),)
    route = Route(name="x", methods=("GET",), path="/crm/x", handler=guarded(scopes, act), about="x")
    edge = Edge(name="x", prefixes=("/",), routes=(route,), shape=api_shape)
    world.application = Application(world.services, (edge,))
    client = await world.client({WORKFLOWS})

    refused = await client.get("/crm/x")
    assert (refused.status_code, refused.json()["category"]) == (403, "MISSING_SCOPES")
    assert "Workflows" in refused.json()["message"]
    assert refused.json()["errors"][0]["context"]["requiredGranularScopes"] == [WORKFLOWS]
    await world.services.store.write(lambda tx: tx.accounts.subscribe(A1, "marketing_hub", "professional"))
    assert (await client.get("/crm/x")).status_code == 204
