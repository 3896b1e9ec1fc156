"""The minimal points: what has to be added to permissions and plan, beside each way to set the URL right."""

from collections.abc import Iterator
from itertools import groupby, islice

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.remedies.candidates import Candidate, Hands, Means
from admittance.core.remedies.courses import Course
from admittance.core.remedies.joins import Joins, Wish, least_joins
from admittance.core.remedies.mends import least_moves
from admittance.core.remedies.terms import Terms

_UNLESS = 256
"""Additions of each kind that are looked at where some of them may turn out to be needless."""


class Explored(Struct, frozen=True, eq=False):
    """A course with the least that it asks for."""

    course: Course
    rights: Joins
    plans: Joins

    @property
    def cut(self) -> bool:
        """Whether there may be others."""
        unseen = self.course.conditional and max(len(self.rights.masks), len(self.plans.masks)) >= _UNLESS
        return self.rights.cut or self.plans.cut or unseen


def explore(terms: Terms, course: Course, hands: Hands, wish: Wish) -> Explored:
    """Enough of the course's least additions to tell its first `wish.enough` remedies."""
    if course.conditional:
        wish = replace(wish, enough=max(_UNLESS, wish.enough))
    by_people = (lambda mask: hands.people(mask, 1)) if course.plans else None
    return Explored(
        course,
        least_joins(course.rights, terms.rights.space, replace(wish, tie=by_people)),
        least_joins(course.plans, terms.plans.space, replace(wish, limit=None)),
    )


def grants(terms: Terms, explored: Explored, hands: Hands, most: int) -> Iterator[Candidate]:
    """The first `most` minimal points of a course, in order."""
    moves = least_moves([branch.homes for branch in explored.course.branches], most)
    points = islice(_points(terms, explored, hands), most)
    ordered = (
        Candidate(False, privilege, False, new_products, cost, people, moved, Means.GRANT, 0, rights, plan)
        for (privilege, new_products, cost, people), equal in groupby(points, lambda point: point[:4])
        for tied in [list(equal)]
        for moved in moves
        for _, _, _, _, rights, plan in tied
    )
    return islice(ordered, most)


def _points(terms: Terms, explored: Explored, hands: Hands) -> Iterator[tuple[int, int, int, int, int, int]]:
    """Privilege, new products, cost, people, added rights, added plan: in order."""
    plans = [(weighed, list(equal)) for weighed, equal in groupby(explored.plans.masks, terms.plans.weight)]
    for privilege, equal in groupby(explored.rights.masks, terms.rights.space.weigh):
        equals = list(equal)
        for (new_products, cost), equal_plans in plans:
            for rights in equals:
                people = hands.people(rights, equal_plans[0])
                for plan in equal_plans:
                    if explored.course.serves(rights, plan):
                        yield privilege, new_products, cost, people, rights, plan
