"""Which records of an account a person's right reaches (product section 3: None, Owned, Team, All)."""

from msgspec import Struct

from admittance.core.levels import Level

_EVERYTHING = frozenset({Level.ALL, Level.ON})
_NOTHING = frozenset({Level.NONE, Level.OFF})


class Reach(Struct, frozen=True):
    """A right over one kind of record. `owners` are the user ids whose records it covers at Owned and Team: the person,
    or everybody in the person's team. `unassigned`: records that nobody owns, too.
    """

    level: Level
    owners: frozenset[int] = frozenset()
    unassigned: bool = False

    @property
    def everything(self) -> bool:
        """Whether no record is left out."""
        return self.level in _EVERYTHING

    @property
    def nothing(self) -> bool:
        """Whether every record is left out."""
        return self.level in _NOTHING

    def covers(self, owner: int | None) -> bool:
        """Whether a record of `owner` (None: nobody's) is within reach."""
        if self.everything or self.nothing:
            return self.everything
        return self.unassigned if owner is None else owner in self.owners


def reach(level: Level, user_id: int, team: frozenset[int], *, unassigned: bool = False) -> Reach:
    """The reach of a right held at `level` by `user_id`, whose team is `team` (without one: empty)."""
    match level:
        case Level.OWNED:
            return Reach(level, frozenset({user_id}), unassigned)
        case Level.TEAM:
            return Reach(level, team | {user_id}, unassigned)
        case Level.NONE | Level.OFF | Level.ALL | Level.ON:
            return Reach(level)


def narrower(one: Reach, other: Reach) -> Reach:
    """What both cover: nobody changes a record that they may not see."""
    if one.nothing or other.everything:
        return one
    if other.nothing or one.everything:
        return other
    return Reach(Level.TEAM, one.owners & other.owners, one.unassigned and other.unassigned)
