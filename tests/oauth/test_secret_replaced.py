"""The endpoints where an app proves itself, while its client secret is replaced."""

import pytest

from admittance.core import lifetimes
from admittance.usecases.audit_entry import SERVER_CHAIN, Act
from admittance.usecases.client_secret import OldLasts, Replacement, end_old_secret, replace_secret
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.usecases.webhooks.subscribing import Sealing
from tests.oauth.test_code_attacks import assert_json, basic
from tests.oauth.world import CLIENT_IDS, SECRETS, World, X, Z

pytestmark = pytest.mark.anyio
INTROSPECT, REVOKE = "/oauth/v3/token/introspect", "/oauth/v3/token/revoke"
NEW = "the-new-secret".ljust(43, "n")
HOURS = lifetimes.HOUR // 1000


def the_app(tx: Transaction, app: int) -> App:
    """The app as it stands."""
    found = tx.apps.get(app)
    assert found is not None
    return found


async def replace(world: World, app: int = X, lasts: OldLasts = OldLasts.HOUR) -> None:
    """Make `NEW` the app's secret, as the operator."""
    world.secrets.add(NEW)
    now, sealing = world.services.clock.now(), Sealing(b"k" * 32, b"n" * 32)
    asked = Replacement(lasts=lasts)
    await world.change(lambda tx: replace_secret(tx, the_app(tx, app), asked, NEW, sealing, now))


@pytest.mark.parametrize("app", [X, Z])
async def test_a_code_and_a_refresh_take_either_until_the_time_is_over(world: World, app: int) -> None:
    """Servers change over one after the other: both get tokens, and then the old one is refused and why."""
    tokens = await world.connect(app=app)
    await replace(world, app)
    code = await world.code(app=app)
    assert (await world.redeem(code, app)).status_code == 200
    assert (await world.redeem(await world.code(app=app), app, client_secret=NEW)).status_code == 200
    tokens = (await world.refresh(tokens["refresh_token"], app)).json()
    tokens = (await world.refresh(tokens["refresh_token"], app, client_secret=NEW)).json()
    world.pass_time(HOURS)
    refused = await world.refresh(tokens["refresh_token"], app)
    said = assert_json(refused, 401 if app == X else 400, "invalid_client")
    assert (said["status"], "was replaced" in said["error_description"]) == ("BAD_CLIENT_SECRET", True)
    assert (await world.refresh(tokens["refresh_token"], app, client_secret=NEW)).status_code == 200
    assert world.leaks() == set()


@pytest.mark.parametrize("path", [INTROSPECT, REVOKE])
async def test_introspection_and_revocation_take_either(world: World, path: str) -> None:
    """In the body and as HTTP Basic; the old one only until it ends."""
    tokens = await world.connect()
    await replace(world)
    form = {"token": tokens["access_token"] if path == INTROSPECT else "nonsense"}
    for secret in (SECRETS[X], NEW):
        said = await world.call("POST", path, data=form, headers=basic(CLIENT_IDS[X], secret))
        assert said.status_code == 200, said.text
        assert (await world.token(X, path=path, client_secret=secret, **form)).status_code == 200
    now = world.services.clock.now()
    await world.change(lambda tx: end_old_secret(tx, the_app(tx, X), None, now))
    gone = await world.call("POST", path, data=form, headers=basic(CLIENT_IDS[X], SECRETS[X]))
    assert_json(gone, 401, "invalid_client")
    assert gone.headers["www-authenticate"].startswith("Basic")
    assert (await world.token(X, path=path, client_secret=NEW, **form)).status_code == 200


async def test_the_old_one_never_comes_back_with_the_clock(world: World) -> None:
    """Product section 5: time that was committed does not run back, so what is over stays over."""
    tokens = await world.connect()
    await replace(world)
    world.pass_time(HOURS)
    assert_json(await world.refresh(tokens["refresh_token"]), 401, "invalid_client")
    world.pass_time(-HOURS)
    assert_json(await world.refresh(tokens["refresh_token"]), 401, "invalid_client")


async def test_a_refusal_for_the_old_one_is_written_down_as_such(world: World) -> None:
    """The operator sees in the audit that a server was forgotten, not that somebody guesses."""
    await replace(world, lasts=OldLasts.NOT_AT_ALL)
    await world.token(X, grant_type="refresh_token", refresh_token="x")
    await world.token(X, grant_type="refresh_token", refresh_token="x", client_secret="wrong")
    why = [row.entry.data["why"] for row in world.audit(SERVER_CHAIN) if row.entry.act is Act.CLIENT_REFUSED]
    assert why == ["secret_replaced", "secret_wrong"]


async def test_a_forgotten_server_slows_no_other_one_down(world: World) -> None:
    """It sends no guesses: however often it asks, the servers beside it, at the same address, are answered."""
    tokens = await world.connect()
    await replace(world, lasts=OldLasts.NOT_AT_ALL)
    for _ in range(12):
        assert_json(await world.refresh(tokens["refresh_token"]), 401, "invalid_client")
    assert (await world.refresh(tokens["refresh_token"], client_secret=NEW)).status_code == 200
    for _ in range(12):
        guessed = await world.refresh(tokens["refresh_token"], client_secret="wrong")
    assert guessed.status_code == 429
