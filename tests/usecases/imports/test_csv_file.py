"""Reading CSV files: what spreadsheets write is read, and what is broken is named with its line."""

from io import BytesIO

import pytest

from admittance.usecases.imports.csv_file import (
    LONGEST_LINE,
    BadFile,
    Encoding,
    FileFault,
    Format,
    Opening,
    Row,
    look_into,
    read_rows,
)


def rows(data: bytes, encoding: Encoding = Encoding.UTF_8, delimiter: str = ",") -> list[Row | BadFile]:
    """Everything that is read of a file."""
    return list(read_rows(BytesIO(data), Format(encoding, delimiter)))


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        ("a,b\nÅsa,ö\n".encode(), Encoding.UTF_8),
        ("\ufeffa,b\r\nÅsa,ö\r\n".encode(), Encoding.UTF_8),
        ("a,b\r\nÅsa,ö\r\n".encode("utf-16"), Encoding.UTF_16),
        ("\ufeffa,b\nÅsa,ö\n".encode("utf-16-be"), Encoding.UTF_16),
    ],
)
def test_the_first_bytes_say_how_letters_are_written(data: bytes, encoding: Encoding) -> None:
    """UTF-8 with and without a mark, and UTF-16 with one, are read without being asked about."""
    opening = look_into(BytesIO(data))
    assert isinstance(opening, Opening)
    assert (opening.format.encoding, opening.header) == (encoding, ("a", "b"))
    assert opening.sample == (Row(2, ("Åsa", "ö")),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_header_says_what_stands_between_cells(delimiter: str) -> None:
    """Comma, semicolon and tab; one of the others inside quotes doesn't count."""
    opening = look_into(BytesIO(f'a{delimiter}"b,;c"{delimiter}d\n1{delimiter}2{delimiter}3\n'.encode()))
    assert isinstance(opening, Opening)
    assert (opening.format.delimiter, len(opening.header)) == (delimiter, 3)


def test_latin_1_is_named_with_its_line_and_read_when_chosen() -> None:
    """A byte that isn't UTF-8 stops the file at its line; as Windows-1252 the same file is read."""
    data = "a\nb\nÅsa\n".encode("cp1252")
    assert rows(data)[-1] == BadFile(FileFault.NOT_UTF_8, 3)
    assert rows(data, Encoding.WINDOWS_1252)[-1] == Row(3, ("Åsa",))
    assert rows("a\nÅsa\n".encode("utf-16")[:-1], Encoding.UTF_16)[-1] == BadFile(FileFault.NOT_UTF_16, 2)


@pytest.mark.parametrize(
    ("data", "bad"),
    [
        (b'a\n"b\nc\n', BadFile(FileFault.QUOTES, 2)),
        (b'a\nx\n"b"c\n', BadFile(FileFault.QUOTES, 3)),
        (b'a\n"' + b"x\n" * 100_000, BadFile(FileFault.CELL_TOO_LONG, 2)),
        (b"a\n" + b"x" * (LONGEST_LINE + 5), BadFile(FileFault.LINE_TOO_LONG, 2)),
        (b"a\n" + b'"x\ny",' * (LONGEST_LINE // 5), BadFile(FileFault.CELL_TOO_LONG, 2)),
        (b"a\nb\rc\n", BadFile(FileFault.LINE_ENDS, 2)),
        (b"a\n" + b"," * 300, BadFile(FileFault.TOO_MANY_COLUMNS, 2)),
    ],
    ids=lambda one: one.fault.value if isinstance(one, BadFile) else "",
)
def test_what_is_broken_is_named_with_the_line_where_its_row_begins(data: bytes, bad: BadFile) -> None:
    """Broken quoting and endless lines end the file; nothing follows."""
    assert rows(data)[-1] == bad


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        (b"", FileFault.EMPTY),
        (b" \n\n", FileFault.EMPTY),
        (b"a,b\n", FileFault.NO_ROWS),
        (b"PK\x03\x04....", FileFault.NOT_TEXT),
        (b"a\x00,b\n", FileFault.NOT_TEXT),
        ("a,b\n1,2\n".encode("utf-16-le"), FileFault.UTF_16_WITHOUT_MARK),
    ],
)
def test_what_is_no_list_is_told_from_the_beginning(data: bytes, fault: FileFault) -> None:
    """An empty file, a header alone, a spreadsheet and UTF-16 that doesn't say so each have their own word."""
    bad = look_into(BytesIO(data))
    assert isinstance(bad, BadFile)
    assert bad.fault is fault


def test_a_row_begins_where_its_first_line_is() -> None:
    """Rows of several lines and blank ones between them keep the lines true; blank rows have no cells."""
    assert rows(b'a,b\n"x\ny",1\n\n , \nz,2\n') == [
        Row(1, ("a", "b")),
        Row(2, ("x\ny", "1")),
        Row(4, ()),
        Row(5, ()),
        Row(6, ("z", "2")),
    ]


def test_the_header_and_the_first_rows_are_looked_for_near_the_beginning() -> None:
    """Blank rows before and between them are passed over; nobody waits while millions of them are."""
    opening = look_into(BytesIO(b"\n,\na,b\n\n1,2\n"))
    assert isinstance(opening, Opening)
    assert (opening.header, opening.sample) == (("a", "b"), (Row(5, ("1", "2")),))
    file = BytesIO(b"a,b\n" + b"\n" * 100_000)
    assert look_into(file) == BadFile(FileFault.NO_ROWS)
    assert file.tell() < 10_000
