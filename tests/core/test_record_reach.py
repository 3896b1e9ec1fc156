"""Which records a person's right reaches."""

import pytest

from admittance.core.levels import Level
from admittance.core.record_reach import Reach, narrower, reach

ME, MATE, OTHER = 1, 2, 3
TEAM = frozenset({ME, MATE})


@pytest.mark.parametrize(
    ("level", "covered"),
    [
        (Level.NONE, ()),
        (Level.OWNED, (ME,)),
        (Level.TEAM, (ME, MATE)),
        (Level.ALL, (ME, MATE, OTHER, None)),
        (Level.OFF, ()),
        (Level.ON, (ME, MATE, OTHER, None)),
    ],
)
def test_a_level_reaches_owned_team_or_all(level: Level, covered: tuple[int | None, ...]) -> None:
    """CRM objects with View/Edit/Delete at None/Owned/Team/All; nobody's records are only within All."""
    assert tuple(owner for owner in (ME, MATE, OTHER, None) if reach(level, ME, TEAM).covers(owner)) == covered


def test_unassigned_adds_nobodys_records() -> None:
    """Include unassigned: whoever has any level sees records without an owner too; whoever has none doesn't."""
    assert reach(Level.OWNED, ME, TEAM, unassigned=True).covers(None)
    assert not reach(Level.NONE, ME, TEAM, unassigned=True).covers(None)


def test_without_a_team_team_is_owned() -> None:
    """Somebody in no team has no team mates."""
    assert reach(Level.TEAM, ME, frozenset()) == Reach(Level.TEAM, frozenset({ME}))


@pytest.mark.parametrize("one", [Level.NONE, Level.OWNED, Level.TEAM, Level.ALL])
@pytest.mark.parametrize("other", [Level.NONE, Level.OWNED, Level.TEAM, Level.ALL])
@pytest.mark.parametrize("unassigned", [False, True])
def test_the_narrower_of_two_is_what_both_cover(one: Level, other: Level, unassigned: bool) -> None:
    """Nobody changes a record that they may not see."""
    first, second = reach(one, ME, TEAM, unassigned=unassigned), reach(other, ME, TEAM)
    both = narrower(first, second)
    for owner in (ME, MATE, OTHER, None):
        assert both.covers(owner) == (first.covers(owner) and second.covers(owner)), owner
