"""Refusals that are hard to mend: apps of 30 scopes in a catalogue of 250, each scope with up to three alternatives.

Drawn from a fixed seed. At most five of an app's scopes are unmet, for want of permissions, of tools or of both; every
third URL has mistakes besides.
"""

from collections.abc import Mapping
from random import Random
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.decide import Question, Refused, decide
from admittance.core.duties import Duty
from admittance.core.install_url import InstallUrl
from admittance.core.levels import Ladder, Level
from admittance.core.manifest import Manifest, make_manifest
from admittance.core.policy import EVERY_RIGHT, Policy, compile_policy
from admittance.core.reasons import PermissionMissing, ToolMissing
from admittance.core.remedies.terms import Terms, compile_terms
from admittance.core.requirements import Right, ScopeNeed
from admittance.core.scopes import OAUTH

SCOPES, APP_SCOPES, ALTERNATIVES, UNMET = 250, 30, 3, 5
_OBJECTS, _SWITCHES, _TOOLS, _PRODUCTS, _SETS = 30, 60, 60, 10, 12
_TIERS = {"free": 0, "starter": 2, "professional": 20, "enterprise": 40}
_MARKETPLACE = Right("market", Level.ON)
_T = TypeVar("_T")


class Refusal(Struct, frozen=True):
    """A question that is refused, with the account's plan and its colleagues' rights."""

    question: Question
    subscriptions: Mapping[str, str]
    colleagues: tuple[int, ...]


def make_terms(rng: Random) -> Terms:
    """The catalogue."""
    objects = [f"o{n}.{act}" for n in range(_OBJECTS) for act in ("view", "edit", "delete")]
    switches = [f"s{n}" for n in range(_SWITCHES)] + [_MARKETPLACE.permission]
    permissions = dict.fromkeys(objects, Ladder.RECORDS) | dict.fromkeys(switches, Ladder.SWITCH)
    implies = {name: (f"{name.partition('.')[0]}.view",) for name in objects if not name.endswith("view")}
    pairs = [(f"h{n}", tier) for n in range(_PRODUCTS) for tier in _TIERS]
    tools = {f"t{n}": _ways(rng, pairs, 2) for n in range(_TOOLS)}
    rights = [Right(name, level) for name, ladder in permissions.items() for level in ladder.levels[1:]]
    needs = [ScopeNeed(OAUTH)]
    needs += [ScopeNeed(f"scope{n}", _ways(rng, rights, 3), _ways(rng, list(tools), 2)) for n in range(1, SCOPES)]
    policy = compile_policy(
        permissions=permissions,
        implies=implies,
        tools=tools,
        tiers={f"h{n}": tuple(_TIERS) for n in range(_PRODUCTS)},
        needs=needs,
        marketplace=_MARKETPLACE,
        duties={Duty.EDIT_PEOPLE: Right("s0", Level.ON), Duty.EDIT_PLAN: Right("s1", Level.ON)},
    )
    sets = {f"set{n}": _rights_for(rng, policy, rng.sample(needs, 60)) for n in range(_SETS)}
    return compile_terms(
        policy,
        permission_weights={name: rng.randint(1, 9) for name in permissions},
        tier_weights={
            f"h{n}": {tier: weight * (1 + n % 3) for tier, weight in _TIERS.items()} for n in range(_PRODUCTS)
        },
        permission_sets=sets,
    )


def make_refusals(terms: Terms, rng: Random, count: int) -> list[Refusal]:
    """`count` of them, every third with a URL of up to three mistakes."""
    found: list[Refusal] = []
    while len(found) < count:
        mistakes = rng.randint(1, 3) if len(found) % 3 == 0 else 0
        refusal = _refusal(terms, rng, lacking=rng.randint(1, UNMET), mistakes=mistakes)
        if refusal is not None:
            found.append(refusal)
    return found


def unmet(policy: Policy, question: Question) -> int:
    """How many demanded scopes are out of reach; 0 for a grant."""
    decision = decide(policy, question)
    reasons = decision.reasons if isinstance(decision, Refused) else ()
    return len({reason.scope for reason in reasons if isinstance(reason, ToolMissing | PermissionMissing)})


def _refusal(terms: Terms, rng: Random, *, lacking: int, mistakes: int) -> Refusal | None:
    policy = terms.policy
    needs = [need.need for need in policy.needs.values() if need.need.scope != OAUTH]
    app = rng.sample(needs, APP_SCOPES)
    names = [need.scope for need in app]
    manifest = make_manifest(frozenset(names[:18]), frozenset(names[18:26]), frozenset(names[26:]))
    assert isinstance(manifest, Manifest)
    plan = _plans_for(rng, policy, app[lacking if rng.random() < 0.6 else 0 :])
    held = _rights_for(rng, policy, app[lacking:] + rng.sample(needs, 10))
    question = Question(
        manifest=manifest,
        url=InstallUrl(manifest.required | manifest.conditionally_required, manifest.optional),
        rights=policy.rights(held | ({_MARKETPLACE.permission: Level.ON} if rng.random() < 0.5 else {})),
        tools=policy.tools(plan),
    )
    question = replace(question, url=_spoiled(rng, question.url, manifest, [need.scope for need in needs], mistakes))
    colleagues = tuple(policy.rights(_rights_for(rng, policy, rng.sample(needs, 80))) for _ in range(8))
    if not 0 < unmet(policy, question) <= UNMET:
        return None
    return Refusal(question, plan, (EVERY_RIGHT, *colleagues))


def _spoiled(rng: Random, url: InstallUrl, manifest: Manifest, scopes: list[str], mistakes: int) -> InstallUrl:
    scope, optional = set(url.scope), set(url.optional_scope)
    for _ in range(mistakes):
        match rng.randrange(4):
            case 0:
                scope.discard(rng.choice(sorted(manifest.required - {OAUTH})))
            case 1:
                optional.add(rng.choice(sorted(manifest.conditionally_required)))
            case 2:
                scope.add(rng.choice(sorted(manifest.optional)))
            case _:
                scope.add(rng.choice(scopes))
    return InstallUrl(frozenset(scope), frozenset(optional))


def _rights_for(rng: Random, policy: Policy, needs: list[ScopeNeed]) -> dict[str, Level]:
    held: dict[str, Level] = {}
    for right in (right for need in needs for right in rng.choice(need.permissions)):
        now = Right(right.permission, held.get(right.permission, right.level))
        held[right.permission] = max(now, right, key=policy.right_mask).level
    return held


def _plans_for(rng: Random, policy: Policy, needs: list[ScopeNeed]) -> dict[str, str]:
    order = list(_TIERS)
    plan: dict[str, str] = {}
    for tool in (tool for need in needs for tool in rng.choice(need.tools)):
        for product, lowest in rng.choice(policy.plan_need(tool)):
            plan[product] = max(plan.get(product, lowest), lowest, key=order.index)
    return plan


def _ways(rng: Random, items: list[_T], most: int) -> tuple[tuple[_T, ...], ...]:
    return tuple(tuple(rng.sample(items, rng.randint(1, most))) for _ in range(rng.randint(1, ALTERNATIVES)))
