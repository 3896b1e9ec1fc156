"""The text of a catalogue: parsed past what is no TOML, and able to say on which line a finding stands."""

import re
import tomllib
from pathlib import Path as File
from typing import Any

from msgspec import Struct

from admittance.catalogue.mistakes import Finding, Mistake, Path, in_toml
from admittance.catalogue.places import Places, Statement, find_places

LONGEST = 4_000_000
"""Bytes. A catalogue of ten thousand scopes is about half of that."""
_MOST_REPAIRS = 50
_SET_ASIDE = "set aside "
_POSITION = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_TWICE = re.compile(r"Cannot (?:overwrite|declare)")
_TWICE_INLINE = re.compile(r"Duplicate inline table key '(.*)'\Z")
_HEADING = re.compile(r"\n[ \t]*\[")


class Removed(Struct, frozen=True):
    """A statement that could not be parsed, and the table that it stood in."""

    table: Path
    text: str

    def may_hold(self, path: Path) -> bool:
        """Whether this was the key at `path`, or the heading of its table."""
        *table, key = path
        if self.text.startswith("["):
            return all(name in self.text for name in table)
        return self.table == tuple(table) and self.text.startswith((key, f"'{key}'", f'"{key}"'))


class Source(Struct, frozen=True):
    """What could be parsed of a text (`document`; None for nothing) and what could not: `text` has blanks there."""

    text: str
    document: dict[str, Any] | None
    broken: tuple[Mistake, ...] = ()
    removed: tuple[Removed, ...] = ()

    def mistakes(self, findings: list[Finding]) -> list[Mistake]:
        """What is no TOML and what is wrong with the rest, in the order of the lines.

        What only a broken statement may hold is not missed: mending that statement may bring it back.
        """
        if not self.broken and not findings:
            return []
        places = find_places(self.text)
        rest = [_placed(finding, self.text, places) for finding in findings if not self._excused(finding)]
        return sorted((*self.broken, *rest), key=lambda mistake: (mistake.line or 0, mistake.column or 0))

    def _excused(self, finding: Finding) -> bool:
        if finding.lacks:
            return any(removed.may_hold(finding.path) for removed in self.removed)
        return bool(finding.absent) and any(finding.absent in removed.text for removed in self.removed)


def read_file(file: File) -> Source | Mistake:
    """The source in `file`, or why it cannot be read."""
    try:
        with file.open("rb") as opened:
            raw = opened.read(LONGEST + 1)
    except OSError as problem:
        return Mistake(what=f"cannot be read: {(problem.strerror or 'unknown cause').lower()}")
    if len(raw) > LONGEST:
        return Mistake(what=f"longer than {LONGEST:,} bytes", hint="is this the right file?")
    try:
        return read_source(raw.decode("utf-8-sig"))
    except UnicodeDecodeError as problem:
        before = raw[: problem.start].decode("utf-8-sig")
        line, column = _line_and_column(before, len(before))
        return Mistake(what="not UTF-8", hint="save the file as UTF-8", line=line, column=column)


def read_source(text: str) -> Source:
    """Parse `text`, blanking each statement that is no TOML and going on after it."""
    try:
        return _parsed(text.replace("\r\n", "\n"))
    except RecursionError:
        return Source(text, None, (Mistake(what="not TOML: nested too deeply"),))


def _parsed(text: str) -> Source:
    broken: list[Mistake] = []
    removed: list[Removed] = []
    while len(broken) < _MOST_REPAIRS:
        try:
            document = tomllib.loads(text)
        except ValueError as problem:  # TOMLDecodeError, and what int() says of thousands of digits
            offset = _offset(problem, text)
            statement = _statement_at(offset, text)
            if statement is None:
                broken.append(_not_toml(problem, offset, None, text))
                break
            end = _end_of_broken(statement, offset, text)
            broken.append(_not_toml(problem, offset if offset <= end else statement.start, statement, text))
            removed.append(Removed(statement.table, text[statement.start : end]))
            text = _blanked(text, statement, end, len(removed))
        else:
            kept = {name: value for name, value in document.items() if not name.startswith(_SET_ASIDE)}
            return Source(text, kept, tuple(broken), tuple(removed))
    return Source(text, None, tuple(broken))


def _placed(finding: Finding, text: str, places: Places) -> Mistake:
    place = places.nearest(finding.path)
    offset = place.start if place else 0
    if place and finding.word and finding.path in places.keys:
        word = rf"(?<![\w.:-]){re.escape(finding.word)}(?![\w.:-])"
        found = re.compile(word).search(text, place.value, place.end)
        offset = found.start() if found else place.value
    line, column = _line_and_column(text, offset)
    where = in_toml(finding.path)
    return Mistake(what=finding.what, hint=finding.hint, where=where, line=line, column=column)


def _offset(problem: ValueError, text: str) -> int:
    position = _POSITION.search(str(problem))
    if position is None or position[1] is None:
        return len(text)
    start = 0
    for _ in range(int(position[1]) - 1):
        start = text.index("\n", start) + 1
    return min(start + int(position[2]) - 1, len(text))


def _statement_at(offset: int, text: str) -> Statement | None:
    before = [statement for statement in find_places(text).statements if statement.start <= offset]
    return before[-1] if before else None


def _not_toml(problem: ValueError, offset: int, statement: Statement | None, text: str) -> Mistake:
    message = _POSITION.sub("", str(problem))
    if statement is not None and statement.path is not None and _TWICE.match(message):
        return _twice(statement, statement.path, text)
    line, column = _line_and_column(text, min(offset, len(text.rstrip())))
    return Mistake(what=_in_words(message), line=line, column=column)


def _in_words(message: str) -> str:
    if twice := _TWICE_INLINE.match(message):
        return f"`{twice[1]}` stands here twice"
    if message.endswith(r" character '\n'"):
        return "not TOML: a quotation mark is not closed on its line"
    return f"not TOML: {message[:1].lower()}{message[1:]}"


def _twice(statement: Statement, path: Path, text: str) -> Mistake:
    line, column = _line_and_column(text, statement.start)
    first = find_places(text[: statement.start]).keys.get(path)
    hint = f"first on line {_line_and_column(text, first.start)[0]}; keep one" if first else "keep one"
    return Mistake(what=f"`{path[-1]}` stands here twice", hint=hint, where=in_toml(path), line=line, column=column)


def _end_of_broken(statement: Statement, offset: int, text: str) -> int:
    """The end of the line at `offset`, or the next heading if that comes first: a string that nobody closed runs on."""
    end = text.find("\n", max(offset, statement.start))
    heading = _HEADING.search(text, statement.start)
    ends = [len(text) if end < 0 else end]
    if heading:
        ends.append(heading.start())
    return min(ends)


def _blanked(text: str, statement: Statement, end: int, number: int) -> str:
    """Lines keep their numbers. What stands under a broken heading is set aside, lest it fall to the table above."""
    gone = re.sub(r"[^\n]", " ", text[statement.start : end])
    heading = f"['{_SET_ASIDE}{number}']" if statement.is_heading else ""
    return text[: statement.start] + heading + gone + text[end:]


def _line_and_column(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)
