"""`admittance backup` while serving, and `admittance restore`."""

from pathlib import Path

from tests.command import admittance
from tests.e2e.server import serving


def test_a_backup_while_serving_goes_back(tmp_path: Path) -> None:
    """A backup taken while the server runs is put back into a stopped one, which then starts and verifies."""
    data, kept = tmp_path / "data", tmp_path / "kept.sqlite3"
    with serving(data, "--demo"):
        made = admittance("backup", kept, "--data", data)
        assert made.returncode == 0, made.stderr
        assert "keys.json is not in it" in made.stdout
        refused = admittance("restore", kept, "--data", data)
        assert refused.returncode == 1
    done = admittance("restore", kept, "--data", data)
    assert done.returncode == 0, done.stderr
    assert "are over" in done.stdout
    assert admittance("audit", "verify", "--data", data).returncode == 0
    with serving(data, "--demo"):
        pass


def test_a_backup_never_overwrites(left_behind: Path, tmp_path: Path) -> None:
    """A file that is there already stays as it is."""
    there = tmp_path / "there.sqlite3"
    there.write_text("mine")
    done = admittance("backup", there, "--data", left_behind)
    assert done.returncode == 1
    assert str(there) in done.stderr
    assert there.read_text() == "mine"


def test_a_file_that_is_no_backup(copy: Path, tmp_path: Path) -> None:
    """What is no backup is refused, and the database stays as it was."""
    other = tmp_path / "other.sqlite3"
    other.write_bytes(b"not a database at all")
    done = admittance("restore", other, "--data", copy)
    assert done.returncode == 1
    assert "other.sqlite3" in done.stderr
    assert admittance("audit", "verify", "--data", copy).returncode == 0
