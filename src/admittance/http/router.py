"""From a path to a route. Segments are compared as bytes; only placeholders are decoded."""

import re
from collections.abc import Iterable, Mapping
from typing import TypeAlias
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from admittance.http.problems import Shape
from admittance.http.routes import Edge, Route

_KINDS = {
    "": re.compile(rb".+\Z", re.DOTALL),
    "int": re.compile(rb"(?:0|[1-9][0-9]{0,14})\Z"),
    "month": re.compile(rb"[0-9]{4}-(?:0[1-9]|1[0-2])\Z"),
    "version": re.compile(rb"(?:v1|v3|[0-9]{4}-(?:0[1-9]|1[0-2]))\Z"),
}
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


class _Segment(Struct, frozen=True):
    literal: bytes
    name: str = ""
    pattern: re.Pattern[bytes] | None = None


class _Entry(Struct, frozen=True):
    route: Route
    shape: Shape
    template: str
    segments: tuple[_Segment, ...]
    rest: str = ""


class Router:
    """All edges' routes, indexed by first segment and depth. Raises ValueError for a template that makes no sense."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        self._deep: dict[tuple[int, bytes], list[_Entry]] = {}
        self._rest: dict[bytes, _Entry] = {}
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
        if len(path) > 1 and path[-1] == 47:
            path = path[:-1]
        parts = path.split(b"/")
        allow: list[str] = []
        wrong: _Entry | None = None
        for entry in self._candidates(parts):
            values = _values(entry, parts)
            if values is None:
                continue
            if method in entry.route.methods:
                return Found(entry.route, entry.shape, entry.template, values)
            allow += entry.route.methods
            wrong = entry
        if wrong is not None:
            return WrongMethod(tuple(dict.fromkeys(allow)), wrong.shape, wrong.template)
        return NoRoute(self.shape_for(path))

    def shape_for(self, path: bytes) -> Shape:
        """How a problem at `path` is written."""
        padded = path + b"/"
        return next(shape for prefix, shape in self._prefixes if padded.startswith(prefix) or prefix == b"/")

    def _candidates(self, parts: list[bytes]) -> list[_Entry]:
        if len(parts) < 2 or parts[0]:
            return []
        found = self._deep.get((len(parts), parts[1]))
        if found is not None:
            return found
        rest = self._rest.get(parts[1])
        return [rest] if rest is not None and len(parts) > 2 else self._deep.get((len(parts), b""), [])

    def _add(self, route: Route, shape: Shape, path: str) -> None:
        texts = path.encode().split(b"/")
        if not path.startswith("/") or (len(path) > 1 and path.endswith("/")):
            raise ValueError(f"{route.name}: {path} must start with a slash and not end with one")
        if path.endswith(":rest}"):
            segments = tuple(_segment(text) for text in texts[1:-1])
            self._rest[segments[0].literal] = _Entry(route, shape, path, segments, texts[-1][1:-6].decode())
            return
        segments = tuple(_segment(text) for text in texts[1:])
        key = (len(texts), segments[0].literal if path != "/" else b"")
        self._deep.setdefault(key, []).append(_Entry(route, shape, path, segments))
        # A literal segment is nearer than a placeholder, whichever edge named it first.
        self._deep[key].sort(key=lambda entry: [segment.pattern is not None for segment in entry.segments])


def _segment(text: bytes) -> _Segment:
    placeholder = _PLACEHOLDER.match(text.decode())
    if placeholder is None:
        return _Segment(text)
    name, kind = placeholder.group(1), placeholder.group(2) or ""
    if kind not in _KINDS:
        raise ValueError(f"{{{name}:{kind}}} is no placeholder; kinds are {', '.join(sorted(_KINDS))}")
    return _Segment(b"", name, _KINDS[kind])


def _values(entry: _Entry, parts: list[bytes]) -> Mapping[str, str] | None:
    values: dict[str, str] = {}
    for segment, part in zip(entry.segments, parts[1:], strict=False):
        if segment.pattern is None:
            if segment.literal != part:
                return None
            continue
        value = _decoded(part) if segment.pattern.match(part) else None
        if value is None:
            return None
        values[segment.name] = value
    if entry.rest:
        rest = _decoded(b"/".join(parts[1 + len(entry.segments) :]))
        if rest is None:
            return None
        values[entry.rest] = rest
    return values


def _decoded(part: bytes) -> str | None:
    try:
        text = unquote_to_bytes(part).decode("utf-8") if b"%" in part else part.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.isprintable() else None
