"""What a person does in the browser, as far as every test does the same."""

from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, expect

PASSWORD = "admittance-demo"
SCREENS = {390: 844, 1280: 900}
WORK_MS = 60_000
"""How long the browser may work on its captcha before a test gives up."""
TAGS = {"en": "en-GB", "sv": "sv-SE"}


def new_context(browser: Browser, language: str = "en", *, width: int = 1280, **more: Any) -> BrowserContext:
    """A browser without cookies whose wishes are `language`; `more` as in Playwright's `new_context`."""
    screen = {"width": width, "height": SCREENS.get(width, 900)}
    return browser.new_context(locale=TAGS[language], viewport=screen, **more)  # type: ignore[arg-type]


def sign_in(page: Page, email: str, password: str = PASSWORD) -> None:
    """Fill in the sign-in form that is shown, in whichever language, and send it."""
    page.locator("#email").fill(email)
    page.locator("#password").fill(password)
    page.locator("main form button.button-primary").click()


def open_as(page: Page, link: dict[str, Any]) -> None:
    """Follow one of the demo's links, sign in as the person it is meant for, and choose the account where asked."""
    page.goto(link["url"])
    sign_in(page, link["sign_in_as"])
    row = page.locator(f"main a[href*='/oauth/{link['account_id']}/authorize']")
    expect(page.locator("h1")).to_be_visible()
    if row.count():
        row.first.click()
        expect(page.locator("h1")).to_be_visible()


def solve_captcha(page: Page) -> None:
    """Tick the box of the proof of work, with the keyboard, and wait until the work is done."""
    box = page.locator("altcha-widget input[type=checkbox]")
    box.focus()
    box.press("Space")
    expect(page.locator("altcha-widget [data-state=verified]")).to_be_attached(timeout=WORK_MS)
