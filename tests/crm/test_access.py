"""Who may call what: every address with every kind of token."""

from typing import Any

import httpx
import msgspec
import pytest

from admittance.core.tokens import Token, TokenKind
from admittance.crm.access import Caller, guarded
from admittance.crm.routes import crm_routes
from admittance.http.application import Application
from admittance.http.errors import api_shape
from admittance.http.request import Request
from admittance.http.response import Response, empty_response
from admittance.http.routes import Edge, Route
from admittance.http.services import Services
from admittance.usecases.records import ConnectionEnd
from tests.crm.world import A1, ASA, CONTACTS, EVERYTHING, OWNERS, READ, WORKFLOWS, WRITE, Client, World

pytestmark = pytest.mark.anyio

ROUTES = crm_routes()
FILLED = {"{record_id}": "7", "{owner_id}": "7", "{month:month}": "2026-03"}


def _address(template: str) -> str:
    for placeholder, value in FILLED.items():
        template = template.replace(placeholder, value)
    return template


async def _ask(client: Client, route: Route, path: str) -> httpx.Response:
    sent: dict[str, Any] = {"json": {}} if route.bodies else {}
    return await client.call(route.methods[0], _address(path), **sent)


async def test_a_route_needs_the_scopes_its_row_names(world: World) -> None:
    """Routes × tokens: with a row's scopes a call is let in; with all others, 403 names what is missing."""
    for route in ROUTES:
        (needed,) = route.scopes
        let_in = await _ask(await world.client(needed), route, route.path)
        assert let_in.status_code not in (401, 403, 405, 500), (route.name, let_in.text)
        if needed != {"oauth"}:
            _names_what_is_missing(await _ask(await world.client(EVERYTHING - needed), route, route.path), needed)


def _names_what_is_missing(said: httpx.Response, needed: frozenset[str]) -> None:
    assert said.status_code == 403
    body = said.json()
    assert body["category"] == "MISSING_SCOPES"
    assert body["message"].startswith("This app hasn't been granted all required scopes to make this call.")
    message, context = "One or more of the following scopes are required.", {"requiredGranularScopes": sorted(needed)}
    assert body["errors"] == [{"message": message, "context": context}]
    assert body["links"]["scopes"].startswith("http")
    assert 'error="insufficient_scope"' in said.headers["www-authenticate"]


async def test_every_form_of_an_address_is_the_same_handler(world: World) -> None:
    """Versions, plural, singular and type id, with and without a trailing slash: one answer; without a token 401."""
    client = await world.client()
    for route in ROUTES:
        answers = {
            (said.status_code, said.headers["content-type"], len(said.content) > 0)
            for path in route.paths
            for slash in ("", "/")
            for said in [await _ask(client, route, path + slash)]
        }
        assert len(answers) == 1, route.name
        assert (await world.call(route.methods[0], _address(route.paths[-1]))).status_code == 401


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
