"""Users & Teams over HTTP: what each page and form answers, to whom."""

import pytest
from msgspec.structs import replace

from admittance.core.levels import Level
from admittance.http.application import Application
from admittance.usecases.case_name import case_name
from admittance.usecases.records import Membership
from admittance.wiring.server import edges_of
from tests.oauth.world import A1, A2, BOTH, MP1, SA1, SA2, U1, Browser, World, X, good

pytestmark = pytest.mark.anyio

BASE = f"/accounts/{A1}"
PAGES = (
    "/users", "/users?q=u1", f"/users/{U1}/edit", "/users/new", f"/users/{U1}/deactivate", f"/users/{U1}/remove",
    "/teams", "/permission-sets",
)  # fmt: skip
FORMS = (
    f"/users/{MP1}/edit", f"/users/{MP1}/make-super-admin", f"/users/{SA1}/remove-super-admin",
    f"/users/{MP1}/deactivate", f"/users/{MP1}/reactivate", f"/users/{MP1}/remove", "/users/new", "/teams",
    "/teams/rename", "/teams/remove",
)  # fmt: skip


def member(world: World, user: int, account: int = A1) -> Membership | None:
    """The person's membership as it is committed."""
    return world.services.store.read(lambda tx: tx.people.membership(account, user))


async def token(browser: Browser) -> dict[str, str]:
    """The form token of whoever is signed in."""
    page = await browser.get("/profile")
    assert page.status_code == 200
    return {"csrf": browser.form("/profile/password").fields["csrf"]}


@pytest.mark.parametrize("path", PAGES)
async def test_pages_are_there_for_those_who_see_people(world: World, path: str) -> None:
    """A Super Admin sees each page; a member without the right, a stranger and a signed-out person see none."""
    assert (await (await world.browser(SA1)).get(BASE + path)).status_code == 200
    for user in (U1, MP1, SA2):
        assert (await (await world.browser(user)).get(BASE + path)).status_code == 404, user
    asked = await (await world.browser()).get(BASE + path)
    assert 'name="password"' in asked.text


@pytest.mark.parametrize("path", FORMS)
async def test_forms_change_nothing_for_others(world: World, path: str) -> None:
    """A member without the right and another account's Super Admin find nothing there, and nothing happens."""
    before = {user: member(world, user) for user in (SA1, MP1, U1, BOTH)}
    for user in (U1, SA2):
        browser = await world.browser(user)
        sent = await token(browser) | {"email": "new@a1.test", "name": "Team", "team": "North"}
        assert (await browser.post(BASE + path, sent)).status_code == 404, user
    assert before == {user: member(world, user) for user in (SA1, MP1, U1, BOTH)}


@pytest.mark.parametrize("path", [*FORMS, "/leave"])
async def test_forms_come_from_ones_own_page(world: World, path: str) -> None:
    """Without the visitor's own form token nothing is taken."""
    browser = await world.browser(SA1)
    assert (await browser.post(BASE + path, {"email": "new@a1.test", "name": "Team"})).status_code == 403
    held = member(world, MP1)
    assert held is not None
    assert not held.super_admin


async def test_a_change_counts_at_the_next_decision(world: World) -> None:
    """Rights saved for somebody who is signed in count with their next request: nobody has to sign out."""
    u1 = await world.browser(U1)
    assert (await u1.get(f"{BASE}/users")).status_code == 404
    browser = await world.browser(SA1)
    await browser.get(f"{BASE}/users/{U1}/edit")
    form = browser.form(f"{BASE}/users/{U1}/edit")
    said = await browser.post(form.action, [*form.pairs, ("p:account.users.view", "on"), ("do", "save")])
    assert said.status_code == 303
    assert (await u1.get(f"{BASE}/users")).status_code == 200
    seen = await u1.get(f"{BASE}/users/{MP1}/edit")
    assert seen.status_code == 200
    assert 'value="save"' not in seen.text
    refused = await u1.post(f"{BASE}/users/{MP1}/edit", await token(u1) | {"p:account.users.view": "on"})
    assert refused.status_code == 403


async def test_showing_saves_nothing(world: World) -> None:
    """A look at what saving would do leaves everything as it is."""
    browser = await world.browser(SA1)
    await browser.get(f"{BASE}/users/{U1}/edit")
    form = browser.form(f"{BASE}/users/{U1}/edit")
    rows = world.audit_count()
    shown = await browser.post(form.action, [*form.pairs, ("p:crm.contacts.edit", "all"), ("do", "show")])
    assert shown.status_code == 200
    assert "2 changes." in shown.text
    held = member(world, U1)
    assert held is not None
    assert held.rights == {}
    assert world.audit_count() == rows


async def test_a_form_without_its_version_is_compared_first(world: World) -> None:
    """A save that can't say which state it was made on is treated like one of an old page."""
    browser = await world.browser(SA1)
    for version in ("", "x", "999", "-1", "9" * 40):
        sent = await token(browser) | {"p:crm.contacts.view": "all", "version": version}
        assert (await browser.post(f"{BASE}/users/{U1}/edit", sent)).status_code == 409, version
    held = member(world, U1)
    assert held is not None
    assert held.rights == {}


async def test_the_way_back_leads_nowhere_else(world: World) -> None:
    """Where a form came from is kept only when it is this very list."""
    browser = await world.browser(SA1)
    for back, then in (
        (f"{BASE}/users?q=u1&done=same", f"{BASE}/users?q=u1&done=made&user={U1}"),
        ("//evil.test/?q=1", f"{BASE}/users?done=made&user={U1}"),
        ("https://evil.test/accounts", f"{BASE}/users?done=made&user={U1}"),
        (f"/accounts/{A2}/users?q=1", f"{BASE}/users?done=made&user={U1}"),
    ):
        said = await browser.post(f"{BASE}/users/{U1}/make-super-admin", await token(browser) | {"back": back})
        assert said.headers["location"] == then
        await browser.post(f"{BASE}/users/{U1}/remove-super-admin", await token(browser))


async def test_the_last_super_admin_is_refused_with_the_reason(world: World) -> None:
    """Demoting the only one is a 409 that says who that is and what would help; nothing changed."""
    browser = await world.browser(SA1)
    said = await browser.post(f"{BASE}/users/{SA1}/remove-super-admin", await token(browser))
    assert said.status_code == 409
    assert "sa1 Test is the only permanent Super Admin. Make someone else one first." in said.text
    held = member(world, SA1)
    assert held is not None
    assert held.super_admin


async def test_no_page_names_another_account(world: World) -> None:
    """Somebody who is in two accounts looks the same in each: nothing of the other stands on any page."""
    browser = await world.browser(SA1)
    for path in (*PAGES, f"/users/{BOTH}/edit"):
        page = (await browser.get(BASE + path)).text
        assert "Account Two" not in page
        assert str(A2) not in page
        assert "sa2 Test" not in page
        assert "sa2@" not in page


async def test_an_invitation_link_is_shown_once_and_only_to_a_new_person(world: World) -> None:
    """The answer shows the link; the list never does, and for somebody with a password here there is none."""
    browser = await world.browser(SA1)
    new = await browser.post(f"{BASE}/users/new", await token(browser) | {"email": "tove@a1.test"})
    assert new.status_code == 200
    assert "/reset-password/" in new.text
    assert "no-store" in new.headers["cache-control"]
    assert "/reset-password/" not in (await browser.get(f"{BASE}/users")).text
    known = await browser.post(f"{BASE}/users/new", await token(browser) | {"email": "sa2@a2.test"})
    assert known.status_code == 200
    assert "/reset-password/" not in known.text
    assert f"{BASE}/invitation" in known.text
    assert "sa2 Test" not in known.text
    member_already = await browser.post(f"{BASE}/users/new", await token(browser) | {"email": "BOTH@a1.test"})
    assert member_already.status_code == 409


async def test_leaving(world: World) -> None:
    """Whoever leaves is signed out and finds the account no more; their other account is as before."""
    browser = await world.browser(BOTH)
    said = await browser.post(f"{BASE}/leave", await token(browser))
    assert (said.status_code, said.headers["location"]) == (303, "/sign-in")
    assert member(world, BOTH) is None
    assert member(world, BOTH, A2) is not None
    assert "password" in (await browser.get(f"{BASE}/apps")).text


async def test_names_are_written_as_text(world: World) -> None:
    """A name or team that looks like markup is text on every page."""
    odd = "<script>x</script>"
    browser = await world.browser(SA1)
    await browser.post(f"{BASE}/teams", await token(browser) | {"name": odd})
    sent = await token(browser) | {"email": "odd@a1.test", "first_name": odd, "last_name": "&amp;", "team": odd}
    await browser.post(f"{BASE}/users/new", sent)
    for path in ("/users", "/teams", "/users?q=%3Cscript%3Ex"):
        page = (await browser.get(BASE + path)).text
        assert odd not in page
        assert "&lt;script&gt;" in page


async def test_more_fields_than_the_form_has_are_not_read(world: World) -> None:
    """The editor's form is long, and still has an end."""
    browser = await world.browser(SA1)
    many = [*(await token(browser)).items(), *((f"x{number}", "1") for number in range(400))]
    assert (await browser.post(f"{BASE}/users/{U1}/edit", many)).status_code == 400
    assert Level.ON not in getattr(member(world, U1), "rights", {}).values()


async def test_the_editor_opens_with_what_a_case_needs(world: World) -> None:
    """With the name of the person's case the editor shows what it needs, and saves nothing by itself."""
    refused = await world.browser(U1)
    assert (await refused.authorize(good(X), account=A1)).status_code == 403
    case = world.services.store.read(lambda tx: tx.cases.in_account(A1))[0]
    browser = await world.browser(SA1)
    page = (await browser.get(f"{BASE}/users/{U1}/edit?case={case_name(case.id)}")).text
    assert f"Case {case_name(case.id)} needs" in page
    assert "That is set below; nothing is saved yet." in page
    held = member(world, U1)
    assert held is not None
    assert held.rights == {}
    other = (await browser.get(f"{BASE}/users/{MP1}/edit?case={case_name(case.id)}")).text
    assert "Case C-" not in other


async def test_one_invitation_too_many_is_told_on_the_form(world: World) -> None:
    """What was typed stays, nobody is added, and the page says when it works again."""
    settings = replace(world.services.settings, invitations_per_day=1)
    world.services = replace(world.services, settings=settings)
    world.application = Application(world.services, edges_of(world.services))
    browser = await world.browser(SA1)
    for email, status in (("tove@a1.test", 200), ("una@a1.test", 429)):
        said = await browser.post(f"{BASE}/users/new", await token(browser) | {"email": email})
        assert said.status_code == status
    assert "Try again tomorrow." in said.text
    assert 'value="una@a1.test"' in said.text
    assert "una@a1.test" not in (await browser.get(f"{BASE}/users")).text
