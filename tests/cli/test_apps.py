"""`admittance apps`: who develops which app."""

from pathlib import Path

from admittance.demo.apps import ORDERLY, demo_apps
from tests.command import admittance

CLIENT_ID = next(app.client_id for app in demo_apps("http://127.0.0.1:8400", 0) if app.id == ORDERLY)


def test_the_apps_and_their_developers(copy: Path) -> None:
    """One line an app: client id, name, and who develops it."""
    said = admittance("apps", "list", "--data", copy).stdout
    assert f"{CLIENT_ID}  Orderly Sync  freja.holst@orderly.example" in said
    assert said.count("\n") == 3


def test_somebody_new_becomes_a_developer_with_a_link(copy: Path) -> None:
    """A person of no account is added by name, with a link to choose a password; a second time nothing changes."""
    unnamed = admittance("apps", "add-developer", CLIENT_ID, "new@orderly.example", "--data", copy)
    assert (unnamed.returncode, "--name" in unnamed.stderr) == (1, True)
    added = admittance(
        "apps", "add-developer", CLIENT_ID, "new@orderly.example", "--name", "Nina Wolff", "--data", copy
    )
    assert added.returncode == 0, added.stderr
    assert "/reset-password/" in added.stdout
    again = admittance("apps", "add-developer", CLIENT_ID, "new@orderly.example", "--data", copy)
    assert again.stdout.strip() == "new@orderly.example develops Orderly Sync already."


def test_a_developer_is_dismissed(copy: Path) -> None:
    """Afterwards the app has nobody; an unknown app or person is one sentence."""
    gone = admittance("apps", "remove-developer", CLIENT_ID, "freja.holst@orderly.example", "--data", copy)
    assert gone.returncode == 0, gone.stderr
    assert f"{CLIENT_ID}  Orderly Sync  no developer" in admittance("apps", "list", "--data", copy).stdout
    again = admittance("apps", "remove-developer", CLIENT_ID, "freja.holst@orderly.example", "--data", copy)
    assert (again.returncode, "nobody of that address" in again.stderr) == (1, True)
    unknown = admittance("apps", "add-developer", "nothing", "freja.holst@orderly.example", "--data", copy)
    assert (unknown.returncode, "no app of that client id" in unknown.stderr) == (1, True)
