"""What can stand in for giving permissions: a permission set, an elevation, a Super Admin."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from admittance.core.policy import EVERY_RIGHT
from admittance.core.remedies.asked import Asked
from admittance.core.remedies.candidates import Candidate, Hands, Means
from admittance.core.remedies.courses import Branch, Numbered
from admittance.core.remedies.grants import Explored
from admittance.core.remedies.mends import least_moves


def elevation(granted: Sequence[Candidate]) -> Iterator[Candidate]:
    """The first remedy that gives permissions, for a time instead of for good."""
    first = min((one for one in granted if one.rights), default=None)
    if first is not None:
        yield replace(first, passing=True, means=Means.ELEVATE)


def super_admins(asked: Asked, explored: Sequence[Explored], hands: Hands) -> Iterator[Candidate]:
    """A Super Admin for a time, and for good where somebody may make one."""
    least = _least(asked, explored, hands, Means.ELEVATE_SUPER_ADMIN, held=EVERY_RIGHT, must_hold=EVERY_RIGHT)
    if least is not None:
        yield replace(least, passing=True)
        if hands.super_admin:
            yield replace(least, last=True, means=Means.MAKE_SUPER_ADMIN)


def permission_sets(asked: Asked, explored: Sequence[Explored], hands: Hands) -> list[Candidate]:
    """The sets that suffice in place of the installer's own rights, without those that add more than another one."""
    found = []
    for number, held in enumerate(asked.terms.sets.values()):
        added = held & ~asked.question.rights
        least = _least(asked, explored, hands, Means.ASSIGN_SET, held=held, must_hold=added) if added else None
        if least is not None:
            found.append(replace(least, permission_set=number))
    return [one for one in found if not any(_adds_less(other, one) for other in found)]


def _adds_less(one: Candidate, other: Candidate) -> bool:
    return one.rights != other.rights and one.rights & other.rights == one.rights


def _least(
    asked: Asked, explored: Sequence[Explored], hands: Hands, means: Means, *, held: int, must_hold: int
) -> Candidate | None:
    """The first candidate in which `held` stands in for the installer's rights, where those do not suffice.

    INVARIANT: of two changes of the URL that would both do, one within the other, the lesser comes first.
    """
    if not asked.would_do_for_all(held):
        return None
    terms = asked.terms
    privilege = terms.rights.space.weigh(terms.rights.every & held & ~asked.question.rights)
    candidates = []
    for one in explored:
        moves = least_moves([_homes(asked, held, branch) for branch in one.course.branches], 1)
        if one.course.rights and one.plans.masks and moves:
            plan = one.plans.masks[0]
            weight, people = terms.plans.weight(plan), hands.people(must_hold, plan)
            candidates.append(
                Candidate(False, privilege, False, *weight, people, moves[0], means, 0, must_hold, plan),
            )
    return min(candidates, default=None)


def _homes(asked: Asked, held: int, branch: Branch) -> Numbered:
    """The branch's homes under which somebody who holds `held` lacks nothing."""
    demanding = any(home.demanded for _, home in branch.homes)
    if not demanding or asked.would_do(held, branch.scope):
        return branch.homes
    return tuple([(number, home) for number, home in branch.homes if not home.demanded]) + branch.otherwise
