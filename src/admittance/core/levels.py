"""How far a permission reaches: None, Owned, Team, All for records; Off, On for everything else."""

from enum import StrEnum


class Level(StrEnum):
    """One step of a permission. `NONE` and `OFF` are the absence of the permission and are never stored."""

    NONE = "none"
    OWNED = "owned"
    TEAM = "team"
    ALL = "all"
    OFF = "off"
    ON = "on"


class Ladder(StrEnum):
    """The two kinds of permission, by the levels they know."""

    RECORDS = "records"
    SWITCH = "switch"

    @property
    def levels(self) -> tuple[Level, ...]:
        """All levels in rising order, the absent one first."""
        return _RECORDS if self is Ladder.RECORDS else _SWITCH


_RECORDS = (Level.NONE, Level.OWNED, Level.TEAM, Level.ALL)
_SWITCH = (Level.OFF, Level.ON)
