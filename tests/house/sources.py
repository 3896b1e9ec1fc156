"""The files the house rules are about."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src" / "admittance"
TESTS = ROOT / "tests"


@cache
def our_files() -> tuple[Path, ...]:
    """Every file of the repository that git tracks or would: nothing built, nothing ignored."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=ROOT,
        capture_output=True,
        check=True,
        text=True,
    ).stdout
    return tuple(ROOT / name for name in sorted(set(listed.split("\0")) - {""}) if (ROOT / name).is_file())


def modules(folder: Path = SRC) -> Iterator[Path]:
    """The Python files of the repository under `folder`."""
    return (file for file in our_files() if file.suffix == ".py" and file.is_relative_to(folder))


@cache
def parsed(file: Path) -> ast.Module:
    """The file's syntax tree."""
    return ast.parse(file.read_text(encoding="utf-8"), filename=str(file))


def place(file: Path, line: int | None = None) -> str:
    """Where something is, as an editor opens it: path from the root, and the line."""
    name = file.relative_to(ROOT).as_posix()
    return name if line is None else f"{name}:{line}"


def called(node: ast.AST) -> str:
    """The dotted name a call is made by ("datetime.now"), or an empty string."""
    return ast.unparse(node.func) if isinstance(node, ast.Call) else ""
