"""Help over HTTP, mostly by people who are not signed in."""

import msgspec
import pytest

from admittance.http.application import Application
from admittance.web.help.articles import SLUGS
from admittance.wiring.server import edges_of
from tests.oauth.world import CLIENT_IDS, MP1, Browser, World, X, good

pytestmark = pytest.mark.anyio
SWEDISH = {"accept-language": "sv"}


async def answer(browser: Browser, slug: str, **fields: str) -> str:
    """Send the form of an article; where the answer leads."""
    await browser.get(f"/help/{slug}")
    action = f"/help/{slug}/feedback"
    said = await browser.post(action, browser.form(action).fields | fields)
    assert said.status_code == 303, said.text
    return said.headers["location"]


async def test_help_is_there_without_signing_in(world: World) -> None:
    """Every article can be read by anybody; an article that is none is the page for "not there"."""
    browser = await world.browser()
    listed = (await browser.get("/help")).text
    for slug in SLUGS:
        assert f'href="/help/{slug}"' in listed
        assert (await browser.get(f"/help/{slug}")).status_code == 200
    assert (await browser.get("/help/nothing")).status_code == 404


async def test_an_article_names_the_official_words_and_what_it_is_available_with(world: World) -> None:
    """The symptom is the official heading with this server's product; plans come from the catalogue."""
    page = (await (await world.browser()).get("/help/account-lacks-features")).text
    assert "This account doesn&#39;t have access to some Admittance features" in page
    assert "Available with" in page
    assert "All products and plans" in page
    assert "Marketing Hub Professional" in page


async def test_a_machine_translation_says_so_and_leads_to_the_english_article(world: World) -> None:
    """At its top it says that the English one governs, with a link that shows it to a Swedish reader in English."""
    browser = await world.browser()
    page = (await browser.get("/help/user-not-permitted", headers=SWEDISH)).text
    assert "Den engelska versionen gäller." in page
    assert 'href="/help/user-not-permitted?language=en"' in page
    english = (await browser.get("/help/user-not-permitted?language=en", headers=SWEDISH)).text
    assert '<html lang="en"' in english
    assert "translated by a machine" not in english
    assert "maskinöversatt" not in (await browser.get("/help/phone-panel", headers=SWEDISH)).text


async def test_feedback_is_kept_and_counted(world: World) -> None:
    """Yes or no, with a comment, by article and language; the page says what the form is for and thanks."""
    browser = await world.browser()
    assert "This form is for what you think of the article." in (await browser.get("/help/phone-panel")).text
    assert await answer(browser, "phone-panel", helpful="yes") == "/help/phone-panel?feedback=given#feedback"
    await answer(browser, "phone-panel", helpful="no", comment=" Where is the \x1b[31mgear?\n")
    await answer(browser, "scope-mismatch", helpful="yes", language="sv")
    assert "Thank you." in (await browser.get("/help/phone-panel?feedback=given")).text
    counts = world.services.store.read(lambda tx: list(tx.feedback.counts()))
    assert counts == [("phone-panel", "en", 1, 1), ("scope-mismatch", "sv", 1, 0)]
    (said,) = world.services.store.read(lambda tx: list(tx.feedback.comments("phone-panel", 10)))
    assert said.comment == "Where is the [31mgear?"


async def test_feedback_without_an_answer_says_what_is_missing(world: World) -> None:
    """Nothing is kept; the page asks for Yes or No. A form from elsewhere is not taken."""
    browser = await world.browser()
    assert "unanswered" in await answer(browser, "phone-panel", comment="hm")
    assert "Choose Yes or No first." in (await browser.get("/help/phone-panel?feedback=unanswered")).text
    fields = browser.form("/help/phone-panel/feedback").fields | {"helpful": "yes"}
    assert (await browser.post("/help/nothing/feedback", fields)).status_code == 404
    forged = fields | {"csrf": "of-somebody-else"}
    assert (await browser.post("/help/phone-panel/feedback", forged)).status_code == 403
    assert world.services.store.read(lambda tx: list(tx.feedback.counts())) == []


async def test_one_address_cannot_fill_the_disk_with_answers(world: World) -> None:
    """After ten answers an address waits."""
    browser = await world.browser()
    for _ in range(10):
        await answer(browser, "phone-panel", helpful="yes")
    await browser.get("/help/phone-panel")
    fields = browser.form("/help/phone-panel/feedback").fields | {"helpful": "yes"}
    assert (await browser.post("/help/phone-panel/feedback", fields)).status_code == 429


async def test_a_refusal_links_to_its_article_at_the_right_part(world: World) -> None:
    """The refusal page leads to the article of its headline, at the part of its first reason."""
    browser = await world.browser(MP1)
    mismatch = await browser.authorize(good(X, optional_scope="no.such.scope"))
    assert 'href="/help/scope-mismatch#not-configured"' in mismatch.text
    refused = await browser.authorize(good(X))
    assert 'href="/help/user-not-permitted#permission-missing"' in refused.text
    assert f'href="/help/apps/{CLIENT_IDS[X]}/access"' in refused.text


async def test_minimum_access_rights_are_generated(world: World) -> None:
    """Scope, then permission and level, then tool and plans, without signing in; an unknown app is not there."""
    browser = await world.browser()
    page = (await browser.get(f"/help/apps/{CLIENT_IDS[X]}/access")).text
    assert "Contacts · View (Owned or more)" in page
    assert "Workflows" in page
    assert "Marketing Hub Professional" in page
    assert "App Marketplace access" in page
    assert "HubSpot" not in page
    assert (await browser.get("/help/apps/nobody/access")).status_code == 404


async def test_the_help_is_in_the_foot_of_every_page(world: World) -> None:
    """The foot links to the help, signed in or not."""
    assert 'href="/help"' in (await (await world.browser()).get("/sign-in")).text


async def test_get_help_leads_where_the_operator_says(world: World) -> None:
    """The form links Get help: the operator's setting, otherwise their address; nothing where there is neither."""
    for changes, link in (
        ({"help_url": "https://help.harbor.example/"}, 'href="https://help.harbor.example/"'),
        ({"operator_email": "help@harbor.example"}, 'href="mailto:help@harbor.example"'),
    ):
        settings = msgspec.structs.replace(world.services.settings, **changes)
        services = msgspec.structs.replace(world.services, settings=settings)
        world.application = Application(services, edges_of(services))
        page = (await (await world.browser()).get("/help/phone-panel")).text
        assert f'<a {link} rel="noreferrer">Get help</a>' in page
    world.application = Application(world.services, edges_of(world.services))
    assert "Get help" not in (await (await world.browser()).get("/help/phone-panel")).text
