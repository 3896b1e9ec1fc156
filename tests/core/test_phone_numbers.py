"""Telephone numbers as people write them."""

import pytest

from admittance.core.phone_numbers import dialable


@pytest.mark.parametrize(
    ("written", "uri"),
    [
        ("+46 8 555 010 21", "tel:+46855501021"),
        ("0046 70-123 45 67", "tel:+46701234567"),
        ("+46 (0)8-555 010 21", "tel:+46855501021"),
        ("+1 (415) 555-0100 ext. 12", "tel:+14155550100;ext=12"),
        ("+44 7700 900123", "tel:+447700900123"),
        ("+47\u00a022\u201155\u00a050\u00a018", "tel:+4722555018"),
    ],
)
def test_a_number_with_its_country_is_dialled_as_e164(written: str, uri: str) -> None:
    """A plus or 00 names the country; spaces, brackets, dashes and a trunk zero in brackets are not dialled."""
    number = dialable(written)
    assert number is not None
    assert number.uri == uri
    assert number.e164 == uri.removeprefix("tel:").partition(";")[0]


@pytest.mark.parametrize("written", ["08-555 010 21", "112", "(415) 555-0100"])
def test_a_number_without_its_country_is_dialled_as_it_stands(written: str) -> None:
    """Which country is meant only the line knows that dials it."""
    number = dialable(written)
    assert number is not None
    assert number.e164 is None
    assert number.uri.removeprefix("tel:").isdigit()


@pytest.mark.parametrize(
    "written", ["", "ask Anna", "12", "+46 70 123 45 67 89 01 23", "1-800-FLOWERS", "javascript:alert(1)", "+0123456"]
)
def test_what_is_no_number_has_no_link_that_claims_a_country(written: str) -> None:
    """Letters, too few or too many digits give no link; no country code begins with 0."""
    number = dialable(written)
    assert number is None or number.e164 is None
