"""A real Chromium for the tests that need one, and axe-core to look for what keeps people out."""

import os
import shutil
import subprocess
from collections.abc import Generator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

AXE = Path(__file__).parent.parent / "frontend" / "node_modules" / "axe-core" / "axe.min.js"

PATIENCE_MS = 20_000
"""How long a page may take to show what is expected of it: shared machines stall. Nothing is measured by it."""

# As root Chromium has no sandbox of its own, and a container's /dev/shm is small.
FLAGS = ["--no-sandbox", "--disable-dev-shm-usage"]


def find_chromium() -> str | None:
    """The Chromium to test with: $CHROMIUM, else one on the PATH, else Playwright's own where it was downloaded."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    for name in ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome-stable", "google-chrome"):
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True).returncode == 0:
            return found
    return _playwrights_own()


def _playwrights_own() -> str | None:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = playwright.chromium.executable_path
    return path if Path(path).exists() else None


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """The path of a Chromium that runs; skips where there is none (`make test` installs one first)."""
    path = find_chromium()
    if path is None:
        pytest.skip("no Chromium: run make test, or set CHROMIUM to one")
    return path


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> "Generator[Browser]":
    """A headless Chromium for one module.

    Not for the whole session: while Playwright's synchronous interface is open, its event loop counts as running in
    this thread, and async tests of another module could not start theirs.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=PATIENCE_MS)
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium_path, headless=True, args=FLAGS)
        yield launched
        launched.close()


@pytest.fixture
def page(browser: "Browser") -> "Generator[Page]":
    """A page in a fresh English context, 1280 px wide: no cookie of an earlier test is in it."""
    context = browser.new_context(locale="en-GB", viewport={"width": 1280, "height": 900})
    yield context.new_page()
    context.close()


def axe_violations(page: "Page") -> list[str]:
    """What axe-core finds wrong on the page as it stands: rule, impact and the first places, a line each."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found: dict[str, Any] = page.evaluate("() => axe.run(document, {resultTypes: ['violations']})")
    return [f"{rule['id']} ({rule['impact']}): {rule['help']} at {_places(rule)}" for rule in found["violations"]]


def _places(rule: dict[str, Any]) -> str:
    return ", ".join(str(node["target"]) for node in rule["nodes"][:3])
