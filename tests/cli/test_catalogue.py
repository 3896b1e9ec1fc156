"""`admittance catalogue check`."""

from importlib.resources import files
from pathlib import Path

from tests.command import admittance

DEFAULT = Path(str(files("admittance.catalogue") / "data" / "default.toml"))


def test_the_catalogue_that_comes_along_is_whole() -> None:
    """Our own file has no mistake."""
    done = admittance("catalogue", "check", DEFAULT)
    assert (done.returncode, done.stderr) == (0, "")
    assert "no mistakes" in done.stdout


def test_every_mistake_has_its_line(tmp_path: Path) -> None:
    """All mistakes are told, each as file:line, and the exit code is 1."""
    file = tmp_path / "mine.toml"
    lines = DEFAULT.read_text(encoding="utf-8").splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("[scopes.'crm.objects.contacts.read']"))
    spoilt = [*lines[:first], "[scopes.'crm.objects.contacts.raed']", "labl = 3", *lines[first:]]
    file.write_text("\n".join(spoilt), encoding="utf-8")
    done = admittance("catalogue", "check", file)
    assert done.returncode == 1
    assert all(line.startswith(f"{file}:") for line in done.stdout.splitlines())
    assert any(line.startswith(f"{file}:{first + 2}: ") for line in done.stdout.splitlines())
    assert "found." in done.stderr


def test_a_file_that_is_no_toml(tmp_path: Path) -> None:
    """What can't be read as TOML is a mistake with a line too."""
    file = tmp_path / "mine.toml"
    file.write_text("format = 1\n[[[\n")
    done = admittance("catalogue", "check", file)
    assert done.returncode == 1
    assert f"{file}:2" in done.stdout


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    """A missing file is named, without a traceback."""
    done = admittance("catalogue", "check", tmp_path / "nowhere.toml")
    assert done.returncode == 1
    assert "nowhere.toml" in done.stdout + done.stderr
