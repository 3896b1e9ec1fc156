"""The rules of product section 1 that show only over time, or beside a grant, in a real browser.

`test_outcomes.py` has rules 1 to 4 and 6, each with its page.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from admittance.core.levels import Level
from admittance.demo.describe import demo_json
from admittance.demo.people import FJORD, HAV
from admittance.usecases.ports import Transaction
from tests.e2e.app import came_back, redeem
from tests.e2e.inner_server import InnerServer, serving_inside
from tests.e2e.person import open_as, sign_in

pytestmark = pytest.mark.browser

MARIA, AHMED, TOMAS, INGRID = 103, 105, 111, 112
DEALS = "crm.objects.deals.read"
COMPANIES = "crm.objects.companies.read"
CUSTOM = "crm.objects.custom.read"
REQUIRED = ["crm.objects.contacts.read", "crm.objects.contacts.write", "oauth"]


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InnerServer]:
    """A fresh demo world for each test: these change rights and plans."""
    with serving_inside(tmp_path_factory.mktemp("inner")) as running:
        yield running


@pytest.fixture
def demo(server: InnerServer) -> dict[str, Any]:
    """What the demo says of itself."""
    import json

    told: dict[str, Any] = json.loads(demo_json(server.address))
    return told


def _link(demo: dict[str, Any], outcome: str, **more: Any) -> dict[str, Any]:
    found: dict[str, Any] = next(link for link in demo["links"] if link["outcome"] == outcome)
    return found | more


def _app(demo: dict[str, Any], name: str) -> dict[str, Any]:
    found: dict[str, Any] = next(app for app in demo["apps"] if app["name"] == name)
    return found


def _without(server: InnerServer, account_id: int, user_id: int, *permissions: str) -> None:
    """Take permissions away from a person, as an administrator would."""

    def act(tx: Transaction) -> None:
        held = tx.people.membership(account_id, user_id)
        assert held is not None
        rights: dict[str, Level] = {name: level for name, level in held.rights.items() if name not in permissions}
        tx.people.set_rights(account_id, user_id, super_admin=False, permission_set=None, rights=rights)

    server.write(act)


def _grant(page: Page) -> dict[str, str]:
    page.get_by_role("button", name="Grant access").click()
    page.wait_for_url("**/demo/callback?*")
    return came_back(page.url)


def test_an_optional_scope_out_of_reach_is_dropped(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """Rule 5: an optional scope out of reach is dropped, never an error; the consent page, the token response and the
    connection all say which one and why.
    """
    open_as(page, _link(demo, "granted_choose_account"))
    left = page.get_by_role("region", name="Left out")
    expect(left).to_contain_text(CUSTOM)
    expect(left).to_contain_text("plan doesn't include Custom objects")
    expect(page.get_by_role("checkbox", name=CUSTOM)).to_have_count(0)
    answer = redeem(server.address, _app(demo, "Orderly Sync"), _grant(page)["code"])
    (dropped,) = answer.body["dropped_scopes"]
    assert dropped["scope"] == CUSTOM
    assert [why["cause"] for why in dropped["why"]] == ["tool_missing", "permission_missing"]
    assert CUSTOM not in answer.body["scopes"]
    page.goto(f"{server.address}/accounts/{HAV}/apps")
    page.get_by_role("row", name="Maria Lindqvist").locator("summary").click()
    expect(page.get_by_text("Left out:")).to_contain_text("custom object", ignore_case=True)


def test_granted_dropped_and_declined_are_what_was_asked(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """Rule 7: optional scopes start ticked; a grant is what is demanded and what was left ticked, and granted ∪ dropped
    ∪ declined = asked, pairwise disjoint.
    """
    open_as(page, _link(demo, "granted_choose_account"))
    for scope in (DEALS, COMPANIES):
        expect(page.get_by_role("checkbox", name=scope)).to_be_checked()
    page.get_by_role("checkbox", name=DEALS).uncheck()
    answer = redeem(server.address, _app(demo, "Orderly Sync"), _grant(page)["code"])
    granted, dropped = set(answer.body["scopes"]), {one["scope"] for one in answer.body["dropped_scopes"]}
    (connection,) = server.read(lambda tx: [one for one in tx.connections.in_account(HAV) if one.user_id == MARIA])
    declined = set(connection.declined)
    assert (granted, dropped, declined) == ({*REQUIRED, COMPANIES}, {CUSTOM}, {DEALS})
    assert granted == connection.granted
    assert granted | dropped | declined == {*REQUIRED, COMPANIES, DEALS, CUSTOM}


def test_oauth_counts_as_present(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """Rule 8: `oauth` counts as present in S even when the URL leaves it out."""
    link = _link(demo, "granted_choose_account")
    without = link["url"].replace("%20oauth", "")
    assert without != link["url"]
    open_as(page, link | {"url": without})
    expect(page.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")
    assert "oauth" in redeem(server.address, _app(demo, "Orderly Sync"), _grant(page)["code"]).body["scopes"]


def test_a_missing_scope_parameter_is_the_empty_set(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """Rule 8: a missing `scope` parameter is the empty set, never everything: each required scope is missing."""
    app = _app(demo, "Orderly Sync")
    bare = f"{server.address}/oauth/authorize?client_id={app['client_id']}&redirect_uri={app['redirect_uris'][0]}"
    open_as(page, _link(demo, "granted", url=bare))
    expect(page.get_by_role("heading", level=1)).to_contain_text("the provided scopes are insufficient")
    assert page.locator("ol.reasons > li").count() == 2


def test_a_colleague_connects_without_marketplace_access(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """Rule 3: once the app is installed a colleague needs only the permissions behind the scopes; with a scope that is
    new to the account marketplace access is asked for again, and taken for an optional one it is dropped.
    """
    phone = _link(demo, "granted_public", sign_in_as="ahmed.karimi@fjordfalk.example")
    _without(server, FJORD, AHMED, "account.marketplace_access")
    open_as(page, phone)
    expect(page.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")
    page.goto(_link(demo, "granted")["url"])
    expect(page.get_by_role("heading", level=1)).to_contain_text("You don't have permission")
    expect(page.locator("main")).to_contain_text("App Marketplace access")


def test_an_account_may_always_ask_for_marketplace_access(
    server: InnerServer, demo: dict[str, Any], page: Page
) -> None:
    """Rule 3: an account may choose to ask for marketplace access always, for installed apps too."""
    _without(server, FJORD, AHMED, "account.marketplace_access")
    server.write(lambda tx: tx.accounts.always_ask_marketplace(FJORD, True))
    open_as(page, _link(demo, "granted_public", sign_in_as="ahmed.karimi@fjordfalk.example"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("You don't have permission")


def test_rights_lost_before_the_grant_count(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """Rule 9: the decision is taken again at the consent POST: a permission lost meanwhile refuses the grant."""
    open_as(page, _link(demo, "granted_choose_account"))
    _without(server, HAV, MARIA, "crm.contacts.edit")
    page.get_by_role("button", name="Grant access").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("You don't have permission")
    expect(page.locator("ol.reasons")).to_contain_text("crm.objects.contacts.write")
    expect(page.locator("ol.reasons")).to_contain_text("Contacts · Edit")


def test_an_optional_scope_lost_before_the_grant_is_dropped(
    server: InnerServer, demo: dict[str, Any], page: Page
) -> None:
    """Rule 9 with rule 5: an optional scope that went out of reach while the page was open is not in the grant."""
    open_as(page, _link(demo, "granted_choose_account"))
    _without(server, HAV, MARIA, "crm.deals.view", "crm.deals.edit", "crm.deals.delete")
    answer = redeem(server.address, _app(demo, "Orderly Sync"), _grant(page)["code"])
    assert DEALS not in answer.body["scopes"]
    assert DEALS in {one["scope"] for one in answer.body["dropped_scopes"]}


def test_a_plan_changed_before_the_exchange_counts(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """Rule 9: the decision is taken again when the code is redeemed: a tool lost meanwhile is `invalid_grant` with
    status BAD_SCOPES and a case, the case names the tool, and nothing was connected.
    """
    open_as(page, _link(demo, "granted_strict"))
    code = _grant(page)["code"]
    server.write(lambda tx: tx.accounts.subscribe(HAV, "marketing_hub", "starter"))
    server.write(lambda tx: tx.accounts.subscribe(HAV, "service_hub", None))
    answer = redeem(server.address, _app(demo, "Formwork Campaigns"), code)
    assert (answer.status, answer.body["error"], answer.body["status"]) == (400, "invalid_grant", "BAD_SCOPES")
    page.goto(answer.body["error_uri"])
    expect(page.get_by_role("heading", level=1)).to_contain_text("doesn't have access to some Harbor features")
    expect(page.locator("ol.reasons")).to_contain_text("Workflows")
    assert server.read(lambda tx: [one for one in tx.connections.in_account(HAV) if one.user_id == INGRID]) == []


def test_what_was_mended_counts_at_once(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """Changes count at the next decision: nobody has to sign out and in again; the case goes on with the install."""
    open_as(page, _link(demo, "user_lacks_marketplace_access"))
    expect(page.get_by_role("heading", level=1)).to_contain_text("You don't have permission")
    case = page.locator("aside dd a").first.get_attribute("href") or ""
    _add(server, HAV, TOMAS, "account.marketplace_access")
    page.get_by_role("link", name="Check again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")
    page.goto(case)
    expect(page.get_by_role("heading", level=1)).to_have_text("You can connect now")
    page.get_by_role("link", name="Continue connecting").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")
    assert _grant(page)["state"] == "demo-user_lacks_marketplace_access"


def _add(server: InnerServer, account_id: int, user_id: int, permission: str) -> None:
    def act(tx: Transaction) -> None:
        held = tx.people.membership(account_id, user_id)
        assert held is not None
        rights = {**held.rights, permission: Level.ON}
        tx.people.set_rights(account_id, user_id, super_admin=False, permission_set=None, rights=rights)

    server.write(act)


def test_a_consent_form_is_good_for_half_an_hour(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """An expired consent form is a page with a way to start again, and nothing is granted."""
    open_as(page, _link(demo, "granted_choose_account"))
    server.let_pass(31 * 60)
    page.get_by_role("button", name="Grant access").click()
    page.get_by_role("link", name="Start again").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")
    assert server.read(lambda tx: list(tx.connections.in_account(HAV))) == []


def test_a_consent_form_is_answered_once(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """A replayed consent form gives no second code."""
    open_as(page, _link(demo, "granted_choose_account"))
    with page.expect_request("**/oauth/consent") as posted:
        _grant(page)
    form = posted.value.post_data or ""
    again = page.request.post(
        f"{server.address}/oauth/consent",
        data=form,
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": server.address},
        max_redirects=0,
    )
    assert again.status == 410
    assert "Start again" in again.text()


def test_somebody_elses_consent_form_is_not_taken(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """A consent form belongs to one session: after signing in as someone else it is 403 and nothing is granted."""
    open_as(page, _link(demo, "granted_choose_account"))
    other = page.context.new_page()
    other.goto(page.url)
    other.get_by_role("button", name="Sign in as someone else").last.click()
    sign_in(other, "hanna.sjogren@havlogistik.example")
    expect(other.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")
    with page.expect_response("**/oauth/consent") as answered:
        page.get_by_role("button", name="Grant access").click()
    assert answered.value.status == 403
    assert server.read(lambda tx: list(tx.connections.in_account(HAV))) == []


def test_an_account_one_is_no_member_of_is_not_there(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """For an account one is no member of: the page for "not there", with one's own accounts (section 2)."""
    link = _link(demo, "granted")
    page.goto(link["url"].replace("/oauth/authorize", f"/oauth/{HAV}/authorize"))
    with page.expect_response(f"**/oauth/{HAV}/authorize*") as answered:
        sign_in(page, link["sign_in_as"])
    assert answered.value.status == 404
    expect(page.locator("main")).not_to_contain_text("Hav Logistik")
    page.get_by_role("link", name="Fjord & Falk AB").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")


def test_nobody_is_sent_to_an_unregistered_place(server: InnerServer, demo: dict[str, Any], page: Page) -> None:
    """An unregistered redirect URI is a page of ours, 400, without any link to that place and without its text."""
    link = _link(demo, "granted")
    answer = page.goto(link["url"].replace("%2Fdemo%2Fcallback", "%2Fevil%2Fcallback"))
    assert answer is not None
    assert answer.status == 400
    assert "evil" not in page.content()
    assert page.url.startswith(f"{server.address}/oauth/authorize")
