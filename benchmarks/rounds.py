"""Rounds in turn, and the ratios between neighbours."""

from collections.abc import Callable, Mapping, Sequence
from statistics import median

from msgspec import Struct
from msgspec.structs import replace

from benchmarks.contestants import Running
from benchmarks.load import Load, Round
from benchmarks.serving import processor_s
from benchmarks.wire import Workload, requests_of

WARM_UP_S = 1.5
"""Before the first round of each workload: Node compiles what it runs often, the Pythons fill their caches."""

Rounds = Mapping[Workload, Mapping[str, Sequence[Round]]]
"""Workload -> contestant key -> its rounds, in time order."""


class Ratio(Struct, frozen=True):
    """How many times as fast, over all pairs of rounds."""

    median: float
    lowest: float
    highest: float

    def __str__(self) -> str:
        return f"{_short(self.median)} ({_short(self.lowest)}–{_short(self.highest)})"


def _short(ratio: float) -> str:
    return f"{ratio:.2f}" if ratio < 3 else f"{ratio:.1f}" if ratio < 20 else f"{ratio:.0f}"


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> Ratio:
    """Round by round, because both of a pair met the same machine."""
    pairs = [mine / other for mine, other in zip(ours, theirs, strict=True)]
    return Ratio(median(pairs), min(pairs), max(pairs))


def rates(rounds: Sequence[Round]) -> list[float]:
    """Right answers per second of each round."""
    return [one.rate for one in rounds]


def measure(
    running: Sequence[Running], *, rounds: int, seconds: float, connections: int, tell: Callable[[str], None]
) -> Rounds:
    """A short round each to warm up, then `rounds` of each workload, A B C C B A, so that drift hits all alike."""
    loads = {
        (workload, one.contestant.key): Load(
            workload, one.server.port, requests_of(workload, one.contestant.paths, one.pools)
        )
        for workload in Workload
        for one in running
    }
    for load in loads.values():
        load.round(WARM_UP_S, connections)
    done: dict[Workload, dict[str, list[Round]]] = {
        workload: {one.contestant.key: [] for one in running} for workload in Workload
    }
    for turn in range(rounds):
        for workload in Workload:
            for one in running if turn % 2 == 0 else reversed(running):
                key = one.contestant.key
                done[workload][key].append(_watched(one, loads[workload, key], seconds, connections))
            tell(f"round {turn + 1} of {rounds}, {workload}: " + _line(running, done[workload]))
    return done


def _watched(one: Running, load: Load, seconds: float, connections: int) -> Round:
    before = processor_s(one.server.pid)
    found = load.round(seconds, connections)
    after = processor_s(one.server.pid)
    return found if before is None or after is None else replace(found, server_s=after - before)


def _line(running: Sequence[Running], done: Mapping[str, Sequence[Round]]) -> str:
    return ", ".join(f"{one.contestant.name} {done[one.contestant.key][-1].rate:,.0f}/s" for one in running)
