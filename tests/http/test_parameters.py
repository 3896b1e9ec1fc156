"""Queries, forms and JSON objects, read strictly."""

from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.http.parameters import Parameters, Unreadable, WhyUnreadable, read_encoded, read_json_object

TEXTS = st.text(st.characters(exclude_categories=("Cs",)), max_size=30)


@given(st.lists(st.tuples(TEXTS, TEXTS), max_size=20))
def test_what_was_encoded_is_read_back(pairs: list[tuple[str, str]]) -> None:
    """Any text survives percent-encoding, in order, and repeated names are remembered."""
    read = read_encoded(urlencode(pairs).encode(), 64)
    assert isinstance(read, Parameters)
    assert list(read.pairs) == pairs
    names = [name for name, _ in pairs]
    assert read.repeated == {name for name in names if names.count(name) > 1}
    assert read.query() == urlencode(pairs)


@given(st.binary(max_size=200))
def test_no_bytes_break_the_reader(raw: bytes) -> None:
    """Whatever is sent is either parameters or unreadable."""
    assert isinstance(read_encoded(raw, 64), Parameters | Unreadable)
    assert isinstance(read_json_object(raw, 64), Parameters | Unreadable)


@pytest.mark.parametrize("raw", [b"a=%ff", b"a=\xff", b"%ff=a", b"a=%c3", b"a=%ed%a0%80", b"a=%c0%af"])
def test_what_is_no_utf8_is_unreadable(raw: bytes) -> None:
    """Broken, overlong and surrogate UTF-8 is refused as a whole, never repaired."""
    assert read_encoded(raw, 64) == Unreadable(WhyUnreadable.NOT_UTF8)


def test_a_lone_percent_stands_for_itself() -> None:
    """A `%` without two hex digits is itself, as in browsers."""
    read = read_encoded(b"a=50%&b=%zz", 64)
    assert isinstance(read, Parameters)
    assert read.pairs == (("a", "50%"), ("b", "%zz"))


def test_more_parameters_than_the_limit_are_unreadable() -> None:
    """The limit holds for forms and for JSON; exactly the limit is fine."""
    assert isinstance(read_encoded(b"&".join([b"a=1"] * 64), 64), Parameters)
    assert read_encoded(b"&".join([b"a=1"] * 65), 64) == Unreadable(WhyUnreadable.TOO_MANY)
    assert read_json_object(b"{%s}" % b",".join(b'"k%d":""' % n for n in range(65)), 64) == Unreadable(
        WhyUnreadable.TOO_MANY
    )
    assert read_json_object(b"{%s}" % b",".join([b'"k":""'] * 65), 64) == Unreadable(WhyUnreadable.TOO_MANY)


def test_an_empty_value_counts_as_omitted() -> None:
    """RFC 6749 section 3.1: a parameter without a value is treated as if it were not there."""
    read = read_encoded(b"a=&b", 64)
    assert isinstance(read, Parameters)
    assert (read.get("a"), read.get("b"), read.get("c")) == (None, None, None)
    assert (read.raw("a"), read.raw("c")) == ("", None)


def test_repeated_names_are_told_by_name() -> None:
    """`twice` names the first of the wanted names that came more than once; `all` gives every value."""
    read = read_encoded(b"b=1&a=1&b=2&a=1", 64)
    assert isinstance(read, Parameters)
    assert (read.twice(("a", "b")), read.twice(("c",))) == ("a", None)
    assert read.all("b") == ("1", "2")
    assert read.get("b") == "1"


def test_a_json_key_that_stands_twice_is_remembered() -> None:
    """Repeated keys of a JSON object are seen, although most parsers drop one."""
    read = read_json_object(b'{"a":"1","a":"2"}', 64)
    assert isinstance(read, Parameters)
    assert read.repeated == {"a"}


@pytest.mark.parametrize("raw", [b'{"a":1}', b'{"a":null}', b'{"a":["1"]}', b"[]", b'"a"', b"1", b'{"a":{}}'])
def test_only_strings_are_taken_from_json(raw: bytes) -> None:
    """Numbers, nulls, lists and objects are not strings."""
    assert read_json_object(raw, 64) == Unreadable(WhyUnreadable.NOT_STRINGS)


@pytest.mark.parametrize("raw", [b"{", b"{}{}", b"\xef\xbb\xbf{}", b"{'a':'b'}", b'{"a":"\xff"}', b"NaN", b'{"a" "b"}'])
def test_broken_json_is_unreadable(raw: bytes) -> None:
    """What is not JSON is not guessed at."""
    assert isinstance(read_json_object(raw, 64), Unreadable)


def test_a_repr_shows_no_value() -> None:
    """Parameters hold passwords and codes: their repr shows well-known names only."""
    read = read_encoded(b"client_id=a&client_secret=hush&password=hush", 64)
    assert "hush" not in repr(read)
    assert "password" not in repr(read)
