"""The plan of an account beside the smallest ones under which an app gets what it needs (product section 4)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.core.decide import Question
from admittance.core.remedies.applying import Subscriptions, plan_after
from admittance.core.remedies.remedy import PlanChange
from admittance.core.sufficing import switched_on


class Standing(StrEnum):
    """The plan as it is, the smallest that works, or a larger one that works as well."""

    TODAY = "today"
    SMALLEST = "smallest"
    LARGER = "larger"


class ComparedPlan(Struct, frozen=True):
    """One plan: product -> tier, and the demanded scopes whose tools it switches on."""

    standing: Standing
    subscriptions: Mapping[str, str]
    included: frozenset[str]


class Comparison(Struct, frozen=True):
    """One way to change the plan: `plans` are today's, the smallest that works and, where it is about one product, the
    tiers above it that work. `scopes` are those demanded, the ones that today's plan lacks first.
    """

    changes: tuple[PlanChange, ...]
    scopes: tuple[str, ...]
    plans: tuple[ComparedPlan, ...]


def compare_plans(
    catalogue: Catalogue,
    question: Question,
    subscriptions: Subscriptions,
    changes: Sequence[tuple[PlanChange, ...]],
) -> tuple[Comparison, ...]:
    """One comparison for each of `changes`, incomparable as they are, in their order."""
    today = _under(catalogue, question, Standing.TODAY, subscriptions)
    scopes = tuple(sorted(_demanded(catalogue, question), key=lambda scope: (scope in today.included, scope)))
    return tuple(
        Comparison(one, scopes, (today, *_working(catalogue, question, subscriptions, one))) for one in changes
    )


def _working(
    catalogue: Catalogue, question: Question, subscriptions: Subscriptions, changes: tuple[PlanChange, ...]
) -> list[ComparedPlan]:
    after = plan_after(subscriptions, changes)
    found = [_under(catalogue, question, Standing.SMALLEST, after)]
    if len(changes) == 1:
        product, tier = changes[0].product, changes[0].after
        tiers = list(catalogue.products[product].tiers)
        larger = [after | {product: higher} for higher in tiers[tiers.index(tier) + 1 :]]
        found += [_under(catalogue, question, Standing.LARGER, plan) for plan in larger]
    return [one for one in found if one.included >= _demanded(catalogue, question)]


def _under(catalogue: Catalogue, question: Question, standing: Standing, subscriptions: Subscriptions) -> ComparedPlan:
    policy = catalogue.policy
    tools = policy.tools(subscriptions)
    return ComparedPlan(standing, subscriptions, switched_on(policy, _demanded(catalogue, question), tools))


def _demanded(catalogue: Catalogue, question: Question) -> frozenset[str]:
    """What the connection needs whatever else is dropped, as far as the catalogue has it."""
    manifest = question.manifest
    demanded = manifest.required | (manifest.conditionally_required & question.url.scope)
    return demanded & catalogue.policy.known
