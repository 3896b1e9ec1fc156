"""Needs as a person writes them: any of several sets, `a & b | c`; `*` is always met (product rule 10)."""

from collections.abc import Callable
from typing import TypeVar

from admittance.catalogue.mistakes import did_you_mean
from admittance.catalogue.table import Table
from admittance.core.levels import Level
from admittance.core.requirements import PermissionNeed, PlanNeed, Right, ToolNeed

ALWAYS = "*"
_LEVELS = {level.value: level for level in Level}
T = TypeVar("T")


def permission_need(table: Table, key: str) -> PermissionNeed:
    """`crm.contacts.view:all | crm.contacts.view:owned & crm.contacts.unassigned:on`."""
    return _need(table, key, lambda term: _right(table, key, term), lambda right: right.permission)


def tool_need(table: Table, key: str) -> ToolNeed:
    """`forms & files`."""
    return _need(table, key, lambda term: term, lambda tool: tool)


def plan_need(table: Table, key: str) -> PlanNeed:
    """`marketing_hub:professional & website_addon:addon | marketing_hub:enterprise`."""
    return _need(table, key, lambda term: _pair(table, key, term, "tier"), lambda pair: pair[0])


def one_right(table: Table, key: str) -> Right | None:
    """A single `name:level`; None when left out or unreadable."""
    text = table.text(key, "")
    return _right(table, key, text) if text else None


def grants(table: Table, key: str) -> dict[str, Level]:
    """`permission:level` separated by white space, each permission once."""
    given: dict[str, Level] = {}
    for term in table.text(key).split():
        right = _right(table, key, term)
        if right is not None and right.permission in given:
            table.report.add((*table.path, key), f"`{right.permission}` stands here twice", "keep one", word=term)
        elif right is not None:
            given[right.permission] = right.level
    return given


def _need(
    table: Table, key: str, read: Callable[[str], T | None], name: Callable[[T], str]
) -> tuple[tuple[T, ...], ...]:
    text = table.text(key)
    if text in ("", ALWAYS):  # the table has told of an empty one
        return ((),)
    return tuple(_way(table, key, way, read, name) for way in text.split("|"))


def _way(table: Table, key: str, way: str, read: Callable[[str], T | None], name: Callable[[T], str]) -> tuple[T, ...]:
    terms: dict[str, T] = {}
    for term in (part.strip() for part in way.split("&")):
        if term in ("", ALWAYS):
            _empty(table, key, term, way)
        elif (found := read(term)) is not None and terms.setdefault(name(found), found) is not found:
            table.report.add(
                (*table.path, key), f"`{name(found)}` stands twice in one set", "keep the higher one", word=term
            )
    return tuple(terms.values())


def _empty(table: Table, key: str, term: str, way: str) -> None:
    report, path = table.report, (*table.path, key)
    if term == ALWAYS:
        report.add(path, "`*` stands beside something else", "write `*` alone, or leave it out")
    elif not way.strip():
        report.add(path, "an alternative is empty", "remove the `|` too many; `*` alone is always met")
    else:
        report.add(path, f"a part of `{' '.join(way.split())}` is empty", "remove the `&` too many")


def _right(table: Table, key: str, term: str) -> Right | None:
    pair = _pair(table, key, term, "level")
    if pair is None:
        return None
    permission, level = pair
    if level in _LEVELS:
        return Right(permission, _LEVELS[level])
    hint = did_you_mean(level, Level) or f"levels are {', '.join(Level)}"
    table.report.add((*table.path, key), f"no level is called `{level}`", hint, word=term)
    return None


def _pair(table: Table, key: str, term: str, second: str) -> tuple[str, str] | None:
    name, _, value = term.partition(":")
    name, value = name.strip(), value.strip()
    if name and value:
        return name, value
    table.report.add(
        (*table.path, key), f"`{term}` names no {second}", f"write {name or '…'}:{second.upper()}", word=term
    )
    return None
