"""Attack cases G: refreshing (RFC 6749 section 6, RFC 9700 section 4.14). They test token."""

import asyncio
from typing import Any

import pytest
from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.core.manifest import Manifest
from admittance.core.tokens import TokenKind, digest
from admittance.usecases.connected_apps import uninstall
from admittance.usecases.people.answers import Changed
from admittance.usecases.people.deactivate import deactivate
from admittance.usecases.people.leave import Gone, leave_account, remove_from_account
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from tests.oauth.test_code_attacks import assert_json
from tests.oauth.world import (
    A1,
    A2,
    AUTOMATION,
    BOTH,
    CLIENT_IDS,
    CUSTOM,
    NATIVE,
    READ,
    SA1,
    P,
    World,
    X,
    Y,
    Z,
    good,
    query_of,
)

pytestmark = pytest.mark.anyio


async def test_77_a_rotated_token_ends_its_family(world: World) -> None:
    """Case 77: a refresh token that was rotated away is invalid_grant, and every token of its family dies with it."""
    first = await world.connect()
    second = (await world.refresh(first["refresh_token"])).json()
    assert second["refresh_token"] != first["refresh_token"]
    assert await world.works(first["access_token"])
    assert_json(await world.refresh(first["refresh_token"]), 400, "invalid_grant")
    assert_json(await world.refresh(second["refresh_token"]), 400, "invalid_grant")
    assert not await world.works(first["access_token"])
    assert not await world.works(second["access_token"])


async def test_77_a_compatible_apps_token_stays(world: World) -> None:
    """Case 77 does not apply to the compatible profile: one refresh token serves many times, old access lives on."""
    tokens = await world.connect(app=Z)
    seen = {tokens["access_token"]}
    for _ in range(28):
        said = (await world.refresh(tokens["refresh_token"], Z)).json()
        assert said["refresh_token"] == tokens["refresh_token"]
        seen.add(said["access_token"])
    assert len(seen) == 29
    assert all([await world.works(token) for token in seen])


async def test_78_of_64_refreshes_exactly_one_wins(world: World) -> None:
    """Case 78: of 64 simultaneous refreshes with one token exactly one is answered; the others are reuse, so that the
    family ends: rotation has no grace."""
    tokens = await world.connect()
    answers = await asyncio.gather(*(world.refresh(tokens["refresh_token"]) for _ in range(64)))
    won = [answer.json() for answer in answers if answer.status_code == 200]
    assert len(won) == 1
    assert not await world.works(won[0]["access_token"])
    assert_json(await world.refresh(won[0]["refresh_token"]), 400, "invalid_grant")


async def test_80_another_app_cant_use_it(world: World) -> None:
    """Case 80: a refresh token of X used by Y, or by P without authentication, fails and stays good for X."""
    tokens = await world.connect()
    for app in (Y, P):
        assert_json(await world.refresh(tokens["refresh_token"], app), 400, "invalid_grant")
    without = {"grant_type": "refresh_token", "refresh_token": tokens["refresh_token"], "client_id": CLIENT_IDS[X]}
    assert_json(await world.call("POST", "/oauth/v1/token", data=without), 401, "invalid_client")
    assert (await world.refresh(tokens["refresh_token"])).status_code == 200


@pytest.mark.parametrize(
    "scope", [f"{READ} {CUSTOM}", "forms", f"{READ} {AUTOMATION} oauth crm.lists.read", "nonsense"]
)
async def test_81_a_refresh_cant_widen(world: World, scope: str) -> None:
    """Case 81: more than was granted is invalid_scope, and the token was not spent on it."""
    tokens = await world.connect()
    said = assert_json(await world.refresh(tokens["refresh_token"], scope=scope), 400, "invalid_scope")
    assert said["status"] == "BAD_SCOPES"
    assert (await world.refresh(tokens["refresh_token"])).status_code == 200


async def test_81_a_refresh_can_narrow_the_access_token(world: World) -> None:
    """Case 81: a narrower scope narrows the access token; the refresh token keeps the whole grant."""
    tokens = await world.connect()
    narrow = (await world.refresh(tokens["refresh_token"], scope=READ)).json()
    assert narrow["scope"] == READ
    assert (await world.introspect(narrow["access_token"]))["scope"] == READ
    whole = (await world.refresh(narrow["refresh_token"])).json()
    assert whole["scope"] == f"{AUTOMATION} {READ} oauth"


async def test_82_uninstalling_ends_it(world: World) -> None:
    """Case 82: after an uninstall the very next refresh is refused."""
    tokens = await world.connect()
    now = world.services.clock.now()
    await world.change(lambda tx: uninstall(tx, A1, X, now, actor=SA1))
    assert_json(await world.refresh(tokens["refresh_token"]), 400, "invalid_grant")
    assert not await world.works(tokens["access_token"])


@pytest.mark.parametrize("leaves", ["is removed", "is deactivated", "leaves"])
async def test_82_who_is_gone_takes_everything_along(world: World, leaves: str) -> None:
    """Case 82 and rule 11: with a person's place in the account their tokens, codes and sessions there end at once, and
    nothing of what they have in another account."""
    tokens, code = await world.connect(BOTH), await world.code(BOTH)
    browser = await world.browser(BOTH)
    await browser.authorize(good(P), A2)
    elsewhere = (await world.redeem(query_of(await browser.answer())["code"], P, NATIVE)).json()
    policy, now = world.services.catalogue.policy, world.services.clock.now()
    act = {
        "is removed": lambda tx: remove_from_account(tx, policy, A1, SA1, BOTH),
        "is deactivated": lambda tx: deactivate(tx, policy, A1, SA1, BOTH, now=now),
        "leaves": lambda tx: leave_account(tx, A1, BOTH),
    }[leaves]
    assert isinstance(await world.change(act), Gone | Changed)
    assert not await world.works(tokens["access_token"])
    assert_json(await world.refresh(tokens["refresh_token"]), 400, "invalid_grant")
    assert_json(await world.redeem(code), 400, "invalid_grant")
    assert "/sign-out" not in (await browser.get("/profile")).text
    assert (await world.refresh(elsewhere["refresh_token"], P)).status_code == 200


async def test_82_a_disabled_app_is_no_client(world: World) -> None:
    """Case 82: a disabled app can't refresh, and its access tokens stop working."""
    tokens = await world.connect()
    await change_app(world, enabled=False)
    assert_json(await world.refresh(tokens["refresh_token"]), 400, "invalid_client")
    assert not await world.works(tokens["access_token"])


async def test_82_a_rotated_client_secret_counts_at_once(world: World) -> None:
    """Case 82: with a new client secret the old one is wrong at the next request."""
    tokens = await world.connect()
    await change_app(world, secret_digest=digest(TokenKind.CLIENT_SECRET, "n" * 43))
    assert_json(await world.refresh(tokens["refresh_token"]), 401, "invalid_client")
    assert (await world.refresh(tokens["refresh_token"], client_secret="n" * 43)).status_code == 200


async def test_82_a_lost_tool_refuses_or_narrows(world: World) -> None:
    """Case 82 and rule 11: a demanded scope that lost its tool refuses the refresh until the plan is back; an optional
    one only narrows it."""
    tokens = await world.connect(optional_scope=CUSTOM)
    await world.change(lambda tx: tx.accounts.subscribe(A1, "marketing_hub", "professional"))
    narrowed = (await world.refresh(tokens["refresh_token"])).json()
    assert CUSTOM not in narrowed["scopes"]
    await world.change(lambda tx: tx.accounts.subscribe(A1, "marketing_hub", "starter"))
    assert assert_json(await world.refresh(narrowed["refresh_token"]), 400, "invalid_grant")["status"] == "BAD_SCOPES"
    await world.change(lambda tx: tx.accounts.subscribe(A1, "marketing_hub", "enterprise"))
    again = (await world.refresh(narrowed["refresh_token"])).json()
    assert CUSTOM in again["scopes"]


async def test_82_a_scope_taken_out_of_the_app_is_gone(world: World) -> None:
    """Case 82: a scope that the manifest no longer has leaves the next token, and the ones that are out there."""
    tokens = await world.connect(optional_scope=CUSTOM)
    await change_app(world, manifest=Manifest(frozenset({"oauth", READ}), frozenset({AUTOMATION})))
    assert CUSTOM not in (await world.introspect(tokens["access_token"]))["scopes"]
    assert CUSTOM not in (await world.refresh(tokens["refresh_token"])).json()["scopes"]


async def test_83_rotation_ends_after_90_days_in_all(world: World) -> None:
    """Case 83: a family that is kept rotating is over 90 days after its code; Z's refresh token is not."""
    strict, compatible = await world.connect(), await world.connect(app=Z)
    token, step = strict["refresh_token"], 29 * lifetimes.DAY // 1000
    for _ in range(3):
        world.pass_time(step)
        token = (await world.refresh(token)).json()["refresh_token"]
    world.pass_time(3 * lifetimes.DAY // 1000)
    assert_json(await world.refresh(token), 400, "invalid_grant")
    assert (await world.refresh(compatible["refresh_token"], Z)).status_code == 200


async def test_83_an_idle_refresh_token_ends_after_30_days(world: World) -> None:
    """A strict refresh token that nobody used for 30 days is invalid_grant."""
    tokens = await world.connect()
    world.pass_time(lifetimes.REFRESH_IDLE / 1000)
    assert_json(await world.refresh(tokens["refresh_token"]), 400, "invalid_grant")


async def test_a_redirect_uri_on_refresh_is_ignored(world: World) -> None:
    """wire.md: some clients send redirect_uri along with a refresh."""
    tokens = await world.connect(app=Z)
    assert (await world.refresh(tokens["refresh_token"], Z, redirect_uri="https://any.test")).status_code == 200


async def test_a_public_app_rotates(world: World) -> None:
    """Public apps are always strict: the refresh token changes, without any secret in the request."""
    browser = await world.browser(SA1)
    code = query_of(await _granted(browser, world))["code"]
    tokens = (await world.redeem(code, P, "http://127.0.0.1:51234/cb")).json()
    second = (await world.refresh(tokens["refresh_token"], P)).json()
    assert second["refresh_token"] != tokens["refresh_token"]
    assert_json(await world.refresh(tokens["refresh_token"], P), 400, "invalid_grant")
    assert_json(await world.refresh(second["refresh_token"], P, client_secret="x"), 401, "invalid_client")


async def _granted(browser: Any, world: World) -> Any:
    page = await browser.authorize(good(P, redirect_uri="http://127.0.0.1:51234/cb"), A1)
    assert page.status_code == 200
    return await browser.answer()


async def change_app(world: World, **changes: Any) -> None:
    """Replace fields of X."""

    def change(tx: Transaction) -> None:
        app: App | None = tx.apps.get(X)
        assert app is not None
        tx.apps.replace(replace(app, **changes))

    await world.change(change)
