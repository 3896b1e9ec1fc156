"""One server for each module of clients, with a clock that can be moved and a person to grant things."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.clients.apps import prepare
from tests.clients.person import Person
from tests.clients.serving import Site
from tests.e2e.server import free_port, serving


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """More settings of the server; a module that needs some has a fixture of this name."""
    return {}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the module's server and clients keep their files."""
    return tmp_path_factory.mktemp("clients")


@pytest.fixture(scope="module")
def site(folder: Path, settings: dict[str, str]) -> Iterator[Site]:
    """`admittance serve --demo --clock` as a process of its own, reached at its own address."""
    port, clock = free_port(), folder / "clock"
    address = f"http://127.0.0.1:{port}"
    prepare(folder / "data", address)
    options = ("--demo", "--captcha", "off", "--clock", str(clock))
    with serving(folder / "data", *options, env=settings, port=port) as server:
        yield Site(server, clock)


@pytest.fixture
def person() -> Iterator[Person]:
    """A Super Admin with a browser of their own."""
    with Person() as somebody:
        yield somebody
