"""Products & plan over HTTP."""

import msgspec
import pytest

from admittance.http.application import Application
from admittance.usecases.audit_entry import Act
from admittance.usecases.case_records import CaseState
from admittance.usecases.records import Membership
from admittance.wiring.server import edges_of
from tests.oauth.world import A1, A2, AUTOMATION, BOTH, MP1, READ, SA1, SA2, Browser, World, X, good

pytestmark = pytest.mark.anyio
PLAN = f"/accounts/{A2}/plan"
UPGRADE = f"{PLAN}/change?product=marketing_hub&tier=professional"


@pytest.fixture(autouse=True)
async def changed_here(world: World) -> None:
    """Plans are changed on their page, as in the demo world."""
    settings = msgspec.structs.replace(world.services.settings, change_plans=True)
    world.services = msgspec.structs.replace(world.services, settings=settings)
    world.application = Application(world.services, edges_of(world.services))


async def wait_for_workflows(world: World) -> None:
    """Somebody of A2 is refused, as Marketing Hub Starter has no workflows."""
    browser = await world.browser(BOTH)
    refused = await browser.authorize(good(X), account=A2)
    assert "Workflows" in refused.text


def tier(world: World, account: int = A2) -> str | None:
    """What the account has of Marketing Hub."""
    return world.services.store.read(lambda tx: tx.accounts.subscriptions(account)).get("marketing_hub")


async def change(browser: Browser, **fields: str) -> str:
    """Send the open form; where the answer leads."""
    said = await browser.post(PLAN, browser.form(PLAN).fields | fields)
    assert said.status_code == 303, said.text
    return said.headers["location"]


async def test_every_member_sees_the_plan_and_only_its_owner_what_a_change_would_do(world: World) -> None:
    """Products, tiers and tools are for every member; cases, names and buttons for whoever may change the plan."""
    await wait_for_workflows(world)
    member = (await (await world.browser(BOTH)).get(PLAN)).text
    assert "Marketing Hub" in member
    assert "Starter" in member
    assert "C-" not in member
    assert "/plan/change" not in member
    assert (await (await world.browser(BOTH)).get(UPGRADE)).status_code == 403
    owner = (await (await world.browser(SA2)).get(PLAN)).text
    assert "C-" in owner
    assert "both Test" in owner
    assert (await (await world.browser(MP1)).get(PLAN)).status_code == 404
    assert (await (await world.browser()).get(PLAN)).text.count('action="/sign-in"') == 1


async def test_an_upgrade_says_what_it_switches_on_and_which_cases_it_closes(world: World) -> None:
    """Each open case is decided again with the tools of the other tier, before anything is changed."""
    await wait_for_workflows(world)
    page = (await (await world.browser(SA2)).get(UPGRADE)).text
    assert "Change to Marketing Hub Professional?" in page
    assert "Workflows" in page
    assert "both Test · Xylo" in page
    assert tier(world) == "starter"


async def test_a_change_counts_at_once_and_closes_what_it_mends(world: World) -> None:
    """The tier changes, one audit row says old and new, and the case whose cause is gone is solved."""
    await wait_for_workflows(world)
    browser = await world.browser(SA2)
    await browser.get(UPGRADE)
    assert await change(browser) == f"{PLAN}?done=changed&solved=1"
    assert "1 waiting case is solved by it." in (await browser.get(f"{PLAN}?done=changed&solved=1")).text
    assert tier(world) == "professional"
    changed = [row.entry for row in world.audit(A2) if row.entry.act is Act.PLAN_CHANGED]
    assert [(one.actor, dict(one.data)) for one in changed] == [
        (SA2, {"product": "marketing_hub", "from": "starter", "to": "professional"})
    ]
    (case,) = world.services.store.read(lambda tx: tx.cases.in_account(A2))
    assert case.state is CaseState.SOLVED
    installer = await world.browser(BOTH)
    assert (await installer.authorize(good(X), account=A2)).text.count("Request for Integration Permissions")


async def test_a_stale_form_changes_nothing_and_says_how_it_stands(world: World) -> None:
    """When the plan was changed meanwhile, the second form is not taken."""
    browser, other = await world.browser(SA2), await world.browser(SA2)
    await browser.get(UPGRADE)
    await other.get(f"{PLAN}/change?product=marketing_hub&tier=enterprise")
    await change(other)
    assert await change(browser) == f"{PLAN}?done=moved"
    assert "The plan was changed meanwhile." in (await browser.get(f"{PLAN}?done=moved")).text
    assert tier(world) == "enterprise"


async def test_a_downgrade_names_the_connections_it_touches_and_refuses_waiting_installs(world: World) -> None:
    """Before: whose connections can do less. After: a consent page that was open meanwhile is refused with the tool."""
    await world.connect(SA1)
    waiting = await world.browser(BOTH)
    await waiting.authorize(good(X), account=A1)
    browser = await world.browser(SA1)
    page = (await browser.get(f"/accounts/{A1}/plan/change?product=marketing_hub&tier=starter")).text
    assert "Connections that can do less" in page
    assert "sa1 Test · Xylo" in page
    form = browser.form(f"/accounts/{A1}/plan").fields
    await browser.post(f"/accounts/{A1}/plan", form)
    assert tier(world, A1) == "starter"
    refused = await waiting.answer()
    assert "account doesn&#39;t have access" in refused.text


async def test_only_whoever_may_changes_the_plan(world: World) -> None:
    """A form sent by somebody else, for another account or for a product that isn't there is not taken."""
    browser = await world.browser(SA2)
    await browser.get(UPGRADE)
    fields = browser.form(PLAN).fields
    assert (await browser.post(f"/accounts/{A1}/plan", fields)).status_code == 404
    assert (await browser.post(PLAN, fields | {"product": "nothing"})).status_code == 404
    assert (await browser.post(PLAN, fields | {"tier": "golden"})).status_code == 404
    assert (await browser.get(f"{PLAN}/change?product=marketing_hub&tier=golden")).status_code == 404
    member = await world.browser(BOTH)
    page = await member.get(PLAN)
    csrf = member.form("/sign-out").fields["csrf"]
    assert (await member.post(PLAN, fields | {"csrf": csrf})).status_code == 403
    assert (page.status_code, tier(world)) == (200, "starter")


async def test_where_many_cases_wait_the_others_close_right_after(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page says so: what the change itself closed is not all of it."""
    monkeypatch.setattr("admittance.usecases.solve_cases.AT_ONCE", 1)
    await wait_for_workflows(world)
    browser = await world.browser(SA2)
    await browser.get(UPGRADE)
    after = await change(browser)
    assert after == f"{PLAN}?done=changed&solved=1&more=yes"
    assert "looked at now and close by themselves" in (await browser.get(after)).text


async def test_who_manages_billing_changes_the_plan_without_being_super_admin(world: World) -> None:
    """The right is the catalogue's: Modify billing."""
    rights = {"account.billing.edit": "on"}
    await world.change(
        lambda tx: tx.people.put(Membership(account_id=A2, user_id=MP1, rights=rights, created_at=0))  # type: ignore[arg-type]
    )
    browser = await world.browser(MP1)
    await browser.get(f"{PLAN}/change?product=service_hub&tier=starter")
    assert await change(browser) == f"{PLAN}?done=changed&solved=0"
    held = world.services.store.read(lambda tx: tx.accounts.subscriptions(A2))
    assert held == {"marketing_hub": "starter", "service_hub": "starter"}


async def test_where_plans_are_not_changed_here_the_page_says_by_whom(world: World) -> None:
    """Without the setting there is no form, and one that is sent anyway changes nothing."""
    browser = await world.browser(SA2)
    await browser.get(UPGRADE)
    fields = browser.form(PLAN).fields
    settings = msgspec.structs.replace(world.services.settings, change_plans=False, operator_name="Harbor Support")
    services = msgspec.structs.replace(world.services, settings=settings)
    world.application = Application(services, edges_of(services))
    closed = Browser(world)
    closed.http.cookies = browser.http.cookies
    page = (await closed.get(PLAN)).text
    assert "Plans are changed by those who run this server: Harbor Support" in page
    assert "/plan/change" not in page
    assert (await closed.post(PLAN, fields)).status_code == 403
    assert tier(world) == "starter"
    assert {READ, AUTOMATION} == set(good(X)["scope"].split())
