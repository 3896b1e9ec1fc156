"""The search: every minimal remedy of a refusal in order, or as many as a fixed number of steps finds."""

from collections.abc import Collection, Mapping
from heapq import nsmallest

from msgspec.structs import replace

from admittance.core.decide import Question
from admittance.core.remedies.asked import Asked
from admittance.core.remedies.candidates import Candidate, hands_of
from admittance.core.remedies.courses import courses_of
from admittance.core.remedies.grants import Explored, explore, grants
from admittance.core.remedies.joins import Wish
from admittance.core.remedies.mends import misplaced_scopes
from admittance.core.remedies.remedy import Remedies
from admittance.core.remedies.spelling import spell
from admittance.core.remedies.stand_ins import elevation, permission_sets, super_admins
from admittance.core.remedies.terms import Terms

MOST = 20
"""Remedies in one answer (product section 4)."""
STEPS = 10_000
"""Unions of ways in one search, permissions and plans together: about 50 ms."""


def remedies(
    terms: Terms,
    question: Question,
    subscriptions: Mapping[str, str],
    colleagues: Collection[int] = (),
    *,
    most: int = MOST,
    steps: int = STEPS,
) -> Remedies:
    """The first `most` remedies of a refusal in the order of product section 4; none for a grant.

    `subscriptions` (product -> tier) are those that `question.tools` come from. `colleagues` are the rights masks
    of the account's other active people: they decide how many people a remedy takes, and whether anybody may make a
    Super Admin.
    """
    asked = Asked(terms, question, subscriptions, terms.plans.mask(subscriptions))
    misplaced = misplaced_scopes(terms.policy, question.manifest, question.url)
    known = courses_of(asked, misplaced)
    if known.out_of_reach:
        return Remedies(out_of_reach=known.out_of_reach)
    if not misplaced and not any(course.rights or course.plans for course in known.courses):
        return Remedies()
    hands = hands_of(terms.policy, colleagues, developer=bool(misplaced))
    wish = Wish(enough=most + 1, steps=steps // (2 * len(known.courses)))
    explored: list[Explored] = []
    found: list[Candidate] = []
    for course in known.courses:
        explored.append(explore(terms, course, hands, wish))
        found = nsmallest(wish.enough, [*found, *grants(terms, explored[-1], hands, wish.enough)])
        if len(found) == wish.enough:
            wish = replace(wish, limit=found[-1].privilege)  # what adds more privilege is not among the first
    found += [*elevation(found), *permission_sets(asked, explored, hands), *super_admins(asked, explored, hands)]
    best = nsmallest(most, found)
    return Remedies(
        found=spell(asked, misplaced, best),
        more=len(found) > len(best),
        cut=known.cut or any(each.cut for each in explored),
    )
