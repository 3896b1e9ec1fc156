"""Times the remedies of a refusal, with its reasons, in one process: median, 99th percentile, and beside one `decide`.

Run it with the product's Python: `python -m benchmarks.remedies_bench [CASES]`.
"""

import gc
import sys
import time
from collections.abc import Callable, Sequence
from random import Random
from statistics import median

from msgspec import Struct

from admittance.core.decide import decide
from admittance.core.remedies.search import remedies
from benchmarks.remedies_worlds import make_refusals, make_terms

SEED = 20_270_301
CASES = 1_000
ROUNDS = 7
P99_LIMIT_MS, P99_GOAL_MS = 5.0, 1.0


class RemedyTimes(Struct, frozen=True):
    """Milliseconds for each case: the middle of its rounds. `found`: remedies in the mean answer. `cut`: answers."""

    remedies: Sequence[float]
    decide: Sequence[float]
    found: float
    cut: int

    @property
    def median(self) -> float:
        """Of the remedies with their reasons."""
        return median(self.remedies)

    @property
    def p99(self) -> float:
        """The same, for the 99th of a hundred."""
        return percentile(self.remedies, 0.99)

    @property
    def beside(self) -> float:
        """How many decisions with reasons take as long as one with its remedies."""
        return median(mine / other for mine, other in zip(self.remedies, self.decide, strict=True))

    @property
    def reached(self) -> bool:
        """Whether the limit is kept."""
        return self.p99 < P99_LIMIT_MS

    @property
    def missed_text(self) -> str:
        """For a table, where the limit is not kept."""
        return "" if self.reached else ", missed"

    def lines(self) -> list[str]:
        """For the terminal."""
        return [
            f"{len(self.remedies)} refusals, {self.found:.1f} remedies in the mean, {self.cut} cut short",
            f"remedies with reasons: median {self.median:.2f} ms, p99 {self.p99:.2f} ms, "
            f"most {max(self.remedies):.2f} ms (limit for p99 {P99_LIMIT_MS:g} ms, aim {P99_GOAL_MS:g} ms)",
            f"as long as {self.beside:.0f} decisions with reasons (median {median(self.decide) * 1000:.0f} µs)",
        ]


def time_remedies(cases: int = CASES, rounds: int = ROUNDS) -> RemedyTimes:
    """Rounds over all cases, in processor time, which nothing waits in. The middle round of each case counts."""
    rng = Random(SEED)
    terms = make_terms(rng)
    refusals = make_refusals(terms, rng, cases)
    policy = terms.policy

    def answer(n: int) -> object:
        one = refusals[n]
        return decide(policy, one.question), remedies(terms, one.question, one.subscriptions, one.colleagues)

    found = [remedies(terms, one.question, one.subscriptions, one.colleagues) for one in refusals]
    with_reasons = _milliseconds(answer, cases, rounds)
    alone = _milliseconds(lambda n: decide(policy, refusals[n].question), cases, rounds)
    return RemedyTimes(with_reasons, alone, sum(len(one.found) for one in found) / cases, sum(one.cut for one in found))


def percentile(times: Sequence[float], share: float) -> float:
    """The time that `share` of all do not exceed."""
    return sorted(times)[min(len(times) - 1, int(share * len(times)))]


def _milliseconds(act: Callable[[int], object], cases: int, rounds: int) -> list[float]:
    gc.collect()
    gc.freeze()
    times: list[list[float]] = [[] for _ in range(cases)]
    for _ in range(rounds):
        for n in range(cases):
            start = time.process_time()
            act(n)
            times[n].append((time.process_time() - start) * 1000)
    gc.unfreeze()
    return [median(some) for some in times]


if __name__ == "__main__":
    print("\n".join(time_remedies(int(sys.argv[1]) if len(sys.argv) > 1 else CASES).lines()))
