"""Laws that hold for every answer of `remedies`, whatever the catalogue, the app, the URL, the person and the plan."""

from collections.abc import Iterator
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from admittance.core.decide import Granted, Question, Refused, decide
from admittance.core.levels import Ladder
from admittance.core.policy import EVERY_RIGHT
from admittance.core.reasons import ToolMissing
from admittance.core.remedies.applying import applied
from admittance.core.remedies.remedy import (
    ElevateRights,
    GrantRights,
    ManifestChange,
    PlanChange,
    Remedies,
    Remedy,
    RightChange,
    UrlChange,
)
from admittance.core.remedies.search import remedies
from admittance.core.remedies.steps import may_take, steps_of
from admittance.core.remedies.terms import Terms
from admittance.core.requirements import Right
from admittance.core.scopes import Parameter
from tests.oracle.random_remedies import random_remedy_catalogue, random_remedy_terms, random_remedy_world
from tests.oracle.remedy_build import masks_of, question_about, terms_of
from tests.oracle.remedy_world import RemedyWorld

S, P = (Parameter.SCOPE,), (Parameter.OPTIONAL_SCOPE,)


class Case:
    """A random question with its remedies."""

    def __init__(self, seed: int) -> None:
        rng = Random(seed)
        self.asked: RemedyWorld = random_remedy_world(rng, random_remedy_terms(rng, random_remedy_catalogue(rng)))
        self.terms: Terms = terms_of(self.asked)
        self.question: Question = question_about(self.terms, self.asked)
        self.plan = self.asked["world"]["subscriptions"]
        self.colleagues = masks_of(self.terms, self.asked)
        self.found = self.answer(self.question)

    def answer(self, question: Question) -> Remedies:
        return remedies(self.terms, question, self.plan, self.colleagues)

    def works(self, remedy: Remedy) -> bool:
        return isinstance(decide(self.terms.policy, applied(self.terms, self.question, self.plan, remedy)), Granted)


CASES = st.builds(Case, st.integers(0, 2**32))


@settings(max_examples=300)
@given(CASES)
def test_each_remedy_applied_gives_a_grant(case: Case) -> None:
    """A remedy works: once it is carried out, the decision is a grant."""
    assert all(case.works(remedy) for remedy in case.found.found)


@settings(max_examples=300)
@given(CASES)
def test_one_notch_less_is_still_a_refusal(case: Case) -> None:
    """A remedy is minimal: with any one coordinate a notch lower, or one change left undone, it is still refused."""
    for remedy in case.found.found:
        for less in one_notch_less(case, remedy):
            assert not case.works(less)


def one_notch_less(case: Case, remedy: Remedy) -> Iterator[Remedy]:
    """The remedy with one coordinate lowered, for each that can be."""
    if remedy.permission is not None:
        yield replace(remedy, permission=None)
    if isinstance(remedy.permission, GrantRights | ElevateRights):
        for added in lower_rights(case, remedy.permission.added):
            yield replace(remedy, permission=replace(remedy.permission, rights=added, added=()))
    for change in remedy.plan:
        others = tuple(other for other in remedy.plan if other is not change)
        yield replace(remedy, plan=others + lower_tier(case, change))
    for moved in remedy.url:
        rest = tuple(other for other in remedy.url if other is not moved)
        yield replace(remedy, url=rest)
        if len(moved.before) == 2 and moved.after == ():
            yield from [replace(remedy, url=(*rest, UrlChange(moved.scope, moved.before, place))) for place in (S, P)]
    for configured in remedy.manifest:
        yield replace(remedy, manifest=tuple(other for other in remedy.manifest if other is not configured))


def lower_rights(case: Case, added: tuple[RightChange, ...]) -> Iterator[tuple[Right, ...]]:
    """All that is added with one permission a level lower, unless another one of them brings that level along."""
    policy = case.terms.policy
    for change in added:
        levels = next(ladder.levels for ladder in Ladder if change.after in ladder.levels[1:])
        lower = levels[levels.index(change.after) - 1]
        held = {one.permission: one.after for one in added} | {change.permission: lower}
        if policy.level(case.question.rights | policy.rights(held), change.permission) is lower:
            yield tuple(Right(name, level) for name, level in held.items())


def lower_tier(case: Case, change: PlanChange) -> tuple[PlanChange, ...]:
    """The tier below, or nothing where that is what the account has."""
    tiers = case.asked["world"]["catalogue"]["tiers"][change.product]
    below = tiers.index(change.after) - 1
    held = tiers.index(change.before) if change.before in tiers else -1
    return (PlanChange(change.product, change.before, tiers[below]),) if below > held else ()


@settings(max_examples=300)
@given(CASES)
def test_no_remedy_dominates_another(case: Case) -> None:
    """Of two remedies none changes all that the other does and more."""
    points = [remedy for remedy in case.found.found if isinstance(remedy.permission, GrantRights | None)]
    coordinates = [notches(case, remedy) for remedy in points]
    assert not [(one, other) for one in coordinates for other in coordinates if one < other]
    assert len({str(remedy) for remedy in case.found.found}) == len(case.found.found)


def notches(case: Case, remedy: Remedy) -> frozenset[object]:
    """Every notch of every coordinate; a scope that leaves one parameter of two is on its way out of both."""
    found: set[object] = set()
    if isinstance(remedy.permission, GrantRights):
        mask = applied(case.terms, case.question, case.plan, remedy).rights & ~case.question.rights
        found |= {place for place in range(mask.bit_length()) if mask >> place & 1}
    for change in remedy.plan:
        tiers = case.asked["world"]["catalogue"]["tiers"][change.product]
        held = tiers.index(change.before) if change.before in tiers else -1
        found |= {(change.product, tier) for tier in tiers[held + 1 : tiers.index(change.after) + 1]}
    for moved in remedy.url:
        left, entered = set(moved.before) - set(moved.after), set(moved.after) - set(moved.before)
        found |= {(moved.scope, "moved", *entered)} if left and entered else {(moved.scope, *left, *entered)}
        if len(left) == 2:
            found |= {(moved.scope, parameter) for parameter in left}
    return frozenset(found | {(change.scope, change.after) for change in remedy.manifest})


@settings(max_examples=200)
@given(CASES, st.randoms(use_true_random=False))
def test_the_order_is_total_and_without_chance(case: Case, rng: Random) -> None:
    """The same question has the same answer in the same order, however colleagues and subscriptions are listed."""
    colleagues = [*case.colleagues, *case.colleagues]
    rng.shuffle(colleagues)
    plan = dict(rng.sample(list(case.plan.items()), len(case.plan)))
    assert remedies(case.terms, case.question, plan, colleagues) == case.found
    keys = [
        (remedy.permission is not None and type(remedy.permission).__name__ == "MakeSuperAdmin", remedy.added_privilege)
        for remedy in case.found.found
    ]
    assert keys == sorted(keys)


@settings(max_examples=200)
@given(CASES, st.integers(0, 25))
def test_fewer_remedies_are_the_first_ones(case: Case, most: int) -> None:
    """Whoever asks for fewer gets the same ones from the start, and is told that there are more."""
    few = remedies(case.terms, case.question, case.plan, case.colleagues, most=most)
    assert few.found == case.found.found[:most]
    assert few.more is (case.found.more or len(case.found.found) > most)


@settings(max_examples=200)
@given(CASES)
def test_a_super_admin_gets_no_permission_remedies(case: Case) -> None:
    """A Super Admin lacks no permission, so no remedy gives any."""
    found = case.answer(replace(case.question, rights=EVERY_RIGHT))
    assert all(remedy.permission is None for remedy in found.found)


@settings(max_examples=300)
@given(CASES)
def test_a_plan_refusal_lists_no_permissions(case: Case) -> None:
    """Where every reason is a missing tool, no remedy changes permissions, URL or manifest."""
    decision = decide(case.terms.policy, case.question)
    if isinstance(decision, Refused) and all(isinstance(reason, ToolMissing) for reason in decision.reasons):
        assert all(remedy.permission is None and not remedy.url + remedy.manifest for remedy in case.found.found)


@settings(max_examples=300)
@given(CASES)
def test_the_developer_is_asked_only_for_the_developers_mistakes(case: Case) -> None:
    """URL and manifest change only at scopes that rules 1 and 2 name (rule 6)."""
    decision = decide(case.terms.policy, case.question)
    named = {getattr(reason, "scope", None) for reason in getattr(decision, "reasons", ())}
    changes: list[UrlChange | ManifestChange] = []
    for remedy in case.found.found:
        changes += [*remedy.url, *remedy.manifest]
    assert {change.scope for change in changes} <= named


@settings(max_examples=300)
@given(CASES)
def test_a_refusal_has_a_remedy_or_a_scope_out_of_reach(case: Case) -> None:
    """There is a remedy exactly where no scope is out of reach; a grant has neither."""
    if isinstance(decide(case.terms.policy, case.question), Granted):
        assert case.found == Remedies()
    else:
        assert bool(case.found.found) is not bool(case.found.out_of_reach)


@settings(max_examples=200)
@given(CASES)
def test_a_super_admin_can_take_every_step_within_the_account(case: Case) -> None:
    """Each step but the developer's can be taken by a Super Admin, and by nobody who holds nothing."""
    policy = case.terms.policy
    for step in (step for remedy in case.found.found for step in steps_of(policy, remedy)):
        assert may_take(policy, EVERY_RIGHT, step) is (step.duty is not None)
        assert not may_take(policy, 0, step)


@settings(max_examples=200)
@given(CASES)
def test_as_many_people_as_it_takes(case: Case) -> None:
    """The number of people is the least number of colleagues, and the developer, who can take all steps together."""
    policy = case.terms.policy
    for remedy in case.found.found:
        steps = steps_of(policy, remedy)
        within = [step for step in steps if step.duty is not None]
        alone = any(all(may_take(policy, held, step) for step in within) for held in case.colleagues)
        assert remedy.people == len(steps) - len(within) + (1 if alone and within else len(within))
