"""`admittance users`: help a person back in."""

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import urlopen

from tests.command import admittance
from tests.e2e.server import serving


def test_a_link_for_a_new_password(copy: Path) -> None:
    """The operator of a stopped server gets a link that works once it runs again."""
    done = admittance("users", "reset-password", "maria.lindqvist@fjordfalk.example", "--data", copy)
    assert done.returncode == 0, done.stderr
    with serving(copy, "--demo") as server:
        path = urlsplit(done.stdout.strip()).path
        with urlopen(server.address + path) as page:
            assert "maria.lindqvist@fjordfalk.example" in page.read().decode()


def test_nobody_of_that_name(copy: Path) -> None:
    """An unknown address is one sentence."""
    done = admittance("users", "reset-password", "nobody@fjordfalk.example", "--data", copy)
    assert done.returncode == 1
    assert "nobody who can sign in has that address" in done.stderr


def test_not_beside_a_running_server(copy: Path) -> None:
    """Beside a running server the command says so and changes nothing."""
    with serving(copy, "--demo"):
        done = admittance("users", "reset-password", "maria.lindqvist@fjordfalk.example", "--data", copy)
        assert done.returncode == 1
        assert str(copy) in done.stderr
