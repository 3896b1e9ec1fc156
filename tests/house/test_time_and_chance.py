"""Where the time is read."""

import ast

from tests.house.sources import SRC, called, modules, parsed, place

READS_THE_CLOCK = {"time.time", "time.time_ns", "datetime.utcnow", "datetime.today", "date.today"}


def test_one_module_reads_the_clock() -> None:
    """`now` is a parameter everywhere: only clock.py asks the machine for the time."""
    found = []
    for file in modules():
        if file == SRC / "clock.py":
            continue
        for node in ast.walk(parsed(file)):
            if _reads_the_clock(called(node)) or _imports_the_clock(node):
                found.append(place(file, node.lineno))  # type: ignore[attr-defined]
    assert found == []


def _reads_the_clock(name: str) -> bool:
    return name.removeprefix("datetime.") in READS_THE_CLOCK or name in READS_THE_CLOCK or name.endswith("datetime.now")


def _imports_the_clock(node: ast.AST) -> bool:
    """`from time import time` would hide the call behind a plain name."""
    return (
        isinstance(node, ast.ImportFrom)
        and node.module == "time"
        and any(alias.name in {"time", "time_ns"} for alias in node.names)
    )
