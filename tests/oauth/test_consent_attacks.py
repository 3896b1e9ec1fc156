"""Attack cases D: the consent page, form tokens, clickjacking, open redirects. They test answer_consent and headers."""

import httpx
import pytest
from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.usecases.ports import Transaction
from tests.oauth.world import A1, BASE, CALLBACK, MP1, READ, SA1, Browser, World, X, good, query_of

pytestmark = pytest.mark.anyio


async def shown(world: World, user: int = SA1) -> Browser:
    """A browser with the consent page open."""
    browser = await world.browser(user)
    page = await browser.authorize(good(scope=READ), A1)
    assert page.status_code == 200
    return browser


async def not_taken(world: World, posted: httpx.Response, status: int = 403) -> None:
    """The form gave nothing: no redirect to the app and no code."""
    assert posted.status_code == status
    assert "location" not in posted.headers
    assert world.rows()["codes"] == 0


async def test_46_a_consent_without_its_form_token_is_refused(world: World) -> None:
    """Case 46: no token, a wrong one, or another session's: 403, and the same page can still be answered rightly."""
    browser, other = await shown(world), await shown(world)
    foreign = other.form("/oauth/consent").fields["csrf"]
    form = browser.form("/oauth/consent")
    for csrf in ("", "x" * 43, foreign, "å"):
        await not_taken(world, await browser.post("/oauth/consent", form.fields | {"csrf": csrf, "answer": "grant"}))
    twice = [*form.pairs, ("csrf", form.fields["csrf"]), ("answer", "grant")]
    await not_taken(world, await browser.post("/oauth/consent", twice))
    granted = await browser.post("/oauth/consent", [*form.pairs, ("answer", "grant")])
    assert granted.status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.test"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.test", "sec-fetch-site": "same-origin"},
        {"origin": "http://127.0.0.1:8401"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
    ],
)
async def test_47_another_site_cannot_post(world: World, headers: dict[str, str]) -> None:
    """Case 47: a foreign Origin or a cross-site fetch is 403, even with a valid token."""
    browser = await shown(world)
    form = [*browser.form("/oauth/consent").pairs, ("answer", "grant")]
    await not_taken(world, await browser.post("/oauth/consent", form, headers=headers))


@pytest.mark.parametrize(
    "headers", [{"origin": BASE, "sec-fetch-site": "same-origin"}, {"origin": "null", "sec-fetch-site": "same-origin"}]
)
async def test_47_our_own_pages_can(world: World, headers: dict[str, str]) -> None:
    """Browsers send Origin: null from our pages, because of their referrer policy; that is taken."""
    browser = await shown(world)
    form = [*browser.form("/oauth/consent").pairs, ("answer", "grant")]
    assert (await browser.post("/oauth/consent", form, headers=headers)).status_code == 303


async def test_48_another_persons_consent_is_nobodys(world: World) -> None:
    """Case 48: the consent id that was shown to mp1, posted by sa1's session, is 403."""
    mp1, sa1 = await shown(world, MP1), await shown(world)
    form = sa1.form("/oauth/consent").fields | {"consent": mp1.form("/oauth/consent").fields["consent"]}
    await not_taken(world, await sa1.post("/oauth/consent", form | {"answer": "grant"}))


async def test_48_a_consent_counts_once(world: World) -> None:
    """Case 48: a consent that was answered is over: 410, and one code came of it."""
    browser = await shown(world)
    form = [*browser.form("/oauth/consent").pairs, ("answer", "grant")]
    assert (await browser.post("/oauth/consent", form)).status_code == 303
    again = await browser.post("/oauth/consent", form)
    assert again.status_code == 410
    assert f"/oauth/{A1}/authorize?" in again.text
    assert world.rows()["codes"] == 1


async def test_48_a_consent_lives_half_an_hour(world: World) -> None:
    """Case 48: after 30 minutes the page can't be answered: 410."""
    browser = await shown(world)
    world.pass_time(lifetimes.CONSENT_FORM / 1000)
    await not_taken(world, await browser.answer(), 410)


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "PATCH"])
async def test_49_only_a_post_approves(world: World, method: str) -> None:
    """Case 49: no other method approves, whatever its query says, and no header or field overrides the method."""
    browser = await shown(world)
    form = httpx.QueryParams([*browser.form("/oauth/consent").pairs, ("answer", "grant"), ("approve", "1")])
    page = await browser.http.request(
        method, "/oauth/consent", params=form, headers={"x-http-method-override": "POST", "x-method-override": "POST"}
    )
    await not_taken(world, page, 405)
    page = await browser.http.request(method, "/oauth/consent", params=[*form.multi_items(), ("_method", "POST")])
    await not_taken(world, page, 405)


async def test_50_every_page_has_its_security_headers(world: World) -> None:
    """Case 50: framing, sniffing, referrers, openers and caches are closed on every page of the flow."""
    browser = await world.browser()
    pages = [
        await browser.authorize(good()),
        await browser.authorize(good(client_id="nobody")),
        await browser.get("/nothing/here"),
        await browser.get("/oauth/consent"),
    ]
    await browser.sign_in(SA1)
    pages += [
        await browser.authorize(good(scope=""), A1),
        await browser.authorize(good(), 424242),
        await browser.post("/oauth/consent", {}),
    ]
    for page in pages:
        assert_closed(page)
        assert "form-action 'self';" in page.headers["content-security-policy"]


async def test_50_the_consent_page_may_also_lead_to_the_app(world: World) -> None:
    """Case 50: form-action on the consent page is 'self' and the redirect URI's origin, and nothing else."""
    page = (await shown(world)).page
    assert_closed(page)
    assert "form-action 'self' https://x.test;" in page.headers["content-security-policy"]


def assert_closed(page: httpx.Response) -> None:
    """The headers of attack case 50."""
    policy = page.headers["content-security-policy"]
    for rule in ("default-src 'self'", "base-uri 'none'", "frame-ancestors 'none'", "object-src 'none'"):
        assert rule in policy
    assert "unsafe" not in policy
    assert page.headers["x-frame-options"] == "DENY"
    assert page.headers["x-content-type-options"] == "nosniff"
    assert page.headers["referrer-policy"] == "no-referrer"
    assert page.headers["cross-origin-opener-policy"] == "same-origin"
    assert page.headers["cache-control"] == "no-store"
    assert "style=" not in page.text
    assert "onclick" not in page.text
    assert "<script>" not in page.text


@pytest.mark.parametrize(
    "evil", ["//evil.test", "https:evil", "https://evil.test/", "/\\evil", "%2f%2fevil", "\t//evil", "/\t/evil", "evil"]
)
async def test_54_signing_in_and_out_stays_on_our_origin(world: World, evil: str) -> None:
    """Case 54: a return address that leads elsewhere is not followed, after signing in or out."""
    browser = await world.browser()
    await browser.get("/sign-in", params={"next": evil})
    fields = browser.form("/sign-in").fields | {"email": "sa1@a1.test", "password": "correct horse battery"}
    assert_own(await browser.post("/sign-in", fields | {"next": evil}))
    await browser.get("/profile")
    fields = browser.form("/sign-out").fields
    assert_own(await browser.post("/sign-out", fields | {"return_to": evil, "post_logout_redirect_uri": evil}))


def assert_own(response: httpx.Response) -> None:
    """303 to a path of ours."""
    assert response.status_code == 303
    where = response.headers["location"]
    assert where.startswith("/")
    assert not where.startswith(("//", "/\\"))
    assert "evil" not in where


async def test_55_the_grant_redirects_with_303(world: World) -> None:
    """Case 55: after approval the redirect is 302 or 303, never 307, so that no form is sent on to the app."""
    granted = await (await shown(world)).answer()
    assert granted.status_code == 303
    assert granted.headers["location"].startswith(f"{CALLBACK}?")
    assert granted.headers["referrer-policy"] == "no-referrer"
    assert granted.headers["cache-control"] == "no-store"


async def test_a_person_can_say_no(world: World) -> None:
    """Cancel sends access_denied to the app, and the page can't be answered again."""
    browser = await shown(world)
    form = browser.form("/oauth/consent").pairs
    said = query_of(await browser.answer("cancel"))
    assert (said["error"], said["state"], said["iss"]) == ("access_denied", "st-4711", BASE)
    await not_taken(world, await browser.post("/oauth/consent", [*form, ("answer", "grant")]), 410)


async def test_cancel_wins_over_grant(world: World) -> None:
    """Of several answers in one form the one that grants least counts; without any, nothing happens."""
    browser = await shown(world)
    form = browser.form("/oauth/consent").pairs
    await not_taken(world, await browser.post("/oauth/consent", form), 400)
    said = await browser.post("/oauth/consent", [*form, ("answer", "grant"), ("answer", "cancel")])
    assert query_of(said)["error"] == "access_denied"


async def test_an_app_disabled_meanwhile_gets_nothing(world: World) -> None:
    """A grant for an app that was disabled, or whose redirect URI was withdrawn, while the page was open ends on our
    page."""

    def withdraw(tx: Transaction) -> None:
        app = tx.apps.get(X)
        assert app is not None
        tx.apps.replace(replace(app, redirect_uris=("https://other.test/cb",)))

    browser = await shown(world)
    await world.change(withdraw)
    await not_taken(world, await browser.answer(), 400)


async def test_a_signed_out_browser_grants_nothing(world: World) -> None:
    """A consent form posted without a session is 403."""
    browser = await shown(world)
    form = [*browser.form("/oauth/consent").pairs, ("answer", "grant")]
    browser.http.cookies.clear()
    await not_taken(world, await browser.post("/oauth/consent", form))


async def test_a_form_that_cannot_be_read_is_refused(world: World) -> None:
    """Bytes that are no UTF-8 in the consent form are 400 on our page; JSON is 415."""
    browser = await shown(world)
    headers = {"content-type": "application/x-www-form-urlencoded"}
    page = await browser.http.post("/oauth/consent", content=b"consent=%ff", headers=headers)
    await not_taken(world, page, 400)
    await not_taken(world, await browser.http.post("/oauth/consent", json={"answer": "grant"}), 415)
