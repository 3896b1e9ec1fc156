"""`make bench`: measure side by side, print ratios, write RESULTS.md.

Run it with the product's Python: `python -m benchmarks.run [--quick] [--only PART] [--without PEERS] [--profile]`.
"""

import argparse
import shutil
import signal
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from msgspec.structs import replace

from benchmarks import audit_check, hot_spots
from benchmarks.contestants import OURS, RIVALS, Contestant, Running, start
from benchmarks.crm_bench import CrmTimes, time_crm
from benchmarks.decide_timing import time_decisions
from benchmarks.goals import Judged
from benchmarks.installing import HERE, PEERS, install_node_peer, install_python_peers
from benchmarks.load import CONNECTIONS, WrongAnswerError
from benchmarks.machine import describe, load_now
from benchmarks.proving import prove
from benchmarks.remedies_bench import time_remedies
from benchmarks.results import Run, decide_ratios, http_ratios, lines, page
from benchmarks.rounds import WARM_UP_S, Rounds, measure
from benchmarks.serving import DidNotStartError, resident_mb


class Plan(argparse.Namespace):
    """The command line."""

    quick: bool
    only: str
    without: str
    check: bool
    profile: bool
    results: Path

    @property
    def rounds(self) -> int:
        """Of each workload on each server."""
        return 3 if self.quick else 5

    @property
    def seconds(self) -> float:
        """Of each round."""
        return 1.0 if self.quick else 3.0

    @property
    def decide_seconds(self) -> float:
        """Of each engine in each round."""
        return 0.2 if self.quick else 0.6


def main() -> int:
    """Exit code 0 when every server answered rightly; with --check also every goal must be reached."""
    plan = _read_command_line()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # as an exception, so that the servers are ended too
    try:
        if plan.profile:
            print(hot_spots.profile())
            return 0
        run = _run(plan)
    except (WrongAnswerError, DidNotStartError) as problem:
        print(f"The run failed: {problem}", file=sys.stderr)
        return 1
    before = plan.results.read_text() if plan.results.exists() else ""
    plan.results.write_text(page(run, before))
    print("\n".join(lines(run)))
    print(f"\nWritten to {plan.results}")
    missed = [one.what for one in _judged(run) if not one.reached]
    missed += [world.name for world in run.crm.worlds if not world.reached] if run.crm else []
    missed += ["remedies"] if run.remedies and not run.remedies.reached else []
    return 1 if plan.check and missed else 0


def _judged(run: Run) -> list[Judged]:
    return http_ratios(run) + (decide_ratios(run.decide) if run.decide else [])


def _read_command_line() -> Plan:
    parser = argparse.ArgumentParser(prog="make bench", description="Measure Admittance beside its peers.")
    parser.add_argument(
        "--quick",
        action="store_true",
        help="fewer and shorter rounds and fewer contacts: three minutes instead of half an hour",
    )
    parser.add_argument("--only", choices=("decide", "remedies", "crm", "http"), default="", help="one part alone")
    parser.add_argument("--without", default="", metavar="KEYS", help="servers to leave out, parted by commas")
    parser.add_argument("--check", action="store_true", help="fail when a goal is missed")
    parser.add_argument(
        "--profile", action="store_true", help="instead, show where Admittance's server spends its time"
    )
    parser.add_argument("--results", type=Path, default=HERE / "RESULTS.md", metavar="FILE", help="where to write")
    return parser.parse_args(namespace=Plan())


def _run(plan: Plan) -> Run:
    load = load_now()
    if plan.only not in ("remedies", "crm"):  # these have no peers
        _tell("installing the peers (the first time takes a minute)")
        install_python_peers()
    ours, peers = _chosen(plan, OURS), _chosen(plan, RIVALS)
    decide = remedies = http = crm = None
    resident: dict[str, float | None] = {}
    if plan.only in ("", "decide"):
        _tell("timing decisions")
        decide = time_decisions(plan.rounds, plan.decide_seconds)
    if plan.only in ("", "remedies"):
        _tell("timing remedies")
        remedies = time_remedies(rounds=plan.rounds)
    if plan.only in ("", "crm"):
        crm = _measure_crm(plan)
    if plan.only in ("", "http"):
        install_node_peer()
        http, resident = _measure_http(plan, [*ours, *peers])
    return Run(
        machine=describe(load),
        settings=_settings(plan),
        ours=ours,
        peers=peers,
        http=http,
        resident=resident,
        decide=decide,
        remedies=remedies,
        crm=crm,
    )


def _chosen(plan: Plan, contestants: Sequence[Contestant]) -> list[Contestant]:
    return [one for one in contestants if one.key not in plan.without.split(",")]


def _settings(plan: Plan) -> str:
    return (
        f"{plan.rounds} rounds of {plan.seconds:g} s for each workload on each server, {CONNECTIONS} connections, all "
        "over loopback on this one machine; servers and load generator share its cores."
    )


def _measure_crm(plan: Plan) -> CrmTimes:
    PEERS.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="crm-", dir=PEERS) as directory:
        return time_crm(Path(directory), quick=plan.quick, tell=_tell)


def _measure_http(plan: Plan, contestants: Sequence[Contestant]) -> tuple[Rounds, dict[str, float | None]]:
    directory = Path(tempfile.mkdtemp(prefix="run-", dir=PEERS))
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, directory, ignore_errors=True)
        running = [_started(plan, one, directory, stack) for one in contestants]
        http = measure(running, rounds=plan.rounds, seconds=plan.seconds, connections=CONNECTIONS, tell=_tell)
        resident = {one.contestant.key: resident_mb(one.server.pid) for one in running}
        for one in running:
            one.server.stop()
            if one.contestant in OURS:
                _tell(audit_check.verify(directory / one.contestant.key / "data"))
    return http, resident


def _started(plan: Plan, contestant: Contestant, directory: Path, stack: ExitStack) -> Running:
    _tell(f"filling and starting {contestant.name}")
    seconds = plan.seconds * plan.rounds + WARM_UP_S
    codes = int(contestant.expected * seconds) + 200
    running = start(contestant, directory / contestant.key, codes)
    stack.callback(running.server.stop)
    *codes_left, proof = running.pools.codes
    prove(running, proof)
    return replace(running, pools=replace(running.pools, codes=codes_left))


def _tell(what: str) -> None:
    print(f"· {what}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
