"""Cells that a spreadsheet may open."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from admittance.usecases.csv_cells import csv_lines, plain_cell, safe_cell

FORMULAS = ("=1+1", "+46 70 123", "-2", "@SUM(A1)", "\t=1", "\r=1", "=HYPERLINK(\"http://evil.test\")")  # fmt: skip


def test_nothing_is_run_as_a_formula() -> None:
    """What begins with = + - @, a tab or a line end gets an apostrophe before it; anything else stays as it is."""
    assert [safe_cell(one)[:2] for one in FORMULAS] == [f"'{one[0]}" for one in FORMULAS]
    assert safe_cell("Anna = Lind") == "Anna = Lind"


@given(st.text(alphabet="'=+-@\t\r\nab ", max_size=8))
def test_what_was_made_safe_is_read_as_it_was(value: str) -> None:
    """A file written here and read here says the same, apostrophes included."""
    assert plain_cell(safe_cell(value)) == value


def test_lines_are_csv() -> None:
    """Quotes, line ends and separators stand in quotes (RFC 4180), and letters are UTF-8."""
    written = csv_lines([['say "hi"', "a,b", "two\nlines", "Åsa", "=1"]])
    assert next(csv.reader(io.StringIO(written.decode(), newline=""))) == [
        'say "hi"',
        "a,b",
        "two\nlines",
        "Åsa",
        "'=1",
    ]
