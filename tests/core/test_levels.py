"""How far a permission reaches."""

from admittance.core.levels import Ladder, Level


def test_the_ladders_rise() -> None:
    """Records: None, Owned, Team, All. A switch: Off, On. The absent level comes first."""
    assert Ladder.RECORDS.levels == (Level.NONE, Level.OWNED, Level.TEAM, Level.ALL)
    assert Ladder.SWITCH.levels == (Level.OFF, Level.ON)


def test_every_level_stands_on_exactly_one_ladder() -> None:
    """No level belongs to two ladders, and none to no ladder."""
    assert sorted(level for ladder in Ladder for level in ladder.levels) == sorted(Level)
