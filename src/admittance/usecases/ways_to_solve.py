"""What somebody may give so that a refused person gets on, the least added privilege first (product section 4).

Each way is tried on the live question with the very rules by which it would be applied: one that is offered suffices.
"""

from collections.abc import Iterator
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.model import Catalogue
from admittance.core.decide import Granted, Question, Refused, decide
from admittance.core.levels import Level
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.reasons import (
    Audience,
    MarketplaceMissing,
    PermissionMissing,
    Reason,
    Shortfall,
    mended_by,
)
from admittance.core.requirements import Right
from admittance.usecases.approval import Approval, GiveRights, GiveSet, GiveSuperAdmin, LendRights, LendSuperAdmin
from admittance.usecases.giving import Gift, gift
from admittance.usecases.records import Membership

Changes: TypeAlias = tuple[Shortfall, ...]
"""Permissions at the level that they get, with the one that was held."""


class WayOut(Struct, frozen=True, kw_only=True):
    """One approval that suffices: what it adds beyond today's rights, and what it takes away. `everything` marks Super
    Admin, whose additions are not listed.
    """

    approval: Approval
    added: Changes = ()
    lost: Changes = ()
    everything: bool = False


class Offer(Struct, frozen=True):
    """The missing permissions, and the ways that the viewer may take. `remaining` is what no permission mends."""

    missing: Changes
    ways: tuple[WayOut, ...]
    remaining: tuple[Reason, ...] = ()


def offer(catalogue: Catalogue, question: Question, person: Membership, viewer: Membership) -> Offer:
    """What `viewer` may give `person`. Nothing is offered where no permission is missing."""
    policy = catalogue.policy
    decision = decide(policy, question)
    reasons = decision.reasons if isinstance(decision, Refused) else ()
    remaining = tuple(reason for reason in reasons if mended_by(reason) is not Audience.ADMIN)
    missing = missing_permissions(policy, question)
    rights = tuple(Right(one.permission, one.needed) for one in missing)
    if not rights:
        return Offer((), (), remaining)
    found = [
        (gave.after & ~question.rights, order, _way(policy, question.rights, gave, approval))
        for order, approval in enumerate(_candidates(catalogue, rights, whole=not remaining))
        if isinstance(gave := gift(catalogue, person, viewer, approval), Gift) and _mends(policy, question, gave.after)
    ]
    useful = [one for one in found if not (isinstance(one[2].approval, GiveSet) and _needless(one, found))]
    return Offer(missing, tuple(way for _, _, way in sorted(useful, key=_place)), remaining)


def missing_permissions(policy: Policy, question: Question) -> Changes:
    """The missing permissions: the nearest way out of each reason, without what the others make needless.

    Empty where no permission is missing, and where none that exists would do.
    """
    decision = decide(policy, question)
    if isinstance(decision, Granted):
        return ()
    wanted = tuple(dict.fromkeys(right for reason in decision.reasons for right in _nearest(policy, reason)))
    if not wanted or not _mends(policy, question, _with(policy, question.rights, wanted)):
        return ()
    for right in wanted:
        rest = tuple(one for one in wanted if one != right)
        if _mends(policy, question, _with(policy, question.rights, rest)):
            wanted = rest
    return tuple(Shortfall(one.permission, one.level, policy.level(question.rights, one.permission)) for one in wanted)


def _nearest(policy: Policy, reason: Reason) -> tuple[Right, ...]:
    if isinstance(reason, PermissionMissing) and reason.ways:
        return tuple(Right(part.permission, part.needed) for part in reason.ways[0])
    if isinstance(reason, MarketplaceMissing):
        return (policy.marketplace or Right(reason.permission, Level.ON),)
    return ()


def _with(policy: Policy, rights: int, added: tuple[Right, ...]) -> int:
    for right in added:
        rights |= policy.rights({right.permission: right.level})
    return rights


def _mends(policy: Policy, question: Question, rights: int) -> bool:
    """Whether with `rights` no permission is missing any more; a plan or a link may still be in the way."""
    decision = decide(policy, replace(question, rights=rights))
    if isinstance(decision, Granted):
        return True
    return all(mended_by(reason) is not Audience.ADMIN for reason in decision.reasons)


def _candidates(catalogue: Catalogue, rights: tuple[Right, ...], *, whole: bool) -> Iterator[Approval]:
    """In the order in which equal ones stand. What is lent is for connecting at once: not while anything else lacks."""
    yield GiveRights(rights)
    for permission_set in catalogue.sets:
        yield GiveSet(permission_set)
    if whole:
        yield LendRights(rights)
        yield LendSuperAdmin()
    yield GiveSuperAdmin()


def _way(policy: Policy, before: int, gave: Gift, approval: Approval) -> WayOut:
    if gave.after == EVERY_RIGHT:
        return WayOut(approval=approval, everything=True)
    had, has = policy.held(before), policy.held(gave.after)
    names = [name for name in dict.fromkeys((*has, *had)) if had.get(name) is not has.get(name)]
    changed = [Shortfall(name, policy.level(gave.after, name), policy.level(before, name)) for name in names]
    higher = {one.permission for one in changed if policy.right_mask(Right(one.permission, one.needed)) & ~before}
    return WayOut(
        approval=approval,
        added=tuple(one for one in changed if one.permission in higher),
        lost=tuple(one for one in changed if one.permission not in higher),
    )


_Found: TypeAlias = tuple[int, int, WayOut]


def _needless(one: _Found, found: list[_Found]) -> bool:
    """Only sets than which no sufficing set adds strictly less (product section 4)."""
    return any(
        isinstance(other.approval, GiveSet) and added & ~one[0] == 0 and added != one[0] for added, _, other in found
    )


def _place(one: _Found) -> tuple[bool, bool, int, int]:
    """A permanent Super Admin last, one for a while before it; then by what is added, the plainer first."""
    added, order, way = one
    return isinstance(way.approval, GiveSuperAdmin), way.everything, 0 if way.everything else added.bit_count(), order
