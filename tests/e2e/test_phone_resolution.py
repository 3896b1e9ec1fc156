"""Cause and resolution of the phone panel's help page, as far as they happen on the server and no other test here says
them: what each user needs, signing out and in, the listed minimum, and granting with several accounts.
"""

import re
from typing import Any
from urllib.request import Request

import msgspec
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.app import Answer, call, came_back, redeem, send
from tests.e2e.person import WORK_MS, new_context, sign_in
from tests.e2e.server import Serving
from tests.e2e.users_teams import (
    FJORD,
    JONAS,
    NILS,
    REFUSED,
    act,
    grants,
    person_at,
    phone_link,
    signed_in,
    users_tab,
)

pytestmark = pytest.mark.browser

LOVA, MARIA = "lova.ek@fjordfalk.example", "maria.lindqvist@fjordfalk.example"
HAV = 5530218


def save_rights(page: Page, person: str, *, on: tuple[str, ...] = (), levels: dict[str, str] | None = None) -> None:
    """Settings > Users & Teams, Actions, Edit, and Save."""
    users_tab(page)
    act(page, person, "Edit")
    for name in on:
        page.get_by_role("switch", name=name, exact=True).check()
    for name, level in (levels or {}).items():
        page.get_by_label(name, exact=True).select_option(level)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text(f"The access of {person} is saved.")).to_be_visible()


def post(server: Serving, path: str, token: str, body: dict[str, Any]) -> Answer:
    """A call with a body."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    return send(Request(server.address + path, data=msgspec.json.encode(body), headers=headers))


def test_each_user_signs_out_and_in_and_grants_for_themselves(server: Serving, browser: Browser, page: Page) -> None:
    """For each user, the integration requires specific permission to connect in order to perform contact searches and
    to store call data. The user attempting to connect does not have the permissions required to authorize the required
    scopes. Once they are saved, the user should log out and back in to complete the change to their account, and should
    then follow the instructions to grant access.
    """
    nils = person_at(server, browser)
    expect(nils.get_by_role("heading", level=1)).to_have_text(REFUSED)  # though Ahmed, a colleague, is connected
    save_rights(signed_in(server, page, JONAS), "Nils Öberg", on=("Contacts", "Marketing", "Service"))
    nils.goto(f"{server.address}/accounts/{FJORD}/apps")
    nils.locator("summary", has_text="Signed in as").click()
    nils.get_by_role("button", name="Sign out", exact=True).click()
    nils.goto(phone_link(server)["url"])
    sign_in(nils, NILS)
    token = grants(server, nils).body["access_token"]
    found = post(server, "/crm/v3/objects/contacts/search", token, {"query": "a", "limit": 1})
    assert (found.status, len(found.body["results"])) == (200, 1)
    stored = post(
        server,
        "/crm/v3/objects/calls",
        token,
        {
            "properties": {
                "hs_timestamp": "2026-11-21T10:00:00Z",
                "hs_call_title": "A call",
                "hs_call_duration": "60000",
            }
        },
    )
    assert stored.status == 201, stored
    page.goto(f"{server.address}/accounts/{FJORD}/apps")
    for name in ("Ahmed Karimi", "Nils Öberg"):
        expect(page.get_by_role("row", name=re.compile(name)).first).to_be_visible()


def test_the_listed_minimum_is_enough(server: Serving, browser: Browser, page: Page) -> None:
    """Normally the minimum access levels listed should be enough for the user to authorize the integration. A full
    listing of the specific minimum access rights can be found on the server itself.
    """
    lova = person_at(server, browser, LOVA)
    expect(lova.get_by_role("heading", level=1)).to_have_text(REFUSED)
    lova.goto(f"{server.address}/help/apps/{server.app('Ringlane Phone')['client_id']}/access")
    writing = lova.get_by_role("row", name=re.compile(r"crm\.objects\.contacts\.write"))
    for listed in ("Contacts · View", "Contacts · Edit", "Contacts · Delete"):
        expect(writing).to_contain_text(listed)
    expect(lova.get_by_role("row", name=re.compile("tickets"))).to_contain_text("Tickets · Edit")
    listed_levels = {"Contacts, Edit": "all", "Contacts, Delete": "owned", "Tickets, Edit": "owned"}
    save_rights(signed_in(server, page, JONAS), "Lova Ek", levels=listed_levels)
    assert grants(server, lova).status == 200


def test_the_account_is_chosen_and_the_prompt_confirmed(server: Serving, browser: Browser) -> None:
    """If the user is presented with account options, they should select the account that they will use the integration
    with. On Request for Integration Permissions, click Grant access. Then confirm the resulting prompt to prove you are
    not a robot.
    """
    page = new_context(browser).new_page()
    link = server.link("granted_choose_account")
    page.goto(link["url"])
    sign_in(page, MARIA)
    options = page.locator("main a[href*='/authorize']")
    expect(options).to_have_count(2)
    options.filter(has_text="Hav Logistik").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")
    page.get_by_role("button", name="Grant access").click()
    page.wait_for_url("**/demo/callback?*", timeout=WORK_MS)
    app = next(one for one in server.demo["apps"] if one["client_id"] == link["client_id"])
    token = redeem(server.address, app, came_back(page.url)["code"])
    assert (token.status, token.body["hub_id"]) == (200, HAV)
    assert call(server.address, "/crm/v3/objects/contacts", token.body["access_token"]).status == 200
