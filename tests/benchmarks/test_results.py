"""RESULTS.md: parts are measured on their own, and each says when and where that was."""

from benchmarks.crm_bench import TYPED, CrmTimes, Timed, WorldTimes
from benchmarks.remedies_bench import RemedyTimes
from benchmarks.results import Run, page


def run(commit: str, *, crm: bool = False, remedies: bool = False) -> Run:
    """What a run at `commit` found that measured only those parts."""
    world = WorldTimes(name="a world", contacts=10, filled_s=2.0, timed=[Timed(TYPED, [1.0, 2.0])], resident_mb=60.0)
    return Run(
        machine={"Date": "today", "Commit": commit, "Peers": "somebody 1.0"},
        settings="",
        ours=[],
        peers=[],
        http=None,
        resident={},
        decide=None,
        remedies=RemedyTimes([0.5, 0.7], [0.1, 0.1], 8.0, 0) if remedies else None,
        crm=CrmTimes([world]) if crm else None,
    )


def test_a_part_that_was_not_measured_again_stays() -> None:
    """Each part keeps its own commit; the newest run replaces only what it measured."""
    before = page(run("aaaa", crm=True, remedies=True))
    after = page(run("bbbb", remedies=True), before)

    assert before.count("| Commit | aaaa |") == 2
    remedies, contacts = after.split("## Remedies")[1].split("## Contacts")
    assert "| Commit | bbbb |" in remedies
    assert "| Commit | aaaa |" in contacts
    assert contacts == before.split("## Contacts")[1]
    assert page(run("cccc"), after) == after


def test_a_part_without_a_commit_is_not_kept() -> None:
    """What does not say at which commit it was measured is worth nothing beside parts that do."""
    assert "an old number" not in page(run("bbbb", crm=True), "# Results\n\n## Remedies\n\nan old number\n")


def test_peers_are_named_where_there_are_some() -> None:
    """Contacts and remedies are measured beside nobody."""
    assert "somebody" not in page(run("aaaa", crm=True, remedies=True))
