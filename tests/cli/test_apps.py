"""`admittance apps`: publish an app's settings."""

from pathlib import Path

import msgspec

from tests.command import admittance
from tests.e2e.server import serving
from tests.usecases.test_manifest_file import written

RINGLANE = {"redirectUrls": ["http://127.0.0.1/callback"], "conditionallyRequiredScopes": [], "optionalScopes": []}


def test_a_file_is_published(copy: Path, tmp_path: Path) -> None:
    """The app gets its next version; the same file again changes nothing."""
    file = tmp_path / "app-hsmeta.json"
    file.write_bytes(written(RINGLANE, name="Ringlane Phone"))
    done = admittance("apps", "publish", file, "--data", copy)
    assert done.returncode == 0, done.stderr
    assert done.stdout == "Ringlane Phone: version 8 is published, 0 waiting cases closed. What was granted stays.\n"
    again = admittance("apps", "publish", file, "--data", copy)
    assert "is like that already: version 8 stays" in again.stdout


def test_every_mistake_is_told_and_nothing_published(copy: Path, tmp_path: Path) -> None:
    """A scope that the catalogue doesn't have can't be published (product rule 12); each line names file and field."""
    file = tmp_path / "app-hsmeta.json"
    file.write_bytes(written({"requiredScopes": ["tickts"], "redirectUrls": []}, name="Ringlane Phone"))
    done = admittance("apps", "publish", file, "--data", copy)
    assert done.returncode == 1
    assert f"{file}: config.auth: the catalogue has no scope tickts; did you mean tickets?" in done.stderr
    assert f"{file}: config.auth.redirectUrls: there is none" in done.stderr


def test_which_app_is_asked_for(copy: Path, tmp_path: Path) -> None:
    """A name that no app has lists the apps there are; a file that isn't there is one sentence."""
    file = tmp_path / "app-hsmeta.json"
    file.write_bytes(msgspec.json.encode(msgspec.json.decode(written())))
    done = admittance("apps", "publish", file, "--data", copy)
    assert done.returncode == 1
    assert "no app alone is called 'Callpop'; name one with --client-id" in done.stderr
    assert "e7d95b34-1c8a-4f02-b6d3-3a9c4e5f8b03  Ringlane Phone" in done.stderr
    missing = admittance("apps", "publish", tmp_path / "nothing.json", "--data", copy)
    assert "can't be read: No such file or directory" in missing.stderr


def test_not_beside_a_running_server(copy: Path, tmp_path: Path) -> None:
    """One process owns the data."""
    file = tmp_path / "app-hsmeta.json"
    file.write_bytes(written(RINGLANE, name="Ringlane Phone"))
    with serving(copy, "--demo"):
        done = admittance("apps", "publish", file, "--data", copy)
    assert done.returncode == 1
    assert str(copy) in done.stderr
