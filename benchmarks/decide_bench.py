"""Times `decide` with all its reasons beside cedarpy and casbin, on the same cases.

Run in the peers' environment with the product's source on the path (`benchmarks.decide_timing` does that); prints JSON.
"""

import gc
import json
import sys
import time
from collections.abc import Callable, Mapping, Sequence

from admittance.catalogue.loader import packaged_catalogue
from admittance.core.decide import Granted, Refused, decide
from admittance.core.policy import Policy
from benchmarks import decide_casbin, decide_cedar
from benchmarks.decide_peer import Case, Reasons, make_case, marketplace_is_asked, reasons_of, url_is_right
from benchmarks.decide_worlds import SEED, Tiers, World, load_catalogue, make_worlds

Ask = Callable[[int], bool]
WORLDS = 200
ONCE = 5_000
"""Cases that are decided a single time, so that nothing remembered from an earlier pass can help."""


def ours_prepared(policy: Policy, worlds: Sequence[World]) -> Ask:
    """Rights and tools are masks and the URL is read; the decision remains."""
    questions = [world.question(policy) for world in worlds]
    return lambda number: type(decide(policy, questions[number])) is Granted


def ours_with_url(policy: Policy, worlds: Sequence[World]) -> Ask:
    """Rights and tools are masks; the URL arrives as text."""
    questions = [world.question(policy) for world in worlds]

    def ask(number: int) -> bool:
        return type(decide(policy, worlds[number].with_url_read(questions[number]))) is Granted

    return ask


def ours_from_names(policy: Policy, worlds: Sequence[World]) -> Ask:
    """Nothing but the catalogue is prepared."""
    return lambda number: type(decide(policy, worlds[number].question(policy))) is Granted


def engines(policy: Policy, worlds: Sequence[World]) -> Mapping[str, Ask]:
    """Everything that is timed, by name."""
    cases = [make_case(policy, world) for world in worlds]
    return {
        "decide, prepared": ours_prepared(policy, worlds),
        "decide, URL as text": ours_with_url(policy, worlds),
        "decide, from names": ours_from_names(policy, worlds),
        "cedarpy, prepared": decide_cedar.one_request_all_parsed(policy, cases),
        "cedarpy, URL as context": decide_cedar.one_request(policy, cases),
        "cedarpy, a request per scope": decide_cedar.one_request_per_scope(policy, cases),
        "cedarpy, the same reasons": _any(decide_cedar.same_reasons(policy, cases), cases),
        "cedarpy, from names": decide_cedar.from_names(policy, cases),
        "casbin, a request per scope": decide_casbin.one_request_per_scope(policy, cases),
        "casbin, a request per name": decide_casbin.one_request_per_name(policy, cases),
    }


def _any(reasons: Callable[[int], Reasons], cases: Sequence[Case]) -> Ask:
    """A yes or no out of reasons: what is asked for all the same."""
    return lambda number: not _refusing(reasons(number), cases[number])


def _refusing(reasons: Reasons, case: Case) -> bool:
    demanded = {*case.demanded, *([""] if marketplace_is_asked(case) else [])}
    return not url_is_right(case) or any(scope in demanded for scope, _, _ in reasons)


def agree_on_reasons(policy: Policy, worlds: Sequence[World]) -> None:
    """What Cedar finds missing when asked often enough is what `decide` says at once."""
    found = decide_cedar.same_reasons(policy, [make_case(policy, world) for world in worlds])
    for number, world in enumerate(worlds):
        expected = reasons_of(policy, decide(policy, world.question(policy)))
        if found(number) != expected:
            raise SystemExit(f"reasons differ on case {number}: {sorted(found(number))}, ours {sorted(expected)}")


def agree(asks: Mapping[str, Ask], worlds: int) -> None:
    """All engines must answer every case alike before any of them is timed."""
    first = next(iter(asks.values()))
    verdicts = [first(number) for number in range(worlds)]
    if not 0.4 < sum(verdicts) / worlds < 0.6:
        raise SystemExit(f"{sum(verdicts)} of {worlds} cases are granted; half should be")
    for name, ask in asks.items():
        wrong = [number for number in range(worlds) if ask(number) is not verdicts[number]]
        if wrong:
            raise SystemExit(f"{name} disagrees on cases {wrong[:10]}")


def seconds_each(ask: Ask, worlds: int, at_least_s: float) -> float:
    """Mean over whole passes through all cases."""
    passes, start = 0, time.perf_counter()
    while True:
        for number in range(worlds):
            ask(number)
        passes += 1
        elapsed = time.perf_counter() - start
        if elapsed >= at_least_s:
            return elapsed / (passes * worlds)


def seconds_once(tiers: Tiers) -> float:
    """A decision of ours in a fresh process's state: a policy just compiled, and each case new to it."""
    worlds = make_worlds(load_catalogue()[0], tiers, ONCE, seed=SEED + 1)
    ask = ours_prepared(packaged_catalogue("default").policy, worlds)
    return seconds_each(ask, ONCE, 0)


def main(rounds: int, at_least_s: float) -> None:
    """Print engine -> seconds a decision, one number a round; the rounds go around all engines in turn."""
    policy, tiers = load_catalogue()
    worlds = make_worlds(policy, tiers, WORLDS)
    asks = engines(policy, worlds)
    agree(asks, WORLDS)
    agree_on_reasons(policy, worlds)
    gc.collect()
    gc.freeze()
    times: dict[str, list[float]] = {name: [] for name in asks}
    for turn in range(rounds + 1):
        for name, ask in asks.items():
            spent = seconds_each(ask, WORLDS, at_least_s if turn else at_least_s / 4)
            if turn:
                times[name].append(spent)
    reasons = [len(decision.reasons) for world in worlds if isinstance(decision := _decided(policy, world), Refused)]
    told = {"worlds": WORLDS, "reasons": sum(reasons) / len(reasons), "once": seconds_once(tiers), "seconds": times}
    print(json.dumps(told))


def _decided(policy: Policy, world: World) -> Granted | Refused:
    return decide(policy, world.question(policy))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
