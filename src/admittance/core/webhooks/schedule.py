"""When a webhook that was not taken is tried again."""

from admittance.core.lifetimes import DAY, HOUR, MINUTE, SECOND

_PAUSES = (
    30 * SECOND,
    2 * MINUTE,
    10 * MINUTE,
    30 * MINUTE,
    HOUR,
    2 * HOUR,
    4 * HOUR,
    6 * HOUR,
    10 * HOUR,
)
MOST_ATTEMPTS = len(_PAUSES) + 1
"""Ten, over about a day."""
OLDEST = 3 * DAY
"""An event that is older is not tried again, however few attempts it had: it waited behind others."""
_SPREAD = 0.2


def next_attempt_at(attempts: int, now: int, chance: float, retry_after: int = 0) -> int | None:
    """When to try again after `attempts` failures (1 for the first); None when that was the last.

    `chance` (0 to 1) spreads the pauses by a fifth each way, so that what failed together does not come back together.
    `retry_after` is what the receiver asked for, in ms: it makes a pause longer, up to a day, and never shorter.
    """
    if attempts >= MOST_ATTEMPTS:
        return None
    pause = _PAUSES[attempts - 1] * (1 - _SPREAD + 2 * _SPREAD * chance)
    return now + max(int(pause), min(retry_after, DAY))


def batch_size(attempts: int, most: int) -> int:
    """How many events go together after `attempts` failures: a fifth each time, so that one event which the receiver
    can't take soon fails alone.
    """
    return max(int(most / 5**attempts), 1)
