"""That nothing which happens to a record is kept from those who listen."""

import ast

from tests.house.sources import SRC, modules, parsed, place

WRITES = {"add", "add_many", "replace", "archive"}
BEFORE_ANYBODY_LISTENS = {"usecases/crm/seed.py"}
"""The demo world is made before any app has a webhook."""


def test_whoever_writes_a_record_tells() -> None:
    """Each use case that creates, changes or archives records also tells those who listen, in the same transaction."""
    silent = [
        str(file.relative_to(SRC))
        for file in modules()
        if file.is_relative_to(SRC / "usecases")
        and any(_writes_records(node) for node in ast.walk(parsed(file)))
        and not any(_tells(node) for node in ast.walk(parsed(file)))
    ]
    assert set(silent) == BEFORE_ANYBODY_LISTENS, [place(SRC / name) for name in silent]


def _writes_records(node: ast.AST) -> bool:
    """`….crm.records.add(…)` and the like."""
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITES):
        return False
    return ast.unparse(node.func.value).endswith("crm.records")


def _tells(node: ast.AST) -> bool:
    return isinstance(node, ast.ImportFrom) and node.module == "admittance.usecases.webhooks.telling"
