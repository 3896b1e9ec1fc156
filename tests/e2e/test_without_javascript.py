"""Every page with JavaScript switched off: the whole connection, its captcha, and a person's own settings."""

import re
from collections.abc import Iterator
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, Page, expect

from admittance.adapters.key_file import KeysUnreadable, load_keys
from admittance.web.captcha.characters import characters_of, read_challenge
from tests.e2e.app import call, came_back, redeem
from tests.e2e.person import new_context, open_as, sign_in
from tests.e2e.server import Serving, serving
from tests.inbox import Inbox, listening

pytestmark = pytest.mark.browser

DEALS = "crm.objects.deals.read"
HAV = 5530218


@pytest.fixture(scope="module")
def inbox() -> Iterator[Inbox]:
    """Where the server's mails go."""
    with listening() as running:
        yield running


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, inbox: Inbox) -> Iterator[Serving]:
    """A demo server that can send mail."""
    env = {
        "ADMITTANCE_SMTP_URL": f"smtp://127.0.0.1:{inbox.port}",
        "ADMITTANCE_MAIL_FROM": "admittance@demo.example",
    }
    with serving(tmp_path_factory.mktemp("demo") / "data", "--demo", env=env) as running:
        yield running


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A browser without scripts."""
    context = new_context(browser, java_script_enabled=False)
    yield context.new_page()
    context.close()


def _read_characters(server: Serving, page: Page) -> str:
    """What a person sees in the image: worked out from the server's key, since a test has no eyes."""
    keys = load_keys(server.data)
    assert not isinstance(keys, KeysUnreadable)
    challenge = read_challenge(keys.captcha, page.locator("input[name=characters_challenge]").input_value())
    assert challenge is not None
    return characters_of(keys.captcha, challenge)


def _heading(page: Page, text: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(text)


def test_the_whole_connection(server: Serving, page: Page) -> None:
    """Sign in, choose the account, untick a scope, type the characters, grant, see it, remove access: all by forms."""
    open_as(page, server.link("granted_choose_account"))
    page.get_by_role("checkbox", name=DEALS).uncheck()
    page.get_by_label("Quick check: type the five characters").fill(_read_characters(server, page).lower())
    page.get_by_role("button", name="Grant access").click()
    _heading(page, "The app has its code")
    token = redeem(server.address, server.app("Orderly Sync"), came_back(page.url)["code"])
    assert DEALS not in token.body["scopes"]
    page.goto(f"{server.address}/accounts/{HAV}/apps")
    page.get_by_role("button", name="Remove access: Orderly Sync, connected by Maria Lindqvist").click()
    expect(page.get_by_text("The connection is removed.")).to_be_visible()
    assert call(server.address, "/crm/v3/objects/contacts", token.body["access_token"]).status == 401


def test_wrong_characters_keep_the_ticks(server: Serving, page: Page) -> None:
    """Wrong characters give five new ones and one sentence; what was unticked stays so, and passing completes."""
    open_as(page, server.link("granted_choose_account"))
    page.get_by_role("checkbox", name=DEALS).uncheck()
    first = _read_characters(server, page)
    page.get_by_label("Quick check: type the five characters").fill("00000")
    page.get_by_role("button", name="Grant access").click()
    expect(page.get_by_text("Not quite. Here are five new characters.")).to_be_visible()
    expect(page.get_by_role("checkbox", name=DEALS)).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="crm.objects.companies.read")).to_be_checked()
    assert _read_characters(server, page) != first
    page.get_by_label("Quick check: type the five characters").fill(_read_characters(server, page))
    page.get_by_role("button", name=re.compile("Grant a")).click()
    _heading(page, "The app has its code")


def test_no_characters_at_all(server: Serving, page: Page) -> None:
    """Pressing Grant access without typing anything asks for the characters, and says so kindly."""
    open_as(page, server.link("granted_choose_account"))
    page.get_by_role("button", name=re.compile("Grant a")).click()
    expect(page.get_by_text("One more thing: type these five characters.")).to_be_visible()


def test_new_characters_keep_the_ticks(server: Serving, page: Page) -> None:
    """New characters are one press away, blame nobody, and lose no choice."""
    open_as(page, server.link("granted_choose_account"))
    page.get_by_role("checkbox", name=DEALS).uncheck()
    first = _read_characters(server, page)
    page.get_by_role("button", name="New characters").click()
    assert _read_characters(server, page) != first
    expect(page.get_by_text("Not quite")).to_have_count(0)
    expect(page.get_by_role("checkbox", name=DEALS)).not_to_be_checked()


def test_the_characters_can_be_heard(server: Serving, page: Page) -> None:
    """Who can't see the image listens instead: the audio is there, and it is a WAV."""
    open_as(page, server.link("granted_choose_account"))
    page.locator("summary", has_text="Listen instead").click()
    spoken = page.get_by_label("The five characters, spoken in English")
    expect(spoken).to_be_visible()
    source = spoken.get_attribute("src") or ""
    with urlopen(server.address + source) as answer:
        assert answer.headers["content-type"] == "audio/wav"
        assert answer.read(4) == b"RIFF"


def test_saying_no_needs_no_check(server: Serving, page: Page) -> None:
    """Cancel goes back to the app with `access_denied`, without the captcha."""
    open_as(page, server.link("granted_choose_account"))
    page.get_by_role("button", name="Cancel").click()
    _heading(page, "The app was told no")
    back = came_back(page.url)
    assert (back["error"], back["state"], back["iss"]) == (
        "access_denied",
        "demo-granted_choose_account",
        server.address,
    )


def test_language_and_colours(server: Serving, page: Page) -> None:
    """Language and colours are forms that come back to where one was, on the consent page too."""
    open_as(page, server.link("granted_choose_account"))
    _open_language(page)
    page.get_by_role("button", name="Svenska").click()
    _heading(page, "Begäran om integrationsbehörighet")
    _open_language(page)
    page.get_by_role("button", name="Mörkt").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    _heading(page, "Begäran om integrationsbehörighet")
    expect(page.get_by_role("button", name="Ge åtkomst")).to_be_visible()
    _english_again(server, page)


def _open_language(page: Page) -> None:
    page.locator("header summary:has(.language-word)").click()


def _english_again(server: Serving, page: Page) -> None:
    """Undo what the account of the demo's person remembers."""
    page.goto(f"{server.address}/profile")
    page.locator("select[name=language]").select_option("")
    page.locator("input[name=theme][value=system]").check()
    page.locator("section[aria-labelledby=preferences] button").click()
    expect(page.get_by_text("Saved.")).to_be_visible()


def test_language_before_signing_in(server: Serving, page: Page) -> None:
    """Nobody has to sign in to read in their language: the choice stays with the browser and the link goes on."""
    page.goto(server.link("granted")["url"])
    _open_language(page)
    page.get_by_role("button", name="Svenska").click()
    _heading(page, "Logga in")
    expect(page.locator("main")).to_contain_text("Orderly Sync")
    sign_in(page, "jonas.berg@fjordfalk.example")
    _heading(page, "Begäran om integrationsbehörighet")


@pytest.mark.parametrize("outcome", ["granted", "user_not_permitted", "account_lacks_features", "required_missing"])
def test_sign_in_as_someone_else(server: Serving, page: Page, outcome: str) -> None:
    """On consent and on every refusal one can sign in as someone else, and the same link goes on for them."""
    open_as(page, server.link(outcome))
    page.locator("main").get_by_role("button", name="Sign in as someone else").click()
    _heading(page, "Sign in")
    expect(page.locator("main")).to_contain_text("to connect Orderly Sync")
    sign_in(page, "oskar.nyman@fjordfalk.example")
    expect(page.locator("main")).to_contain_text("Signed in as oskar.nyman@fjordfalk.example.")
    expect(page.locator("main")).to_contain_text("Orderly Sync")


def test_sign_out(server: Serving, page: Page) -> None:
    """After signing out the pages of the account ask to sign in."""
    page.goto(f"{server.address}/sign-in")
    sign_in(page, "jonas.berg@fjordfalk.example")
    _heading(page, "Connected apps")
    page.locator("header summary:has(.avatar)").click()
    page.get_by_role("button", name="Sign out").click()
    _heading(page, "Sign in")
    page.goto(f"{server.address}/accounts/4821907/apps")
    _heading(page, "Sign in")


def test_a_wrong_password(server: Serving, page: Page) -> None:
    """A wrong password and an unknown person read the same: one sentence for both fields, 401, the e-mail stays."""
    for email in ("jonas.berg@fjordfalk.example", "nobody@fjordfalk.example"):
        page.goto(f"{server.address}/sign-in")
        with page.expect_response("**/sign-in") as answered:
            sign_in(page, email, "not the password")
        assert answered.value.status == 401
        expect(page.get_by_text("Email and password don't match. Check both and try again.")).to_be_visible()
        expect(page.get_by_label("Email")).to_have_value(email)


def test_back_off_after_ten(server: Serving, page: Page) -> None:
    """After ten wrong passwords the person waits, and the page says how long, also with the right password."""
    for _ in range(10):
        page.goto(f"{server.address}/sign-in")
        sign_in(page, "sara.holm@fjordfalk.example", "not the password")
    page.goto(f"{server.address}/sign-in")
    with page.expect_response("**/sign-in") as answered:
        sign_in(page, "sara.holm@fjordfalk.example")
    assert answered.value.status == 429
    expect(page.get_by_text("Too many tries.")).to_be_visible()


def test_an_empty_form_is_accepted_and_says_what_is_missing(server: Serving, page: Page) -> None:
    """No button is disabled because a form is incomplete: the page says what is missing, beside its field."""
    page.goto(f"{server.address}/sign-in")
    page.get_by_label("Email").evaluate("field => field.form.noValidate = true")
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_text("Type your email.")).to_be_visible()
    expect(page.get_by_text("Type your password.")).to_be_visible()


def test_the_password_is_changed(server: Serving, page: Page, browser: Browser) -> None:
    """With the current password one chooses another; this browser stays signed in and every other session ends."""
    elsewhere = new_context(browser, java_script_enabled=False)
    other = elsewhere.new_page()
    for one in (page, other):
        one.goto(f"{server.address}/sign-in")
        sign_in(one, "nils.oberg@fjordfalk.example")
        _heading(one, "Connected apps")
    page.goto(f"{server.address}/profile")
    _change_password(page, "not the current one", "a longer password")
    expect(page.get_by_text("That isn't your current password.")).to_be_visible()
    _change_password(page, "admittance-demo", "a longer password")
    expect(page.get_by_text("password is changed", exact=False)).to_be_visible()
    other.goto(f"{server.address}/profile")
    _heading(other, "Sign in")
    sign_in(other, "nils.oberg@fjordfalk.example", "a longer password")
    elsewhere.close()


def _change_password(page: Page, current: str, new: str) -> None:
    page.get_by_label("Current password").fill(current)
    page.get_by_label("New password").fill(new)
    page.get_by_role("button", name="Change password").click()


def test_a_forgotten_password(server: Serving, page: Page, inbox: Inbox) -> None:
    """A link comes by mail, in the person's language, works once, and the old password is over."""
    page.goto(f"{server.address}/sign-in")
    page.get_by_role("link", name="Forgot it?").click()
    page.get_by_label("Email").fill("karl-erik.astrom@havlogistik.example")
    page.get_by_role("button", name="Mail me a link").click()
    _heading(page, "Look in your mail")
    inbox.wait_for(1)
    _, to, subject, _ = inbox.last()
    assert to == ["karl-erik.astrom@havlogistik.example"]
    assert subject == "Ett nytt lösenord för Admittance"
    link = inbox.link()
    _choose_by_link(page, link, "short", "Use at least 10 characters.")
    page.get_by_label("New password").fill("ny och lång nyckel")
    page.get_by_role("button", name="Save and sign in").click()
    sign_in(page, "karl-erik.astrom@havlogistik.example", "ny och lång nyckel")
    expect(page.locator("h1")).to_have_text("Anslutna appar")
    answer = page.goto(link)
    assert answer is not None
    assert answer.status == 410
    expect(page.locator("h1")).to_have_text("Länken har använts eller är för gammal")


def _choose_by_link(page: Page, link: str, password: str, said: str) -> None:
    page.goto(link)
    page.get_by_label("New password").fill(password)
    page.get_by_label("New password").evaluate("field => field.form.noValidate = true")
    page.get_by_role("button", name="Save and sign in").click()
    expect(page.get_by_text(said)).to_be_visible()


def test_nobody_learns_who_has_an_address(server: Serving, page: Page, inbox: Inbox) -> None:
    """For an unknown address the page says the same, and no mail goes out."""
    before = len(inbox)
    for email in ("nobody@fjordfalk.example", "sara.holm@fjordfalk.example"):
        page.goto(f"{server.address}/forgot-password")
        page.get_by_label("Email").fill(email)
        page.get_by_role("button", name="Mail me a link").click()
        _heading(page, "Look in your mail")
    inbox.wait_for(before + 1)
    assert len(inbox) == before + 1
    assert inbox.last()[1] == ["sara.holm@fjordfalk.example"]


def test_uninstall_asks_first(server: Serving, page: Page) -> None:
    """Uninstall opens a page that asks; then the app is gone from the account with every connection."""
    page.goto(f"{server.address}/sign-in")
    sign_in(page, "priya.raman@fjordfalk.example")
    page.get_by_role("link", name=re.compile("Uninstall")).first.click()
    _heading(page, "Uninstall Ringlane Phone?")
    page.get_by_role("button", name=re.compile("Uninstall")).click()
    expect(page.get_by_text("The app is uninstalled.")).to_be_visible()
    expect(page.get_by_role("heading", name="No apps yet")).to_be_visible()


def test_a_page_that_is_not_there(server: Serving, page: Page) -> None:
    """Not yours and not there look the same: 404, one sentence, a way on, and a reference."""
    page.goto(f"{server.address}/sign-in")
    sign_in(page, "jonas.berg@fjordfalk.example")
    _heading(page, "Connected apps")
    for path in (f"/accounts/{HAV}/apps", "/accounts/99/apps", "/nowhere", "/accounts/4821907/cases/C-ZZZZ"):
        answer = page.goto(server.address + path)
        assert answer is not None
        assert answer.status == 404
        _heading(page, "This page isn't here")
        expect(page.locator("main")).to_contain_text("Reference")
