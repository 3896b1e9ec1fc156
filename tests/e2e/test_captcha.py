"""The check before a grant, with JavaScript: a proof of work in the background, passed once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.app import came_back, redeem
from tests.e2e.person import WORK_MS, open_as, solve_captcha
from tests.e2e.server import Serving

pytestmark = pytest.mark.browser

DEALS = "crm.objects.deals.read"


def _grant(page: Page) -> None:
    page.get_by_role("button", name=re.compile("^Grant a")).click()


def test_grant_access_starts_the_check_by_itself(server: Serving, page: Page) -> None:
    """Pressing Grant access starts the check, and passing it completes the grant without a second press."""
    open_as(page, server.link("granted_choose_account"))
    page.get_by_role("checkbox", name=DEALS).uncheck()
    _grant(page)
    page.wait_for_url("**/demo/callback?*", timeout=WORK_MS)
    assert "code" in came_back(page.url)


def test_the_check_works_under_the_pages_own_policy(server: Serving, page: Page) -> None:
    """Widget, worker and styles come from this server: the browser reports no breach of the policy and no mistake."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda mistake: said.append(str(mistake)))
    open_as(page, server.link("granted"))
    solve_captcha(page)
    assert said == []


def test_a_solved_check_works_once(server: Serving, page: Page) -> None:
    """A proof that was used is not taken again: the same page asks for the characters, ticks kept."""
    open_as(page, server.link("granted_choose_account"))
    solve_captcha(page)
    proof = page.locator("input[name=altcha]").input_value()
    _grant(page)
    page.wait_for_url("**/demo/callback?*")
    page.goto(server.link("granted_choose_account")["url"].replace("/oauth/", "/oauth/5530218/"))
    page.get_by_role("checkbox", name=DEALS).uncheck()
    token = page.locator("input[name=csrf]").first.input_value()
    consent = page.locator("input[name=consent]").first.input_value()
    answer = page.request.post(
        f"{server.address}/oauth/consent",
        form={"csrf": token, "consent": consent, "answer": "grant", "altcha": proof},
        headers={"Origin": server.address},
        max_redirects=0,
    )
    assert answer.status == 200
    assert "Here are five new characters." in answer.text()
    assert f'value="{DEALS}" checked' not in answer.text()


def test_no_answer_to_the_check_grants_nothing(server: Serving, page: Page) -> None:
    """A consent form without any answer to the check is shown again; no code leaves the server."""
    open_as(page, server.link("granted"))
    fields = {name: page.locator(f"input[name={name}]").first.input_value() for name in ("csrf", "consent")}
    for payload in ({}, {"altcha": "bm9uc2Vuc2U="}, {"altcha": "{"}, {"characters": "AAAAA"}):
        answer = page.request.post(
            f"{server.address}/oauth/consent",
            form=fields | {"answer": "grant"} | payload,
            headers={"Origin": server.address},
            max_redirects=0,
        )
        assert answer.status == 200
        assert "Request for Integration Permissions" in answer.text()


def test_a_second_grant_renews(server: Serving, page: Page) -> None:
    """Somebody connected already reads since when, and Grant again renews the connection."""
    open_as(page, server.link("granted_public"))
    solve_captcha(page)
    _grant(page)
    page.wait_for_url("**/demo/callback?*")
    assert redeem(server.address, server.app("Ringlane Phone"), came_back(page.url)["code"]).status == 200
    page.goto(server.link("granted_public")["url"])
    expect(page.get_by_text("You connected Ringlane Phone on")).to_be_visible()
    expect(page.get_by_role("button", name="Grant again")).to_be_visible()
