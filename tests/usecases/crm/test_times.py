"""Times as the CRM reads and writes them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.usecases.crm.times import iso_day, iso_time, read_day, read_time

AT = 1_700_000_000_123
YEARS = st.integers(-30_610_224_000_000, 253_402_300_799_999)


@given(YEARS)
def test_a_written_time_reads_as_itself(at: int) -> None:
    """Years 1000 to 9999, to the millisecond, as ISO and as a number."""
    assert read_time(iso_time(at)) == at
    assert len(iso_time(at)) == 24


@given(YEARS, YEARS)
def test_written_times_sort_as_text(one: int, other: int) -> None:
    """The order of texts is the order of times."""
    assert (iso_time(one) < iso_time(other)) == (one < other)


@pytest.mark.parametrize(
    "text", ["2023-11-14T22:13:20.123Z", "2023-11-14T23:13:20.123+01:00", "2023-11-14 22:13:20.123", "1700000000123"]
)
def test_one_time_has_several_forms(text: str) -> None:
    """ISO with a zone or without (then UTC), and milliseconds since the epoch."""
    assert read_time(text) == AT


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2024-02-30", "24:00", "0001-01-01T00:00:00+23:59", "9" * 15, "9" * 400, "1.5", "٣", "0999-01-01"],
)
def test_what_is_no_time_is_none(text: str) -> None:
    """Neither guessed nor rounded, and never an exception."""
    assert read_time(text) is None


@pytest.mark.parametrize("text", ["2023-11-14", "1700000000123", "2023-11-14T22:13:20Z", "1699920000000"])
def test_a_day_is_its_midnight(text: str) -> None:
    """A date, or any time of it, is midnight UTC."""
    at = read_day(text)
    assert at is not None
    assert (at % 86_400_000, iso_day(at)) == (0, "2023-11-14")


def test_what_is_no_day_is_none() -> None:
    """A date that does not exist is none."""
    assert [read_day(text) for text in ("2023-02-30", "", "2023-13-01", "x" * 10)] == [None] * 4
