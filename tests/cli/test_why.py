"""`admittance why`, on what is stored."""

import json
from pathlib import Path

import pytest

from admittance.demo.apps import RINGLANE, demo_apps
from tests.command import admittance, told

FJORD, HAV = "4821907", "5530218"
PHONE = next(app.client_id for app in demo_apps("http://127.0.0.1", 0) if app.id == RINGLANE)


def test_yes(left_behind: Path) -> None:
    """Whoever may connect reads so in one sentence; exit code 0."""
    done = admittance("why", FJORD, "ahmed.karimi@fjordfalk.example", PHONE, "--data", left_behind)
    assert done.returncode == 0
    assert "Ahmed Karimi can connect Ringlane Phone to Fjord & Falk AB right now." in done.stdout


def test_no(left_behind: Path) -> None:
    """Whoever may not reads the heading, each reason, its fix and who can give it by name; exit code 3."""
    done = admittance("why", HAV, "tomas.dahl@havlogistik.example", PHONE, "--data", left_behind)
    assert done.returncode == 3
    assert "You don't have permission to connect this integration." in done.stdout
    assert "App Marketplace access" in done.stdout
    assert "Hanna Sjögren" in done.stdout


def test_what_would_mend_it(left_behind: Path) -> None:
    """The remedies stand below the reasons, the smallest first, each step on a line with who can take it."""
    done = admittance("why", HAV, "tomas.dahl@havlogistik.example", PHONE, "--data", left_behind)
    _, _, ways = done.stdout.partition("What would mend it, least added privilege first:\n")
    lines = ways.splitlines()
    assert lines[0] == "  1. Give the permission (Hanna Sjögren)"
    assert "2. Elevate for 15 minutes (Hanna Sjögren)" in ways
    assert "Make Super Admin (Hanna Sjögren)" in [line for line in lines if line[:4].strip()][-1]
    data = admittance("why", HAV, "tomas.dahl@havlogistik.example", PHONE, "--data", left_behind, "--json")
    answer = json.loads(data.stdout)
    assert len(answer["remedies"]) == len([line for line in ways.splitlines() if line[:4].strip()])


def test_as_data(left_behind: Path) -> None:
    """`--json` is the one shape of a decision, with account and user."""
    answer = told(admittance("why", FJORD, "ahmed.karimi@fjordfalk.example", PHONE, "--data", left_behind, "--json"))
    assert (answer["account"], answer["user"], answer["verdict"]) == (4821907, 105, "granted")
    assert set(answer) > {"headline", "reasons", "granted", "offered", "dropped", "declined"}


def test_a_link_of_ones_own(left_behind: Path) -> None:
    """`--scope` asks as an install link would."""
    done = admittance("why", FJORD, "ahmed.karimi@fjordfalk.example", PHONE, "--scope", "oauth", "--data", left_behind)
    assert done.returncode == 3
    assert "the provided scopes are insufficient" in done.stdout


@pytest.mark.parametrize(
    ("account", "email", "app", "said"),
    [
        (FJORD, "nobody@fjordfalk.example", PHONE, "there is no such person"),
        (FJORD, "lova.ek@fjordfalk.example", "0", "there is no such app"),
        (HAV, "lova.ek@fjordfalk.example", PHONE, "is not an active member of account 5530218"),
        ("1", "lova.ek@fjordfalk.example", PHONE, "is not an active member of account 1"),
    ],
)
def test_who_or_what_is_not_there(left_behind: Path, account: str, email: str, app: str, said: str) -> None:
    """An unknown person, app or account is one sentence; exit code 1."""
    done = admittance("why", account, email, app, "--data", left_behind)
    assert done.returncode == 1
    assert said in done.stderr


def test_a_directory_without_a_database(tmp_path: Path) -> None:
    """Looking makes nothing: an empty directory stays empty."""
    done = admittance("why", FJORD, "lova.ek@fjordfalk.example", PHONE, "--data", tmp_path / "nowhere")
    assert done.returncode == 1
    assert str(tmp_path / "nowhere") in done.stderr
    assert list(tmp_path.iterdir()) == []
