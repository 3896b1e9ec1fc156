"""Every page of `tests.web.sample` in a real Chromium: nothing keeps anybody out, nothing is cut off."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from admittance.explain.languages import Language
from tests.browser import FLAGS, axe_violations
from tests.web.gallery import SAMPLES, gallery, shown

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("pages")]

STANDS_OUT = """() => [...document.querySelectorAll("main .card table")].some((table) => {
  const card = table.closest(".card");
  const scrolls = getComputedStyle(card).overflowX !== "visible";
  return !scrolls && (card.scrollWidth > card.clientWidth + 1 || table.scrollWidth > table.clientWidth + 1);
})"""
"""Whether a table on the page is wider than its card, or what stands in a table wider than the table."""


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the sample pages are served."""
    with gallery() as served:
        yield served


@pytest.mark.parametrize(("width", "language", "theme"), [(1280, "en", "light"), (390, "sv", "dark")])
def test_axe_finds_nothing(browser: "Browser", address: str, width: int, language: str, theme: str) -> None:
    """axe-core has no finding on any page, light or dark, wide or narrow; and the policy stops nothing."""
    page = browser.new_page(viewport={"width": width, "height": 900})
    found: list[str] = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    for name in SAMPLES:
        page.goto(f"{address}/{name}?language={language}&theme={theme}")
        found += [f"{name}: {violation}" for violation in axe_violations(page)]
    page.close()
    assert found == []


@pytest.mark.parametrize(("width", "text_px"), [(320, 16), (390, 32), (1280, 32)])
def test_nothing_is_cut_off(chromium_path: str, browser: "Browser", address: str, width: int, text_px: int) -> None:
    """Pages hold at 320 px and with the reader's text twice as large: nothing has to be scrolled sideways."""
    large = browser.browser_type.launch(
        executable_path=chromium_path, args=[*FLAGS, f"--blink-settings=defaultFontSize={text_px}"]
    )
    page = large.new_page(viewport={"width": width, "height": 900})
    wide = []
    for name in SAMPLES:
        page.goto(f"{address}/{name}?language=sv")
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wide.append(name)
    large.close()
    assert wide == []


@pytest.mark.parametrize("width", [720, 1024])
def test_tables_stay_in_their_cards(browser: "Browser", address: str, width: int) -> None:
    """Just above a phone's width, and just where the side returns, no table is wider than the card it stands in; in the
    language with the longer words.
    """
    page = browser.new_page(viewport={"width": width, "height": 900})
    found = []
    for name in (name for name in SAMPLES if "<table" in shown(name, Language.SV)):
        page.goto(f"{address}/{name}?language=sv")
        if page.evaluate(STANDS_OUT):
            found.append(name)
    page.close()
    assert found == []


def test_a_password_can_be_shown(page: "Page", address: str) -> None:
    """Show turns the password into text and back, and says which it would do."""
    page.goto(f"{address}/sign-in")
    field, button = page.locator("#password"), page.get_by_role("button", name="Show the password")
    field.fill("correct horse")
    button.click()
    assert field.get_attribute("type") == "text"
    assert button.text_content() == "Hide"
    button.click()
    assert field.get_attribute("type") == "password"


def test_uninstall_asks_in_a_dialog(page: "Page", address: str) -> None:
    """With JavaScript Uninstall… asks on the spot; Escape closes it and the focus goes back to what opened it."""
    page.goto(f"{address}/connected-apps")
    opener = page.get_by_role("link", name="Uninstall…").first
    opener.click()
    assert page.get_by_role("dialog", name="Uninstall Ringlane Phone?").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert opener.evaluate("element => element === document.activeElement")


def test_without_a_script_nothing_is_dead(browser: "Browser", address: str) -> None:
    """Without JavaScript no button stands there that would do nothing: the one of a menu opens it."""
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    for name in ("sign-in", "refusal-link", "connected-apps"):
        page.goto(f"{address}/{name}")
        assert page.locator("button[type=button]:not(.nav-top):visible").count() == 0
    menu = page.get_by_role("link", name="Contacts", exact=True)
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="Contacts").click()
    expect(menu).to_be_visible()
    context.close()


def test_a_menu_closes_with_escape_and_moves_with_arrows(page: "Page", address: str) -> None:
    """Escape closes a menu and gives the focus back; arrows move through its entries."""
    page.goto(f"{address}/refusal-user")
    control = page.locator("summary", has_text="English")
    control.click()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "en"
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.value") == "sv"
    page.keyboard.press("Escape")
    assert not page.get_by_role("button", name="Svenska").is_visible()
    assert control.evaluate("element => element === document.activeElement")


def test_the_corrected_link_can_be_copied(browser: "Browser", address: str) -> None:
    """Copy puts the whole corrected link on the clipboard and says so where a screen reader hears it."""
    context = browser.new_context(permissions=["clipboard-read", "clipboard-write"])
    page = context.new_page()
    page.goto(f"{address}/refusal-link")
    page.get_by_role("button", name="Copy corrected link").click()
    page.get_by_role("status").get_by_text("Corrected link copied").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#corrected-link").input_value()
    context.close()


def test_saving_is_at_hand_and_hides_nothing(browser: "Browser", address: str) -> None:
    """Save stands at the foot of the screen all along a long form, and the field with the focus is never behind it."""
    page = browser.new_page(viewport={"width": 390, "height": 700})
    page.goto(f"{address}/contact-edit?language=sv")
    save = page.get_by_role("button", name="Spara")
    page.locator("#f-firstname").focus()
    for _ in range(21):
        page.keyboard.press("Tab")
        expect(save).to_be_in_viewport()
        below = page.evaluate(
            """() => document.querySelector(".contact-form > .buttons").getBoundingClientRect().top
                - document.activeElement.getBoundingClientRect().bottom"""
        )
        assert below >= 0, page.evaluate("document.activeElement.name")
    page.close()


def test_a_form_goes_off_once(page: "Page", address: str) -> None:
    """A second press of the button sends nothing; the first says that it is busy."""
    page.goto(f"{address}/sign-in-plain")
    page.locator("#email").fill("a@b.example")
    page.locator("#password").fill("correct horse")
    page.evaluate(
        """() => {
          window.stopped = [];
          addEventListener("submit", (event) => {
            window.stopped.push(event.defaultPrevented);
            event.preventDefault();
          });
        }"""
    )
    button = page.get_by_role("button", name="Sign in")
    button.click()
    assert button.get_attribute("aria-busy") == "true"
    button.click()
    assert page.evaluate("window.stopped") == [False, True]
