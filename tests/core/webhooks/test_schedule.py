"""When a webhook is tried again."""

from admittance.core.lifetimes import DAY, HOUR
from admittance.core.webhooks.schedule import MOST_ATTEMPTS, batch_size, next_attempt_at

NOW = 1_800_000_000_000


def test_ten_attempts_take_about_a_day() -> None:
    """Each pause is longer than the one before; with the tenth attempt it ends."""
    pauses = [next_attempt_at(failed, 0, 0.5) for failed in range(1, MOST_ATTEMPTS)]
    known = [pause for pause in pauses if pause is not None]
    assert (len(known), known) == (9, sorted(set(known)))
    assert DAY - HOUR < sum(known) < DAY + HOUR
    assert next_attempt_at(MOST_ATTEMPTS, NOW, 0.5) is None


def test_chance_spreads_the_pauses() -> None:
    """What failed together comes back within a fifth around the pause, not all at once."""
    earliest, middle, latest = (next_attempt_at(3, 0, chance) or 0 for chance in (0.0, 0.5, 1.0))
    assert (earliest, latest) == (int(middle * 0.8), int(middle * 1.2))


def test_a_receiver_can_ask_for_longer_and_not_for_shorter() -> None:
    """Retry-After makes a pause longer, up to a day."""
    usual = next_attempt_at(1, NOW, 0.5)
    assert next_attempt_at(1, NOW, 0.5, retry_after=1_000) == usual
    assert next_attempt_at(1, NOW, 0.5, retry_after=HOUR) == NOW + HOUR
    assert next_attempt_at(1, NOW, 0.5, retry_after=30 * DAY) == NOW + DAY


def test_what_failed_goes_in_smaller_parts() -> None:
    """A fifth each time, down to one."""
    assert [batch_size(attempts, 100) for attempts in range(5)] == [100, 20, 4, 1, 1]
    assert batch_size(MOST_ATTEMPTS, 100) == 1
