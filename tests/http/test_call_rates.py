"""How often an app may call."""

from hypothesis import given
from hypothesis import strategies as st

from admittance.http.call_rates import Allowed, CallRates, RatePolicy, TooOften

ROLLING, SEARCH = RatePolicy.ROLLING, RatePolicy.SEARCH


def test_calls_are_counted_down_and_then_refused() -> None:
    """Each call leaves one fewer; one too many waits until the oldest is a window old, and does not count itself."""
    rates = CallRates()
    assert [rates.call(ROLLING, 1, 1, 3, at) for at in (0, 10, 20)] == [Allowed(2), Allowed(1), Allowed(0)]
    for _ in range(5):
        assert rates.call(ROLLING, 1, 1, 3, 4_000) == TooOften(6_000)
    assert rates.call(ROLLING, 1, 1, 3, 9_999) == TooOften(1)
    assert rates.call(ROLLING, 1, 1, 3, 10_000) == Allowed(0)


def test_accounts_apps_and_policies_count_apart() -> None:
    """One app's calls in one account take nothing from another app's, another account's, or from searches."""
    rates = CallRates()
    for pair in ((1, 1), (1, 2), (2, 1)):
        assert rates.call(ROLLING, *pair, 1, 0) == Allowed(0)
        assert rates.call(SEARCH, *pair, 1, 0) == Allowed(0)
    assert rates.call(SEARCH, 1, 1, 1, 999) == TooOften(1)
    assert rates.call(SEARCH, 1, 1, 1, 1_000) == Allowed(0)


def test_who_is_quiet_is_forgotten() -> None:
    """What is kept is of the last window: a million pairs in turn leave only those that just called."""
    rates = CallRates()
    for number in range(20_000):
        rates.call(ROLLING, number, 1, 5, number * 100)
    assert len(rates._calls[ROLLING]) <= 101


@given(st.lists(st.integers(0, 3_000), max_size=60), st.integers(1, 4))
def test_no_window_holds_more_than_the_limit(steps: list[int], limit: int) -> None:
    """However calls are spaced, in any ten seconds at most `limit` are let in; whoever waits as told is let in."""
    rates, now = CallRates(), 0
    let_in: list[int] = []
    for step in steps:
        now += step
        said = rates.call(ROLLING, 1, 1, limit, now)
        if isinstance(said, TooOften):
            now += said.wait
            assert isinstance(rates.call(ROLLING, 1, 1, limit, now), Allowed)
        let_in.append(now)
    assert all(sum(1 for at in let_in if start <= at < start + 10_000) <= limit for start in let_in)
