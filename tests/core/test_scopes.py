"""Scopes as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.core.scopes import LONGEST_SCOPE, format_scopes, is_scope, parse_scopes


@pytest.mark.parametrize(
    "name", ["oauth", "crm.objects.contacts.read", "hubdb", "a-b_c:d/e", "!", "~", "x" * LONGEST_SCOPE]
)
def test_a_scope_is_what_the_rfc_allows(name: str) -> None:
    """A scope is made of the visible ASCII characters of RFC 6749 section 3.3."""
    assert is_scope(name)


@pytest.mark.parametrize("name", ["", " ", "a b", 'a"b', "a\\b", "a\n", "a\x00", "å", "x" * (LONGEST_SCOPE + 1)])
def test_nothing_else_is_a_scope(name: str) -> None:
    """Spaces, quotes, backslashes, control characters, other alphabets and endless names are no scopes."""
    assert not is_scope(name)


def test_several_spaces_count_as_one() -> None:
    """Only the space separates, however many there are; other white space is part of a name. Order does not matter."""
    assert parse_scopes("  b a  b ") == {"a", "b"}
    assert parse_scopes("a\tb\nc") == {"a\tb\nc"}
    assert parse_scopes("") == frozenset()


@given(st.frozensets(st.text(st.characters(min_codepoint=0x23, max_codepoint=0x5B), min_size=1)))
def test_what_is_written_reads_back_the_same(scopes: frozenset[str]) -> None:
    """Formatting and parsing are inverse, and equal sets are written the same."""
    assert parse_scopes(format_scopes(scopes)) == scopes
    assert format_scopes(frozenset(sorted(scopes, reverse=True))) == format_scopes(scopes)
