"""Users & Teams: the resolution of the phone panel's help page, step by step, in real browsers."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe_violations
from tests.e2e.app import call
from tests.e2e.person import new_context, sign_in
from tests.e2e.server import Serving, serving
from tests.e2e.users_teams import (
    FJORD,
    JONAS,
    NILS,
    OSKAR,
    PRIYA,
    act,
    grants,
    is_refused,
    person_at,
    row_of,
    signed_in,
    users_tab,
)

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("users and teams")]

USERS = f"/accounts/{FJORD}/users"


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """A demo world for each test: they change who may do what."""
    with serving(tmp_path_factory.mktemp("demo") / "data", "--demo") as running:
        yield running


def test_the_three_switches_are_enough_and_each_is_needed(server: Serving, browser: Browser, page: Page) -> None:
    """To grant the user sufficient access, log into HubSpot as a Super Admin and navigate to Settings > Users & Teams
    in the left-side panel. In the Users tab, hover your mouse cursor over the user in question and click the popup
    Actions menu. Select Edit. Enable access to all of the following for the user: Contacts, Marketing, Service. Save
    your changes.
    """
    nils = person_at(server, browser)
    signed_in(server, page, JONAS)
    for two in (("Contacts", "Marketing"), ("Contacts", "Service"), ("Marketing", "Service")):
        users_tab(page)
        act(page, "Nils Öberg", "Edit")
        for name in ("Contacts", "Marketing", "Service"):
            page.get_by_role("switch", name=name, exact=True).set_checked(name in two)
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("status").filter(has_text="The access of Nils Öberg is saved.")).to_be_visible()
        is_refused(server, nils)
    act(page, "Nils Öberg", "Edit")
    page.get_by_role("switch", name="Contacts", exact=True).check()
    expect(page.get_by_text("Nils Öberg could connect Ringlane Phone, which isn't possible now.")).to_be_visible()
    page.get_by_role("button", name="Save").click()
    token = grants(server, nils)
    assert token.status == 200, token
    assert call(server.address, "/crm/v3/objects/contacts", token.body["access_token"]).status == 200


def test_super_admin_for_as_long_as_it_takes(server: Serving, browser: Browser, page: Page) -> None:
    """If the above solution doesn't work, you can temporarily grant the user Super Admin access, until they have
    authorized the integration. Select Make super admin. The label in the ACCESS column will change to Super Admin. Once
    the integration has been authenticated by the elevated user, that specific user account can be demoted from Super
    Admin to whatever access level the service administrator requires. The service administrator can now have the user
    log out, and demote their account, if needed; the connection still works when they log in again.
    """
    nils = person_at(server, browser)
    is_refused(server, nils)
    signed_in(server, page, JONAS)
    users_tab(page)
    expect(row_of(page, "Nils Öberg").get_by_role("cell").first).to_have_text("Custom")
    act(page, "Nils Öberg", "Make Super Admin")
    expect(row_of(page, "Nils Öberg").get_by_role("cell").first).to_have_text("Super Admin")
    token = grants(server, nils).body["access_token"]
    act(page, "Nils Öberg", "Remove Super Admin")
    expect(row_of(page, "Nils Öberg").get_by_role("cell").first).to_have_text("Custom")
    nils.context.clear_cookies()
    signed_in(server, nils, NILS)
    assert call(server.address, "/crm/v3/objects/contacts", token).status == 200
    nils.goto(f"{server.address}/accounts/{FJORD}/apps")
    rows = nils.get_by_role("row", name=re.compile("Nils Öberg"))
    expect(rows.first).to_contain_text("Super Admin")
    expect(rows.nth(1)).to_contain_text("Nils Öberg's rights have changed")
    is_refused(server, nils)


def test_all_of_it_without_javascript(server: Serving, browser: Browser) -> None:
    """Search, the Actions menu, whole-section switches, a look at what changes, and Save are links and forms."""
    page = new_context(browser, java_script_enabled=False).new_page()
    signed_in(server, page, JONAS)
    page.goto(f"{server.address}{USERS}")
    page.get_by_label("Name or email").fill("NILS")
    page.get_by_role("button", name="Search").click()
    expect(page.get_by_role("status").filter(has_text="1 user")).to_be_attached()
    act(page, "Nils Öberg", "Edit")
    for name in ("Contacts", "Marketing", "Service"):
        page.get_by_role("switch", name=name, exact=True).check()
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_text("Nils Öberg could connect Ringlane Phone, which isn't possible now.")).to_be_visible()
    expect(page.get_by_label("Contacts, Edit")).to_have_value("all")
    page.get_by_label("Contacts, Delete").select_option("none")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The access of Nils Öberg is saved.")).to_be_visible()
    assert "q=NILS" not in page.url
    act(page, "Nils Öberg", "Edit")
    expect(page.get_by_label("Contacts, Delete")).to_have_value("none")
    expect(page.get_by_label("Contacts, Edit")).to_have_value("all")
    expect(page.get_by_role("switch", name="Marketing", exact=True)).to_be_checked()


def test_a_set_is_chosen_without_javascript(server: Serving, browser: Browser) -> None:
    """A permission set replaces what was there; ACCESS then says its name."""
    page = new_context(browser, java_script_enabled=False).new_page()
    signed_in(server, page, JONAS)
    page.goto(f"{server.address}{USERS}")
    act(page, "Nils Öberg", "Edit")
    page.get_by_label("Permission set").select_option("Viewer")
    page.get_by_role("button", name="Save").click()
    expect(row_of(page, "Nils Öberg").get_by_role("cell").first).to_have_text("Viewer")


def test_the_list_follows_and_is_announced(server: Serving, page: Page) -> None:
    """With JavaScript the list follows while one types, says how many there are, and keeps it in the address."""
    signed_in(server, page, JONAS)
    users_tab(page)
    page.get_by_label("Name or email").press_sequentially("ma")
    expect(page.locator("#people-list-status")).to_have_text("3 users")
    expect(page.get_by_role("row", name=re.compile("@"))).to_have_count(3)
    assert page.url.endswith("?q=ma")
    page.get_by_label("Name or email").fill("nobody at all")
    expect(page.get_by_role("heading", name="No one matches “nobody at all”")).to_be_visible()
    page.get_by_role("link", name="Clear search").click()
    page.get_by_label("Access").select_option("Super Admin")
    expect(page.locator("#people-list-status")).to_have_text("2 users")
    page.get_by_role("link", name="User", exact=True).click()
    expect(page.get_by_role("columnheader", name="User")).to_have_attribute("aria-sort", "descending")


def test_the_menu_by_keyboard(server: Serving, page: Page) -> None:
    """The Actions menu opens with the keyboard, arrows move in it, Escape closes it and gives the focus back."""
    signed_in(server, page, JONAS)
    users_tab(page)
    control = row_of(page, "Maria Lindqvist").locator("summary")
    control.focus()
    expect(control.get_by_text("Actions", exact=True)).to_be_visible()
    control.press("Enter")
    page.keyboard.press("ArrowDown")
    expect(row_of(page, "Maria Lindqvist").get_by_role("link", name="Edit")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(row_of(page, "Maria Lindqvist").get_by_role("button", name="Make Super Admin")).to_be_focused()
    page.keyboard.press("Escape")
    expect(control).to_be_focused()


def test_the_last_super_admin_stays(server: Serving, page: Page) -> None:
    """What would take the last permanent Super Admin stays in the menu and says why it can't be done."""
    signed_in(server, page, JONAS)
    users_tab(page)
    act(page, "Priya Raman", "Remove Super Admin")
    expect(page.get_by_text("Priya Raman is no longer a Super Admin.")).to_be_visible()
    row = row_of(page, "Jonas Berg")
    row.locator("summary").click()
    expect(
        row.get_by_text("Jonas Berg is the only permanent Super Admin. Make someone else one first.")
    ).to_be_visible()
    expect(row.get_by_role("button")).to_have_count(0)
    page.goto(f"{server.address}/accounts/{FJORD}/leave")
    page.get_by_role("button", name="Leave").click()
    expect(page.get_by_role("alert")).to_contain_text("Jonas Berg is the only permanent Super Admin.")


def test_two_admins_at_once(server: Serving, browser: Browser, page: Page) -> None:
    """Somebody else's save in between is not lost: the page shows both, and a second save decides."""
    signed_in(server, page, JONAS)
    users_tab(page)
    act(page, "Nils Öberg", "Edit")
    priya = signed_in(server, new_context(browser).new_page(), PRIYA)
    priya.goto(page.url)
    priya.get_by_label("Deals, View").select_option("Team")
    priya.get_by_role("button", name="Save").click()
    expect(priya.get_by_text("The access of Nils Öberg is saved.")).to_be_visible()
    page.get_by_label("Contacts, View").select_option("All")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("Someone else saved this person meanwhile.")
    both = page.get_by_role("table", name="Saved meanwhile, and what you chose")
    expect(both.get_by_role("row", name=re.compile("Deals · View"))).to_have_text(re.compile("Team\\s*None"))
    expect(both.get_by_role("row", name=re.compile("Contacts · View"))).to_have_text(re.compile("None\\s*All"))
    page.get_by_label("Deals, View").select_option("Team")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("The access of Nils Öberg is saved.")).to_be_visible()


def test_nobody_gives_what_they_do_not_have(server: Serving, page: Page) -> None:
    """An administrator without billing is told which right they can't give; what they chose stays in the form."""
    signed_in(server, page, OSKAR)
    users_tab(page)
    act(page, "Nils Öberg", "Edit")
    page.locator("summary", has_text="Account").click()
    page.get_by_role("switch", name="Modify billing").check()
    page.get_by_role("button", name="Save").click()
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("You can only give what you have yourself.")
    expect(alert.get_by_role("listitem")).to_have_text(["Account · Modify billing"])
    expect(page.get_by_role("switch", name="Modify billing")).to_be_checked()


def test_an_invitation(server: Serving, browser: Browser, page: Page) -> None:
    """Add user shows a link once; it opens the choice of a password, and the person finds the account."""
    signed_in(server, page, JONAS)
    users_tab(page)
    page.get_by_role("link", name="Add user").click()
    page.get_by_label("Email").fill("tove.lind@fjordfalk.example")
    page.get_by_label("First name").fill("Tove")
    page.get_by_label("Last name").fill("Lind")
    page.get_by_label("Permission set").select_option("Viewer")
    page.get_by_role("button", name="Add user").click()
    link = page.get_by_label("The link is shown only now").input_value()
    tove = new_context(browser).new_page()
    tove.goto(link)
    tove.locator("input[name=new]").fill("a password of her own")
    tove.locator("main form button.button-primary").click()
    sign_in(tove, "tove.lind@fjordfalk.example", "a password of her own")
    expect(tove.get_by_role("heading", level=1)).to_have_text("Connected apps")
    page.goto(f"{server.address}{USERS}")
    expect(row_of(page, "Tove Lind").get_by_role("cell").first).to_have_text("Viewer")


def test_an_invitation_is_sent_again_and_withdrawn(server: Serving, browser: Browser) -> None:
    """Whoever has not accepted stands below the list; both buttons are forms, and earlier links are over."""
    page = new_context(browser, java_script_enabled=False).new_page()
    signed_in(server, page, JONAS)
    page.goto(f"{server.address}{USERS}/new")
    page.get_by_label("Email").fill("tove.lind@fjordfalk.example")
    page.get_by_role("button", name="Add user").click()
    first = page.get_by_label("The link is shown only now").input_value()
    page.get_by_role("link", name="Back to the users").click()
    page.get_by_role("button", name="Send again to tove.lind@fjordfalk.example").click()
    second = page.get_by_label("The link is shown only now").input_value()
    tove = new_context(browser).new_page()
    assert [tove.goto(link).status for link in (first, second)] == [410, 200]  # type: ignore[union-attr]
    page.get_by_role("link", name="Back to the users").click()
    page.get_by_role("button", name="Withdraw the invitation to tove.lind@fjordfalk.example").click()
    expect(page.get_by_text("The invitation is withdrawn.")).to_be_visible()
    expect(page.get_by_text("Nobody is waiting.")).to_be_visible()
    assert tove.goto(second).status == 410  # type: ignore[union-attr]


def test_a_deactivated_person_is_out(server: Serving, browser: Browser, page: Page) -> None:
    """Deactivate asks first; the person's session is over at once, and Reactivate brings back what they were."""
    ahmed = signed_in(server, new_context(browser).new_page(), "ahmed.karimi@fjordfalk.example")
    signed_in(server, page, JONAS)
    users_tab(page)
    act(page, "Ahmed Karimi", "Deactivate…")
    expect(page.get_by_role("heading", level=1)).to_have_text("Deactivate Ahmed Karimi?")
    expect(page.get_by_text("1 connection ends")).to_be_visible()
    page.get_by_role("button", name="Deactivate").click()
    expect(row_of(page, "Ahmed Karimi")).to_contain_text("Deactivated")
    ahmed.goto(f"{server.address}/accounts/{FJORD}/apps")
    expect(ahmed.locator("#password")).to_be_visible()
    act(page, "Ahmed Karimi", "Reactivate")
    expect(row_of(page, "Ahmed Karimi").get_by_role("cell").first).to_have_text("App connector")


def test_who_may_not_see_people_finds_nothing(server: Serving, page: Page) -> None:
    """Without the right to see users there is no entry in the settings, and nothing at the addresses behind it."""
    signed_in(server, page, NILS)
    expect(page.get_by_role("link", name="Users & Teams")).to_have_count(0)
    for path in ("", "/new", "/101/edit", "/101/deactivate", "?q=a"):
        answer = page.goto(f"{server.address}{USERS}{path}")
        assert answer is not None
        assert answer.status == 404, path


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "sv")])
def test_nothing_keeps_anybody_out(server: Serving, browser: Browser, width: int, language: str) -> None:
    """axe-core finds nothing on any page of Users & Teams, wide and narrow, and nothing has to be scrolled sideways."""
    page = new_context(browser, language, width=width).new_page()
    page.goto(f"{server.address}/sign-in")
    sign_in(page, JONAS)
    expect(page.locator("h1")).to_be_visible()
    found = []
    for path in ("users", "users?q=zzz", "users/103/edit", "users/101/edit", "users/new", "users/105/deactivate",
                 "teams", "permission-sets", "leave"):  # fmt: skip
        page.goto(f"{server.address}/accounts/{FJORD}/{path}")
        if path == "users":
            page.locator(".row-menu summary").nth(2).click()
        found += [f"{path}: {violation}" for violation in axe_violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: too wide")
    assert found == []
