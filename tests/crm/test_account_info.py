"""The account that a token belongs to."""

import pytest

from tests.crm.world import A1, A2, EVA, Client, World

pytestmark = pytest.mark.anyio

DETAILS = "/account-info/v3/details"


async def test_the_account_is_the_tokens_own(world: World, client: Client) -> None:
    """Its id, time zone and currency, with the offset of its zone."""
    mine = (await client.get(DETAILS)).json()
    theirs = (await (await world.client(account=A2, user=EVA)).get("/account-info/2026-03/details")).json()

    assert (mine["portalId"], theirs["portalId"]) == (A1, A2)
    assert set(mine) == {
        "portalId",
        "accountType",
        "timeZone",
        "companyCurrency",
        "additionalCurrencies",
        "utcOffset",
        "utcOffsetMilliseconds",
        "uiDomain",
        "dataHostingLocation",
    }
    assert (mine["timeZone"], mine["companyCurrency"], mine["uiDomain"]) == (
        "Europe/Stockholm",
        "EUR",
        "127.0.0.1:8400",
    )
    assert mine["utcOffset"] in ("+01:00", "+02:00")
    assert theirs["utcOffset"] in ("-03:30", "-02:30")
    assert theirs["utcOffsetMilliseconds"] in (-12_600_000, -9_000_000)


async def test_any_token_may_ask(world: World) -> None:
    """`oauth` alone is enough."""
    assert (await (await world.client(set())).get(DETAILS)).status_code == 200
