"""Photographs every sample page, without a server or a database: `python -m tests.e2e.gallery DIR [--only NAME …]`.

Pictures are named page-language-theme-width.png. Looking at them is the point: nothing here judges.
"""

import argparse
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tests.browser import FLAGS, find_chromium
from tests.web.gallery import SAMPLES, gallery

SIZES = {390: 844, 1280: 760}


def main() -> None:
    """Take the pictures that the arguments ask for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--only", nargs="*", default=[], help="names of pages, or beginnings of them")
    parser.add_argument("--languages", nargs="*", default=["en", "sv"])
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    parser.add_argument("--widths", nargs="*", type=int, default=list(SIZES))
    asked = parser.parse_args()
    asked.folder.mkdir(parents=True, exist_ok=True)
    names = [name for name in SAMPLES if not asked.only or name.startswith(tuple(asked.only))]
    with gallery() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=FLAGS)
        for width in asked.widths:
            _shoot(browser, address, names, asked, width)
        browser.close()


def _shoot(browser: Browser, address: str, names: list[str], asked: argparse.Namespace, width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": SIZES.get(width, 800)})
    page = context.new_page()
    page.on("console", lambda message: print(f"{page.url}: {message.text}") if message.type == "error" else None)
    for name in names:
        for language in asked.languages:
            for theme in asked.themes:
                page.goto(f"{address}/{name}?language={language}&theme={theme}", wait_until="networkidle")
                page.screenshot(path=asked.folder / f"{name}-{language}-{theme}-{width}.png", full_page=True)
    context.close()


if __name__ == "__main__":
    main()
