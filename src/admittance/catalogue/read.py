"""A catalogue file's tables as entries. What the entries say to each other is checked by `rules`."""

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from admittance.catalogue.entries import Entries, Permission, PermissionSet, Product, Scope, Tool, Words
from admittance.catalogue.mistakes import Report
from admittance.catalogue.needs import grants, one_right, permission_need, plan_need, tool_need
from admittance.catalogue.table import Table
from admittance.core.duties import Duty
from admittance.core.levels import Ladder
from admittance.core.requirements import Right, ScopeNeed
from admittance.core.scopes import LONGEST_SCOPE, is_scope

_NAME = re.compile(r"[a-z][a-z0-9_]*\Z")
_CATALOGUE = re.compile(r"[a-z][a-z0-9_-]*\Z")
_OBJECT = re.compile(r"[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*\Z")
_PERMISSION = re.compile(r"[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*){1,2}\Z")
_WRITTEN_AS = {
    _NAME: "lower case letters, digits and _, a letter first",
    _CATALOGUE: "lower case letters, digits, _ and -, a letter first",
    _OBJECT: "section.object, in lower case letters, digits and _",
    _PERMISSION: "section.object.action or section.action, in lower case letters, digits and _",
}
E = TypeVar("E")


def read_entries(document: Mapping[str, Any], report: Report, *, brief: bool = False) -> Entries:
    """Read every table, noting what cannot be read and going on without it.

    `brief`: names, weights and groups may be left out, as in a question that carries its own catalogue; an id is then
    its own name and every weight 1.
    """
    root = Table(document, (), report)
    entries = _Reader(brief).entries(root)
    root.close()
    return entries


class _Reader:
    def __init__(self, brief: bool) -> None:
        self._nothing = "" if brief else None
        self._brief = brief

    def entries(self, root: Table) -> Entries:
        about = root.table("catalogue")
        entries = Entries(
            id=self._id_of(about),
            version=about.text("version", self._nothing),
            name=about.text("name", self._nothing),
            product_name=about.text("product_name", ""),
            marketplace=one_right(about, "marketplace_permission"),
            duties=_duties(root.table("duties")),
            tiers=self._each(root, "tiers", self._words),
            products=self._each(root, "products", self._product),
            tools=self._each(root, "tools", self._tool),
            sections=self._each(root, "sections", self._words),
            objects=self._each(root, "objects", self._object),
            actions=self._each(root, "actions", self._words),
            toggles=self._each(root, "toggles", self._words),
            permissions=self._each(root, "permissions", self._permission),
            sets=self._each(root, "sets", self._permission_set),
            touches=self._each(root, "touches", self._words),
            scopes=self._each(root, "scopes", self._scope),
        )
        about.close()
        return entries

    def _each(self, root: Table, key: str, entry: Callable[[str, Table], E]) -> dict[str, E]:
        found = {}
        for name, table in root.tables(key).items():
            found[name] = entry(name, table)
            table.close()
        return found

    def _id_of(self, about: Table) -> str:
        name = about.text("id", self._nothing)
        if name:
            _check_grammar(name, "catalogue", _CATALOGUE, about, "id")
        return name

    def _words(self, name: str, table: Table) -> Words:
        _check_grammar(name, "entry", _NAME, table)
        return self._label(name, table)

    def _object(self, name: str, table: Table) -> Words:
        _check_grammar(name, "object", _OBJECT, table)
        return self._label(name, table)

    def _product(self, name: str, table: Table) -> Product:
        return Product(name, self._words(name, table), self._tiers(table))

    def _tool(self, name: str, table: Table) -> Tool:
        label = self._words(name, table)
        return Tool(name, label, plan_need(table, "switched_on_by"), table.text("basis", ""))

    def _permission(self, name: str, table: Table) -> Permission:
        _check_grammar(name, "permission", _PERMISSION, table)
        toggle = one_right(table, "toggle")
        return Permission(
            id=name,
            label=self._label(name, table),
            ladder=_ladder(table),
            weight=table.weight("weight", 1 if self._brief else None),
            implies=tuple(table.text("implies", "").split()),
            toggle=(toggle.permission, toggle.level) if toggle else None,
            basis=table.text("basis", ""),
        )

    def _permission_set(self, name: str, table: Table) -> PermissionSet:
        return PermissionSet(
            id=name,
            label=self._words(name, table),
            about=Words(table.text("about_en", self._nothing), table.text("about_sv", self._nothing)),
            grants=grants(table, "grants"),
            basis=table.text("basis", ""),
        )

    def _scope(self, name: str, table: Table) -> Scope:
        if not is_scope(name):
            hint = f'write 1 to {LONGEST_SCOPE} visible ASCII characters, none of them " or \\'
            table.report.add(table.path, f"`{name}` cannot be a scope", hint)
        return Scope(
            id=name,
            label=self._label(name, table),
            touches=table.text("touches", self._nothing),
            need=ScopeNeed(name, permission_need(table, "permissions"), tool_need(table, "tools")),
            basis=table.text("basis", ""),
            own_choice=table.flag("own_choice"),
        )

    def _label(self, name: str, table: Table) -> Words:
        default = name if self._brief else None
        return Words(table.text("en", default), table.text("sv", default))

    def _tiers(self, table: Table) -> dict[str, int]:
        """`free:0 < starter:2`: a weight never falls from one tier to the next."""
        tiers: dict[str, int] = {}
        for part in table.text("tiers").split("<"):
            tier, colon, weight = (piece.strip() for piece in part.partition(":"))
            if self._brief and not colon:
                weight = str(len(tiers))
            if not tier or not weight.isascii() or not weight.isdecimal():
                hint = "write tier:weight < tier:weight, the weights whole numbers"
                table.report.add((*table.path, "tiers"), f"`{part.strip()}` is no tier", hint, word=part.strip())
            elif tier in tiers:
                table.report.add((*table.path, "tiers"), f"`{tier}` stands here twice", "keep one", word=tier)
            else:
                tiers[tier] = int(weight)
        return tiers


def _ladder(table: Table) -> Ladder:
    name = table.text("ladder")
    if name in tuple(Ladder):
        return Ladder(name)
    if name:
        hint = "write `records` (none, owned, team, all) or `switch` (off, on)"
        table.report.add((*table.path, "ladder"), f"no ladder is called `{name}`", hint)
    return Ladder.SWITCH


def _duties(table: Table) -> dict[Duty, Right]:
    duties = {duty: right for duty in Duty if (right := one_right(table, duty.value)) is not None}
    table.close()
    return duties


def _check_grammar(name: str, kind: str, grammar: re.Pattern[str], table: Table, key: str = "") -> None:
    if not grammar.match(name):
        path = (*table.path, key) if key else table.path
        hint = f"write {_WRITTEN_AS[grammar]}"
        table.report.add(path, f"`{name}` is no name for a{'n' if kind[0] in 'eo' else ''} {kind}", hint)
