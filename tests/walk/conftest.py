"""One server for all walks of a file: they leave it as it was."""

from collections.abc import Iterator

import pytest

from tests.walk.walker import Walk


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Walk]:
    """Both accounts, filled."""
    walk = Walk(tmp_path_factory.mktemp("walk"))
    yield walk
    walk.close()
