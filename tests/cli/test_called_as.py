"""What a command tells somebody to type next."""

import sys
from pathlib import Path

import pytest

from admittance.cli.called_as import called_as


def test_a_program_of_a_checkout_is_called_by_its_path(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever typed .venv/bin/admittance is told to type that again."""
    monkeypatch.setattr(sys, "argv", [".venv/bin/admittance", "demo"])
    assert called_as() == ".venv/bin/admittance"


def test_a_program_on_the_path_is_called_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An installed program is called by its name alone; one that the PATH hides by another is not."""
    for folder in ("first", "second"):
        program = tmp_path / folder / "admittance"
        program.parent.mkdir()
        program.write_text("")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'first'}:{tmp_path / 'second'}")
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "first" / "admittance")])
    assert called_as() == "admittance"
    monkeypatch.setattr(sys, "argv", [str(tmp_path / "second" / "admittance")])
    assert called_as() == str(tmp_path / "second" / "admittance")


def test_a_module_is_called_as_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """`python -m admittance` is told to go on like that, with the same Python."""
    monkeypatch.setattr(sys, "argv", ["/somewhere/admittance/__main__.py"])
    assert called_as() == f"{sys.executable} -m admittance"


def test_a_path_with_blanks_can_be_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is printed is what a shell takes."""
    monkeypatch.setattr(sys, "argv", ["my tools/admittance"])
    assert called_as() == "'my tools/admittance'"
