"""From a path to a route. Segments are compared as bytes; only placeholders are decoded."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from admittance.http.problems import Shape
from admittance.http.routes import Edge, Route, choices_of, written_path

_KINDS = {
    "int": re.compile(rb"(?:0|[1-9][0-9]{0,14})\Z"),
    "month": re.compile(rb"[0-9]{4}-(?:0[1-9]|1[0-2])\Z"),
    "version": re.compile(rb"(?:v1|v3|[0-9]{4}-(?:0[1-9]|1[0-2]))\Z"),
    "": re.compile(rb".+\Z", re.DOTALL),
}
"""In the order in which they are tried."""
_FEW = frozenset({"version", "month"})
"""Placeholders with few values."""
_MOST_KEPT = 1024
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::([a-z]+))?\}\Z")


class Found(Struct, frozen=True):
    """A route with the values of its placeholders."""

    route: Route
    shape: Shape
    template: str
    values: Mapping[str, str]


class WrongMethod(Struct, frozen=True):
    """The address is there, for other methods."""

    allow: tuple[str, ...]
    shape: Shape
    template: str


class NoRoute(Struct, frozen=True):
    """No such address."""

    shape: Shape


Lookup: TypeAlias = Found | WrongMethod | NoRoute


class _Entry(Struct, frozen=True):
    route: Route
    shape: Shape
    template: str
    names: tuple[str, ...]
    """Of the placeholders, in the order in which they stand in the path."""


class _Node:
    """What may follow after the segments so far. Plain and mutable: it is filled while the tables are read."""

    __slots__ = ("choices", "entries", "literals", "placeholders", "rest")

    def __init__(self) -> None:
        self.literals: dict[bytes, _Node] = {}
        self.choices: dict[bytes, _Node] = {}
        self.placeholders: dict[str, _Node] = {}
        self.entries: list[_Entry] = []
        self.rest: _Entry | None = None


class Router:
    """All edges' routes as a tree of segments. Raises ValueError for a template that makes no sense."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._root = _Node()
        self._kept: dict[tuple[str, bytes], Lookup] = {}
        """Addresses that have been found before and name no record: what is called most is one look-up."""
        self._prefixes: list[tuple[bytes, Shape]] = []
        for edge in edges:
            self._prefixes += [(prefix.encode(), edge.shape) for prefix in edge.prefixes]
            for route in edge.routes:
                for path in route.paths:
                    self._add(route, route.shape or edge.shape, path)
        self._prefixes.sort(key=lambda prefix: -len(prefix[0]))
        if not self._prefixes or self._prefixes[-1][0] != b"/":
            raise ValueError("one edge must answer for every address: give it the prefix /")

    def find(self, method: str, path: bytes) -> Lookup:
        """The route for `path` as it came, percent-encoded."""
        found = self._kept.get((method, path))
        if found is None:
            found = self._look(method, path)
            if found.__class__ is Found and found.values.keys() <= _FEW:
                if len(self._kept) >= _MOST_KEPT:
                    self._kept.clear()
                self._kept[method, path] = found
        return found

    def _look(self, method: str, path: bytes) -> Lookup:
        if len(path) > 1 and path[-1] == 47:
            path = path[:-1]
        parts = path.split(b"/")
        wrong: list[_Entry] = []
        found = None
        if len(parts) > 1 and not parts[0]:
            found = _walk(self._root, parts, 1, (), method, wrong)
        if found is not None:
            return found
        if wrong:
            allow = dict.fromkeys(one for entry in wrong for one in entry.route.methods)
            return WrongMethod(tuple(allow), wrong[-1].shape, wrong[-1].template)
        return NoRoute(self.shape_for(path))

    def shape_for(self, path: bytes) -> Shape:
        """How a problem at `path` is written."""
        padded = path + b"/"
        return next(shape for prefix, shape in self._prefixes if padded.startswith(prefix) or prefix == b"/")

    def _add(self, route: Route, shape: Shape, path: str) -> None:
        if not path.startswith("/") or (len(path) > 1 and path.endswith("/")):
            raise ValueError(f"{route.name}: {path} must start with a slash and not end with one")
        node, names = self._root, list[str]()
        for text in path.split("/")[1:]:
            if text.endswith(":rest}"):
                node.rest = _Entry(route, shape, path, (*names, text[1:-6]))
                return
            node = _child(node, text, names)
        node.entries.append(_Entry(route, shape, written_path(path), tuple(names)))


def _child(node: _Node, text: str, names: list[str]) -> _Node:
    """The node below `node` for one segment of a template; what a placeholder is called goes to `names`."""
    segment = _segment(text)
    if segment.choices:
        child = node.choices.get(segment.choices[0])
        if child is None:
            child = _Node()
            node.choices.update(dict.fromkeys(segment.choices, child))
        return child
    if segment.name:
        names.append(segment.name)
        return node.placeholders.get(segment.kind) or node.placeholders.setdefault(segment.kind, _Node())
    return node.literals.get(segment.literal) or node.literals.setdefault(segment.literal, _Node())


class _Segment(Struct, frozen=True):
    literal: bytes
    name: str = ""
    kind: str = ""
    choices: tuple[bytes, ...] = ()


@cache
def _segment(text: str) -> _Segment:
    """One segment of a template. Kept: thousands of addresses are made of a few hundred of them."""
    choices = choices_of(text)
    if choices:
        return _Segment(b"", choices=tuple(choice.encode() for choice in choices))
    placeholder = _PLACEHOLDER.match(text)
    if placeholder is None:
        return _Segment(text.encode())
    name, kind = placeholder.group(1), placeholder.group(2) or ""
    if kind not in _KINDS:
        raise ValueError(f"{{{name}:{kind}}} is no placeholder; kinds are {', '.join(sorted(_KINDS))}")
    return _Segment(b"", name, kind)


def _walk(
    node: _Node, parts: list[bytes], at: int, taken: tuple[bytes, ...], method: str, wrong: list[_Entry]
) -> Found | None:
    """The first route below `node`, literals before placeholders. `wrong` collects those of other methods."""
    if at == len(parts):
        return _end(node, taken, method, wrong)
    part = parts[at]
    below = node.literals.get(part) or (node.choices.get(part.lower()) if node.choices else None)
    if below is not None and (found := _walk(below, parts, at + 1, taken, method, wrong)) is not None:
        return found
    for kind, pattern in _KINDS.items() if node.placeholders else ():
        below = node.placeholders.get(kind)
        if below is not None and pattern.match(part):
            found = _walk(below, parts, at + 1, (*taken, part), method, wrong)
            if found is not None:
                return found
    if node.rest is not None and not wrong:
        return _found(node.rest, (*taken, b"/".join(parts[at:])), method, wrong)
    return None


def _end(node: _Node, taken: tuple[bytes, ...], method: str, wrong: list[_Entry]) -> Found | None:
    for entry in node.entries:
        found = _found(entry, taken, method, wrong)
        if found is not None:
            return found
    return None


def _found(entry: _Entry, taken: tuple[bytes, ...], method: str, wrong: list[_Entry]) -> Found | None:
    values: dict[str, str] = {}
    for name, part in zip(entry.names, taken, strict=True):
        value = _decoded(part)
        if value is None:
            return None
        values[name] = value
    if method in entry.route.methods:
        return Found(entry.route, entry.shape, entry.template, values)
    wrong.append(entry)
    return None


def _decoded(part: bytes) -> str | None:
    try:
        text = unquote_to_bytes(part).decode("utf-8") if b"%" in part else part.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None
