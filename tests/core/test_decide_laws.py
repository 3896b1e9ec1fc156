"""Laws that hold for every decision, whatever the catalogue, the app, the URL, the person and the account."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from admittance.core.decide import Decision, Granted, Question, Refused, decide
from admittance.core.grants import grant
from admittance.core.levels import Level
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.reasons import (
    ConditionalInOptional,
    DropReason,
    LostByCatalogue,
    MarketplaceMissing,
    NotConfigured,
    PermissionMissing,
    Reason,
    RefusalCode,
    ToolMissing,
    code_of,
)
from admittance.core.requirements import Right
from tests.core.repairs import given_rights, repairs
from tests.oracle.build import decision_on, policy_of, question_of
from tests.oracle.random_world import SCOPES, random_world
from tests.oracle.world import World

Case = tuple[Policy, Question]
Key = tuple[type, str | None]

SEEDS = st.integers(0, 2**32)
WORLDS = st.builds(lambda seed, size: random_world(Random(seed), size=size), SEEDS, st.integers(0, len(SCOPES)))
"""A failing world shrinks in its number of scopes; its seed is as good as another."""
CHANCE = SEEDS.map(Random)


def case_of(world: World) -> Case:
    """The world as `decide` is asked about it."""
    policy = policy_of(world["catalogue"])
    return policy, question_of(policy, world)


CASES = WORLDS.map(case_of)


def key(reason: Reason) -> Key:
    """What makes it the same reason, though there may be less of it left."""
    return type(reason), None if isinstance(reason, MarketplaceMissing) else reason.scope


def reasons(decision: Decision) -> tuple[Reason, ...]:
    """None for a grant."""
    return decision.reasons if isinstance(decision, Refused) else ()


def told(decision: Decision) -> list[Reason]:
    """Every reason in the answer: of the refusal, and of each dropped scope."""
    dropped = decision.dropped if isinstance(decision, Granted) else ()
    return [*reasons(decision), *(reason for drop in dropped for reason in drop.why)]


def no_worse(before: Decision, after: Decision) -> bool:
    """A grant stays one and offers no less; a refusal has no reason that it did not have."""
    if isinstance(before, Granted):
        return isinstance(after, Granted) and before.demanded == after.demanded and before.offered <= after.offered
    return {key(reason) for reason in reasons(after)} <= {key(reason) for reason in reasons(before)}


@settings(max_examples=300)
@given(CASES, CHANCE)
def test_adding_a_permission_never_turns_a_grant_into_a_refusal(case: Case, rng: Random) -> None:
    """Adding a permission never turns a grant into a refusal, drops no more and adds no reason."""
    policy, question = case
    permission = rng.choice(list(policy.held(EVERY_RIGHT)))
    level = rng.choice([Level.OWNED, Level.TEAM, Level.ALL, Level.ON])
    more = replace(question, rights=question.rights | policy.rights({permission: level}))
    assert no_worse(decide(policy, question), decide(policy, more))


@settings(max_examples=300)
@given(CASES, CHANCE)
def test_adding_a_tool_never_turns_a_grant_into_a_refusal(case: Case, rng: Random) -> None:
    """Adding a tool never turns a grant into a refusal, drops no more and adds no reason."""
    policy, question = case
    more = replace(question, tools=question.tools | rng.choice(list(policy.tool_bits.values())))
    assert no_worse(decide(policy, question), decide(policy, more))


@settings(max_examples=300)
@given(WORLDS, CHANCE)
def test_a_higher_plan_never_turns_a_grant_into_a_refusal(world: World, rng: Random) -> None:
    """Upgrading a product, or subscribing to one more, adds no reason (plans only widen)."""
    product = rng.choice(list(world["catalogue"]["tiers"]))
    upgraded: World = {**world, "subscriptions": {**world["subscriptions"]}}
    upgraded["subscriptions"][product] = world["catalogue"]["tiers"][product][-1]
    assert no_worse(decision_on(world), decision_on(upgraded))


@settings(max_examples=300)
@given(CASES, CHANCE)
def test_granted_dropped_and_declined_are_what_was_asked(case: Case, rng: Random) -> None:
    """granted ∪ dropped ∪ declined = asked, pairwise disjoint."""
    policy, question = case
    decision = decide(policy, question)
    if isinstance(decision, Granted):
        ticked = frozenset(scope for scope in sorted(question.manifest.configured) if rng.random() < 0.5)
        given_ = grant(decision, ticked)
        dropped = [drop.scope for drop in given_.dropped]
        asked = question.url.scope | question.url.optional_scope
        assert given_.granted | set(dropped) | given_.declined == asked
        assert len(given_.granted) + len(dropped) + len(given_.declined) == len(asked)


@settings(max_examples=300)
@given(WORLDS, CHANCE)
def test_the_verdict_does_not_depend_on_order(world: World, rng: Random) -> None:
    """The order of scopes in a URL or a manifest, of permissions, and of the catalogue changes nothing."""
    before, after = decision_on(world), decision_on(shuffled(world, rng))
    assert type(before) is type(after)
    assert [key(reason) for reason in told(before)] == [key(reason) for reason in told(after)]
    assert [as_sets(reason) for reason in told(before)] == [as_sets(reason) for reason in told(after)]
    if isinstance(before, Granted) and isinstance(after, Granted):
        assert (before.demanded, before.offered) == (after.demanded, after.offered)


def as_sets(reason: Reason) -> object:
    """A reason without the order inside its ways, which is the catalogue's."""
    if isinstance(reason, PermissionMissing | ToolMissing):
        return key(reason), frozenset(frozenset(way) for way in reason.ways)
    return reason


def shuffled(world: World, rng: Random) -> World:
    """The same world, everything in another order."""

    def mix(value: object) -> object:
        if isinstance(value, dict):
            return {name: mix(value[name]) for name in rng.sample(list(value), len(value))}
        return [mix(item) for item in rng.sample(value, len(value))] if isinstance(value, list) else value

    def mixed_words(text: str | None) -> str | None:
        return None if text is None else " ".join(rng.sample(text.split(), len(text.split())) * 2)

    mixed: World = mix(world)  # type: ignore[assignment]
    mixed["catalogue"]["tiers"] = world["catalogue"]["tiers"]  # the order of tiers and levels is their meaning
    mixed["catalogue"]["permissions"] = {
        name: world["catalogue"]["permissions"][name] for name in mixed["catalogue"]["permissions"]
    }
    mixed["url"] = {
        "scope": mixed_words(world["url"]["scope"]),
        "optional_scope": mixed_words(world["url"]["optional_scope"]),
    }
    return mixed


@settings(max_examples=300)
@given(CASES)
def test_a_super_admin_is_never_told_of_permissions(case: Case) -> None:
    """A Super Admin is never told of permissions or marketplace access, in a refusal or for a dropped scope."""
    policy, question = case
    told_ = told(decide(policy, replace(question, rights=EVERY_RIGHT)))
    assert not [reason for reason in told_ if isinstance(reason, PermissionMissing | MarketplaceMissing)]


@settings(max_examples=300)
@given(CASES)
def test_a_super_admin_is_always_told_of_tools(case: Case) -> None:
    """A Super Admin is told of every tool that is off behind a demanded scope, like everybody else."""
    policy, question = case
    super_admin, anybody = decide(policy, replace(question, rights=EVERY_RIGHT)), decide(policy, question)
    demanded = question.manifest.required | (question.manifest.conditionally_required & question.url.scope)
    off = [
        scope
        for scope in sorted(demanded & policy.needs.keys())
        if not any(mask & question.tools == mask for mask in policy.needs[scope].tool_masks)
    ]
    assert [reason.scope for reason in reasons(super_admin) if isinstance(reason, ToolMissing)] == off
    assert [reason for reason in reasons(super_admin) if isinstance(reason, ToolMissing)] == [
        reason for reason in reasons(anybody) if isinstance(reason, ToolMissing)
    ]


@settings(max_examples=300)
@given(CASES)
def test_reasons_stand_in_headline_order(case: Case) -> None:
    """All reasons are listed once: developer, developer, account, user; by scope within one cause."""
    for decision in (decide(*case), decide(case[0], replace(case[1], rights=0, tools=0))):
        codes = [code_of(reason) for reason in reasons(decision)]
        assert codes == sorted(codes, key=list(RefusalCode).index)
        keys = [key(reason) for reason in reasons(decision)]
        assert len(set(keys)) == len(keys)
        for cause in {cause for cause, _ in keys}:
            scopes = [scope or "" for its, scope in keys if its is cause]
            assert scopes == sorted(scopes)


@settings(max_examples=300)
@given(CASES)
def test_repairing_a_mistake_of_the_url_removes_it_and_nothing_else(case: Case) -> None:
    """Repairing a URL cause removes every reason naming it, leaves the rest as it is and adds none."""
    policy, question = case
    before = reasons(decide(policy, question))
    for reason in before:
        if isinstance(reason, PermissionMissing | MarketplaceMissing | ToolMissing):
            continue
        for repaired in repairs(policy, question, reason):
            gone = {reason} | _no_longer_asked(reason, repaired)
            after = decide(policy, repaired)
            assert reasons(after) == tuple(other for other in before if other not in gone)


def _no_longer_asked(reason: Reason, repaired: Question) -> set[Reason]:
    """A lost scope that the URL stops asking for is nobody's matter: only a conditional one can be so repaired."""
    if not isinstance(reason, ConditionalInOptional) or reason.scope in repaired.url.scope:
        return set()
    kind = repaired.manifest.kind_of(reason.scope)
    return {LostByCatalogue(reason.scope, kind)} if kind else set()


@settings(max_examples=300)
@given(CASES)
def test_switching_on_what_the_account_lacks_removes_every_reason_naming_it(case: Case) -> None:
    """Repairing an account cause removes every reason naming it, leaves the rest and adds none."""
    policy, question = case
    before = reasons(decide(policy, question))
    for reason in [reason for reason in before if isinstance(reason, ToolMissing)]:
        for repaired in repairs(policy, question, reason):
            after = reasons(decide(policy, repaired))
            now_on = {tool for tool, bit in policy.tool_bits.items() if bit & repaired.tools & ~question.tools}
            assert _others(before, ToolMissing) == _others(after, ToolMissing)
            assert key(reason) not in {key(other) for other in after}
            assert {key(other) for other in after} <= {key(other) for other in before}
            for other in after:
                assert not (isinstance(other, ToolMissing) and now_on & {tool for way in other.ways for tool in way})
            assert {other for other in before if not _names_tool(other, now_on)} <= set(after)


@settings(max_examples=300)
@given(CASES)
def test_giving_what_the_person_lacks_removes_every_reason_naming_it(case: Case) -> None:
    """Repairing a user cause removes every reason naming it, leaves the rest and adds none."""
    policy, question = case
    before = reasons(decide(policy, question))
    for reason in before:
        if not isinstance(reason, PermissionMissing | MarketplaceMissing):
            continue
        for given_, repaired in zip(given_rights(policy, reason), repairs(policy, question, reason), strict=True):
            after = reasons(decide(policy, repaired))
            assert _others(before, DropReason) == _others(after, DropReason)
            assert key(reason) not in {key(other) for other in after}
            assert {key(other) for other in after} <= {key(other) for other in before}
            assert not any(_names_right(policy, other, given_, whole=True) for other in after)
            assert {other for other in before if not _names_right(policy, other, given_, whole=False)} <= set(after)


@settings(max_examples=300)
@given(CASES)
def test_repairing_everything_ends_in_a_grant(case: Case) -> None:
    """Reason after reason repaired, a refusal becomes a grant, unless the catalogue itself stands in the way."""
    policy, question = case
    while remaining := reasons(decide(policy, question)):
        nearest = next((fixed for reason in remaining for fixed in repairs(policy, question, reason)), None)
        if nearest is None:
            assert all(isinstance(reason, LostByCatalogue) or not getattr(reason, "ways", ()) for reason in remaining)
            return
        assert len(reasons(decide(policy, nearest))) < len(remaining)
        question = nearest


def _others(found: tuple[Reason, ...], kinds: object) -> list[Reason]:
    return [reason for reason in found if not isinstance(reason, kinds)]  # type: ignore[arg-type]


def _names_tool(reason: Reason, tools: set[str]) -> bool:
    return isinstance(reason, ToolMissing) and any(tools & set(way) for way in reason.ways)


def _names_right(policy: Policy, reason: Reason, rights: int, *, whole: bool) -> bool:
    """Whether `reason` asks for something that `rights` hold (as a whole, or at least a level of it)."""
    if isinstance(reason, MarketplaceMissing):
        named = [policy.marketplace] if policy.marketplace else []
    elif isinstance(reason, PermissionMissing):
        named = [Right(short.permission, short.needed) for way in reason.ways for short in way]
    else:
        named = []
    masks = [policy.right_mask(right) for right in named]
    return any((rights & mask == mask) if whole else bool(rights & mask) for mask in masks)


@settings(max_examples=300)
@given(CASES)
def test_an_unconfigured_scope_names_its_places(case: Case) -> None:
    """Whoever removes a scope that is not configured is told every place where it stands."""
    policy, question = case
    for reason in reasons(decide(policy, question)):
        if isinstance(reason, NotConfigured):
            assert reason.places == question.url.places(reason.scope) != ()
            assert reason.known is (reason.scope in policy.needs)
