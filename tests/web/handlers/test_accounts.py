"""One's accounts and what is connected in them, over the real application."""

import html
import re

import pytest

from admittance.core.levels import Level
from admittance.core.reasons import PermissionMissing, RequiredMissing, ToolMissing
from admittance.usecases.case_name import case_name
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Connection
from tests.oauth.html import forms_in
from tests.oauth.world import A1, A2, BOTH, MP1, SA1, SA2, U1, Browser, P, World, X, good

pytestmark = pytest.mark.anyio


def _connection(world: World, user: int, account: int = A1) -> Connection:
    found = world.services.store.read(lambda tx: tx.connections.in_account(account))
    return next(one for one in found if one.user_id == user)


async def _give(world: World, user: int, *permissions: str) -> None:
    def act(tx: Transaction) -> None:
        held = tx.people.membership(A1, user)
        assert held is not None
        rights = {**held.rights, **dict.fromkeys(permissions, Level.ON)}
        tx.people.set_rights(A1, user, super_admin=False, permission_set=None, rights=rights)

    await world.change(act)


async def _post(browser: Browser, path: str) -> int:
    """Post an empty form with the page's own token; the status."""
    token = forms_in(browser.page.text)[0].fields["csrf"]
    return (await browser.post(path, {"csrf": token})).status_code


async def test_home_leads_where_there_is_something_to_see(world: World) -> None:
    """Signed out to sign in, with one account to its apps, with several to a choice of them."""
    nobody, one, two = await world.browser(), await world.browser(SA1), await world.browser(BOTH)
    assert (await nobody.get("/")).headers["location"] == "/sign-in"
    assert (await one.get("/")).headers["location"] == f"/accounts/{A1}/apps"
    page = (await two.get("/")).text
    assert "Account One" in page
    assert "Account Two" in page


async def test_a_page_of_an_account_asks_to_sign_in_first(world: World) -> None:
    """Signed out one signs in and goes on to the same page."""
    browser = await world.browser()
    page = await browser.get(f"/accounts/{A1}/apps?done=removed")
    assert browser.form("/sign-in").fields["next"] == f"/accounts/{A1}/apps?done=removed"
    assert page.status_code == 200


async def test_everybody_sees_their_own_connection(world: World) -> None:
    """Who may not see people sees their own connection and no colleague's."""
    await world.connect(SA1, P)
    await world.connect(MP1, P, scope="crm.objects.contacts.read")
    mp1, sa1 = await world.browser(MP1), await world.browser(SA1)
    own = (await mp1.get(f"/accounts/{A1}/apps")).text
    assert "mp1 Test" in own
    assert "sa1 Test" not in own
    everyone = (await sa1.get(f"/accounts/{A1}/apps")).text
    assert "mp1 Test" in everyone
    assert "sa1 Test" in everyone


async def test_who_sees_only_their_own_is_not_told_that_nobody_is_connected(world: World) -> None:
    """Whoever may not see colleagues' connections reads neither a count of them nor that there are none."""
    await world.connect(SA1, P)
    own = (await (await world.browser(MP1)).get(f"/accounts/{A1}/apps")).text
    assert "You haven't connected it" in html.unescape(own)
    assert "nobody is connected" not in own
    assert "0 people" not in own
    everyone = (await (await world.browser(SA1)).get(f"/accounts/{A1}/apps")).text
    assert "1 person" in everyone


async def test_an_account_that_is_not_ones_own_is_not_there(world: World) -> None:
    """Not yours and not there are the same page, for every address of an account."""
    browser = await world.browser(SA2)
    for path in ("apps", f"apps/{X}/uninstall", "why", "cases/C-AAAA"):
        strange = await browser.get(f"/accounts/{A1}/{path}")
        nowhere = await browser.get(f"/accounts/999/{path}")
        assert strange.status_code == nowhere.status_code == 404
        assert _without_reference(strange.text) == _without_reference(nowhere.text)


def _without_reference(page: str) -> str:
    return re.sub(r"[0-9A-HJKMNP-TV-Z]{26}|/accounts/\d+/|%2Faccounts%2F\d+%2F", "", page)


async def test_ones_own_access_is_removed_at_once(world: World) -> None:
    """Remove access ends the connection and its tokens with that answer, and the page says so."""
    token = await world.connect(MP1, P, scope="crm.objects.contacts.read")
    browser = await world.browser(MP1)
    await browser.get(f"/accounts/{A1}/apps")
    path = f"/accounts/{A1}/connections/{_connection(world, MP1).id}/remove"
    answer = await browser.post(path, browser.form(path).fields)
    assert answer.status_code == 303
    assert not await world.works(token["access_token"])
    assert "Its tokens stopped working at once." in (await browser.get(answer.headers["location"])).text
    assert world.audit()[-1].entry.act.value == "connection.removed"


async def test_a_colleagues_access_is_for_who_may_uninstall(world: World) -> None:
    """Somebody else's connection: 404 for who may not see it, 403 for who may only see it, gone for who may end it."""
    token = await world.connect(SA1, P)
    browser = await world.browser(MP1)
    path = f"/accounts/{A1}/connections/{_connection(world, SA1).id}/remove"
    await browser.get("/profile")
    assert await _post(browser, path) == 404
    await _give(world, MP1, "account.users.view")
    await browser.get("/profile")
    assert await _post(browser, path) == 403
    assert await world.works(token["access_token"])
    await _give(world, MP1, "account.marketplace_uninstall")
    await browser.get("/profile")
    assert await _post(browser, path) == 303
    assert not await world.works(token["access_token"])


async def test_a_connection_of_another_account_is_not_there(world: World) -> None:
    """The account in the address counts: a connection's number of another account leads nowhere."""
    await world.connect(SA1, P)
    browser = await world.browser(SA2)
    await browser.get("/profile")
    assert await _post(browser, f"/accounts/{A2}/connections/{_connection(world, SA1).id}/remove") == 404
    assert _connection(world, SA1).ended_at is None


async def test_a_form_without_its_token_changes_nothing(world: World) -> None:
    """Remove and uninstall without the form's token are 403."""
    await world.connect(SA1, P)
    browser = await world.browser(SA1)
    for path in (f"connections/{_connection(world, SA1).id}/remove", f"apps/{P}/uninstall"):
        assert (await browser.post(f"/accounts/{A1}/{path}", {})).status_code == 403
    assert _connection(world, SA1).ended_at is None


async def test_uninstall_asks_and_then_ends_everything(world: World) -> None:
    """The page asks first; then the app, every connection and every token are gone."""
    token = await world.connect(SA1, P)
    browser = await world.browser(SA1)
    asked = await browser.get(f"/accounts/{A1}/apps/{P}/uninstall")
    assert "Uninstall Pocket?" in asked.text
    path = f"/accounts/{A1}/apps/{P}/uninstall"
    assert (await browser.post(path, browser.form(path).fields)).status_code == 303
    assert not await world.works(token["access_token"])
    assert "No apps yet" in (await browser.get(f"/accounts/{A1}/apps")).text
    assert (await browser.get(path)).status_code == 404


async def test_uninstall_is_for_who_may(world: World) -> None:
    """Without the right to uninstall apps neither the question nor the answer is taken."""
    await world.connect(SA1, P)
    browser = await world.browser(MP1)
    assert (await browser.get(f"/accounts/{A1}/apps/{P}/uninstall")).status_code == 403
    assert await _post(browser, f"/accounts/{A1}/apps/{P}/uninstall") == 403
    assert _connection(world, SA1).ended_at is None


async def test_a_case_is_for_the_person_it_happened_to(world: World) -> None:
    """The refused person reads the case again, an admin sees their part; any other colleague finds nothing there."""
    browser = await world.browser(U1)
    await browser.authorize(good(P), A1)
    (case,) = world.services.store.read(lambda tx: tx.cases.in_account(A1))
    address = f"/accounts/{A1}/cases/{case_name(case.id)}"
    shown = await browser.get(address)
    assert shown.status_code == 200
    assert "have permission to connect this integration" in shown.text
    admin = await world.browser(SA1)
    assert (await admin.get(address)).status_code == 200
    colleague = await world.browser(MP1)
    assert (await colleague.get(address)).status_code == 404


async def test_a_case_says_what_stands_in_the_way_now(world: World) -> None:
    """The case is decided anew when it is opened; once nothing is in the way the install goes on."""
    browser = await world.browser(U1)
    await browser.authorize(good(P), A1)
    (case,) = world.services.store.read(lambda tx: tx.cases.in_account(A1))
    address = f"/accounts/{A1}/cases/{case_name(case.id)}"
    assert any(isinstance(reason, PermissionMissing) for reason in case.reasons)
    assert not any(isinstance(reason, RequiredMissing | ToolMissing) for reason in case.reasons)
    await world.change(lambda tx: _put(tx, {"crm.contacts.view": Level.ALL}))
    halfway = (await browser.get(address)).text
    assert "App Marketplace access" in halfway
    assert "Contacts · View" not in halfway
    rights = {"crm.contacts.view": Level.ALL, "account.marketplace_access": Level.ON}
    await world.change(lambda tx: _put(tx, rights))
    onwards = await browser.get(address)
    assert onwards.status_code == 200
    assert "Continue connecting" in onwards.text


def _put(tx: Transaction, rights: dict[str, Level]) -> None:
    tx.people.set_rights(A1, U1, super_admin=False, permission_set=None, rights=rights)


@pytest.mark.parametrize("name", ["C-", "C-!!!!", "c-aaaa", "1", "C-AAAAAAAAAAAAAAAAAAAAAAAA", "%00"])
async def test_a_name_that_is_no_case_is_not_there(world: World, name: str) -> None:
    """Whatever stands in the place of a case's name, the answer is 404."""
    browser = await world.browser(SA1)
    assert (await browser.get(f"/accounts/{A1}/cases/{name}")).status_code == 404
