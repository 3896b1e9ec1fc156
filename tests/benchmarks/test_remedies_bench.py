"""What is said of the remedies' times."""

from msgspec.structs import replace

from benchmarks.remedies_bench import P99_LIMIT_MS, RemedyTimes, percentile, time_remedies
from benchmarks.results import Run, lines, page


def test_percentile() -> None:
    """So many of all times are no longer."""
    assert percentile([3.0, 1.0, 2.0], 0.5) == 2.0
    assert percentile([float(n) for n in range(1, 101)], 0.99) == 100.0


def test_each_refusal_has_remedies_and_is_timed() -> None:
    """The worlds are refusals that can be mended, each with its time."""
    times = time_remedies(cases=6, rounds=1)
    assert (len(times.remedies), len(times.decide)) == (6, 6)
    assert times.found >= 1


def test_the_page_says_how_long_remedies_take_and_whether_that_is_a_goal_missed() -> None:
    """RESULTS.md and the terminal have the figures; the limit counts, not the aim."""
    times = RemedyTimes(remedies=[1.25, 2.5], decide=[0.125, 0.25], found=3.5, cut=1)
    run = Run(machine={}, settings="", ours=[], peers=[], http=None, resident={}, decide=None, remedies=times)
    assert times.reached
    assert "| 99th percentile | 2.50 | < 5, aim 1 |" in page(run)
    assert "As long as 10 decisions" in page(run)
    assert any("p99 2.50 ms" in line for line in lines(run))
    slow = replace(times, remedies=[P99_LIMIT_MS, P99_LIMIT_MS])
    assert not slow.reached
    assert "aim 1, missed" in page(replace(run, remedies=slow))
