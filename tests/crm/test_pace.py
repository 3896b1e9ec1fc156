"""Rate limits on the wire: 110 calls in ten seconds, five searches a second, by the server's clock."""

import pytest
from msgspec.structs import replace

from admittance.clock import Clock
from admittance.config import Settings
from tests.crm.world import A2, CONTACTS, EVA, World

pytestmark = pytest.mark.anyio

MAX, REMAINING = "x-hubspot-ratelimit-max", "x-hubspot-ratelimit-remaining"


class Standing(Clock):
    """A clock that stands until it is moved: how fast the tests run is of no concern."""

    def __init__(self, at: int) -> None:
        self.at = at

    def now(self) -> int:
        """Where it stands."""
        return self.at


@pytest.fixture
async def clock(world: World) -> Standing:
    """The server's clock."""
    return Standing(world.services.clock.now())


@pytest.fixture
async def limited(world: World, clock: Standing) -> World:
    """A server with the limits it has when nothing is set."""
    usual = Settings()
    settings = replace(
        world.services.settings, calls_per_10_s=usual.calls_per_10_s, searches_per_s=usual.searches_per_s
    )
    world.use(replace(world.services, settings=settings, clock=clock))
    return world


async def test_the_hundred_and_eleventh_call_waits(limited: World, clock: Standing) -> None:
    """Every answer counts down; then 429 with Retry-After, and after as many seconds a call is let in."""
    client = await limited.client()
    for left in range(109, -1, -1):
        said = await client.get(f"{CONTACTS}/1")
        assert (said.status_code, said.headers[MAX], said.headers[REMAINING]) == (404, "110", str(left))
        assert said.headers["x-hubspot-ratelimit-interval-milliseconds"] == "10000"

    refused = await client.get(CONTACTS)

    assert refused.status_code == 429
    assert refused.json() == {
        "status": "error",
        "message": "You have reached your ten_secondly_rolling limit.",
        "errorType": "RATE_LIMIT",
        "correlationId": refused.headers["x-hubspot-correlation-id"],
        "policyName": "TEN_SECONDLY_ROLLING",
    }
    assert refused.headers[REMAINING] == "0"
    assert refused.headers["retry-after"] == "10"
    clock.at += 9_001
    assert (await client.get(CONTACTS)).headers["retry-after"] == "1"
    clock.at += 999
    assert (await client.get(CONTACTS)).headers[REMAINING] == "109"


async def test_the_sixth_search_of_a_second_waits(limited: World) -> None:
    """429 with the words that clients look for, and no header but Retry-After; other calls go on."""
    client = await limited.client()
    said = [await client.post(f"{CONTACTS}/search", {}) for _ in range(6)]
    assert [one.status_code for one in said] == [200] * 5 + [429]
    refused = said[5]
    assert (refused.json()["message"], refused.json()["policyName"]) == (
        "You have reached your secondly limit.",
        "SECONDLY",
    )
    assert refused.headers["retry-after"] == "1"
    assert MAX not in refused.headers
    assert MAX not in said[0].headers
    assert (await client.get(CONTACTS)).headers[REMAINING] == "109"


async def test_a_limit_is_of_one_app_in_one_account(limited: World) -> None:
    """People of the account share it; another account and another app have their own."""
    clients = [
        await limited.client(),
        await limited.client(user=12),
        await limited.client(app=22),
        await limited.client(account=A2, user=EVA),
    ]
    left = [(await client.get(CONTACTS)).headers[REMAINING] for client in clients]
    assert left == ["109", "108", "109", "109"]


async def test_zero_switches_a_limit_off(world: World) -> None:
    """No headers, no 429."""
    client = await world.client()
    said = [await client.get(f"{CONTACTS}/1") for _ in range(120)]
    assert {one.status_code for one in said} == {404}
    assert MAX not in said[-1].headers


async def test_who_is_not_let_in_does_not_count(limited: World) -> None:
    """Calls without a token, or without the scope, take nothing from those that have both."""
    client, narrow = await limited.client(), await limited.client({"oauth"}, user=12)
    for _ in range(20):
        await limited.call("GET", CONTACTS)
        assert (await narrow.get(CONTACTS)).status_code == 403
    assert (await client.get(CONTACTS)).headers[REMAINING] == "109"
