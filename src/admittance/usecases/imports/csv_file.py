"""Reading a CSV file from bytes, a row at a time, in bounded memory (RFC 4180, and what spreadsheets make of it)."""

import csv
from collections.abc import Iterator
from enum import StrEnum
from io import TextIOWrapper
from itertools import islice
from typing import BinaryIO, TypeAlias

from msgspec import Struct

LONGEST_LINE = 1024 * 1024
"""Bytes: no line of a list of contacts is as long, but a file without line ends is. Nor is a row of many lines."""
MOST_COLUMNS = 200
_SAMPLE = 64 * 1024
_LOOKED_INTO = 1_000
"""Rows, blank ones too, in which the header and the first others have to be: somebody waits for the answer."""
_DELIMITERS = (",", ";", "\t")
_UTF8_BOM = b"\xef\xbb\xbf"
_UTF16_BOMS = (b"\xff\xfe", b"\xfe\xff")


class Encoding(StrEnum):
    """How the bytes of a file are letters."""

    UTF_8 = "utf-8"
    UTF_16 = "utf-16"
    WINDOWS_1252 = "cp1252"


class FileFault(StrEnum):
    """Why a file as a whole can't be read."""

    EMPTY = "empty"
    NOT_UTF_8 = "not_utf_8"
    NOT_UTF_16 = "not_utf_16"
    NOT_WINDOWS_1252 = "not_windows_1252"
    UTF_16_WITHOUT_MARK = "utf_16_without_mark"
    NOT_TEXT = "not_text"
    QUOTES = "quotes"
    LINE_ENDS = "line_ends"
    LINE_TOO_LONG = "line_too_long"
    CELL_TOO_LONG = "cell_too_long"
    TOO_MANY_COLUMNS = "too_many_columns"
    NO_ROWS = "no_rows"


ENCODING_FAULTS = frozenset(
    {FileFault.NOT_UTF_8, FileFault.NOT_UTF_16, FileFault.NOT_WINDOWS_1252, FileFault.UTF_16_WITHOUT_MARK}
)
"""Faults of a file that may be in order and only written in another encoding."""


class BadFile(Struct, frozen=True):
    """The first thing in the file that can't be read; `line` counts from 1, 0 where it is about the whole file."""

    fault: FileFault
    line: int = 0


class Row(Struct, frozen=True):
    """A row of cells, none for a blank one. `line` is where it begins in the file, the header being line 1."""

    line: int
    cells: tuple[str, ...]


class Format(Struct, frozen=True):
    """How a file is written."""

    encoding: Encoding
    delimiter: str


class Opening(Struct, frozen=True):
    """The beginning of a file: how it is written, its header, and a few rows to look at."""

    format: Format
    header: tuple[str, ...]
    sample: tuple[Row, ...]


Read: TypeAlias = Row | BadFile


def look_into(file: BinaryIO, encoding: Encoding | None = None, rows: int = 3) -> Opening | BadFile:
    """What the file begins with; in `encoding`, or in what its first bytes say."""
    start = file.read(_SAMPLE)
    file.seek(0)
    if not start.strip():
        return BadFile(FileFault.EMPTY)
    fault = _not_text(start)
    if fault is not None:
        return BadFile(fault)
    chosen = encoding or (Encoding.UTF_16 if start.startswith(_UTF16_BOMS) else Encoding.UTF_8)
    form = Format(chosen, _delimiter(start, chosen))
    found: list[Row] = []
    for row in islice(read_rows(file, form), _LOOKED_INTO):
        if isinstance(row, BadFile):
            return row
        if row.cells:
            found.append(row)
        if len(found) > rows:
            break
    if len(found) < 2:
        return BadFile(FileFault.NO_ROWS if found else FileFault.EMPTY)
    return Opening(form, found[0].cells, tuple(found[1:]))


def read_rows(file: BinaryIO, form: Format) -> Iterator[Read]:
    """Every row, the header first. A `BadFile` is the last thing that comes.

    Blank rows come too, so that whoever reads can stop for others in the middle of a million of them.
    """
    lines = _Lines(file, form.encoding)
    reader = csv.reader(lines, delimiter=form.delimiter, strict=True)
    try:
        for cells in reader:
            if len(cells) > MOST_COLUMNS:
                yield BadFile(FileFault.TOO_MANY_COLUMNS, lines.began)
                return
            yield Row(lines.began, tuple(cells) if any(cell.strip() for cell in cells) else ())
            lines.row_ended()
    except _Unreadable as problem:
        yield problem.bad
    except csv.Error as problem:
        yield BadFile(_fault_of(str(problem)), lines.began)


class _Unreadable(Exception):
    """Carries what is wrong out of the csv module's loop; it never leaves this file."""

    def __init__(self, bad: BadFile) -> None:
        super().__init__(bad.fault)
        self.bad = bad


class _Lines:
    """The file's lines as text, each with its end, counted. `began` is where the present row does."""

    def __init__(self, file: BinaryIO, encoding: Encoding) -> None:
        self.number = 0
        self.began = 1
        self._row = 0
        self._encoding = encoding
        self._lines = _wide(file) if encoding is Encoding.UTF_16 else _plain(file, encoding)

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        try:
            line = next(self._lines)
        except UnicodeDecodeError:
            fault = FileFault(f"not_{self._encoding.name.lower()}")
            raise _Unreadable(BadFile(fault, self.number + 1)) from None
        self.number += 1
        if len(line) >= LONGEST_LINE:
            raise _Unreadable(BadFile(FileFault.LINE_TOO_LONG, self.number))
        # INVARIANT: the csv module holds one row in memory, and a row is never longer than this.
        self._row += len(line)
        if self._row > LONGEST_LINE:
            raise _Unreadable(BadFile(FileFault.CELL_TOO_LONG, self.began))
        return line

    def row_ended(self) -> None:
        """The next line begins a row."""
        self.began, self._row = self.number + 1, 0


def _plain(file: BinaryIO, encoding: Encoding) -> Iterator[str]:
    """Lines end with the same byte in UTF-8 and Windows-1252."""
    line = file.readline(LONGEST_LINE).removeprefix(_UTF8_BOM)
    while line:
        yield line.decode(encoding.value) if len(line) < LONGEST_LINE else line.decode("latin-1")
        line = file.readline(LONGEST_LINE)


def _wide(file: BinaryIO) -> Iterator[str]:
    text = TextIOWrapper(file, encoding="utf-16", newline="")
    try:
        while line := text.readline(LONGEST_LINE):
            yield line
    finally:
        text.detach()


def _not_text(start: bytes) -> FileFault | None:
    """What the first bytes give away: a spreadsheet or an archive, or UTF-16 that does not say so."""
    if start.startswith(_UTF16_BOMS):
        return None
    if start.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x1f\x8b")):
        return FileFault.NOT_TEXT
    if b"\x00" in start:
        return FileFault.UTF_16_WITHOUT_MARK if start.count(b"\x00") * 3 > len(start) else FileFault.NOT_TEXT
    return None


def _delimiter(start: bytes, encoding: Encoding) -> str:
    """What stands most often between the cells of the header."""
    text = start[: len(start) & ~1].decode(encoding.value, "replace").removeprefix("\ufeff")
    line = text.splitlines()[0] if text.strip() else ""
    counts = {one: len(next(csv.reader([line], delimiter=one), [])) for one in _DELIMITERS}
    return max(_DELIMITERS, key=lambda one: counts[one])


def _fault_of(problem: str) -> FileFault:
    """The csv module tells its errors apart by words alone."""
    if "field larger" in problem:
        return FileFault.CELL_TOO_LONG
    return FileFault.LINE_ENDS if "new-line character" in problem else FileFault.QUOTES
