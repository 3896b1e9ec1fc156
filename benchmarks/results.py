"""The page `RESULTS.md` and the lines on the terminal."""

from collections.abc import Iterable, Mapping, Sequence
from statistics import median

from msgspec import Struct

from benchmarks.contestants import Contestant
from benchmarks.crm_bench import CrmTimes
from benchmarks.crm_page import crm_lines, crm_part
from benchmarks.decide_timing import DecideTimes
from benchmarks.goals import DECIDE_OVER_CEDAR, HTTP, Judged
from benchmarks.load import Round
from benchmarks.remedies_bench import P99_GOAL_MS, P99_LIMIT_MS, RemedyTimes
from benchmarks.remedies_worlds import ALTERNATIVES, APP_SCOPES, SCOPES, UNMET
from benchmarks.rounds import Rounds, rates, ratio
from benchmarks.wire import Workload


class Run(Struct, frozen=True, kw_only=True):
    """Everything one run found. A part is None where only others were measured."""

    machine: Mapping[str, str]
    settings: str
    ours: Sequence[Contestant]
    peers: Sequence[Contestant]
    http: Rounds | None
    resident: Mapping[str, float | None]
    decide: DecideTimes | None
    remedies: RemedyTimes | None = None
    crm: CrmTimes | None = None


_CEDAR_URL = ("cedarpy, URL as context", "cedarpy, a request per scope")
_CASBIN = ("casbin, a request per scope", "casbin, a request per name")


def decide_ratios(times: DecideTimes) -> list[Judged]:
    """Like with like: the same things are prepared on both sides, and the peer's fastest way counts."""
    cedar, casbin = times.fastest(*_CEDAR_URL), times.fastest(*_CASBIN)
    return [
        Judged(
            "cedarpy finding the same reasons; everything prepared on both sides",
            times.ratio("decide, prepared", "cedarpy, the same reasons"),
            DECIDE_OVER_CEDAR,
        ),
        Judged(
            "cedarpy saying yes or no; everything prepared on both sides",
            times.ratio("decide, prepared", "cedarpy, prepared"),
        ),
        Judged(
            f"cedarpy saying yes or no; the URL arrives with the request ({cedar})",
            times.ratio("decide, URL as text", cedar),
        ),
        Judged(
            "cedarpy saying yes or no; person, account and URL arrive as names, only rules are prepared",
            times.ratio("decide, from names", "cedarpy, from names"),
        ),
        Judged(
            f"casbin saying yes or no; the URL arrives with the request ({casbin})",
            times.ratio("decide, URL as text", casbin),
        ),
    ]


def http_ratios(run: Run) -> list[Judged]:
    """Each of ours to each peer in each workload."""
    if run.http is None:
        return []
    return [
        Judged(
            f"{workload}: {mine.name} to {peer.name}",
            ratio(rates(rounds[mine.key]), rates(rounds[peer.key])),
            HTTP[peer.key][workload],
        )
        for workload, rounds in run.http.items()
        for peer in run.peers
        for mine in run.ours
    ]


def lines(run: Run) -> list[str]:
    """The ratios, for the terminal."""
    judged = http_ratios(run) + (decide_ratios(run.decide) if run.decide else [])
    shown = [f"{one.what:<100} {one.ratio!s:>20}  {one.goal_text}" for one in judged]
    shown += run.remedies.lines() if run.remedies else []
    return shown + (crm_lines(run.crm) if run.crm else [])


def page(run: Run, before: str = "") -> str:
    """RESULTS.md. A part that this run did not measure stays as it is in `before`, the page so far."""
    kept = _parts_of(before)
    return "\n".join([_TOP, *(part for name in _ORDER if (part := _written(run, name) or kept.get(name, "")))])


_HTTP, _DECIDE, _REMEDIES, _CRM = "## Token endpoint and introspection", "## The decision", "## Remedies", "## Contacts"
_ORDER = (_HTTP, _DECIDE, _REMEDIES, _CRM)
_WITH_PEERS = (_HTTP, _DECIDE)


def _parts_of(before: str) -> dict[str, str]:
    """Each part by its heading; one that does not say when it was measured is left out."""
    found = [f"## {text}".rstrip("\n") + "\n" for text in before.split("\n## ")[1:]]
    return {part.partition("\n")[0]: part for part in found if "\n| Commit |" in part}


def _written(run: Run, name: str) -> str:
    """The part with that heading, where and when it was measured first; empty when this run did not measure it."""
    text = ""
    if name == _HTTP and run.http is not None:
        text = f"{run.settings}\n\n{_http(run, run.http)}"
    elif name == _DECIDE and run.decide is not None:
        text = _decide(run.decide)
    elif name == _REMEDIES and run.remedies is not None:
        text = _remedies(run.remedies)
    elif name == _CRM and run.crm is not None:
        text = crm_part(run.crm)
    where = [(what, said) for what, said in run.machine.items() if name in _WITH_PEERS or what not in ("Node", "Peers")]
    return f"{name}\n\n{_table(['', ''], where)}\n{text}" if text else ""


_TOP = """# Results

Written by `make bench`; change nothing here by hand. How the numbers are made, and what is fair about it:
[README.md](README.md). Parts can be measured on their own: each says when, where and at which commit it was.

**How to read them.** A ratio says how many times as many right answers Admittance gave as the peer in the same time.
The two were measured within seconds of each other, over and over: the middle of all rounds is given, and in brackets
the lowest and the highest. Ratios travel from machine to machine, absolute numbers do not; those at the end of each
part are there to check the ratios with, and for nothing else.
"""


def _http(run: Run, rounds: Rounds) -> str:
    parts: list[str] = []
    for mine in run.ours:
        rows = [[peer.name, *(_ratio_cell(run, workload, mine, peer) for workload in rounds)] for peer in run.peers]
        parts.append(_table([f"{mine.name} to", *rounds], rows))
    parts.append(_goals_http())
    everyone = [*run.ours, *run.peers]
    parts.append("Who ran how:\n\n" + "\n".join(f"* **{one.name}**: {one.how}." for one in everyone) + "\n")
    parts.append("What the ratios were made of, right answers per second (99th percentile of the delay in ms):\n")
    parts.append(
        _table(
            ["", *rounds, "resident MB"],
            [
                [
                    one.name,
                    *(_absolute(rounds[workload][one.key]) for workload in rounds),
                    _mb(run.resident.get(one.key)),
                ]
                for one in everyone
            ],
        )
    )
    parts.append(
        "Processor time for one answer, all processes of the server, in microseconds: it depends less than anything "
        "else here on what the machine does besides.\n"
    )
    rows = [[one.name, *(_processor(rounds[workload][one.key]) for workload in rounds)] for one in everyone]
    parts.append(_table(["", *rounds], rows))
    share = max(turn.generator_share for found in rounds.values() for turns in found.values() for turn in turns)
    parts.append(f"The load generator used at most {share:.0%} of one core in a round.\n")
    return "\n".join(parts)


def _goals_http() -> str:
    python, memory = next(iter(HTTP.values())), list(HTTP.values())[-1]
    wanted = ", ".join(f"{workload} ≥ {goal:g}" for workload, goal in memory.items())
    return (
        f"Goals: ≥ {python[Workload.REFRESH]:g} against both Python peers; against oidc-provider in memory {wanted}.\n"
    )


def _ratio_cell(run: Run, workload: Workload, mine: Contestant, peer: Contestant) -> str:
    assert run.http is not None
    found = Judged(
        "", ratio(rates(run.http[workload][mine.key]), rates(run.http[workload][peer.key])), HTTP[peer.key][workload]
    )
    return f"{found.ratio}" if found.reached else f"{found.ratio} — goal missed"


def _absolute(rounds: Sequence[Round]) -> str:
    return f"{median(rates(rounds)):,.0f} ({median(turn.p99 for turn in rounds):.0f})"


def _processor(rounds: Sequence[Round]) -> str:
    spent = [turn.server_s / turn.answers for turn in rounds if turn.server_s is not None]
    return f"{median(spent) * 1e6:,.0f}" if spent else ""


def _mb(size: float | None) -> str:
    return "" if size is None else f"{size:.0f}"


def _decide(times: DecideTimes) -> str:
    rows = [[one.what, str(one.ratio), one.goal_text] for one in decide_ratios(times)]
    absolute = [[engine, f"{times.microseconds(engine):.1f}"] for engine in times.seconds]
    return "\n".join(
        [
            f"{times.worlds} cases from a fixed seed, half granted and half refused; a refusal of ours carries "
            f"{times.reasons:.1f} reasons on average. All engines agreed on every verdict, and Cedar on every missing "
            "right and tool, before any was timed.\n",
            _table(["`decide` with all reasons to", "ratio", "goal"], rows),
            "What the ratios were made of, microseconds a decision:\n",
            _table(["", "µs"], absolute),
            f"New cases, each decided a single time by a policy just compiled: {times.once * 1e6:.1f} µs.\n",
        ]
    )


def _remedies(times: RemedyTimes) -> str:
    rows = [
        ["median", f"{times.median:.2f}", ""],
        ["99th percentile", f"{times.p99:.2f}", f"< {P99_LIMIT_MS:g}, aim {P99_GOAL_MS:g}{times.missed_text}"],
        ["the longest", f"{max(times.remedies):.2f}", ""],
    ]
    return "\n".join(
        [
            f"{len(times.remedies):,} refusals from a fixed seed: an app of {APP_SCOPES} scopes in a catalogue of "
            f"{SCOPES}, up to {ALTERNATIVES} alternatives a scope, up to {UNMET} scopes unmet, every third link with "
            f"mistakes. {times.found:.1f} remedies in the mean answer, {times.cut} answers cut short. One process, "
            "processor time, each refusal's middle round. No peer computes these; our own decision is beside them.\n",
            _table(["the decision with all reasons, and its remedies", "ms", "goal"], rows),
            f"As long as {times.beside:.0f} decisions with all reasons.\n",
        ]
    )


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    shown = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in shown) + "\n"
