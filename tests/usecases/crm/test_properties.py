"""What a written value becomes in a property."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from admittance.usecases.crm.object_types import OBJECT_TYPES
from admittance.usecases.crm.properties import (
    BadValue,
    Format,
    Property,
    PropertyType,
    comparable,
    read_value,
)

TEXT = Property(name="t", label="T")
NUMBER = Property(name="n", label="N", type=PropertyType.NUMBER)
EMAIL = Property(name="e", label="E", format=Format.EMAIL)
TIME = Property(name="d", label="D", type=PropertyType.DATETIME)
DAY = Property(name="d", label="D", type=PropertyType.DATE)
BOOL = Property(name="b", label="B", type=PropertyType.BOOL)
CHOICE = Property(name="c", label="C", type=PropertyType.ENUMERATION, options=(("NEW", "New"), ("OLD", "Old")))
GUID = Property(name="g", label="G", format=Format.GUID)

ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(), lambda inner: st.lists(inner) | st.just({})
)
EVERY = [prop for kind in OBJECT_TYPES for prop in kind.properties.values()]


@pytest.mark.parametrize(
    ("prop", "raw", "value"),
    [
        (TEXT, "Åsa ", "Åsa "),
        (TEXT, 7, "7"),
        (TEXT, 1.5, "1.5"),
        (TEXT, 2.0, "2"),
        (TEXT, True, "true"),
        (TEXT, None, None),
        (TEXT, "", None),
        (TEXT, "  ", None),
        (NUMBER, " 12.50 ", "12.50"),
        (NUMBER, -3, "-3"),
        (NUMBER, "1e3", "1e3"),
        (EMAIL, " Åsa@Exempel.SE ", "åsa@exempel.se"),
        (TIME, 0, "1970-01-01T00:00:00.000Z"),
        (TIME, "2024-01-02", "2024-01-02T00:00:00.000Z"),
        (DAY, "2024-01-02T23:00:00Z", "2024-01-02"),
        (BOOL, "TRUE", "true"),
        (BOOL, False, "false"),
        (CHOICE, "new", "NEW"),
        (GUID, "F240BBAC-87C9-4F6E-BF70-924B57D47DB7", "f240bbac-87c9-4f6e-bf70-924b57d47db7"),
    ],
)
def test_values_take_one_form(prop: Property, raw: object, value: str | None) -> None:
    """Numbers and truths become texts, times ISO, choices their own spelling; null and empty clear."""
    assert read_value(prop, raw) == value


@pytest.mark.parametrize(
    ("prop", "raw", "code"),
    [
        (TEXT, [], "INVALID_TYPE"),
        (TEXT, {}, "INVALID_TYPE"),
        (TEXT, 10**400, "INVALID_TYPE"),
        (TEXT, "a\x00b", "INVALID_TEXT"),
        (TEXT, "x" * 65_537, "VALUE_TOO_LONG"),
        (NUMBER, "twelve", "INVALID_INTEGER"),
        (NUMBER, "1e999", "INVALID_INTEGER"),
        (NUMBER, "nan", "INVALID_INTEGER"),
        (NUMBER, "1_000", "INVALID_INTEGER"),
        (NUMBER, "٣", "INVALID_INTEGER"),
        (EMAIL, "a@b", "INVALID_EMAIL"),
        (EMAIL, "a b@c.se", "INVALID_EMAIL"),
        (EMAIL, "a@b.se, c@d.se", "INVALID_EMAIL"),
        (EMAIL, "a" * 65 + "@b.se", "INVALID_EMAIL"),
        (EMAIL, "a@" + "b." * 130 + "se", "INVALID_EMAIL"),
        (TIME, "soon", "INVALID_DATE"),
        (DAY, "2024-02-30", "INVALID_DATE"),
        (BOOL, "maybe", "INVALID_OPTION"),
        (CHOICE, "NEWER", "INVALID_OPTION"),
        (GUID, "f240bbac", "INVALID_OPTION"),
    ],
)
def test_a_value_that_does_not_fit_is_refused(prop: Property, raw: object, code: str) -> None:
    """With the wire's code, and no more of the value than a hundred characters."""
    found = read_value(prop, raw)
    assert isinstance(found, BadValue)
    assert (found.property, found.code) == (prop.name, code)
    assert len(found.message) < 300


@given(st.sampled_from(EVERY), ANYTHING)
def test_any_json_is_taken_or_refused(prop: Property, raw: object) -> None:
    """Never an exception; what is taken is text that reads as itself and can be compared."""
    found = read_value(prop, raw)
    if isinstance(found, str):
        assert read_value(prop, found) == found
        assert comparable(prop, found) is not None


def test_values_compare_by_what_they_are() -> None:
    """Numbers by size, times by time, texts without case."""
    assert comparable(NUMBER, "9") < comparable(NUMBER, "10")  # type: ignore[operator]
    assert comparable(TIME, "1970-01-01T00:00:01Z") == 1000
    assert comparable(DAY, "1970-01-02") == 86_400_000
    assert comparable(TEXT, " ÅSA ") == "åsa"
    assert comparable(NUMBER, "x") is None
