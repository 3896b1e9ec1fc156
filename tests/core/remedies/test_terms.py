import pytest

from admittance.core.decide import Question
from admittance.core.install_url import InstallUrl
from admittance.core.levels import Ladder, Level
from admittance.core.manifest import Manifest, make_manifest
from admittance.core.policy import EVERY_RIGHT, compile_policy
from admittance.core.remedies.search import remedies
from admittance.core.remedies.terms import MOST_WAYS, compile_terms
from admittance.core.requirements import Right, ScopeNeed
from tests.core.remedies.hub import CONTACTS, EDIT, POLICY, REPORTS, SETS, TERMS, TIERS, UNASSIGNED, VIEW, WEIGHTS, mask


def test_needs_are_closed_and_minimal() -> None:
    """What a way implies belongs to it, and a way that contains another one is no way of its own."""
    assert set(TERMS.right_ways[CONTACTS]) == {mask(f"{VIEW}:all"), mask(f"{VIEW}:owned", f"{UNASSIGNED}:on")}
    assert TERMS.right_ways[REPORTS] == (mask(f"{EDIT}:team", f"{VIEW}:team", "marketing.lists:on"),)


def test_levels_count_once_twice_and_three_times() -> None:
    """Added privilege: the permission's weight for each level that is gained."""
    weigh = TERMS.rights.space.weigh
    assert [weigh(mask(f"{VIEW}:{level}")) for level in ("owned", "team", "all")] == [1, 2, 3]
    assert weigh(mask(f"{EDIT}:all")) == 3 * 2 + 3 * 1
    assert weigh(mask(f"{UNASSIGNED}:on")) == 1


def test_a_plan_costs_what_its_tiers_weigh() -> None:
    """Cost is the difference between tiers; a product begins to cost at its first tier that weighs anything."""
    plans = TERMS.plans
    starter, professional = plans.mask({"marketing": "starter"}), plans.mask({"marketing": "professional"})
    assert plans.weight(professional & ~starter) == (0, 78)
    assert plans.weight(professional) == (1, 80)
    assert plans.weight(plans.mask({"sales": "free"})) == (0, 0)
    assert plans.mask({"sales": "gone", "gone": "free"}) == 0


def test_weights_never_fall() -> None:
    """A negative weight, or a tier that weighs less than the one below, is a mistake in the catalogue."""
    with pytest.raises(ValueError, match="less than nothing"):
        compile_terms(POLICY, permission_weights={**WEIGHTS, VIEW: -1}, tier_weights=TIERS, permission_sets=SETS)
    falling = {**TIERS, "sales": {"free": 3, "starter": 2, "professional": 4, "enterprise": 5}}
    with pytest.raises(ValueError, match="sales:starter weighs 2, less than 3"):
        compile_terms(POLICY, permission_weights=WEIGHTS, tier_weights=falling, permission_sets=SETS)


def test_everything_needs_a_weight() -> None:
    """Weights are the whole catalogue's: one that is left out is a KeyError, not a zero."""
    with pytest.raises(KeyError):
        compile_terms(POLICY, permission_weights={VIEW: 1}, tier_weights=TIERS, permission_sets=SETS)
    with pytest.raises(KeyError):
        compile_terms(POLICY, permission_weights=WEIGHTS, tier_weights={}, permission_sets=SETS)


def test_a_scope_with_more_plans_than_are_kept_is_remembered() -> None:
    """Where tools can be switched on in thousands of ways, some are kept, and answers about that scope say so."""
    products = [f"h{n}" for n in range(24)]
    policy = compile_policy(
        permissions={VIEW: Ladder.RECORDS},
        implies={},
        tools={f"t{n}": tuple(((name, "addon"),) for name in products[n * 6 : n * 6 + 6]) for n in range(4)},
        tiers=dict.fromkeys(products, ("addon",)),
        needs=[ScopeNeed("oauth"), ScopeNeed("wide", tools=(("t0", "t1", "t2", "t3"),))],
        marketplace=Right(VIEW, Level.OWNED),
    )
    weights = {name: {"addon": n} for n, name in enumerate(products)}
    terms = compile_terms(policy, permission_weights={VIEW: 1}, tier_weights=weights, permission_sets={})
    assert terms.partly == {"wide"}
    assert len(terms.plan_ways["wide"]) == MOST_WAYS
    app = make_manifest(frozenset({"wide"}))
    assert isinstance(app, Manifest)
    asked = Question(manifest=app, url=InstallUrl(app.required), rights=EVERY_RIGHT, tools=0)
    found = remedies(terms, asked, {})
    assert found.cut
    assert found.more
    assert {change.product for change in found.found[0].plan} == {"h0", "h6", "h12", "h18"}
    assert TERMS.partly == frozenset()
