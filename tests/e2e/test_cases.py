"""Cases in a real browser: asked, answered, declined, solved by themselves; and the short way with its presses."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from msgspec.structs import replace
from playwright.sync_api import Browser, Locator, Page, expect

from admittance.config import CaptchaKind
from admittance.core.decide import Granted, decide
from admittance.core.levels import Level
from admittance.demo.describe import demo_json
from admittance.demo.people import FJORD
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.ports import Transaction
from tests.browser import axe_violations
from tests.e2e.inner_server import InnerServer, serving_inside
from tests.e2e.person import WORK_MS, new_context, open_as, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("cases")]

LOVA = 108
JONAS, PRIYA = "jonas.berg@fjordfalk.example", "priya.raman@fjordfalk.example"
SOON_MS = 20_000
"""How long a page may take to hear of a change before a test gives up."""


@pytest.fixture
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InnerServer]:
    """A fresh demo world for each test: these change rights."""
    with serving_inside(tmp_path_factory.mktemp("cases"), CaptchaKind.ALTCHA) as running:
        yield running


@pytest.fixture
def link(server: InnerServer) -> dict[str, Any]:
    """Lova sees contacts but may not change them."""
    told: dict[str, Any] = json.loads(demo_json(server.address))
    found: dict[str, Any] = next(one for one in told["links"] if one["outcome"] == "user_not_permitted")
    return found


class Presses:
    """Counts what anybody presses."""

    def __init__(self) -> None:
        self.count = 0

    def press(self, target: Locator) -> None:
        """One press."""
        self.count += 1
        target.click()


def signed_in(browser: Browser, server: InnerServer, email: str, path: str, **more: Any) -> Page:
    """A browser of its own with somebody signed in at `path`."""
    page = new_context(browser, **more).new_page()
    page.goto(server.address + path)
    sign_in(page, email)
    return page


def rights_of(server: InnerServer, user_id: int) -> dict[str, Level]:
    """A person's own rights as they are stored."""
    held = server.read(lambda tx: tx.people.membership(FJORD, user_id))
    assert held is not None
    return dict(held.rights)


def test_the_short_way(browser: Browser, server: InnerServer, link: dict[str, Any]) -> None:
    """From refusal to connected in four presses by anyone, with no new sign-in, the check starting by itself, and the
    permissions granted are exactly the missing ones."""
    admin = signed_in(browser, server, JONAS, f"/accounts/{FJORD}/cases")
    expect(admin.get_by_role("heading", name="Nobody is waiting")).to_be_visible()
    person = new_context(browser).new_page()
    open_as(person, link)
    expect(person.locator("h1.headline")).to_be_visible()
    seen: list[str] = []
    for page in (person, admin):
        page.on("framenavigated", lambda frame: seen.append(frame.url))
    before, presses = rights_of(server, LOVA), Presses()

    presses.press(person.get_by_role("button", name="Ask for access"))
    expect(person.get_by_role("heading", name="Jonas has your case")).to_be_visible()
    presses.press(admin.get_by_role("link", name="Lova Ek").first)
    presses.press(admin.get_by_role("button", name="Approve and give"))
    expect(admin.get_by_text("It counts from now on")).to_be_visible()
    grant = person.get_by_role("button", name="Grant access")
    expect(grant).to_be_visible(timeout=SOON_MS)
    presses.press(grant)
    person.wait_for_url("**/demo/callback?*", timeout=WORK_MS)

    assert "code=" in person.url
    assert presses.count <= 4
    assert not [url for url in seen if "/sign-in" in url]
    given = {
        "account.marketplace_access": Level.ON,
        "crm.contacts.unassigned": Level.ON,
        "crm.contacts.edit": Level.OWNED,
        "crm.contacts.delete": Level.OWNED,
    }
    assert rights_of(server, LOVA) == before | given
    for missing in given:
        assert not _would_do(server, before | {name: level for name, level in given.items() if name != missing})


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 390)])
def test_every_page_on_the_way_is_for_everybody(
    browser: Browser, server: InnerServer, link: dict[str, Any], language: str, width: int
) -> None:
    """axe-core has no finding on the refusal, the waiting page, the inbox, the admin's page and the person's, wide or
    narrow, in both languages."""
    found: list[str] = []

    def check(page: Page, where: str) -> None:
        found.extend(f"{where}: {violation}" for violation in axe_violations(page))

    person = new_context(browser, language, width=width).new_page()
    open_as(person, link)
    check(person, "refusal")
    person.locator("form.ask button.button-primary").click()
    expect(person.locator("#progress-title")).to_be_visible()
    check(person, "asked")
    admin = signed_in(browser, server, JONAS, f"/accounts/{FJORD}/cases", language=language, width=width)
    check(admin, "inbox")
    admin.locator("main table a").first.click()
    expect(admin.locator("#approve")).to_be_visible()
    check(admin, "case")
    admin.locator(".decline > summary").click()
    check(admin, "decline")
    admin.locator("#reason").fill("Måndag." if language == "sv" else "On Monday.")
    admin.locator(".decline form button").click()
    expect(admin.locator(".notice-done")).to_be_visible()
    expect(person.locator(".progress .badge-neutral")).to_be_visible(timeout=SOON_MS)
    check(person, "declined")
    assert found == []


def test_without_scripts_a_reload_shows_what_has_happened(
    browser: Browser, server: InnerServer, link: dict[str, Any]
) -> None:
    """Ask, answer and go on with scripts off: each form works, and a reload brings the news."""
    person = new_context(browser, java_script_enabled=False).new_page()
    open_as(person, link)
    person.get_by_role("button", name="Ask for access").click()
    expect(person.get_by_role("heading", name="Jonas has your case")).to_be_visible()
    admin = signed_in(browser, server, JONAS, f"/accounts/{FJORD}/cases", java_script_enabled=False)
    admin.get_by_role("link", name="Lova Ek").first.click()
    admin.get_by_label("Message to Lova").fill("Good luck.")
    admin.get_by_role("button", name="Approve the chosen way").click()
    expect(admin.get_by_text("It counts from now on")).to_be_visible()
    person.reload()
    expect(person.get_by_text("Jonas Berg gave you what was missing. “Good luck.”")).to_be_visible()
    person.get_by_role("link", name="Continue connecting").click()
    expect(person.get_by_role("button", name="Grant access")).to_be_visible()


def test_who_writes_an_answer_is_not_interrupted(browser: Browser, server: InnerServer, link: dict[str, Any]) -> None:
    """Words in a field are kept and the page says that something has changed; sent, it says who was first."""
    person = new_context(browser).new_page()
    open_as(person, link)
    person.get_by_role("button", name="Ask for access").click()
    case = person.url
    jonas, priya = (signed_in(browser, server, who, f"/accounts/{FJORD}/cases") for who in (JONAS, PRIYA))
    for admin in (jonas, priya):
        admin.goto(case)
    priya.get_by_label("Message to Lova").fill("Wait a mom")
    jonas.get_by_role("button", name="Approve and give 4 permissions").click()
    news = priya.get_by_text("Something has changed since you opened this page.")
    expect(news).to_be_visible(timeout=SOON_MS)
    expect(priya.get_by_label("Message to Lova")).to_have_value("Wait a mom")
    priya.get_by_role("button", name="Approve and give 4 permissions").click()
    expect(priya.get_by_role("heading", level=1)).to_have_text("Jonas Berg answered first")


def _would_do(server: InnerServer, rights: dict[str, Level]) -> bool:
    """Whether Lova could connect with these rights, by the core alone."""
    policy = server.services.catalogue.policy

    def look(tx: Transaction) -> bool:
        (case,) = tx.cases.in_account(FJORD, user_id=LOVA)
        asked = case_question(tx, policy, case, server.services.clock.now())
        assert isinstance(asked, OpenQuestion)
        question = replace(asked.question, rights=policy.rights(rights), installed=False, granted_before=frozenset())
        return isinstance(decide(policy, question), Granted)

    return server.read(look)
