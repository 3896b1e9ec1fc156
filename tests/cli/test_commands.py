"""What all commands have in common."""

import pytest

from tests.command import admittance

COMMANDS = (
    ("serve",),
    ("init",),
    ("demo",),
    ("why",),
    ("decide",),
    ("backup",),
    ("restore",),
    ("settings",),
    ("catalogue", "check"),
    ("audit", "verify"),
    ("audit", "checkpoint"),
    ("users", "reset-password"),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_says_what_it_does(command: tuple[str, ...]) -> None:
    """`--help` answers with exit code 0 and a sentence, before anything else is looked at."""
    done = admittance(*command, "--help")
    assert done.returncode == 0
    assert "Usage:" in done.stdout


def test_an_unknown_command_is_a_usage_mistake() -> None:
    """What there is not is said on standard error; exit code 2."""
    done = admittance("connect")
    assert done.returncode == 2
    assert "connect" in done.stderr


def test_without_a_command_it_shows_what_there_is() -> None:
    """`admittance` alone lists its commands."""
    done = admittance()
    assert all(command[0] in done.stdout + done.stderr for command in COMMANDS)
