"""Candidates: remedies still as masks, in the order of product section 4."""

from collections.abc import Collection
from enum import IntEnum

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.remedies.mends import Moves


class Means(IntEnum):
    """What becomes of the installer's rights, the plainest first."""

    GRANT = 0
    ASSIGN_SET = 1
    ELEVATE = 2
    ELEVATE_SUPER_ADMIN = 3
    MAKE_SUPER_ADMIN = 4


class Candidate(Struct, frozen=True, order=True):
    """The order of the fields is the order of remedies: total, and without chance.

    First the product's: a permanent Super Admin `last`; added privilege, on a tie what is not `passing`; plans of
    products already paid for, then cost; people. Then ours: the least trouble for the app's developer, the plainest
    means, and the catalogue's order. `rights` and `plan` are masks of what is added; `permission_set` counts the
    catalogue's sets from 0.
    """

    last: bool
    privilege: int
    passing: bool
    new_products: int
    cost: int
    people: int
    moves: Moves
    means: Means
    permission_set: int
    rights: int
    plan: int


class Hands(Struct, frozen=True, eq=False):
    """The rights masks of those who could help, by duty. `developer`: 1 where the app's developer has a part in it."""

    admins: frozenset[int]
    plan_owners: frozenset[int]
    developer: int

    @property
    def super_admin(self) -> bool:
        """Whether one of them may make a Super Admin."""
        return EVERY_RIGHT in self.admins

    def people(self, must_hold: int, plan: int) -> int:
        """The fewest people for giving `must_hold` and changing the plan by `plan`; 0 is nothing to do.

        Nobody gives what they do not hold (product section 3). A step that no colleague can take still takes somebody.
        """
        if not (must_hold and plan):
            return self.developer + int(bool(must_hold or plan))
        both = any(held & must_hold == must_hold for held in self.admins & self.plan_owners)
        return self.developer + (1 if both else 2)


def hands_of(policy: Policy, colleagues: Collection[int], *, developer: bool) -> Hands:
    """Sort the colleagues' rights masks by what they let do."""
    return Hands(
        frozenset([held for held in colleagues if policy.may(held, Duty.EDIT_PEOPLE)]),
        frozenset([held for held in colleagues if policy.may(held, Duty.EDIT_PLAN)]),
        int(developer),
    )
