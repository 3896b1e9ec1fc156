"""What a search for remedies reads, compiled once per catalogue: needs as closed masks, and what each bit weighs."""

from collections.abc import Mapping

from msgspec import Struct

from admittance.core.levels import Level
from admittance.core.policy import Policy, union
from admittance.core.remedies.bits import minimal
from admittance.core.remedies.joins import Joins, Ways, Wish, least_joins
from admittance.core.remedies.plan_terms import PlanTerms, plan_terms
from admittance.core.remedies.right_terms import RightTerms, right_terms
from admittance.core.requirements import PermissionNeed, PlanNeed, Right, ToolNeed

MOST_WAYS = 1_000
"""Combinations of plans that are kept for one scope."""
_ALL = Wish(enough=MOST_WAYS + 1, steps=20_000)


class Terms(Struct, frozen=True, eq=False):
    """Immutable; share it freely. Get one from `compile_terms`.

    `right_ways`, `plan_ways`: scope -> the minimal masks that satisfy it. `partly`: the scopes with more plans than are
    kept. `marketplace`: the right that rule 3 asks for; 0 where the catalogue has none. `sets`: by id.
    """

    policy: Policy
    rights: RightTerms
    plans: PlanTerms
    right_ways: Mapping[str, Ways]
    plan_ways: Mapping[str, Ways]
    partly: frozenset[str]
    marketplace: int
    sets: Mapping[str, int]


def compile_terms(
    policy: Policy,
    *,
    permission_weights: Mapping[str, int],
    tier_weights: Mapping[str, Mapping[str, int]],
    permission_sets: Mapping[str, Mapping[str, Level]],
) -> Terms:
    """Compile the weights and permission sets of the catalogue that `policy` is of.

    `permission_weights`: what one step of each weighs. `tier_weights`: product -> tier -> weight, the tiers in rising
    order. `permission_sets`: set -> permission -> level.
    Raises KeyError where a permission or a product of the policy is absent, ValueError where a weight is below 0 or
    falls from one tier to the next.
    """
    rights, plans = right_terms(policy, permission_weights), plan_terms(tier_weights)
    plan_ways = {scope: _plan_ways(policy, plans, need.need.tools) for scope, need in policy.needs.items()}
    return Terms(
        policy=policy,
        rights=rights,
        plans=plans,
        right_ways={scope: _right_ways(policy, need.need.permissions) for scope, need in policy.needs.items()},
        plan_ways={scope: joins.masks[:MOST_WAYS] for scope, joins in plan_ways.items()},
        partly=frozenset(scope for scope, joins in plan_ways.items() if joins.cut),
        marketplace=_closed(policy, policy.marketplace) if policy.marketplace else 0,
        sets={name: policy.rights(grants) for name, grants in permission_sets.items()},
    )


def _right_ways(policy: Policy, need: PermissionNeed) -> Ways:
    return minimal(union(_closed(policy, right) for right in way) for way in need)


def _closed(policy: Policy, right: Right) -> int:
    return policy.rights({right.permission: right.level})


def _plan_ways(policy: Policy, plans: PlanTerms, need: ToolNeed) -> Joins:
    """Every minimal plan under which one of the tool sets is on."""
    found: list[int] = []
    cut = False
    for way in need:
        tools = [_masks_of(plans, policy.plan_need(tool)) for tool in way]
        joined = least_joins(tools, plans.space, _ALL)
        found += joined.masks
        cut = cut or joined.cut or len(joined.masks) > MOST_WAYS
    ways = minimal(found)
    return Joins(ways, cut or len(ways) > MOST_WAYS)


def _masks_of(plans: PlanTerms, need: PlanNeed) -> Ways:
    return minimal(union(plans.masks[pair] for pair in way) for way in need)
