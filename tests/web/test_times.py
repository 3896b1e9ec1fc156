"""Times as people read them."""

import pytest

from admittance.explain.languages import Language, translations
from admittance.web.times import DAY, HOUR, MINUTE, date, exact, machine_time, relative

NOW = 1_795_284_240_000
EN, SV = translations(Language.EN), translations(Language.SV)


@pytest.mark.parametrize(
    ("age", "english", "swedish"),
    [
        (0, "just now", "just nu"),
        (MINUTE, "1 minute ago", "för 1 minut sedan"),
        (59 * MINUTE, "59 minutes ago", "för 59 minuter sedan"),
        (HOUR, "1 hour ago", "för 1 timme sedan"),
        (DAY - 1, "23 hours ago", "för 23 timmar sedan"),
        (DAY, "20 Nov 2026", "20 nov. 2026"),
        (-HOUR, "21 Nov 2026", "21 nov. 2026"),
    ],
)
def test_a_time_is_relative_under_a_day(age: int, english: str, swedish: str) -> None:
    """Under 24 hours a time is told by its age, otherwise by its date; a time to come is never "ago"."""
    assert relative(NOW - age, NOW, "UTC", EN) == english
    assert relative(NOW - age, NOW, "UTC", SV) == swedish


def test_the_exact_time_names_its_zone() -> None:
    """The exact time is the account's own, with the zone's name."""
    assert exact(NOW, "UTC", EN) == "21 Nov 2026, 18:04 UTC"
    assert exact(NOW, "Europe/Stockholm", SV) == "21 nov. 2026, 19:04 CET"


def test_the_date_is_that_of_the_place() -> None:
    """Late in the evening in Stockholm it is already tomorrow in Tokyo."""
    assert date(NOW, "Asia/Tokyo", EN) == "22 Nov 2026"


def test_an_unknown_zone_reads_as_utc() -> None:
    """A zone this machine does not know never breaks a page."""
    assert exact(NOW, "Mars/Olympus", EN) == "21 Nov 2026, 18:04 UTC"


def test_a_machine_reads_utc() -> None:
    """`<time datetime>` is UTC, to the second."""
    assert machine_time(NOW) == "2026-11-21T18:04:00Z"
