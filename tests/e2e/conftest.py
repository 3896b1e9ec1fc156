"""One demo server for each module of browser tests."""

from collections.abc import Iterator

import pytest

from tests.e2e.server import Serving, serving


@pytest.fixture(scope="module")
def options() -> tuple[str, ...]:
    """More options for `admittance serve --demo`; a module that needs some has a fixture of this name."""
    return ()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, options: tuple[str, ...]) -> Iterator[Serving]:
    """`admittance serve --demo` with fresh data, as a process of its own."""
    with serving(tmp_path_factory.mktemp("demo") / "data", "--demo", *options) as running:
        yield running
