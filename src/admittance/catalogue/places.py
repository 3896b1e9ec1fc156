"""Where each key of a TOML text stands. `tomllib` knows no positions, so the text is walked once more for them."""

import re
import tomllib
from contextlib import suppress

from msgspec import Struct

from admittance.catalogue.mistakes import Path

_BLANK = re.compile(r"(?:[ \t\n\r]|#[^\n]*)*")
_KEY = re.compile(r'"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|[A-Za-z0-9_-]+')
_STRINGS = {  # by their opening, the longer ones first
    '"""': re.compile(r'"""(?:[^\\]|\\[\s\S])*?"{3,5}(?!")'),
    "'''": re.compile(r"'''[\s\S]*?'{3,5}(?!')"),
    '"': re.compile(r'"(?:[^"\\\n]|\\.)*"'),
    "'": re.compile(r"'[^'\n]*'"),
}
# A number, true or false, or a date, which may have a blank before its time.
_PLAIN = re.compile(r"[^\s,\]}#=]+(?: [0-9][^\s,\]}#=]*)?")


class Place(Struct, frozen=True):
    """The key at `start`, its value from `value` up to `end`; offsets into the text. A table's value is its heading."""

    start: int
    value: int
    end: int


class Statement(Struct):
    """A `[heading]` or a `key = value` that begins at `start`. `path`: what it declares; None where nobody can tell."""

    start: int
    table: Path
    is_heading: bool
    path: Path | None = None


class Places(Struct):
    """Every key of a text, and its statements in order. Where the text is no TOML, those up to that point."""

    keys: dict[Path, Place]
    statements: list[Statement]

    def nearest(self, path: Path) -> Place | None:
        """The place of `path`, or of the closest table around it; None where not even that stands in the text."""
        while path and path not in self.keys:
            path = path[:-1]
        return self.keys.get(path)


def find_places(text: str) -> Places:
    """Walk `text`, line ends already being `\\n`."""
    walk = _Walk(text)
    with suppress(_Lost):  # the parser says what is wrong there; what came before is found
        walk.statements()
    return walk.found


class _Lost(Exception):
    """The walk met something that is no TOML."""


class _Walk:
    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._lists: dict[Path, int] = {}
        self.found = Places({}, [])

    def statements(self) -> None:
        table: Path = ()
        self._skip()
        while self._at < len(self._text):
            start = self._at
            heading = self._text.startswith("[", start)
            statement = Statement(start, table, heading)
            self.found.statements.append(statement)
            if heading:
                statement.path = table = self._heading()
            else:
                statement.path = self._pair(table)
            self._skip()

    def _heading(self) -> Path:
        start = self._at
        brackets = 2 if self._text.startswith("[[", start) else 1
        self._at += brackets
        self._skip()
        *around, name = self._key()
        self._take("]" * brackets)
        path = (*self._newest(around), name)
        if brackets == 2:
            self._lists[path] = self._lists.get(path, -1) + 1
        path = self._newest([*around, name])
        self._note(path, Place(start, start, self._at))
        return path

    def _newest(self, names: list[str]) -> Path:
        """A heading's names as a path: under an array of tables they belong to its newest one."""
        path: Path = ()
        for name in names:
            path = (*path, name)
            if path in self._lists:
                path = (*path, str(self._lists[path]))
        return path

    def _pair(self, table: Path) -> Path:
        start = self._at
        path = table + self._key()
        self._take("=")
        self._skip()
        value = self._at
        self._value(path)
        self._note(path, Place(start, value, self._at))
        return path

    def _value(self, path: Path) -> None:
        opening = self._text[self._at : self._at + 1]
        if opening == "{":
            self._items("}", path)
        elif opening == "[":
            self._items("]", path)
        else:
            string = (pattern for quote, pattern in _STRINGS.items() if self._text.startswith(quote, self._at))
            self._match(next(string, _PLAIN))

    def _items(self, closing: str, path: Path) -> None:
        """The pairs of an inline table, or the values of an array, which are keyed by their position."""
        self._at += 1
        self._skip()
        position = 0
        while not self._text.startswith(closing, self._at):
            if closing == "}":
                self._pair(path)
            else:
                self._value((*path, str(position)))
            position += 1
            self._skip()
            if not self._text.startswith(closing, self._at):
                self._take(",")
                self._skip()
        self._at += 1

    def _key(self) -> Path:
        parts = [self._part()]
        while self._text.startswith(".", self._at):
            self._at += 1
            self._skip()
            parts.append(self._part())
        return tuple(parts)

    def _part(self) -> str:
        written = self._match(_KEY)
        self._skip()
        if written.startswith('"'):
            return str(tomllib.loads(f"key = {written}")["key"])
        return written.strip("'")

    def _note(self, path: Path, place: Place) -> None:
        self.found.keys[path] = place
        for length in range(1, len(path)):  # a.b = 1 and [a.b] make a as well
            self.found.keys.setdefault(path[:length], place)

    def _skip(self) -> None:
        self._match(_BLANK)

    def _take(self, expected: str) -> None:
        if not self._text.startswith(expected, self._at):
            raise _Lost
        self._at += len(expected)

    def _match(self, pattern: re.Pattern[str]) -> str:
        found = pattern.match(self._text, self._at)
        if found is None:
            raise _Lost
        self._at = found.end()
        return found.group()
