"""A demo database that a server made and left behind."""

import shutil
from pathlib import Path

import pytest

from tests.e2e.server import serving


@pytest.fixture(scope="session")
def left_behind(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of a demo server that was stopped. Only for looking: take a `copy` to change it."""
    data = tmp_path_factory.mktemp("cli") / "data"
    with serving(data, "--demo"):
        pass
    return data


@pytest.fixture
def copy(left_behind: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return Path(shutil.copytree(left_behind, tmp_path / "copy"))
