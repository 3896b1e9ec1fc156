"""Courses: which of the misplaced scopes end up demanded, and what permissions and plans each such choice asks for."""

from collections.abc import Sequence
from itertools import product
from math import prod

from msgspec import Struct

from admittance.core.remedies.asked import NOTHING, Asked, Lack
from admittance.core.remedies.joins import Ways
from admittance.core.remedies.mends import Home, Misplaced
from admittance.core.scopes import ScopeKind

MOST_COURSES = 64

Numbered = tuple[tuple[int, Home], ...]


class Branch(Struct, frozen=True):
    """Homes of one misplaced scope that ask for the same. `lack`: what they ask for.

    `unless`: they serve only where this is not met, as less would do then. `otherwise`: more homes, for somebody in the
    installer's place who lacks what the installer does not.
    """

    scope: str
    homes: Numbered
    lack: Lack | None = None
    unless: Lack | None = None
    otherwise: Numbered = ()


class Course(Struct, frozen=True):
    """One branch for each misplaced scope, with all that is then needed."""

    branches: tuple[Branch, ...]
    rights: tuple[Ways, ...]
    plans: tuple[Ways, ...]

    @property
    def conditional(self) -> bool:
        """Whether what is added may make a part of the URL's change needless."""
        return any(branch.unless is not None for branch in self.branches)

    def serves(self, rights: int, plan: int) -> bool:
        """Whether no lesser change of the URL would do with these additions."""
        return not any(branch.unless.met(rights, plan) for branch in self.branches if branch.unless is not None)


class Courses(Struct, frozen=True):
    """`cut`: there were more than are looked at, or a scope has more plans than are known.

    `out_of_reach`: as in `Remedies`; where there is such a scope, there is no course.
    """

    courses: tuple[Course, ...] = ()
    cut: bool = False
    out_of_reach: tuple[str, ...] = ()


def courses_of(asked: Asked, misplaced: Sequence[Misplaced]) -> Courses:
    """Every course, the least demanding first."""
    lost = lost_scopes(asked, misplaced)
    lacks = {scope: asked.lack(scope) for scope in asked.certain if scope in asked.terms.policy.needs}
    hopeless = {scope for scope, lack in lacks.items() if not lack.plans}
    if lost or hopeless:
        return Courses(out_of_reach=tuple(sorted(lost | hopeless)))
    branches, cut = _within_limit([_branches(asked, one) for one in misplaced])
    marketplace = asked.marketplace_lack() if asked.asks_marketplace else 0
    always = [*lacks.values(), Lack((marketplace,), NOTHING)]
    lacking_plans = [scope for scope, lack in lacks.items() if lack.plans != NOTHING]
    partly = not asked.terms.partly.isdisjoint([*lacking_plans, *[one.scope for one in misplaced]])
    return Courses(tuple([_course(always, chosen) for chosen in product(*branches)]), cut or partly)


def lost_scopes(asked: Asked, misplaced: Sequence[Misplaced]) -> set[str]:
    """The scopes that the app and the URL ask for, that the catalogue lost, and that the URL cannot do without."""
    manifest, url = asked.question.manifest, asked.question.url
    wanted = manifest.configured & (manifest.required | url.scope | url.optional_scope)
    lost = wanted - asked.terms.policy.needs.keys()
    return set(lost - {one.scope for one in misplaced if one.homes}) if lost else set()


def _course(always: list[Lack], chosen: tuple[Branch, ...]) -> Course:
    lacks = [*always, *[branch.lack for branch in chosen if branch.lack is not None]]
    return Course(
        chosen,
        tuple(dict.fromkeys([lack.rights for lack in lacks if lack.rights != NOTHING])),
        tuple(dict.fromkeys([lack.plans for lack in lacks if lack.plans != NOTHING])),
    )


def _branches(asked: Asked, one: Misplaced) -> list[Branch]:
    """What becomes of one misplaced scope: not demanded or within reach anyway; demanded; or, if need be, given up."""
    numbered = tuple(enumerate(one.homes))
    if one.kind is ScopeKind.REQUIRED or not any(home.demanded for home in one.homes):
        return [Branch(one.scope, numbered)]
    lack = asked.lack(one.scope)
    given_up = tuple([(n, home) for n, home in numbered if home.last_resort])
    if lack.nothing:
        return [
            Branch(one.scope, tuple([(n, home) for n, home in numbered if not home.last_resort]), otherwise=given_up)
        ]
    free = tuple([(n, home) for n, home in numbered if not (home.demanded or home.last_resort)])
    demanded = tuple([(n, home) for n, home in numbered if home.demanded])
    branches = [Branch(one.scope, free)] if free else []
    branches += [Branch(one.scope, given_up, unless=lack)] if given_up else []
    return branches + ([Branch(one.scope, demanded, lack)] if lack.plans else [])


def _within_limit(branches: list[list[Branch]]) -> tuple[list[list[Branch]], bool]:
    """Leave to the last scopes only their first branch, so that there are at most `MOST_COURSES` courses."""
    last, cut = len(branches), False
    while prod(map(len, branches[:last])) > MOST_COURSES:
        last, cut = last - 1, True
    return [*branches[:last], *[some[:1] for some in branches[last:]]], cut
