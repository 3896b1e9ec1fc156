"""Back-off after failures (attack case 60)."""

from admittance.http.backoff import (
    FIRST_WAIT,
    FORGOTTEN_AFTER,
    FREE_FAILURES,
    LONGEST_WAIT,
    MOST_KEYS,
    Backoff,
)

NOW = 1_800_000_000_000


def failing(times: int, who: str = "maria", address: str = "192.0.2.1") -> Backoff:
    """A back-off after so many failures at once."""
    backoff = Backoff()
    for _ in range(times):
        backoff.failed(who, address, NOW)
    return backoff


def test_nine_failures_are_free() -> None:
    """Up to nine wrong tries nobody waits."""
    assert failing(FREE_FAILURES - 1).wait("maria", "192.0.2.1", NOW) == 0


def test_from_the_tenth_on_waits_double_up_to_a_quarter_of_an_hour() -> None:
    """Ten failures wait two seconds, eleven four, and no number of them more than fifteen minutes."""
    waits = [failing(count).wait("maria", "192.0.2.1", NOW) for count in (10, 11, 12, 13, 100)]
    assert waits == [FIRST_WAIT, 2 * FIRST_WAIT, 4 * FIRST_WAIT, 8 * FIRST_WAIT, LONGEST_WAIT]


def test_the_wait_passes() -> None:
    """When the time is over the pair may try again: no lock-out lasts."""
    backoff = failing(10)
    assert backoff.wait("maria", "192.0.2.1", NOW + FIRST_WAIT - 1) == 1
    assert backoff.wait("maria", "192.0.2.1", NOW + FIRST_WAIT) == 0


def test_only_the_pair_waits() -> None:
    """The same person from another address, and another person from this one, don't wait."""
    backoff = failing(50)
    assert backoff.wait("maria", "192.0.2.2", NOW) == 0
    assert backoff.wait("jonas", "192.0.2.1", NOW) == 0


def test_a_success_forgives() -> None:
    """After a success the count starts anew."""
    backoff = failing(9)
    backoff.succeeded("maria", "192.0.2.1")
    backoff.failed("maria", "192.0.2.1", NOW)
    assert backoff.wait("maria", "192.0.2.1", NOW) == 0


def test_an_hour_without_failures_forgives() -> None:
    """Old failures don't count."""
    backoff = failing(100)
    backoff.failed("maria", "192.0.2.1", NOW + FORGOTTEN_AFTER)
    assert backoff.wait("maria", "192.0.2.1", NOW + FORGOTTEN_AFTER) == 0


def test_memory_is_bounded() -> None:
    """A flood of made-up names keeps the newest, and no more than the limit."""
    backoff = Backoff()
    for number in range(MOST_KEYS + 10):
        backoff.failed(f"user {number}", "192.0.2.1", NOW)
    assert len(backoff._failures) == MOST_KEYS
