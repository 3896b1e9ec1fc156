"""The part of RESULTS.md about contacts."""

from collections.abc import Iterable, Sequence

from benchmarks.crm_bench import TYPED, TYPED_GOAL_MS, CrmTimes, WorldTimes


def crm_lines(times: CrmTimes) -> list[str]:
    """For the terminal."""
    return [
        f"{world.name}: {one.what}: p50 {one.p50:.1f} ms, p99 {one.p99:.1f} ms{_goal(world, one.what)}"
        for world in times.worlds
        for one in world.timed
    ] + [_import_line(times.worlds[0])]


def crm_part(times: CrmTimes) -> str:
    """The section, below its heading."""
    parts = [
        f"{_import_line(times.worlds[0])}, from a CSV file with `admittance contacts import`: checked, then written "
        "with unique addresses, search index and undo.\n",
        "Over HTTP, one request after another on one connection, milliseconds as the client sees them: p50 and p99. A "
        "query arrives letter by letter.\n",
    ]
    names = [one.what for one in times.worlds[0].timed]
    rows = []
    for place, name in enumerate(names):
        cells = [
            f"{world.timed[place].p50:.1f} / {world.timed[place].p99:.1f}{_goal(world, name)}" for world in times.worlds
        ]
        rows.append([name, *cells])
    rows.append(["resident MB of the server after it", *(_mb(world) for world in times.worlds)])
    parts.append(_table(["", *(world.name for world in times.worlds)], rows))
    parts.append(f"Goal: {TYPED}, which asks for no total, p99 ≤ {TYPED_GOAL_MS:g} ms.\n")
    return "\n".join(parts)


def _import_line(world: WorldTimes) -> str:
    rate = world.contacts / world.filled_s
    return f"{world.contacts:,} contacts imported in {world.filled_s:,.0f} s, {rate:,.0f} a second"


def _goal(world: WorldTimes, what: str) -> str:
    return " — goal missed" if what == TYPED and not world.reached else ""


def _mb(world: WorldTimes) -> str:
    return "" if world.resident_mb is None else f"{world.resident_mb:.0f}"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    shown = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in shown) + "\n"
