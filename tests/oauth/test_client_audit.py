"""What a failed client authentication leaves behind (product section 10)."""

import pytest

from admittance.storage.sqlite.summaries import ROWS_A_MINUTE
from admittance.usecases.audit_entry import SERVER_CHAIN, Act
from tests.oauth.world import CLIENT_IDS, P, World, X, Y, credentials

pytestmark = pytest.mark.anyio
TOKEN, INTROSPECT, REVOKE = "/oauth/v1/token", "/oauth/v3/token/introspect", "/oauth/v3/token/revoke"


def noted(world: World) -> list[tuple[int | None, object]]:
    """The app and the reason of each row."""
    rows = world.audit(SERVER_CHAIN)
    return [
        (row.entry.app_id, row.entry.data["why"])
        for row in rows
        if row.entry.act is Act.CLIENT_REFUSED and row.entry.by is None
    ]


@pytest.mark.parametrize(
    ("form", "row"),
    [
        (credentials(X) | {"client_secret": "wrong"}, (X, "secret_wrong")),
        ({"client_id": CLIENT_IDS[X]}, (X, "secret_missing")),
        ({"client_id": CLIENT_IDS[P], "client_secret": "one"}, (P, "secret_not_expected")),
        ({"client_id": "nobody", "client_secret": "wrong"}, (None, "unknown")),
        ({"grant_type": "refresh_token"}, (None, "missing")),
    ],
)
async def test_each_failure_is_one_row_in_the_servers_chain(
    world: World, form: dict[str, str], row: tuple[int | None, str]
) -> None:
    """Nothing says for which account it was meant, so it is the server's; neither the id as sent nor the secret
    stands in it.
    """
    before = world.audit_count()
    assert (await world.call("POST", TOKEN, data=form)).status_code in (400, 401)
    assert noted(world) == [row]
    assert world.audit_count() == before + 1
    assert "wrong" not in str([dict(one.entry.data) for one in world.audit(SERVER_CHAIN)]).replace("secret_wrong", "")


@pytest.mark.parametrize("path", [TOKEN, INTROSPECT, REVOKE])
async def test_every_endpoint_that_asks_who_calls_notes_it(world: World, path: str) -> None:
    """Token, introspection and revocation alike, and credentials in two places at once."""
    form = credentials(Y) | {"token": "x"}
    assert (await world.call("POST", path, data=form | {"client_secret": "wrong"})).status_code == 401
    twice = await world.call("POST", path, data=form, auth=(CLIENT_IDS[Y], form["client_secret"]))
    assert twice.status_code == 400
    assert noted(world) == [(Y, "secret_wrong"), (None, "muddled")]


async def test_a_flood_is_summed_up(world: World) -> None:
    """Above the limit of a minute the rows are counted, and one row says how many when it is over."""
    for number in range(ROWS_A_MINUTE + 7):
        await world.call("POST", TOKEN, data={"client_id": f"nobody-{number}", "client_secret": "wrong"})
    assert len(noted(world)) <= ROWS_A_MINUTE
    world.pass_time(61)
    await world.call("POST", TOKEN, data={"client_id": "nobody", "client_secret": "wrong"})
    rows = [row for row in world.audit(SERVER_CHAIN) if row.entry.act is Act.CLIENT_REFUSED]
    summed = sum(row.entry.data["more"] for row in rows if row.entry.by == "summary")
    assert sum(row.entry.by is None for row in rows) + summed == ROWS_A_MINUTE + 8


async def test_who_is_recognised_leaves_no_such_row(world: World) -> None:
    """A bad grant by an app that proved itself is the grant's own row."""
    assert (await world.token(X, grant_type="authorization_code", code="x")).status_code == 400
    assert noted(world) == []
