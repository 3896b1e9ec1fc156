"""How the tests themselves look."""

import ast
from pathlib import Path

import pytest

from tests.house.sources import SRC, TESTS, modules, parsed, place

ROOMS = {path.name for path in SRC.iterdir() if (path / "__init__.py").is_file()}


def test_every_test_says_its_rule() -> None:
    """Every test function has a docstring: the rule it proves, as a sentence."""
    found = [
        place(file, node.lineno)
        for file in modules(TESTS)
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.name.startswith("test_")
        and not ast.get_docstring(node)
    ]
    assert found == []


def test_tests_stand_where_their_source_stands() -> None:
    """src/admittance/core/x.py is tested in tests/core/test_x.py; a test of several says in its docstring of what."""
    found = [
        place(file)
        for file in modules(TESTS)
        if file.name.startswith("test_")
        and _in_a_room(file)
        and not _mirrored(file)
        and not ast.get_docstring(parsed(file))
    ]
    assert found == []


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_every_room_is_tested(room: str) -> None:
    """Each folder of the source has a folder of tests with at least one test in it."""
    assert list((TESTS / room).rglob("test_*.py"))


def _in_a_room(file: Path) -> bool:
    return file.relative_to(TESTS).parts[0] in ROOMS


def _mirrored(file: Path) -> bool:
    source = SRC / file.relative_to(TESTS).parent / file.stem.removeprefix("test_")
    return source.with_suffix(".py").is_file() or source.is_dir()
