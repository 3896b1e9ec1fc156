"""Taking a connection over, over HTTP."""

import msgspec
import pytest

from admittance.core.manifest import Manifest
from admittance.usecases.audit_entry import Act
from admittance.usecases.records import Connection
from tests.oauth.world import A1, A2, AUTOMATION, BOTH, CONTACTS, MP1, READ, SA1, SA2, U1, WORKFLOWS, Browser, World, X
from tests.web.handlers.test_drift import APPS, call, choose, connected, give

pytestmark = pytest.mark.anyio


def the_connection(world: World) -> Connection:
    """The only live one."""
    (connection,) = world.services.store.read(lambda tx: tx.connections.in_account(A1))
    return connection


def path(world: World, what: str) -> str:
    """A page about the connection."""
    return f"/accounts/{A1}/connections/{the_connection(world).id}/{what}"


async def send(browser: Browser, action: str, **fields: str) -> int:
    """Open the page and send its form."""
    await browser.get(action)
    said = await browser.post(action, browser.form(action).fields | fields)
    return said.status_code


async def proposed(world: World, whom: int) -> Browser:
    """SA1 proposes somebody; their browser."""
    assert await send(await world.browser(SA1), path(world, "re-anchor"), user=str(whom)) == 303
    return await world.browser(whom)


async def test_an_admin_proposes_and_the_person_accepts(world: World) -> None:
    """The connection's user and authority change, its tokens go on, and the suspension is undone."""
    tokens = await connected(world)
    await choose(world, "suspend")
    assert await call(world, tokens["access_token"]) == 401
    page = (await (await world.browser(SA1)).get(path(world, "re-anchor"))).text
    assert "lacks something for it today" in page
    await world.change(
        lambda tx: tx.people.set_rights(
            A1, MP1, super_admin=False, permission_set=None, rights={**CONTACTS, **WORKFLOWS}
        )
    )
    browser = await proposed(world, MP1)
    assert "You are asked to take both Test" in (await browser.get(APPS)).text
    before = the_connection(world)
    assert await send(browser, path(world, "take-over"), answer="accept") == 303
    after = the_connection(world)
    assert (after.id, after.user_id, after.granted) == (before.id, MP1, before.granted)
    assert after.authority.rights == {**CONTACTS, **WORKFLOWS}
    assert await call(world, tokens["access_token"]) == 200
    assert (await world.refresh(tokens["refresh_token"])).status_code == 200
    assert (await world.introspect(tokens["access_token"]))["user_id"] == MP1
    acts = [(row.entry.act, row.entry.actor) for row in world.audit()]
    assert (Act.CONNECTION_PROPOSED, SA1) in acts
    assert (Act.CONNECTION_REANCHORED, MP1) in acts


async def test_who_lacks_something_reads_what_and_takes_nothing_over(world: World) -> None:
    """The decision for the granted scopes is taken when they accept; refused, the proposal stays and says why."""
    await connected(world)
    browser = await proposed(world, MP1)
    page = (await browser.get(path(world, "take-over"))).text
    assert "What you would need for it" in page
    assert AUTOMATION in page
    assert 'value="accept"' not in page
    assert await send(browser, path(world, "take-over"), answer="accept") == 409
    assert the_connection(world).user_id == BOTH


async def test_a_proposal_can_be_declined(world: World) -> None:
    """Declining changes nothing but that the question is gone."""
    await connected(world)
    browser = await proposed(world, MP1)
    assert await send(browser, path(world, "take-over"), answer="decline") == 303
    assert "You are asked" not in (await browser.get(APPS)).text
    assert (await browser.get(path(world, "take-over"))).status_code == 404
    assert the_connection(world).user_id == BOTH


async def test_nobody_proposes_or_answers_for_others(world: World) -> None:
    """Proposing is for whoever may end connections, answering for the one who is asked; others find nothing."""
    await connected(world)
    proposing = path(world, "re-anchor")
    assert (await (await world.browser(U1)).get(proposing)).status_code == 404
    assert (await (await world.browser(SA2)).get(proposing)).status_code == 404
    assert (await (await world.browser(SA2)).get(proposing.replace(str(A1), str(A2)))).status_code == 404
    await proposed(world, MP1)
    assert (await (await world.browser(SA1)).get(path(world, "take-over"))).status_code == 404


async def test_who_cannot_be_asked(world: World) -> None:
    """Not the person themselves, nobody from elsewhere, and nobody with a connection of their own to the app."""
    await connected(world)
    await world.connect(SA1)
    connection = next(
        one for one in world.services.store.read(lambda tx: tx.connections.in_account(A1)) if one.user_id == BOTH
    )
    action = f"/accounts/{A1}/connections/{connection.id}/re-anchor"
    browser = await world.browser(SA1)
    for whom in (BOTH, SA2, SA1):
        assert await send(browser, action, user=str(whom)) == 400
        assert world.services.store.read(lambda tx: list(tx.connections.proposals(A1))) == []
    assert await send(browser, action, user="x") == 400


async def test_an_apps_new_scopes_wait_for_a_new_consent(world: World) -> None:
    """What was granted stays; Connected apps says what is new and that it waits for the person's consent."""
    await give(world, {}, super_admin=True)
    tokens = await world.connect(BOTH)
    app = world.services.store.read(lambda tx: tx.apps.get(X))
    assert app is not None
    wider = Manifest(frozenset({"oauth", READ, "tickets"}), frozenset({AUTOMATION}))
    await world.change(lambda tx: tx.apps.replace(msgspec.structs.replace(app, manifest=wider, manifest_version=2)))
    page = (await (await world.browser(BOTH)).get(APPS)).text
    assert "Xylo asks for something new." in page
    assert await call(world, tokens["access_token"]) == 200
    assert "tickets" not in (await world.introspect(tokens["access_token"]))["scope"]
