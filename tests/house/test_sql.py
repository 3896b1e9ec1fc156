"""Where SQL is written."""

import ast
import re

from tests.house.sources import SRC, modules, parsed, place

SQL = re.compile(
    r"^\s*(SELECT\s|INSERT\s+(OR\s+\w+\s+)?INTO\s|UPDATE\s+\w+\s+SET\s|DELETE\s+FROM\s|WITH\s+\w+\s+AS\s*\(|PRAGMA\s"
    r"|(CREATE|DROP|ALTER)\s+(UNIQUE\s+)?(TABLE|INDEX|TRIGGER|VIEW)\s|BEGIN\s+IMMEDIATE|VACUUM\b)"
)
DRIVERS = {"sqlite3", "apsw", "psycopg", "asyncpg"}


def test_sql_stands_in_storage_only() -> None:
    """Nothing outside storage/ holds a statement or imports a database driver."""
    found = []
    for file in modules():
        if file.is_relative_to(SRC / "storage"):
            continue
        for node in ast.walk(parsed(file)):
            if _is_statement(node) or DRIVERS & _imported(node):
                found.append(place(file, node.lineno))  # type: ignore[attr-defined]
    assert found == []


def _is_statement(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and bool(SQL.match(node.value))


def _imported(node: ast.AST) -> set[str]:
    if isinstance(node, ast.Import):
        return {alias.name.partition(".")[0] for alias in node.names}
    if isinstance(node, ast.ImportFrom) and node.module:
        return {node.module.partition(".")[0]}
    return set()
