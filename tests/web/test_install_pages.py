"""The pages of an install, asked for over the wire."""

import html
import re
from urllib.parse import urlencode

import pytest
from msgspec.structs import replace

from admittance.config import CaptchaKind
from admittance.http.application import Application
from admittance.usecases.records import Support
from admittance.wiring.server import edges_of
from tests.oauth.world import A1, CLIENT_IDS, SA1, U1, P, World, X, good, redirect_of

pytestmark = pytest.mark.anyio


def _captcha(world: World, kind: CaptchaKind) -> None:
    """The same server with another check."""
    keys = {"captcha_site_key": "site-key", "captcha_secret_key": "secret-key"}
    settings = replace(world.services.settings, captcha=kind, **keys)
    world.services = replace(world.services, settings=settings)
    world.application = Application(world.services, edges_of(world.services))


def _policy(headers: "object") -> dict[str, str]:
    text = headers["content-security-policy"]  # type: ignore[index]
    return {rule.split(" ", 1)[0]: rule.split(" ", 1)[1] for rule in text.split("; ")}


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"client_id": "nobody"}, "No enabled app has this"),
        ({"client_id": ""}, "is missing from the link"),
        ({"redirect_uri": "https://evil.test/cb"}, "is not one of the app"),
        ({"redirect_uri": ""}, "The app has more than one address"),
    ],
)
async def test_a_link_that_cannot_be_opened(world: World, changes: dict[str, str], words: str) -> None:
    """400, in words for the person and the developer; nothing of the request stands on the page."""
    browser = await world.browser(SA1)
    answer = await browser.authorize(good(X, **changes))
    assert answer.status_code == 400
    assert "This link can't be opened" in answer.text
    assert words in answer.text
    assert "evil.test" not in answer.text
    assert "st-4711" not in answer.text


async def test_signing_in_says_for_which_app(world: World) -> None:
    """The sign-in form names the app that waits, and goes on to the very same request."""
    browser = await world.browser()
    page = await browser.authorize(good(P), A1)
    assert "to connect Pocket" in page.text
    assert browser.form("/sign-in").fields["next"].startswith(f"/oauth/{A1}/authorize?")
    assert "state=st-4711" in browser.form("/sign-in").fields["next"]


async def test_signing_in_can_be_given_up(world: World) -> None:
    """The sign-in form leads back to the app, which is told so; after a wrong password still."""
    browser = await world.browser()
    page = await browser.authorize(good(P), A1)
    back = html.escape(f"{redirect_of(P)}?error=access_denied")
    assert back in page.text
    assert "state=st-4711" in page.text.partition(back)[2]
    sent = browser.form("/sign-in").fields | {"email": "nobody@one.test", "password": "not the password"}
    assert back in (await browser.post("/sign-in", sent)).text


@pytest.mark.parametrize("changes", [{"redirect_uri": "https://evil.test/"}, {"redirect_uri": ""}])
async def test_a_place_to_go_on_to_is_no_way_back_unless_it_is_the_apps(world: World, changes: dict[str, str]) -> None:
    """The next place of a sign-in form comes from the browser: only the app's own address is linked from it."""
    browser = await world.browser()
    await browser.get("/sign-in")
    next_path = f"/oauth/authorize?{urlencode(good(X, **changes))}"
    sent = browser.form("/sign-in").fields | {"next": next_path, "email": "nobody@one.test", "password": "not it"}
    page = (await browser.post("/sign-in", sent)).text
    assert "to connect" in page
    assert "Back to" not in page
    assert 'href="https://evil.test' not in page


async def test_the_consent_page_says_who_made_the_app(world: World) -> None:
    """Verified or not, and by whom; an unverified app has a sentence about what that means."""
    browser = await world.browser(SA1)
    page = (await browser.authorize(good(P), A1)).text
    assert "Not verified" in page
    assert "By A developer" in page
    assert "Nobody here has checked who made this app." in page


async def test_a_refusal_shows_the_makers_support(world: World) -> None:
    """Where a link needs correcting the developer's support contact is on the page, by name."""
    app = world.services.store.read(lambda tx: tx.apps.get(P))
    assert app is not None
    support = Support(email="help@pocket.test", url="https://pocket.test/help")
    await world.change(lambda tx: tx.apps.replace(replace(app, support=support)))
    browser = await world.browser(SA1)
    page = (await browser.authorize(good(P, scope="oauth"), A1)).text
    assert "mailto:help@pocket.test" in page
    assert 'href="https://pocket.test/help"' in page
    assert "You don't need to ask your administrator." in page


async def test_an_operators_scope_is_the_operators(world: World) -> None:
    """A scope that the catalogue lost after the manifest was saved is a mismatch for the operator to mend (rule 12)."""
    app = world.services.store.read(lambda tx: tx.apps.get(P))
    assert app is not None
    manifest = replace(app.manifest, required=app.manifest.required | {"crm.objects.gone.read"})
    await world.change(lambda tx: tx.apps.replace(replace(app, manifest=manifest)))
    browser = await world.browser(SA1)
    answer = await browser.authorize(good(P, scope="crm.objects.contacts.read crm.objects.gone.read"), A1)
    assert answer.status_code == 400
    assert "there is a mismatch between the scopes" in answer.text
    assert "Whoever runs this server" in answer.text


async def test_the_way_back_is_there_while_choosing(world: World) -> None:
    """Somebody with no account here still gets back to the app, which hears `access_denied`."""
    await world.change(lambda tx: tx.people.put(replace(tx.people.membership(A1, U1), active=False)))  # type: ignore[type-var]
    browser = await world.browser(U1)
    page = (await browser.authorize(good(P))).text
    assert re.search(r'href="http://127\.0\.0\.1/cb\?error=access_denied[^"]*state=st-4711', page)


@pytest.mark.parametrize(
    ("kind", "widget", "origin"),
    [
        (CaptchaKind.RECAPTCHA, "g-recaptcha", "https://www.google.com/recaptcha/"),
        (CaptchaKind.HCAPTCHA, "h-captcha", "https://hcaptcha.com"),
        (CaptchaKind.TURNSTILE, "cf-turnstile", "https://challenges.cloudflare.com"),
    ],
)
async def test_a_hosted_check_is_a_setting(world: World, kind: CaptchaKind, widget: str, origin: str) -> None:
    """The service's widget stands on the consent page with our site key, and only there the policy lets it in; who has
    no script types the characters.
    """
    _captcha(world, kind)
    browser = await world.browser(SA1)
    page = await browser.authorize(good(P), A1)
    assert f'class="{widget}" data-sitekey="site-key"' in page.text
    assert "secret-key" not in page.text
    assert "<noscript>" in page.text
    policy = _policy(page.headers)
    assert all(origin in policy[rule] for rule in ("script-src", "frame-src", "connect-src"))
    elsewhere = await browser.get("/profile")
    assert origin not in elsewhere.headers["content-security-policy"]


async def test_with_altcha_nothing_comes_from_elsewhere(world: World) -> None:
    """The default check is served from here: the policy names no other origin but the app's, for the form."""
    _captcha(world, CaptchaKind.ALTCHA)
    browser = await world.browser(SA1)
    policy = _policy((await browser.authorize(good(X), A1)).headers)
    assert policy["form-action"] == "'self' https://x.test"
    assert (policy["script-src"], policy["connect-src"], policy["frame-src"]) == ("'self'", "'self'", "'none'")


async def test_switched_off_there_is_no_check(world: World) -> None:
    """With the captcha off the page has none, and Grant access is enough."""
    browser = await world.browser(SA1)
    page = (await browser.authorize(good(X), A1)).text
    assert "altcha" not in page
    assert "characters" not in page
    assert (await browser.answer()).status_code == 303


async def test_grant_again_names_when(world: World) -> None:
    """Somebody who is connected already reads since when, and the button says Grant again."""
    await world.connect(SA1, X)
    browser = await world.browser(SA1)
    page = (await browser.authorize(good(X), A1)).text
    assert "You connected Xylo on" in page
    assert "Grant again" in page


async def test_the_client_id_of_another_case_is_refused_like_an_unknown_one(world: World) -> None:
    """Client ids are compared letter for letter."""
    browser = await world.browser(SA1)
    answer = await browser.authorize(good(P, client_id=CLIENT_IDS[P].upper()), A1)
    assert answer.status_code == 400
