"""Invitations that wait for an answer, over HTTP."""

import re

import pytest

from admittance.core.levels import Level
from admittance.usecases.invitation_ports import ACCEPTED_WITHIN
from tests.oauth.world import A1, MP1, SA1, SA2, U1, Browser, World

pytestmark = pytest.mark.anyio
USERS = f"/accounts/{A1}/users"
AGAIN, WITHDRAW = f"/accounts/{A1}/invitations/again", f"/accounts/{A1}/invitations/withdraw"
ADMIN = {"account.users.view": Level.ON, "account.users.edit": Level.ON}


async def invite(admin: Browser, email: str, **fields: str) -> str:
    """Add somebody by the form: the link that the answer shows."""
    await admin.get(f"{USERS}/new")
    said = await admin.post(f"{USERS}/new", admin.form(f"{USERS}/new").fields | {"email": email} | fields)
    assert said.status_code == 200, said.text
    return link_in(said.text)


def link_in(page: str) -> str:
    """Where the link of the page leads, without the server's address."""
    (link,) = re.findall(r'id="invite-link" value="http://127\.0\.0\.1:8400([^"]+)"', page)
    return str(link)


async def test_whoever_waits_stands_below_the_users(world: World) -> None:
    """Empty it says so; then address, by whom, until when, and what each of them has yet to do."""
    admin = await world.browser(SA1)
    assert "Nobody is waiting." in (await admin.get(USERS)).text
    await invite(admin, "tove@new.test", set="viewer")
    await invite(admin, "sa2@a2.test")
    label = world.services.catalogue.sets["viewer"].label.en
    part = (await admin.get(USERS)).text.partition('id="invitations"')[2]
    for words in ("sa2@a2.test", "Has to accept", "Has to choose a password", "sa1 Test", label):
        assert words in part.replace("<wbr>", ""), words
    assert "Nobody is waiting." not in part


async def test_a_replaced_link_is_over(world: World) -> None:
    """Send again shows another link, once; the earlier one answers as one that is over."""
    admin, nobody = await world.browser(SA1), await world.browser()
    first = await invite(admin, "tove@new.test")
    await admin.get(USERS)
    said = await admin.post(AGAIN, admin.form(AGAIN).fields)
    assert said.status_code == 200
    assert "A new link for tove@new.test" in said.text
    second = link_in(said.text)
    assert (await nobody.get(first)).status_code == 410
    assert (await nobody.get(second)).status_code == 200
    assert world.leaks() == set()


async def test_a_withdrawn_link_is_over(world: World) -> None:
    """The person is gone from the list, and from the account."""
    admin, nobody = await world.browser(SA1), await world.browser()
    first = await invite(admin, "tove@new.test")
    await admin.get(USERS)
    said = await admin.post(WITHDRAW, admin.form(WITHDRAW).fields)
    assert (said.status_code, said.headers["location"]) == (303, f"{USERS}?done=withdrawn")
    page = (await admin.get(said.headers["location"])).text
    assert "The invitation is withdrawn. Its link opens nothing any more." in page
    assert "tove@" not in page
    assert (await nobody.get(first)).status_code == 410


async def test_who_is_asked_hears_of_it(world: World) -> None:
    """Withdrawn, the invitation is not there for them any more; sent again too soon it says so."""
    admin, person = await world.browser(SA1), await world.browser(SA2)
    invitation = await invite(admin, "sa2@a2.test")
    assert (await person.get(invitation)).status_code == 200
    await admin.get(USERS)
    soon = await admin.post(AGAIN, admin.form(AGAIN).fields)
    assert soon.status_code == 429
    assert "within the last hour" in soon.text
    assert (await admin.post(WITHDRAW, admin.form(WITHDRAW).fields)).status_code == 303
    assert (await person.get(invitation)).status_code == 404


async def test_what_nobody_answered_says_so(world: World) -> None:
    """Its time is up; Send again makes it stand anew."""
    admin, person = await world.browser(SA1), await world.browser(SA2)
    invitation = await invite(admin, "sa2@a2.test")
    world.pass_time(ACCEPTED_WITHIN / 1000)
    admin, person = await world.browser(SA1), await world.browser(SA2)
    assert "Time is up" in (await admin.get(USERS)).text
    assert (await person.get(invitation)).status_code == 404
    assert "is sent again" in (await admin.post(AGAIN, admin.form(AGAIN).fields)).text
    assert (await person.get(invitation)).status_code == 200


async def test_a_stale_button_says_how_things_stand(world: World) -> None:
    """Somebody withdrew it first: both buttons answer that nobody waits for it, and for any other address the same."""
    admin = await world.browser(SA1)
    await invite(admin, "tove@new.test")
    await admin.get(USERS)
    form = admin.form(WITHDRAW).fields
    await admin.post(WITHDRAW, form)
    for path in (AGAIN, WITHDRAW):
        for email in ("tove@new.test", "sa2@a2.test", "nobody@new.test", ""):
            late = await admin.post(path, form | {"email": email})
            assert late.status_code == 409
            assert "Nobody waits for this invitation any more" in late.text


async def test_who_may_not_finds_no_buttons_and_no_address(world: World) -> None:
    """A viewer of the list sees it without buttons; nobody else sees it, and their forms change nothing."""
    admin = await world.browser(SA1)
    first = await invite(admin, "tove@new.test")
    await world.change(
        lambda tx: tx.people.set_rights(
            A1, MP1, super_admin=False, permission_set=None, rights={"account.users.view": Level.ON}
        )
    )
    viewer = await world.browser(MP1)
    page = (await viewer.get(USERS)).text
    assert "tove@" in page
    assert AGAIN not in page
    for user, status in ((MP1, 403), (U1, 404), (SA2, 404)):
        browser = await world.browser(user)
        await browser.get("/profile")
        csrf = {"csrf": browser.form("/sign-out").fields["csrf"], "email": "tove@new.test"}
        for path in (AGAIN, WITHDRAW):
            assert (await browser.post(path, csrf)).status_code == status
            assert (await browser.post(path, csrf | {"csrf": "x"})).status_code == 403
    assert (await (await world.browser()).get(first)).status_code == 200


async def test_what_gives_more_than_one_has_is_anothers(world: World) -> None:
    """An administrator reads why they can do neither; the form itself says which rights are in the way."""
    admin = await world.browser(SA1)
    await invite(admin, "tove@new.test", set="administrator")
    await world.change(lambda tx: tx.people.set_rights(A1, MP1, super_admin=False, permission_set=None, rights=ADMIN))
    other = await world.browser(MP1)
    page = (await other.get(USERS)).text
    assert "It gives more than you have yourself." in page
    assert AGAIN not in page.partition('id="invitations"')[2].partition("</section>")[0]
    await other.get("/profile")
    csrf = {"csrf": other.form("/sign-out").fields["csrf"], "email": "tove@new.test"}
    for path in (AGAIN, WITHDRAW):
        said = await other.post(path, csrf)
        assert said.status_code == 403
        assert "You can only give what you have yourself." in said.text


async def test_many_are_shown_page_by_page(world: World) -> None:
    """Twenty-five a page, apart from the pages of the users."""
    admin = await world.browser(SA1)
    for number in range(26):
        await invite(admin, f"p{number:02}@new.test")
    first = (await admin.get(USERS)).text.partition('id="invitations"')[2].replace("<wbr>", "")
    assert len(set(re.findall(r"p\d\d@new\.test", first))) == 25
    assert f"{USERS}?invited=2#invitations" in first
    second = (await admin.get(f"{USERS}?invited=2")).text.partition('id="invitations"')[2].replace("<wbr>", "")
    assert len(set(re.findall(r"p\d\d@new\.test", second))) == 1


async def test_invited_twice_leads_to_the_list(world: World) -> None:
    """The form for a new user says that somebody is invited already, and where it can be sent again."""
    admin = await world.browser(SA1)
    await invite(admin, "tove@new.test")
    await admin.get(f"{USERS}/new")
    said = await admin.post(f"{USERS}/new", admin.form(f"{USERS}/new").fields | {"email": "tove@new.test"})
    assert said.status_code == 409
    assert "is invited already" in said.text
