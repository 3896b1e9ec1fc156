"""Permissions as a search sees them: each level a bit, with its weight and all that it implies."""

from collections.abc import Mapping

from msgspec import Struct

from admittance.core.levels import Ladder, Level
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.remedies.bits import places
from admittance.core.remedies.joins import Space, Weigh
from admittance.core.remedies.remedy import RightChange
from admittance.core.requirements import Right


class RightTerms(Struct, frozen=True, eq=False):
    """`every`: the bits of all permissions. `ladder`: the right at which each bit stands, by the bit's place.

    `closed`: a right -> its mask with all that it implies. The space weighs added privilege: `(weight,)`.
    """

    policy: Policy
    every: int
    ladder: tuple[Right, ...]
    closed: Mapping[Right, int]
    space: Space

    def weight(self, mask: int) -> int:
        """The privilege in the bits of `mask`."""
        return self.space.weigh(mask)[0]

    def changes(self, before: int, after: int) -> tuple[RightChange, ...]:
        """Each permission whose level differs, in the catalogue's order."""
        level = self.policy.level
        names = dict.fromkeys([self.ladder[place].permission for place in places(before ^ after)])
        return tuple([RightChange(name, level(before, name), level(after, name)) for name in names])

    def to_set(self, added: tuple[RightChange, ...]) -> tuple[Right, ...]:
        """The fewest rights that bring all of `added` along: those that none of the others implies."""
        rights = [
            (right, self.policy.right_mask(right)) for right in [Right(one.permission, one.after) for one in added]
        ]
        implied = 0
        for right, own in rights:
            implied |= self.closed[right] & ~own
        return tuple([right for right, own in rights if own & implied != own])


def right_terms(policy: Policy, weights: Mapping[str, int]) -> RightTerms:
    """Raises KeyError where a permission has no weight, ValueError where one is below 0."""
    ladder = sorted(
        (
            Right(name, level)
            for name, top in policy.held(EVERY_RIGHT).items()
            for level in (Ladder.RECORDS if top is Level.ALL else Ladder.SWITCH).levels[1:]
        ),
        key=policy.right_mask,
    )
    # INVARIANT: the policy gives each level one bit, without gaps, so a bit's place is its number on this ladder.
    assert [policy.right_mask(right).bit_length() - 1 for right in ladder] == list(range(len(ladder)))
    if any(weights[right.permission] < 0 for right in ladder):
        raise ValueError("a permission weighs less than nothing")
    closed = {right: policy.rights({right.permission: right.level}) for right in ladder}
    closures = {1 << place: closed[right] for place, right in enumerate(ladder)}
    weigh = _weigh([weights[right.permission] for right in ladder])
    return RightTerms(policy, (1 << len(ladder)) - 1, tuple(ladder), closed, Space(weigh, closures))


def _weigh(weights: list[int]) -> Weigh:
    """Level by level: Owned counts once, Team twice, All three times, as each is one bit more."""
    by_weight: dict[int, int] = {}
    for place, weight in enumerate(weights):
        by_weight[weight] = by_weight.get(weight, 0) | 1 << place
    groups = tuple(by_weight.items())

    def weigh(mask: int) -> tuple[int, ...]:
        return (sum([weight * (mask & bits).bit_count() for weight, bits in groups]),)

    return weigh
