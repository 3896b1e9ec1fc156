"""Photographs every page of a running demo server: `python -m tests.e2e.screenshots [FOLDER] [--only NAME …]`.

Pictures are named page-language-theme-width.png, in var/screenshots unless told otherwise. Looking at them is the
point: nothing here judges.
"""

import argparse
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import FLAGS, find_chromium
from tests.e2e.every_page import STOPS, Stop, Travel
from tests.e2e.person import SCREENS
from tests.e2e.server import Serving, serving

FOLDER = Path("var/screenshots")
DARK = ("sign-in-for-app", "account-chooser", "consent", "refusal-", "connected-apps", "why-no", "profile", "not-found")
"""Pages that are photographed dark too, by the beginning of their names."""
SWEDISH = ("sign-in-for-app", "account-chooser", "consent", "refusal-", "connected-apps", "why-no")


def main() -> None:
    """Take the pictures that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    parser.add_argument("--only", nargs="*", default=[], help="names of pages, or beginnings of them")
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    stops = [stop for stop in STOPS if not asked.only or stop.name.startswith(tuple(asked.only))]
    with (
        tempfile.TemporaryDirectory() as data,
        serving(Path(data) / "data", "--demo") as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for width in SCREENS:
            _shoot(browser, server, stops, asked.folder, "en", "light", width)
            _shoot(browser, server, _of(stops, DARK), asked.folder, "en", "dark", width)
            _shoot(browser, server, _of(stops, SWEDISH), asked.folder, "sv", "light", width)
        browser.close()
    print(f"{len(list(asked.folder.glob('*.png')))} pictures in {asked.folder}")


def _of(stops: list[Stop], beginnings: tuple[str, ...]) -> list[Stop]:
    return [stop for stop in stops if stop.name.startswith(beginnings)]


def _shoot(
    browser: Browser, server: Serving, stops: list[Stop], folder: Path, language: str, theme: str, width: int
) -> None:
    travel = Travel(browser, server, language, width, theme)
    for stop in stops:
        page = travel.to(stop)
        page.wait_for_load_state("networkidle")
        page.screenshot(path=folder / f"{stop.name}-{language}-{theme}-{width}.png", full_page=True)
        page.close()
    travel.close()


if __name__ == "__main__":
    main()
