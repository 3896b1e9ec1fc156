"""Permissions as a search sees them: each level a bit, with its weight and all that it implies."""

from collections.abc import Mapping
from itertools import pairwise

from msgspec import Struct

from admittance.core.levels import Ladder, Level
from admittance.core.policy import EVERY_RIGHT, Policy, union
from admittance.core.remedies.bits import above, places, weigher
from admittance.core.remedies.joins import Space
from admittance.core.remedies.remedy import RightChange
from admittance.core.requirements import Right


class Rung(Struct, frozen=True):
    """One level of one permission. `below`: the level under it. `own`: its bits and those below. `implied`: the bits of
    other permissions that come along.
    """

    right: Right
    below: Level
    own: int
    implied: int


class RightTerms(Struct, frozen=True, eq=False):
    """`every`: the bits of all permissions. `ladder`: what each bit stands for, by the bit's place.

    The space weighs added privilege.
    """

    every: int
    ladder: tuple[Rung, ...]
    space: Space

    def raised(self, added: int) -> tuple[tuple[Right, ...], tuple[RightChange, ...]]:
        """The fewest rights that bring all of `added` along, those that none of the others implies; and every
        permission that is raised by them. Both in the catalogue's order.
        """
        spans = self._spans(added)
        implied = union([high.implied for _, high in spans])
        to_set = [high.right for _, high in spans if high.own & implied != high.own]
        raised = [RightChange(high.right.permission, low.below, high.right.level) for low, high in spans]
        return tuple(to_set), tuple(raised)

    def lowered(self, lost: int) -> tuple[RightChange, ...]:
        """The permissions that lose the bits of `lost`, in the catalogue's order."""
        spans = self._spans(lost)
        return tuple([RightChange(high.right.permission, high.right.level, low.below) for low, high in spans])

    def _spans(self, mask: int) -> list[tuple[Rung, Rung]]:
        """The lowest and the highest rung of each permission in `mask`."""
        spans: dict[str, tuple[Rung, Rung]] = {}
        for place in places(mask):
            rung = self.ladder[place]
            name = rung.right.permission
            spans[name] = (spans[name][0] if name in spans else rung, rung)
        return list(spans.values())


def right_terms(policy: Policy, weights: Mapping[str, int]) -> RightTerms:
    """Raises KeyError where a permission has no weight, ValueError where one is below 0."""
    ladder = [
        _rung(policy, Right(name, level), below)
        for name, top in policy.held(EVERY_RIGHT).items()
        for below, level in pairwise((Ladder.RECORDS if top is Level.ALL else Ladder.SWITCH).levels)
    ]
    ladder.sort(key=lambda rung: rung.own)
    # INVARIANT: the policy gives each level one bit, without gaps, so a bit's place is its number on this ladder.
    assert [rung.own.bit_length() - 1 for rung in ladder] == list(range(len(ladder)))
    if any(weights[rung.right.permission] < 0 for rung in ladder):
        raise ValueError("a permission weighs less than nothing")
    # Level by level: Owned counts once, Team twice, All three times, as each is one bit more.
    weigh = weigher([weights[rung.right.permission] for rung in ladder])
    closures = [rung.own | rung.implied for rung in ladder]
    return RightTerms((1 << len(ladder)) - 1, tuple(ladder), Space(weigh, above(closures)))


def _rung(policy: Policy, right: Right, below: Level) -> Rung:
    own = policy.right_mask(right)
    return Rung(right, below, own, policy.rights({right.permission: right.level}) & ~own)
