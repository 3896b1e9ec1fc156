"""What every test stands on: one event loop, patience for slow machines, and no browser test lost unnoticed in CI."""

import os
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.browser"]

# A shared machine may stall for a second: a deadline would measure the neighbours.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True)
settings.load_profile("patient")


# Files are dealt out whole. The long ones go first, so that no worker is left alone with one at the end.
LONGEST = ("oracle/", "web/test_pages_in_browser", "e2e/", "clients/", "faults/", "fuzz/", "walk/")
HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The files of `LONGEST` first; apart from that the order stays."""
    items.sort(key=lambda item: not item.path.relative_to(HERE).as_posix().startswith(LONGEST))


@pytest.fixture(scope="session")
def anyio_backend() -> str:
    """Async tests run on asyncio, as the server does."""
    return "asyncio"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a skipped browser test fails: the browser is part of what is shown there."""
    report: pytest.TestReport = yield
    if report.skipped and os.environ.get("CI") == "true" and item.get_closest_marker("browser"):
        report.outcome = "failed"
        report.longrepr = f"A browser test may not be skipped here: {_why_skipped(report.longrepr)}"
    return report


def _why_skipped(longrepr: Any) -> str:
    return longrepr[2] if isinstance(longrepr, tuple) else str(longrepr)
