"""Answering an invitation over HTTP."""

import pytest

from tests.oauth.world import A1, A2, SA1, SA2, U1, Browser, World

pytestmark = pytest.mark.anyio
PAGE = f"/accounts/{A1}/invitation"


async def asked(world: World) -> Browser:
    """SA1 asks SA2 of the other account; SA2's browser."""
    admin = await world.browser(SA1)
    await admin.get(f"/accounts/{A1}/users/new")
    form = admin.form(f"/accounts/{A1}/users/new").fields
    said = await admin.post(f"/accounts/{A1}/users/new", form | {"email": "sa2@a2.test"})
    assert "sa2@a2.test is invited to Account One" in said.text
    return await world.browser(SA2)


async def answer(browser: Browser, said: str) -> str:
    """Open the page and press a button: where it leads."""
    await browser.get(PAGE)
    done = await browser.post(PAGE, browser.form(PAGE).fields | {"answer": said})
    assert done.status_code == 303, done.text
    return done.headers["location"]


async def test_an_invitation_waits_on_the_page_of_ones_accounts(world: World) -> None:
    """It names the account and who invites; the account's own pages are not there before it is accepted."""
    person = await asked(world)
    home = (await person.get("/")).text
    assert "sa1 Test invites you to Account One." in home
    assert PAGE in home
    assert (await person.get(f"/accounts/{A1}/apps")).status_code == 404
    assert "sa2 Test" not in (await (await world.browser(SA1)).get(f"/accounts/{A1}/users")).text
    assert await answer(person, "accept") == f"/accounts/{A1}/apps"
    assert (await person.get(f"/accounts/{A1}/apps")).status_code == 200
    assert "sa2 Test" in (await (await world.browser(SA1)).get(f"/accounts/{A1}/users")).text
    assert (await person.get(f"/accounts/{A2}/apps")).status_code == 200


async def test_declined_is_gone(world: World) -> None:
    """No, thank you: the account stays not there, and so is the invitation."""
    person = await asked(world)
    assert await answer(person, "decline") == "/"
    assert (await person.get(PAGE)).status_code == 404
    assert (await person.get(f"/accounts/{A1}/apps")).status_code == 404


async def test_an_invitation_is_for_one_person(world: World) -> None:
    """For anybody else, member or not, there is none; a form without its token is not taken."""
    person = await asked(world)
    for user in (SA1, U1):
        browser = await world.browser(user)
        assert (await browser.get(PAGE)).status_code == 404
        await browser.get("/profile")
        token = {"csrf": browser.form("/sign-out").fields["csrf"]}
        assert (await browser.post(PAGE, token | {"answer": "accept"})).status_code == 404
    assert (await person.post(PAGE, {"answer": "accept"})).status_code == 403
    assert "password" in (await (await world.browser()).get(PAGE)).text


async def test_who_may_not_invite_any_more_invited_nobody(world: World) -> None:
    """SA1 is a Super Admin no more when it is accepted: the answer says what to do, and nobody became a member."""
    person = await asked(world)
    await world.change(lambda tx: tx.people.set_rights(A1, U1, super_admin=True, permission_set=None, rights={}))
    await world.change(lambda tx: tx.people.set_rights(A1, SA1, super_admin=False, permission_set=None, rights={}))
    await person.get(PAGE)
    said = await person.post(PAGE, person.form(PAGE).fields | {"answer": "accept"})
    assert said.status_code == 409
    assert "Ask for a new invitation." in said.text
    assert (await person.get(f"/accounts/{A1}/apps")).status_code == 404
