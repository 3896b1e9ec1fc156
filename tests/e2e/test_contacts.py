"""The Contacts area in real browsers: its menu, search as you type, two people at one contact, a file of contacts."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe_violations
from tests.e2e.person import new_context
from tests.e2e.server import Serving
from tests.e2e.users_teams import FJORD, JONAS, PRIYA, signed_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("contacts")]

CONTACTS = f"/accounts/{FJORD}/contacts"


@pytest.fixture(scope="module")
def plain(browser: Browser, server: Serving) -> Iterator[Page]:
    """A browser without scripts, signed in."""
    context = new_context(browser, java_script_enabled=False)
    yield signed_in(server, context.new_page(), JONAS)
    context.close()


@pytest.fixture
def jonas(page: Page, server: Serving) -> Page:
    """Somebody who may do everything, on a page of the settings."""
    signed_in(server, page, JONAS)
    page.goto(f"{server.address}/accounts/{FJORD}/apps")
    return page


def menu(page: Page) -> None:
    """The entry of the Contacts menu, once it is open, leads to the list."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Contacts").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Contacts")
    expect(page).to_have_url(re.compile(f"{CONTACTS}$"))


def open_by(page: Page, way: str) -> None:
    """Point at the menu, give it the focus, or press it."""
    top = page.get_by_role("navigation", name="Main").get_by_role("button", name="Contacts")
    entry = page.get_by_role("navigation", name="Main").get_by_role("link", name="Contacts")
    expect(entry).to_be_hidden()
    if way == "hover":
        top.hover()
    elif way == "focus":
        top.focus()
    else:
        top.click()
    expect(entry).to_be_visible()


@pytest.mark.parametrize("way", ["hover", "focus", "click"])
def test_hover_over_the_contacts_menu_and_click_contacts(jonas: Page, way: str) -> None:
    """The main navigation has a Contacts menu (hover, focus or click) with Contacts."""
    open_by(jonas, way)
    menu(jonas)


@pytest.mark.parametrize("way", ["hover", "focus", "click"])
def test_the_menu_works_without_javascript(server: Serving, plain: Page, way: str) -> None:
    """The same, with nothing but the page itself."""
    plain.goto(f"{server.address}/accounts/{FJORD}/apps")
    plain.mouse.move(0, 600)
    open_by(plain, way)
    menu(plain)


def test_the_menu_by_keyboard(jonas: Page) -> None:
    """Arrows move in it, Escape closes it and keeps the focus, and it says whether it is open."""
    top = jonas.get_by_role("navigation", name="Main").get_by_role("button", name="Contacts")
    top.focus()
    expect(top).to_have_attribute("aria-expanded", "true")
    jonas.keyboard.press("ArrowDown")
    expect(jonas.get_by_role("navigation", name="Main").get_by_role("link", name="Contacts")).to_be_focused()
    jonas.keyboard.press("Escape")
    expect(top).to_be_focused()
    expect(top).to_have_attribute("aria-expanded", "false")


def test_the_list_follows_while_one_types(server: Serving, jonas: Page) -> None:
    """Each letter narrows the list without a new page; the number found is announced, the address keeps the search."""
    jonas.goto(server.address + CONTACTS)
    jonas.get_by_label("Search contacts").press_sequentially("anders", delay=20)
    status = jonas.locator("#contact-list-status")
    expect(status).to_have_text(re.compile("contacts?"))
    rows = jonas.get_by_role("table", name="Contacts").get_by_role("rowheader")
    expect(rows.filter(has_not_text=re.compile("anders", re.IGNORECASE))).to_have_count(0)
    expect(jonas).to_have_url(re.compile(r"\?q=anders\b"))
    jonas.get_by_label("Search contacts").fill("nobody at all")
    expect(jonas.get_by_role("heading", name="No contact matches “nobody at all”")).to_be_visible()
    jonas.get_by_role("link", name="Clear search").click()
    number = jonas.locator("a[data-phone]").first
    assert re.fullmatch(r"tel:\+[0-9]+", number.get_attribute("href") or "")


def test_what_is_exported_is_what_the_list_shows(server: Serving, jonas: Page) -> None:
    """After a search as one types, Export is about what was found, and another language shows the same list."""
    jonas.goto(server.address + CONTACTS)
    jonas.get_by_label("Search contacts").press_sequentially("anders", delay=20)
    expect(jonas).to_have_url(re.compile(r"\?q=anders\b"))
    expect(jonas.get_by_role("link", name="Export…")).to_have_attribute("href", re.compile(r"/export\?q=anders\b"))
    jonas.locator("summary", has_text="English").click()
    jonas.get_by_role("button", name="English").click()
    expect(jonas.get_by_label("Search contacts")).to_have_value("anders")
    jonas.get_by_role("link", name="Export…").click()
    expect(jonas.get_by_text("The contacts that your search and filters find.")).to_be_visible()


def test_whoever_was_signed_out_meanwhile_is_told_as_they_type(server: Serving, jonas: Page) -> None:
    """A search that finds nobody signed in shows the sign-in page: no list stands there as if it were the answer."""
    jonas.goto(server.address + CONTACTS)
    jonas.context.clear_cookies()
    jonas.get_by_label("Search contacts").press_sequentially("anders", delay=20)
    expect(jonas.locator("#password")).to_be_visible()


def test_all_of_it_without_javascript(server: Serving, plain: Page) -> None:
    """Create, search, open, write a note, change and delete a contact: links and forms."""
    plain.goto(server.address + CONTACTS)
    plain.get_by_role("link", name="Create contact").click()
    plain.get_by_label("First name").fill("Zuzana")
    plain.get_by_label("Email").fill("no mail")
    plain.get_by_role("button", name="Create contact").click()
    expect(plain.get_by_role("alert")).to_contain_text("Email: That isn't an email address.")
    plain.get_by_label("Email").fill("zuzana@zoo.example")
    plain.get_by_role("button", name="Create contact").click()
    expect(plain.get_by_text("The contact is created.")).to_be_visible()
    plain.get_by_label("Write a note").fill("Likes <b>tea</b>.")
    plain.get_by_role("button", name="Save note").click()
    expect(plain.get_by_role("listitem").filter(has_text="Note by Jonas Berg")).to_contain_text("Likes <b>tea</b>.")
    plain.get_by_role("link", name="Contacts", exact=True).last.click()
    plain.get_by_label("Search contacts").fill("zuza")
    plain.get_by_role("button", name="Search").click()
    plain.get_by_role("link", name="Zuzana").click()
    plain.get_by_role("link", name="Edit").click()
    plain.get_by_label("Owner").select_option("Maria Lindqvist")
    plain.get_by_role("button", name="Save").click()
    expect(plain.get_by_text("Maria Lindqvist")).to_be_visible()
    plain.get_by_role("link", name="Delete…").click()
    plain.get_by_role("button", name="Delete contact").click()
    expect(plain.get_by_text("The contact is deleted.")).to_be_visible()


def test_two_people_at_one_contact(server: Serving, browser: Browser, jonas: Page) -> None:
    """Somebody else's save in between is not lost: the page shows both, and saving again decides."""
    jonas.goto(server.address + CONTACTS)
    jonas.locator(".contact-link").first.click()
    jonas.get_by_role("link", name="Edit").click()
    priya = signed_in(server, new_context(browser).new_page(), PRIYA)
    priya.goto(jonas.url)
    priya.get_by_label("Job title").fill("Head of sales")
    priya.get_by_role("button", name="Save").click()
    expect(priya.get_by_text("Saved.")).to_be_visible()
    jonas.get_by_label("Job title").fill("Buyer in chief")
    jonas.get_by_label("City").fill("Umeå")
    jonas.get_by_role("button", name="Save").click()
    expect(jonas.get_by_role("alert")).to_contain_text("Somebody else saved this contact meanwhile.")
    both = jonas.get_by_role("table", name="Saved meanwhile, and what you wrote")
    expect(both.get_by_role("row", name=re.compile("Job title"))).to_contain_text("Head of sales")
    expect(both.get_by_role("row", name=re.compile("Job title"))).to_contain_text("Buyer in chief")
    expect(jonas.get_by_label("City")).to_have_value("Umeå")
    jonas.get_by_role("button", name="Save").click()
    expect(jonas.get_by_text("Buyer in chief").first).to_be_visible()
    expect(jonas.get_by_text("Umeå")).to_be_visible()


def test_a_file_with_mistakes(server: Serving, jonas: Page, tmp_path: Path) -> None:
    """Upload, columns guessed, start; the page follows the import and names each row that is not in, also as CSV."""
    file = tmp_path / "kontakter.csv"
    good = [f"mässa{number}@import.example;Mässa;Kund {number}" for number in range(60)]
    file.write_text("\n".join(["E-post;Förnamn;Efternamn", *good, "no mail;A;B"]), encoding="utf-8")
    jonas.goto(f"{server.address}{CONTACTS}/import")
    jonas.get_by_label("CSV file").set_input_files(file)
    jonas.get_by_role("button", name="Upload").click()
    expect(jonas.get_by_label("E-post becomes")).to_have_value("email")
    expect(jonas.get_by_label("Efternamn becomes")).to_have_value("lastname")
    jonas.get_by_role("button", name="Start the import").click()
    expect(jonas.get_by_role("heading", level=1)).to_have_text("Imported")
    expect(jonas.locator("dd").first).to_have_text("60")
    report = jonas.get_by_role("table", name="Report")
    expect(report.get_by_role("row", name=re.compile("^62 Email"))).to_contain_text("no mail")
    with jonas.expect_download() as download:
        jonas.get_by_role("link", name="Download all of it as CSV").click()
    assert "no mail" in download.value.path().read_text(encoding="utf-8-sig")
    jonas.goto(f"{server.address}{CONTACTS}/export?q=m%C3%A4ssa")
    with jonas.expect_download() as download:
        jonas.get_by_role("link", name="Download CSV").click()
    assert len(download.value.path().read_text(encoding="utf-8-sig").splitlines()) == 61


@pytest.mark.parametrize(("width", "language"), [(1280, "en"), (390, "sv")])
def test_nothing_keeps_anybody_out(server: Serving, browser: Browser, width: int, language: str) -> None:
    """axe-core finds nothing with the menu open, on the list and on a contact, wide and narrow; nothing is too wide."""
    page = signed_in(server, new_context(browser, language, width=width).new_page(), JONAS)
    found = []
    page.goto(server.address + CONTACTS)
    contact = page.locator(".contact-link").first.get_attribute("href") or ""
    for path in (CONTACTS, contact, f"{contact}/edit"):
        page.goto(server.address + path)
        page.locator(".nav-top").first.focus()
        found += [f"{path}: {violation}" for violation in axe_violations(page)]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"{path}: too wide")
    assert found == []
