"""How a source file looks."""

import ast

from tests.house.sources import modules, parsed, place

SAYS_NOTHING = {"utils", "util", "helpers", "helper", "common", "base", "manager", "misc", "tools"}
LONGEST = 300


def test_every_module_says_what_it_is_for() -> None:
    """Every source file opens with a docstring."""
    assert [place(file) for file in modules() if not ast.get_docstring(parsed(file))] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    """No module or folder is called utils, helpers, common, base or manager."""
    assert [place(file) for file in modules() if SAYS_NOTHING & {file.stem, file.parent.name}] == []


def test_no_module_is_longer_than_one_can_hold() -> None:
    """A source file has at most 300 lines: a longer one holds two concerns."""
    lengths = {place(file): len(file.read_text(encoding="utf-8").splitlines()) for file in modules()}
    assert {name: length for name, length in lengths.items() if length > LONGEST} == {}


def test_a_broad_except_says_why() -> None:
    """No bare except; `except Exception` stands only beside a comment that begins `# why:`."""
    found = []
    for file in modules():
        lines = file.read_text(encoding="utf-8").splitlines()
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.ExceptHandler) and _is_broad(node.type):
                beside = lines[max(0, node.lineno - 2) : node.body[0].lineno]
                if node.type is None or not any("# why:" in line for line in beside):
                    found.append(place(file, node.lineno))
    assert found == []


def _is_broad(caught: ast.expr | None) -> bool:
    if caught is None:
        return True
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught]
    return any(isinstance(name, ast.Name) and name.id in {"Exception", "BaseException"} for name in names)
