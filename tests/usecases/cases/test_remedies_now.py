"""The remedies of a case as they stand, with who may apply each step."""

import pytest
from msgspec.structs import replace

from admittance.core.decide import Granted, Question, decide
from admittance.core.levels import Level
from admittance.core.reasons import Audience
from admittance.core.remedies.applying import applied
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    PlanChange,
)
from admittance.usecases.answer_case import Approved, NotEnough, PartlyMended, approve_case
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.fixers import can_connect_now, fixers
from admittance.usecases.ports import Transaction
from admittance.usecases.remedies_now import NO_REMEDIES, Giving, RemediesNow, Way, giving, remedies_now
from admittance.usecases.remedy_shape import remedies_shape
from admittance.usecases.remedy_terms import remedy_terms
from tests.usecases.cases.conftest import ADAM, ELIN, EVE, HOME, JONAS, MARIA, OSKAR, PRIYA, REQUIRED, World

pytestmark = pytest.mark.anyio
WITH_AUTOMATION = REQUIRED | {"automation"}


def asked(world: World, case_id: int) -> OpenQuestion:
    """The question behind a case."""
    case = world.case(case_id)

    def look(tx: Transaction) -> OpenQuestion:
        found = case_question(tx, world.policy, case, world.now)
        assert isinstance(found, OpenQuestion)
        return found

    return world.look(look)


async def found(
    world: World, user_id: int = MARIA, scope: frozenset[str] = REQUIRED
) -> tuple[OpenQuestion, RemediesNow]:
    """The person is refused: the question, and its remedies."""
    case = await world.refused(user_id, scope=scope)
    question = asked(world, case.id)
    return question, world.look(lambda tx: remedies_now(tx, world.catalogue, question.membership, question.question))


def can(world: World, question: OpenQuestion, viewer: int, way: Way) -> Giving:
    """What the viewer can do about the way."""
    return giving(world.catalogue, question.question, question.membership, world.member(viewer), way)


def named(way: Way, audience: Audience) -> list[int]:
    """Who takes a step, by id."""
    step = way.step_of(audience)
    return [] if step is None else [member.user.id for member in step.people]


async def test_every_remedy_makes_a_grant(world: World) -> None:
    """Carried out on the live question, each of the remedies turns the refusal into a grant."""
    question, now = await found(world, scope=WITH_AUTOMATION)
    terms = remedy_terms(world.catalogue)
    subscriptions = world.look(lambda tx: tx.accounts.subscriptions(HOME))
    assert {type(way.remedy.permission) for way in now.ways} == {
        GrantRights,
        AssignSet,
        ElevateRights,
        ElevateSuperAdmin,
        MakeSuperAdmin,
    }
    for way in now.ways:
        after = applied(terms, question.question, subscriptions, way.remedy)
        assert isinstance(decide(world.policy, after), Granted), way.remedy


async def test_the_smallest_first_and_a_super_admin_for_good_last(world: World) -> None:
    """Least added privilege first; on a tie a permanent grant before an elevation, which leaves drift."""
    _, now = await found(world)
    kinds = [type(way.remedy.permission) for way in now.ways]
    assert kinds[:2] == [GrantRights, ElevateRights]
    assert kinds[-2:] == [ElevateSuperAdmin, MakeSuperAdmin]
    assert [change.permission for change in now.ways[0].added] == ["marketing.lists.view", "account.marketplace_access"]


async def test_each_step_names_who_may_take_it(world: World) -> None:
    """Permissions: who edits people and holds them. The plan: who may change it, those first whose task it is."""
    _, now = await found(world, scope=WITH_AUTOMATION)
    first = now.ways[0]
    assert [one.step.audience for one in first.steps] == [Audience.PLAN_OWNER, Audience.ADMIN]
    assert named(first, Audience.PLAN_OWNER) == [ELIN, JONAS, PRIYA]
    assert named(first, Audience.ADMIN) == [JONAS, PRIYA]  # Adam may not edit workflows, Eve holds nothing
    await world.set_rights(ELIN, {})
    question = asked(world, 1)
    later = world.look(lambda tx: remedies_now(tx, world.catalogue, question.membership, question.question))
    assert named(later.ways[0], Audience.PLAN_OWNER) == [JONAS, PRIYA]


async def test_incomparable_plans_are_all_there(world: World) -> None:
    """Product tiers are a vector: each smallest plan that switches workflows on, none of them twice."""
    _, now = await found(world, scope=WITH_AUTOMATION)
    assert len(now.plans) > 1
    assert len(set(now.plans)) == len(now.plans)
    assert PlanChange("marketing_hub", None, "professional") in {change for plan in now.plans for change in plan}


async def test_what_a_viewer_can_do_is_what_an_approval_does(world: World) -> None:
    """GIVES is approved, or given as a part where the plan waits; what is lent then is not yet; NOT_HELD never is."""
    await world.set_rights(ADAM, dict(world.member(ADAM).rights) | {"crm_tools.workflows.view": Level.ON})
    for viewer in (JONAS, ADAM, EVE):
        for scope in (REQUIRED, WITH_AUTOMATION):
            case = await world.refused(scope=scope)
            question = asked(world, case.id)
            now = world.look(lambda tx, q=question: remedies_now(tx, world.catalogue, q.membership, q.question))
            for way in now.ways:
                answer = await _tried(world, case.id, viewer, way)
                match can(world, question, viewer, way):
                    case Giving.GIVES:
                        assert isinstance(answer, Approved if scope == REQUIRED else PartlyMended), way
                    case Giving.AFTER_THE_REST:
                        assert isinstance(answer, NotEnough), way
                    case _:
                        assert not isinstance(answer, Approved | PartlyMended | NotEnough), way


class _BackError(Exception):
    """Takes an approval back."""


async def _tried(world: World, case_id: int, by: int, way: Way) -> object:
    approval, answers = way.approval, list[object]()
    assert approval is not None

    def act(tx: Transaction) -> None:
        answers.append(
            approve_case(tx, world.catalogue, account_id=HOME, case_id=case_id, by=by, approval=approval, now=world.now)
        )
        raise _BackError

    with pytest.raises(_BackError):
        await world.do(act)
    return answers[0]


async def test_only_a_super_admin_makes_one(world: World) -> None:
    """Adam gives the permissions that he holds, and no Super Admin's; Eve, who holds nothing, gives nothing."""
    question, now = await found(world)
    by_kind = {type(way.remedy.permission): can(world, question, ADAM, way) for way in now.ways}
    assert by_kind[GrantRights] is Giving.GIVES
    assert by_kind[ElevateSuperAdmin] is by_kind[MakeSuperAdmin] is Giving.NOT_HELD
    assert {can(world, question, EVE, way) for way in now.ways} == {Giving.NOT_HELD}


async def test_a_set_that_replaces_rights_says_what_is_lost(world: World) -> None:
    """What a person holds and the set does not give is named as lost, and nothing else is."""
    held = {"crm.contacts.view": Level.ALL, "reports.access": Level.ON, "crm.tickets.delete": Level.ALL}
    await world.set_rights(MARIA, held)
    _, now = await found(world)
    ways = [way for way in now.ways if isinstance(way.remedy.permission, AssignSet)]
    assert ways
    for way in ways:
        assert isinstance(way.remedy.permission, AssignSet)
        gives = world.catalogue.permission_set_rights(way.remedy.permission.permission_set)
        lost = {one.permission for one in way.lost}
        for permission, level in held.items():
            mask = world.policy.rights({permission: level}) if permission in lost else 0
            assert (permission in lost) == (gives & mask != mask)


async def test_an_elevation_that_counts_is_no_ground_to_build_on(world: World) -> None:
    """With lent rights and something else missing since, all that has to last is given; and that suffices."""
    case = await world.refused()
    question = asked(world, case.id)
    now = world.look(lambda tx: remedies_now(tx, world.catalogue, question.membership, question.question))
    lend = next(way for way in now.ways if isinstance(way.remedy.permission, ElevateRights))
    approval = lend.approval
    assert approval is not None
    await world.do(
        lambda tx: approve_case(
            tx, world.catalogue, account_id=HOME, case_id=case.id, by=JONAS, approval=approval, now=world.now
        )
    )
    await world.set_rights(MARIA, {})
    second, now = await found(world)
    assert [change.permission for change in now.ways[0].added][:1] == ["crm.contacts.view"]
    assert {"marketing.lists.view", "account.marketplace_access"} <= {one.permission for one in now.ways[0].added}
    assert isinstance(await _tried(world, world.case(2).id, JONAS, now.ways[0]), Approved)
    assert second.question.rights != 0


async def test_nothing_mends_a_grant(world: World) -> None:
    """Once nothing is in the way there is no remedy."""
    question, _ = await found(world)
    granted: Question = replace(question.question, rights=-1)
    assert world.look(lambda tx: remedies_now(tx, world.catalogue, question.membership, granted)) == NO_REMEDIES


async def test_a_scope_that_nothing_opens_is_named(world: World) -> None:
    """What the catalogue lost, no remedy mends: none is listed, and the scope is said."""
    question, _ = await found(world)
    manifest = replace(question.question.manifest, required=REQUIRED | {"gone.read"})
    url = replace(question.question.url, scope=REQUIRED | {"gone.read"})
    lost = replace(question.question, manifest=manifest, url=url)
    now = world.look(lambda tx: remedies_now(tx, world.catalogue, question.membership, lost))
    assert (now.ways, now.out_of_reach) == ((), ("gone.read",))


async def test_who_may_change_the_plan_may_do_so_for_themselves(world: World) -> None:
    """A refused person is never among those who give, and yet may change the plan where that is theirs to do."""
    question, now = await found(world, user_id=JONAS, scope=WITH_AUTOMATION)
    plan = now.ways[0].step_of(Audience.PLAN_OWNER)
    assert plan is not None
    assert plan.own
    assert JONAS not in named(now.ways[0], Audience.PLAN_OWNER)
    decision = decide(world.policy, question.question)
    assert not isinstance(decision, Granted)
    who = world.look(lambda tx: fixers(tx, world.policy, HOME, question.app, JONAS, decision.reasons))
    assert (who.own_plan, who.nobody) == (True, ())
    other, later = await found(world, user_id=OSKAR, scope=WITH_AUTOMATION)
    theirs = later.ways[0].step_of(Audience.PLAN_OWNER)
    assert theirs is not None
    assert not theirs.own
    refused = decide(world.policy, other.question)
    assert not isinstance(refused, Granted)
    assert not world.look(lambda tx: fixers(tx, world.policy, HOME, other.app, OSKAR, refused.reasons)).own_plan


async def test_colleagues_who_could_connect_are_named(world: World) -> None:
    """Each with their own rights, right now, by name; never the person who was refused."""
    question, _ = await found(world)

    def able() -> list[int]:
        members = world.look(
            lambda tx: can_connect_now(
                tx, world.policy, question.account, question.app, question.question.url, MARIA, world.now
            )
        )
        return [member.user.id for member in members]

    assert able() == [ADAM, JONAS, PRIYA]
    await world.leave(JONAS)
    assert able() == [ADAM, PRIYA]


async def test_the_terms_are_built_once_for_a_catalogue(world: World) -> None:
    """Compiling is not part of a request: the same catalogue has the same terms."""
    assert remedy_terms(world.catalogue) is remedy_terms(world.catalogue)


async def test_remedies_as_data_hold_everything(world: World) -> None:
    """The shape for scripts has each remedy's parts, what it adds, and who may take each step."""
    _, now = await found(world, scope=WITH_AUTOMATION)
    shape = remedies_shape(now)
    assert (shape["more_remedies"], shape["search_cut"], shape["out_of_reach"]) == (now.more, False, [])
    remedies = shape["remedies"]
    assert isinstance(remedies, list)
    first = remedies[0]
    assert first["permission"]["part"] == "grant_rights"
    assert first["plan"][0].keys() == {"product", "from", "to"}
    assert [(step["audience"], step["people"][0]["user"]) for step in first["steps"]] == [
        ("plan_owner", ELIN),
        ("admin", JONAS),
    ]
    assert len(remedies) == len(now.ways)
