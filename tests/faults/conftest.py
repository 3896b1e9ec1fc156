"""The demo world is made once for all these tests, and copied for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.server import serving
from tests.faults.site import Site, copied


@pytest.fixture(scope="session")
def demo_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a demo world that was started once."""
    data = tmp_path_factory.mktemp("demo") / "data"
    with serving(data, "--demo"):
        pass
    return data


@pytest.fixture
def site(demo_data: Path, tmp_path: Path) -> Iterator[Site]:
    """A demo world of the test's own, with no server running."""
    with copied(demo_data, tmp_path) as site:
        yield site
