"""axe-core on every page of the running server: light and dark, wide and narrow, and in Swedish where it is longest."""

from collections.abc import Callable, Iterator
from typing import TypeAlias

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import axe_violations
from tests.e2e.every_page import STOPS, Stop, Travel
from tests.e2e.person import SCREENS
from tests.e2e.server import Serving

pytestmark = pytest.mark.browser

IN_SWEDISH = [stop for stop in STOPS if stop.name.startswith(("sign-in", "account", "consent", "refusal", "why"))]

Traveller: TypeAlias = Callable[[str, Stop], Page]


@pytest.fixture(scope="module")
def travel(browser: Browser, server: Serving) -> Iterator[Traveller]:
    """Takes a person to a page in a language; everybody signs in once."""
    travels = {language: Travel(browser, server, language, 1280) for language in ("en", "sv")}
    yield lambda language, stop: travels[language].to(stop)
    for one in travels.values():
        one.close()


def _look(page: Page, theme: str, width: int) -> list[str]:
    page.emulate_media(color_scheme="dark" if theme == "dark" else "light", reduced_motion="reduce")
    page.set_viewport_size({"width": width, "height": SCREENS[width]})
    return axe_violations(page)


def _has_its_landmarks(page: Page) -> None:
    """One h1, one main, a title of its own, and nothing inline that a strict policy would stop."""
    assert page.locator("h1").count() == 1
    assert page.locator("main").count() == 1
    assert page.title().endswith("· Admittance")
    assert page.locator("[onclick], script:not([src])").count() == 0


def _too_wide(page: Page) -> bool:
    wide: bool = page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return wide


@pytest.mark.parametrize("stop", STOPS, ids=lambda stop: stop.name)
def test_nothing_keeps_people_out(travel: Traveller, stop: Stop) -> None:
    """axe-core finds nothing on the page, wide in light and narrow in dark, nothing has to be scrolled sideways, and
    headings and landmarks are where a screen reader looks for them.
    """
    page = travel("en", stop)
    _has_its_landmarks(page)
    assert _look(page, "light", 1280) == []
    assert _look(page, "dark", 390) == []
    assert not _too_wide(page)
    page.close()


@pytest.mark.parametrize("stop", IN_SWEDISH, ids=lambda stop: stop.name)
def test_nothing_keeps_people_out_in_swedish(travel: Traveller, stop: Stop) -> None:
    """The same in Swedish, whose words are longer, wide in dark and narrow in light; the page says its language."""
    page = travel("sv", stop)
    assert _look(page, "dark", 1280) == []
    assert _look(page, "light", 390) == []
    assert not _too_wide(page)
    expect(page.locator("html")).to_have_attribute("lang", "sv")
    page.close()
