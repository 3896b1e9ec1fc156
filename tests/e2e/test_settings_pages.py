"""The account's other pages in a real browser: plan, mail, audit, connections over time, and a refusal's help."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.person import new_context, open_as
from tests.e2e.server import Serving, serving
from tests.e2e.users_teams import FJORD, JONAS, PRIYA, act, row_of, signed_in, users_tab

pytestmark = pytest.mark.browser

BASE = f"/accounts/{FJORD}"
SOON_MS = 20_000


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Serving]:
    """One demo world: each test leaves the others' parts of it alone."""
    with serving(tmp_path_factory.mktemp("demo") / "data", "--demo") as running:
        yield running


def settings(page: Page, name: str) -> None:
    """Follow an entry of the side navigation."""
    page.get_by_role("navigation", name="Settings").get_by_role("link", name=name).click()


def test_a_plan_is_changed_and_the_waiting_install_goes_on(server: Serving, browser: Browser, page: Page) -> None:
    """The plan page says which waiting case a change solves; once it is changed the refused person goes on by
    themselves.
    """
    refused = new_context(browser).new_page()
    open_as(refused, server.link("account_lacks_features"))
    expect(refused.get_by_role("heading", level=1)).to_contain_text("doesn't have access")
    signed_in(server, page, PRIYA)
    settings(page, "Products & plan")
    smallest = page.get_by_role("row", name=re.compile("Marketing Hub Professional"))
    expect(smallest).to_contain_text("Jonas Berg")
    smallest.get_by_role("link", name=re.compile("Change")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Change to Marketing Hub Professional?")
    expect(page.get_by_text("Workflows").first).to_be_visible()
    page.get_by_role("button", name="Change the plan").click()
    expect(page.get_by_role("status").first).to_be_visible()
    consent = refused.get_by_role("heading", name="Request for Integration Permissions", level=1)
    expect(consent).to_be_visible(timeout=SOON_MS)


def test_mail_without_a_mail_server_is_read_on_the_page(server: Serving, browser: Browser, page: Page) -> None:
    """Who was asked, in which words, and where the letter leads; nothing went out, and nobody else reads it."""
    lova = new_context(browser).new_page()
    open_as(lova, server.link("user_not_permitted"))
    lova.get_by_text("Add a message").click()
    lova.get_by_label("Message").fill("Before Monday, please.")
    lova.get_by_role("button", name="Ask for access").click()
    expect(lova.get_by_text("Your case is sent.")).to_be_visible()
    signed_in(server, page, JONAS)
    settings(page, "Mail")
    expect(page.get_by_text("No mail server is set, so nothing goes out.")).to_be_visible()
    letter = page.get_by_role("article").filter(has_text="Lova Ek asks for help to connect")
    expect(letter).to_contain_text("Not sent")
    expect(letter).to_contain_text("> Before Monday, please.")
    expect(letter).to_contain_text(f"{server.address}{BASE}/cases/")
    answer = lova.goto(f"{server.address}{BASE}/mail")
    assert answer is not None
    assert answer.status == 403


def test_the_audit_log_is_filtered_verified_and_exported(server: Serving, page: Page) -> None:
    """Each refusal stands there with its reasons; the chain verifies; the export has as many lines as the log."""
    signed_in(server, page, JONAS)
    settings(page, "Audit")
    page.get_by_label("Outcome").select_option("refused")
    page.get_by_role("button", name="Filter").click()
    rows = page.get_by_role("table", name="Audit").locator("tbody tr")
    expect(rows.first).to_contain_text("Connection refused")
    page.get_by_role("link", name="Clear the filter").click()
    total = int(re.findall(r"(\d+) rows? in the whole log", page.locator("main").inner_text())[0])
    with page.expect_download() as saved:
        page.get_by_role("link", name="Export").click()
    lines = Path(saved.value.path()).read_text(encoding="utf-8").splitlines()
    assert len(lines) == total
    assert [json.loads(line)["seq"] for line in lines] == list(range(1, total + 1))
    page.get_by_role("link", name="Verify the log").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("log")
    expect(page.locator("main")).to_contain_text(str(total))


def test_a_drifted_connection_warns_and_is_taken_over(server: Serving, browser: Browser, page: Page) -> None:
    """With Warn chosen, rights that go write a letter; the connection keeps working and is taken over by a colleague
    who accepts.
    """
    signed_in(server, page, JONAS)
    settings(page, "Connected apps")
    page.get_by_role("radio", name=re.compile("^Warn")).check()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. It counts from the next call on.")).to_be_visible()
    users_tab(page)
    act(page, "Ahmed Karimi", "Edit")
    page.get_by_label("Permission set").select_option("Viewer")
    page.get_by_role("button", name="Save").click()
    expect(row_of(page, "Ahmed Karimi").get_by_role("cell").first).to_have_text("Viewer")
    settings(page, "Mail")
    expect(page.get_by_role("article").filter(has_text="Ahmed Karimi's rights have changed").first).to_be_visible()
    settings(page, "Connected apps")
    expect(page.get_by_text("Ahmed Karimi's rights have changed since this was granted.")).to_be_visible()
    page.get_by_role("link", name="Ask somebody else to take it over…").click()
    page.get_by_role("radio", name=re.compile("Priya Raman")).check()
    page.locator("main form button.button-primary").click()
    expect(page.get_by_text("They are asked.")).to_be_visible()
    priya = signed_in(server, new_context(browser).new_page(), PRIYA)
    priya.goto(f"{server.address}{BASE}/apps")
    priya.get_by_role("link", name="Look at it").click()
    priya.locator("main form button.button-primary").click()
    expect(priya.get_by_text("The connection is yours now. Its tokens go on working.")).to_be_visible()


def test_the_help_behind_a_refusal_is_read_and_judged(server: Serving, browser: Browser) -> None:
    """The refusal links to its article at the right part; whether it helped is stored with a comment, and said so."""
    page = new_context(browser).new_page()
    open_as(page, server.link("user_lacks_marketplace_access"))
    page.locator("main a[href^='/help/']").first.click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    assert "#" in page.url
    form = page.locator("form[action$='/feedback']")
    form.get_by_role("radio", name="Yes").check()
    form.locator("textarea").fill("Short and clear.")
    form.get_by_role("button").click()
    expect(page.get_by_role("status")).to_be_visible()
