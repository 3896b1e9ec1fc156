"""Forms with a file, read a piece at a time."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.http.multipart import LONGEST_HEAD, Malformed, MultipartReader, PartBegins, boundary_of

FORM = (
    b'--b0\r\nContent-Disposition: form-data; name="csrf"\r\n\r\ntoken\r\n'
    b'--b0\r\nContent-Disposition: form-data; name="file"; filename="a \xc3\xa5.csv"\r\nContent-Type: text/csv\r\n\r\n'
    b"x,y\r\n--b\r\n1,2\r\n\r\n--b0--\r\n"
)
CONTENT = b"x,y\r\n--b\r\n1,2\r\n"


def read(data: bytes, sizes: list[int]) -> tuple[list[tuple[PartBegins, bytes]], bool, bool]:
    """The parts with their content, whether the form was complete, and whether it was malformed."""
    reader, parts = MultipartReader(b"b0"), list[tuple[PartBegins, bytes]]()
    malformed, at = False, 0
    for size in [*sizes, len(data)]:
        for event in reader.feed(data[at : at + size]):
            match event:
                case PartBegins():
                    parts.append((event, b""))
                case bytes():
                    parts[-1] = (parts[-1][0], parts[-1][1] + event)
                case Malformed():
                    malformed = True
        at += size
    return parts, reader.complete, malformed


@given(st.lists(st.integers(1, 40), max_size=20))
def test_a_form_is_the_same_however_it_is_cut(sizes: list[int]) -> None:
    """Boundaries and heads that come in pieces, and content that looks like a boundary, change nothing."""
    parts, complete, malformed = read(FORM, sizes)
    assert parts == [(PartBegins("csrf", None), b"token"), (PartBegins("file", "a å.csv"), CONTENT)]
    assert complete
    assert not malformed


def test_a_form_that_stops_is_not_complete() -> None:
    """Without its last boundary a form is cut off."""
    assert not read(FORM[:-6], [])[1]


@pytest.mark.parametrize(
    "data",
    [
        b"no boundary at all",
        b"--b0 and more\r\n",
        b"--b0\r\nContent-Type: text/plain\r\n\r\nx\r\n--b0--",
        b"--b0\r\n" + b"x" * (LONGEST_HEAD + 10),
        b'--b0\r\nContent-Disposition: form-data; name="\xff"\r\n\r\n',
    ],
)
def test_what_is_no_form_is_malformed(data: bytes) -> None:
    """Nothing is guessed, and no head is held without end."""
    parts, complete, malformed = read(data, [])
    assert malformed
    assert not complete
    assert parts == []


def test_the_boundary_is_in_the_content_type() -> None:
    """With quotes or without; none, an empty or an endless one is none."""
    assert boundary_of("multipart/form-data; boundary=abc") == b"abc"
    assert boundary_of('multipart/form-data; boundary="a b"; charset=utf-8') == b"a b"
    for text in ("multipart/form-data", "multipart/form-data; boundary=", f"x; boundary={'b' * 71}"):
        assert boundary_of(text) is None, text
