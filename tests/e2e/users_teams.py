"""What an administrator does under Settings > Users & Teams, and what the person they do it for meets."""

import re
from typing import Any

from playwright.sync_api import Browser, Locator, Page, expect

from tests.e2e.app import Answer, came_back, redeem
from tests.e2e.person import new_context, open_as, sign_in, solve_captcha
from tests.e2e.server import Serving

FJORD = 4821907
JONAS, PRIYA, OSKAR = "jonas.berg@fjordfalk.example", "priya.raman@fjordfalk.example", "oskar.nyman@fjordfalk.example"
NILS = "nils.oberg@fjordfalk.example"
REFUSED = "Couldn't complete the connection. You don't have permission to connect this integration."


def phone_link(server: Serving, email: str = NILS) -> dict[str, Any]:
    """The install link of the phone's app, which a colleague has installed in Fjord & Falk."""
    return server.link("granted_public") | {"sign_in_as": email}


def signed_in(server: Serving, page: Page, email: str) -> Page:
    """Sign in and stay."""
    page.goto(f"{server.address}/sign-in")
    sign_in(page, email)
    expect(page.locator("h1")).not_to_have_text("Sign in")
    return page


def person_at(server: Serving, browser: Browser, email: str = NILS) -> Page:
    """A browser of their own in which the person has followed the install link and stands before its answer."""
    page = new_context(browser).new_page()
    open_as(page, phone_link(server, email))
    return page


def users_tab(page: Page) -> None:
    """Settings > Users & Teams in the left-side panel > Users."""
    page.get_by_role("navigation", name="Settings").get_by_role("link", name="Users & Teams").click()
    expect(page.get_by_role("link", name=re.compile("^Users [0-9]"))).to_have_attribute("aria-current", "page")


def row_of(page: Page, name: str) -> Locator:
    """The person's row."""
    return page.get_by_role("row", name=re.compile(name))


def act(page: Page, name: str, entry: str) -> None:
    """Point at the person, open the Actions menu that pops up, and choose from it."""
    row = row_of(page, name)
    row.hover()
    expect(row.get_by_text("Actions", exact=True)).to_be_visible()
    row.locator("summary").click()
    row.locator(".menu-body").get_by_text(entry, exact=True).click()


def is_refused(server: Serving, page: Page) -> None:
    """Following the install link now ends at the refusal."""
    page.goto(phone_link(server)["url"])
    expect(page.get_by_role("heading", level=1)).to_have_text(REFUSED)


def grants(server: Serving, page: Page) -> Answer:
    """Follow the install link, grant access, and what the app's server is given for the code."""
    page.goto(phone_link(server)["url"])
    expect(page.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")
    solve_captcha(page)
    page.get_by_role("button", name="Grant access").click()
    page.wait_for_url(re.compile("/demo/callback"))
    return redeem(server.address, server.app("Ringlane Phone"), came_back(page.url)["code"])
