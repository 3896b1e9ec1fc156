"""What an approval would make of a person's rights, and whether the approver may give it (product section 3)."""

from collections.abc import Mapping
from typing import TypeAlias, assert_never

from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.model import Catalogue
from admittance.core.levels import Level
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.requirements import Right
from admittance.usecases.approval import Approval, GiveRights, GiveSet, GiveSuperAdmin, LendRights, LendSuperAdmin
from admittance.usecases.case_records import LONGEST_ELEVATION
from admittance.usecases.question import rights_of
from admittance.usecases.records import Membership


class MayNotGive(Struct, frozen=True):
    """The approver does not hold `rights`, so they cannot give them; nothing was given."""

    rights: tuple[Right, ...]


class OnlySuperAdmins(Struct, frozen=True):
    """Only a Super Admin makes one, for good or for a while; nothing was given."""


class NoSuchRights(Struct, frozen=True):
    """The catalogue has no such permission, level or permission set; nothing was given."""


class LastsTooLong(Struct, frozen=True):
    """An elevation lasts at least a moment and `most` milliseconds at most; nothing was given."""

    most: int = LONGEST_ELEVATION


class Gift(Struct, frozen=True):
    """`after` is the mask that a decision would see. `membership` is the changed one, None for an elevation."""

    after: int
    membership: Membership | None
    lent: Mapping[str, Level] = {}


WhyNotGiven: TypeAlias = MayNotGive | OnlySuperAdmins | NoSuchRights | LastsTooLong


def gift(catalogue: Catalogue, membership: Membership, giver: Membership, approval: Approval) -> Gift | WhyNotGiven:
    """What `approval` makes of `membership`, if `giver` may give it. Super Admins stay what they are."""
    policy = catalogue.policy
    if isinstance(approval, LendRights | LendSuperAdmin) and not 0 < approval.lasts <= LONGEST_ELEVATION:
        return LastsTooLong()
    match approval:
        case GiveRights():
            return _added(policy, membership, giver, approval.rights, lend=False)
        case LendRights():
            return _added(policy, membership, giver, approval.rights, lend=True)
        case GiveSet():
            return _assigned(catalogue, membership, giver, approval.permission_set)
        case GiveSuperAdmin():
            # The person's own rights stay stored beneath, and come back when it is removed.
            crowned = replace(membership, super_admin=True)
            return Gift(EVERY_RIGHT, crowned) if giver.super_admin else OnlySuperAdmins()
        case LendSuperAdmin():
            return Gift(EVERY_RIGHT, None) if giver.super_admin else OnlySuperAdmins()
        case _:
            assert_never(approval)


def _added(
    policy: Policy, membership: Membership, giver: Membership, rights: tuple[Right, ...], *, lend: bool
) -> Gift | WhyNotGiven:
    if not rights or not all(policy.rights({right.permission: right.level}) for right in rights):
        return NoSuchRights()
    given = _highest(policy, {}, rights)
    if missing := _not_held(policy, membership, giver, given):
        return MayNotGive(missing)
    own = rights_of(policy, membership)
    if lend:
        return Gift(own | policy.rights(given), None, given)
    raised = replace(membership, permission_set=None, rights=_highest(policy, membership.rights, rights))
    return Gift(rights_of(policy, raised), raised)


def _assigned(
    catalogue: Catalogue, membership: Membership, giver: Membership, permission_set: str
) -> Gift | WhyNotGiven:
    chosen = catalogue.sets.get(permission_set)
    if chosen is None:
        return NoSuchRights()
    if missing := _not_held(catalogue.policy, membership, giver, chosen.grants):
        return MayNotGive(missing)
    assigned = replace(membership, permission_set=permission_set, rights=chosen.grants)
    return Gift(rights_of(catalogue.policy, assigned), assigned)


def _highest(policy: Policy, held: Mapping[str, Level], added: tuple[Right, ...]) -> dict[str, Level]:
    """`held` with what `added` raises, never lowered."""
    highest = dict(held)
    for right in added:
        level = highest.get(right.permission)
        if level is None or policy.rights({right.permission: right.level}) & ~policy.rights({right.permission: level}):
            highest[right.permission] = right.level
    return highest


def _not_held(
    policy: Policy, membership: Membership, giver: Membership, given: Mapping[str, Level]
) -> tuple[Right, ...]:
    """Of `given`, what is new to the person and the giver does not hold, with all that it implies."""
    kept = rights_of(policy, membership) | rights_of(policy, giver)
    return tuple(Right(name, level) for name, level in given.items() if policy.rights({name: level}) & ~kept)
