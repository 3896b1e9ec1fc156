"""What changes while a request is on its way, between the look at who asks and the act: whoever commits first wins."""

from collections.abc import Callable
from typing import Any

import pytest
from msgspec.structs import replace

from admittance.core.tokens import TokenKind, digest
from admittance.http.application import Application
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.wiring.server import edges_of
from tests.oauth.test_code_attacks import assert_json
from tests.oauth.world import A1, READ, SA1, World, X, Z, good

pytestmark = pytest.mark.anyio


class Meanwhile:
    """The real store. Before the next write the `changes` are committed."""

    def __init__(self, real: Any, *changes: Callable[[Transaction], object]) -> None:
        self._real, self.changes = real, list(changes)

    async def write(self, act: Any) -> Any:
        """As the real one, behind the change."""
        while self.changes:
            await self._real.write(self.changes.pop())
        return await self._real.write(act)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


def meanwhile(world: World, app: int, change: Callable[[App], App]) -> None:
    """Have the app changed between the reads and the first write of the next request."""

    def act(tx: Transaction) -> None:
        found = tx.apps.get(app)
        assert found is not None
        tx.apps.replace(change(found))

    use(world, Meanwhile(world.services.store, act))


def use(world: World, store: Meanwhile) -> None:
    """Have this world's server keep everything there from now on."""
    world.services = replace(world.services, store=store)
    world.application = Application(world.services, edges_of(world.services))


def disabled(app: App) -> App:
    """Switched off by the operator."""
    return replace(app, enabled=False)


def with_another_secret(app: App) -> App:
    """Its secret was replaced at once."""
    return replace(app, secret_digest=digest(TokenKind.CLIENT_SECRET, "another"))


@pytest.mark.parametrize("change", [disabled, with_another_secret])
@pytest.mark.parametrize("app", [X, Z])
async def test_who_was_shut_out_first_gets_nothing(world: World, app: int, change: Callable[[App], App]) -> None:
    """Case 82: an app that was disabled, or whose secret was replaced, gets no token for a code or a refresh token that
    was sent before and comes to be looked at after."""
    tokens, code = await world.connect(app=app), await world.code(app=app)
    before = world.rows()
    meanwhile(world, app, change)
    assert_json(
        await world.redeem(code, app), 401 if (app, change) == (X, with_another_secret) else 400, "invalid_client"
    )
    assert_json(
        await world.refresh(tokens["refresh_token"], app),
        401 if (app, change) == (X, with_another_secret) else 400,
        "invalid_client",
    )
    assert world.rows() == before


async def test_what_the_settings_say_now_counts(world: World) -> None:
    """Case 82: settings that were published while the request was on its way are those that it is decided by."""
    tokens = await world.connect(app=Z)
    meanwhile(world, Z, lambda app: replace(app, manifest=replace(app.manifest, conditionally_required=frozenset())))
    answer = await world.refresh(tokens["refresh_token"], Z)
    assert set(answer.json()["scopes"]) == {"oauth", READ}


@pytest.mark.parametrize("answer", ["grant", "cancel"])
async def test_who_was_signed_out_first_grants_nothing(world: World, answer: str) -> None:
    """Case 58: a consent page answered while its session ends, by a sign-out or a new password, counts for nothing."""
    store = Meanwhile(world.services.store)
    use(world, store)
    browser = await world.browser(SA1)
    assert (await browser.authorize(good(), A1)).status_code == 200
    before = world.rows()
    store.changes.append(lambda tx: tx.sessions.end_all(SA1))
    assert (await browser.answer(answer)).status_code == 403
    assert world.rows() == before
