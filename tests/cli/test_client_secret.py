"""`admittance apps replace-secret` and `end-old-secret`."""

import re
import subprocess
from pathlib import Path

from admittance.demo.apps import ORDERLY, RINGLANE, demo_apps, demo_secret
from tests.command import admittance

CLIENTS = {app.id: app.client_id for app in demo_apps("http://127.0.0.1:8400", 0)}


def replaced(copy: Path, *more: str, app: int = ORDERLY) -> "subprocess.CompletedProcess[str]":
    """Run the command."""
    return admittance("apps", "replace-secret", CLIENTS[app], *more, "--data", copy)


def ended(copy: Path, client_id: str = CLIENTS[ORDERLY]) -> "subprocess.CompletedProcess[str]":
    """Run the other."""
    return admittance("apps", "end-old-secret", client_id, "--data", copy)


def test_a_new_secret_is_printed_once_and_the_old_one_ends(copy: Path) -> None:
    """Two lines about it and one about the old one; ended by hand, there is nothing more to end."""
    done = replaced(copy)
    assert (done.returncode, done.stderr) == (0, "")
    secret = re.match(r"Orderly Sync: client secret ([A-Za-z0-9_-]{43})\nThe secret is shown this once.\n", done.stdout)
    assert secret is not None, done.stdout
    assert secret[1] != demo_secret("orderly")
    assert re.search(r"The old one works until \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\.\n\Z", done.stdout)
    assert ended(copy).stdout == "Only the newest client secret of Orderly Sync works now.\n"
    again = ended(copy)
    assert (again.returncode, "no old client secret of Orderly Sync works" in again.stderr) == (1, True)


def test_the_old_one_can_end_at_once(copy: Path) -> None:
    """`--old-until now`, and keeping the older of two where the newer was lost."""
    assert "works until" in replaced(copy, "--old-until", "7d").stdout
    assert "works until" in replaced(copy, "--old-until", "1h", "--keep", "older").stdout
    assert replaced(copy, "--old-until", "now").stdout.endswith("The old one doesn't work any more.\n")


def test_what_cant_be_is_one_sentence(copy: Path) -> None:
    """A public app, an app that is not there, and a time that can't be chosen."""
    public = replaced(copy, app=RINGLANE)
    assert (public.returncode, "is a public app: it has no client secret" in public.stderr) == (1, True)
    assert "there is no app of that client id" in ended(copy, "nobody").stderr
    assert replaced(copy, "--old-until", "1y").returncode == 2
