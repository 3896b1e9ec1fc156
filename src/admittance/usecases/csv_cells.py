"""Cells of a CSV file that a spreadsheet may open: what it would run as a formula is kept from it, and taken back.

A cell that begins with = + - @, a tab or a line end is a formula to a spreadsheet (OWASP, CSV injection). It is
written with an apostrophe before it, which spreadsheets take as "this is text". Reading takes the apostrophe away,
so that a file written here and read here says the same.
"""

import csv
import re
from collections.abc import Iterable
from io import StringIO

_FORMULA = re.compile(r"'*[=+\-@\t\r\n]")
_KEPT = re.compile(r"'+[=+\-@\t\r\n]")


def safe_cell(value: str) -> str:
    """`value` as no spreadsheet runs it. An apostrophe more also where some stand before such a sign already."""
    return f"'{value}" if _FORMULA.match(value) else value


def plain_cell(cell: str) -> str:
    """What `safe_cell` was given."""
    return cell[1:] if _KEPT.match(cell) else cell


def csv_lines(rows: Iterable[Iterable[str]]) -> bytes:
    """Rows as UTF-8 CSV (RFC 4180) with safe cells."""
    written = StringIO(newline="")
    csv.writer(written).writerows([safe_cell(cell) for cell in row] for row in rows)
    # A lone surrogate is no letter and no UTF-8.
    return written.getvalue().encode("utf-8", "replace")
