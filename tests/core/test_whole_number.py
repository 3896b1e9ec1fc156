"""Whole numbers as they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.core.whole_number import whole_number


@given(st.integers(min_value=0, max_value=10**15 - 1))
def test_a_number_is_read_as_it_is_written(number: int) -> None:
    """Every number of at most fifteen digits comes back, with zeros before it too."""
    assert whole_number(str(number)) == number
    assert whole_number(str(number).rjust(15, "0")) == number


@pytest.mark.parametrize("text", [None, "", "-1", "+1", " 1", "1\n", "1_0", "1.0", "0x1", "٣", "²", "9" * 16])
def test_anything_else_is_no_number(text: str | None) -> None:
    """Signs, blanks, other scripts and too many digits are nobody's number, whatever `int` would make of them."""
    assert whole_number(text) is None


def test_the_most_digits_can_be_chosen() -> None:
    """A page number has few digits, a record's id sixteen."""
    assert whole_number("9" * 16, digits=16) == 9_999_999_999_999_999
    assert whole_number("123", digits=2) is None
