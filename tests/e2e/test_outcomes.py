"""Every outcome of the demo world in a real browser, in English and in Swedish.

The headings are written out here, word for word, and not taken from the code: product section 1 and the Swedish help
page have the last word. The Swedish docstrings are sentences of that page.
"""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.person import new_context, open_as
from tests.e2e.refused_page import ReadReason, ReadRefusal, read_refusal, refused
from tests.e2e.server import Serving

pytestmark = pytest.mark.browser

ENGLISH = {
    "insufficient_scopes": "Couldn't complete the connection: Authorization failed because the provided scopes are "
    "insufficient. Please contact the app developer.",
    "scope_mismatch": "Couldn't complete the connection: Authorization failed because there is a mismatch between the "
    "scopes in the install URL and the app's configured scopes. Please contact the app developer.",
    "user_not_permitted": "Couldn't complete the connection. You don't have permission to connect this integration.",
    "account_lacks_features": "This account doesn't have access to some Harbor features that are required by this "
    "integration. Please contact the integrator.",
}
SWEDISH = {
    "insufficient_scopes": "Det gick inte att slutföra anslutningen: Auktorisering misslyckades eftersom de angivna "
    "scopen är otillräckliga. Kontakta apputvecklaren.",
    "scope_mismatch": "Det gick inte att slutföra anslutningen: Auktorisering misslyckades eftersom det inte finns "
    "någon överensstämmelse mellan scopen i installations-URL:en och appens konfigurerade scopes. "
    "Vänligen kontakta apputvecklaren.",
    "user_not_permitted": "Det gick inte att slutföra anslutningen. "
    "Du har inte behörighet att ansluta den här integrationen.",
    "account_lacks_features": "Det här kontot har inte åtkomst till vissa Harbor-funktioner som krävs för denna "
    "integration. Vänligen kontakta integreraren.",
}
HEADINGS = {"en": ENGLISH, "sv": SWEDISH}
STATUS = {"invalid_scope": 400, "access_denied": 403}
ADMINS = ("Jonas Berg", "Priya Raman", "Oskar Nyman")
WRITE = "crm.objects.contacts.write"


@pytest.fixture(params=["en", "sv"])
def language(request: pytest.FixtureRequest) -> str:
    """Each outcome is shown in both languages."""
    chosen: str = request.param
    return chosen


@pytest.fixture
def page(browser: Browser, language: str) -> Iterator[Page]:
    """A browser whose wishes are that language."""
    context = new_context(browser, language)
    yield context.new_page()
    context.close()


def _is_told(server: Serving, page: Page, outcome: str, language: str, heading: str, error: str) -> ReadRefusal:
    """What holds for every refusal: heading, status, language, the account's own time, its case, the app's error."""
    shown = refused(server, page, outcome)
    assert (shown.heading, shown.language) == (HEADINGS[language][heading], language)
    assert shown.status == STATUS[error]
    assert re.search(r" CES?T$", shown.when)
    _carries_the_error(server, shown, f"demo-{outcome}", heading, error)
    _is_the_persons_case(page, shown)
    return shown


def _carries_the_error(server: Serving, shown: ReadRefusal, state: str, heading: str, error: str) -> None:
    assert shown.back_to == f"{server.address}/demo/callback"
    assert set(shown.back) == {"error", "error_description", "error_uri", "state", "iss"}
    assert (shown.back["error"], shown.back["state"], shown.back["iss"]) == (error, state, server.address)
    described = shown.back["error_description"]
    assert described.startswith(f"{heading}: ")
    assert all(" " <= letter <= "~" and letter not in '"\\' for letter in described)
    assert urlsplit(shown.back["error_uri"]).path == urlsplit(shown.case_url).path


def _is_the_persons_case(page: Page, shown: ReadRefusal) -> None:
    """The address the app is given shows the person the same refusal."""
    page.goto(shown.back["error_uri"])
    expect(page.locator("h1")).to_contain_text(shown.heading.split(". ")[-1].split(": ")[-1])
    assert page.locator("ol.reasons > li").count() == len(shown.reasons)


def _one(shown: ReadRefusal) -> ReadReason:
    assert len(shown.reasons) == 1
    return shown.reasons[0]


def test_a_required_scope_is_not_in_the_link(server: Serving, page: Page, language: str) -> None:
    """Rule 1, R − S is not empty: Det här felet uppstår när appens konfiguration innehåller ett obligatoriskt scope som
    saknas i scope -frågeparametern i appens installations-URL.
    """
    shown = _is_told(server, page, "required_missing", language, "insufficient_scopes", "invalid_scope")
    assert (_one(shown).about, _one(shown).missing) == (WRITE, ("scope",))
    assert _one(shown).mended_by == ("Orderly ApS",)
    assert "support@orderly.example" in shown.helpers


def test_a_required_scope_stands_in_optional_scope(server: Serving, page: Page, language: str) -> None:
    """Rule 1, R ∩ P is not empty, even if the scope is also in S: Om det obligatoriska scopet inkluderas i
    optional_scope -parametern utlöses också felet.
    """
    link = server.link("required_in_optional")
    assert link["url"].count(WRITE) == 2
    shown = _is_told(server, page, "required_in_optional", language, "insufficient_scopes", "invalid_scope")
    assert (_one(shown).about, _one(shown).missing) == (WRITE, ("optional_scope",))
    assert _one(shown).mended_by == ("Orderly ApS",)


def test_a_scope_is_not_configured(server: Serving, page: Page, language: str) -> None:
    """Rule 2, (S ∪ P) − (R ∪ C ∪ O) is not empty: En apps installations-URL innehåller ett villkorligt obligatoriskt
    eller valfritt scope som inte har konfigurerats i appens inställningar.
    """
    shown = _is_told(server, page, "not_configured", language, "scope_mismatch", "invalid_scope")
    assert (_one(shown).about, _one(shown).missing) == ("crm.objects.quotes.read", ("scope",))
    assert _one(shown).mended_by == ("Orderly ApS",)


def test_a_conditional_scope_stands_in_optional_scope(server: Serving, page: Page, language: str) -> None:
    """Rule 2, C ∩ P is not empty: Ett villkorligt obligatoriskt scope ingår i optional_scope -frågeparametern i appens
    installations-URL.
    """
    shown = _is_told(server, page, "conditional_in_optional", language, "scope_mismatch", "invalid_scope")
    assert (_one(shown).about, _one(shown).missing) == ("automation", ("optional_scope",))
    assert _one(shown).mended_by == ("Orderly ApS",)


def test_an_optional_scope_stands_in_scope(server: Serving, page: Page, language: str) -> None:
    """Rule 2, O ∩ S is not empty: Ett valfritt scope har felaktigt inkluderats i scope-parametern i appens
    installations-URL.
    """
    shown = _is_told(server, page, "optional_in_scope", language, "scope_mismatch", "invalid_scope")
    assert (_one(shown).about, _one(shown).missing) == ("crm.objects.custom.read", ("scope",))
    assert _one(shown).mended_by == ("Orderly ApS",)


def test_a_scope_the_catalogue_does_not_know(server: Serving, page: Page, language: str) -> None:
    """A scope unknown to the catalogue is a mismatch too, with a "did you mean" (rule 2)."""
    link = server.link("not_configured")
    mistyped = link["url"].replace("crm.objects.quotes.read", "crm.objects.contcats.read")
    open_as(page, link | {"url": mistyped})
    shown = read_refusal(page, 400)
    assert shown.heading == HEADINGS[language]["scope_mismatch"]
    assert _one(shown).about == "crm.objects.contcats.read"
    asked = {"en": "Did you mean", "sv": "Menades"}[language]
    expect(page.locator("main")).to_contain_text(asked)
    expect(page.locator("main")).to_contain_text("crm.objects.contacts.read")


def test_the_person_lacks_a_permission(server: Serving, page: Page, language: str) -> None:
    """Rule 3: HubSpot-användaren som försöker ansluta integrationen har inte de användarroller eller behörigheter som
    krävs för att auktorisera de scopes som krävs av integrationen.
    """
    shown = _is_told(server, page, "user_not_permitted", language, "user_not_permitted", "access_denied")
    install, write = shown.reasons
    assert write.about == WRITE
    assert len(write.missing) == 3  # of the two sets that would do, the one that adds the least
    assert install.mended_by == write.mended_by == ADMINS
    assert all(name in shown.helpers for name in ADMINS)
    assert "Jonas Berg" in shown.summary


def test_the_person_lacks_marketplace_access(server: Serving, page: Page, language: str) -> None:
    """Rule 3, where this connection would install the app in the account: För att lösa detta fel måste användaren som
    ansluter integrationen ha App Marketplace-behörigheter.
    """
    outcome = "user_lacks_marketplace_access"
    shown = _is_told(server, page, outcome, language, "user_not_permitted", "access_denied")
    assert "App Marketplace" in _one(shown).missing[0]
    assert _one(shown).mended_by == ("Hanna Sjögren",)


def test_the_account_lacks_a_tool(server: Serving, page: Page, language: str) -> None:
    """Rule 4, and being Super Admin never helps: Det HubSpot-konto som integrationen ansluter till har inte det eller
    de verktyg som motsvarar de scopes som integrationen kräver.
    """
    shown = _is_told(server, page, "account_lacks_features", language, "account_lacks_features", "access_denied")
    tool = {"en": "Workflows", "sv": "Arbetsflöden"}[language]
    assert (_one(shown).about, _one(shown).missing) == ("automation", (tool,))
    assert "Elin Sandberg" in _one(shown).mended_by
    assert "Marketing Hub Professional" in shown.helpers
    assert "support@orderly.example" in shown.helpers
    signed_in_as_super_admin = server.link("account_lacks_features")["sign_in_as"]
    assert signed_in_as_super_admin == "jonas.berg@fjordfalk.example"


def test_several_reasons_at_once(server: Serving, page: Page, language: str) -> None:
    """The answer carries all reasons, not the first, in headline order: link, plan, permissions (rule 6)."""
    shown = _is_told(server, page, "several", language, "insufficient_scopes", "invalid_scope")
    assert [reason.about for reason in shown.reasons if "." in reason.about or reason.about == "automation"] == [
        WRITE,
        "automation",
        "automation",
        WRITE,
    ]
    link, plan, *permissions = [reason.category for reason in shown.reasons]
    words = {
        "en": ("Install link", "Plan", "Permission"),
        "sv": ("Installationslänk", "Abonnemang", "Behörighet"),
    }[language]
    assert (link, plan, *permissions) == (words[0], words[1], words[2], words[2], words[2])
    assert "Orderly ApS" in shown.helpers
    assert "Elin Sandberg" in shown.helpers
    assert all(name in shown.helpers for name in ADMINS)


GRANTED = ["granted", "granted_choose_account", "granted_public", "granted_strict"]


@pytest.mark.parametrize("outcome", GRANTED)
def test_a_connection_that_may_be_made(server: Serving, page: Page, language: str, outcome: str) -> None:
    """Where nothing is in the way the person is asked: Request for Integration Permissions, and Grant access."""
    open_as(page, server.link(outcome))
    heading = {"en": "Request for Integration Permissions", "sv": "Begäran om integrationsbehörighet"}[language]
    button = {"en": "Grant access", "sv": "Ge åtkomst"}[language]
    expect(page.locator("h1")).to_have_text(heading)
    expect(page.get_by_role("button", name=button)).to_be_visible()


def test_every_outcome_of_the_demo_has_a_test(server: Serving) -> None:
    """No link of the demo world goes unproven."""
    proven = {
        "required_missing",
        "required_in_optional",
        "not_configured",
        "conditional_in_optional",
        "optional_in_scope",
        "user_not_permitted",
        "user_lacks_marketplace_access",
        "account_lacks_features",
        "several",
        *GRANTED,
    }
    assert {link["outcome"] for link in server.demo["links"]} == proven
