"""A fixer approves or declines."""

import asyncio

import pytest
from msgspec.structs import replace

from admittance.core.decide import Granted, Refused
from admittance.core.levels import Level
from admittance.core.reasons import PermissionMissing, ToolMissing
from admittance.core.requirements import Right
from admittance.usecases.answer_case import (
    AlreadyAnswered,
    Approved,
    Approving,
    Declined,
    Declining,
    NotEnough,
    NotOneOfTheWays,
    NotYoursToAnswer,
    OwnCase,
    PartlyMended,
    ReasonMissing,
    approve_case,
    approve_cases,
    decline_case,
)
from admittance.usecases.approval import (
    Approval,
    GiveRights,
    GiveSet,
    GiveSuperAdmin,
    LendRights,
    LendSuperAdmin,
    read_approval,
)
from admittance.usecases.ask_for_access import ask_for_access
from admittance.usecases.case_question import AppGone, PersonGone
from admittance.usecases.case_records import LONGEST_ELEVATION, CaseEventKind, CaseState
from admittance.usecases.case_roles import CaseNotThere
from admittance.usecases.case_text import TextTooLong
from admittance.usecases.giving import Gift, LastsTooLong, MayNotGive, NoSuchRights, OnlySuperAdmins, gift
from admittance.usecases.own_refusal import CaseOver, CauseGone
from tests.usecases.cases.conftest import (
    ADAM,
    APP,
    AWAY,
    CONTACTS,
    ELIN,
    EVE,
    HOME,
    JONAS,
    LISTS,
    MARIA,
    MARKETPLACE,
    NOW,
    OSKAR,
    OTHER,
    PRIYA,
    REQUIRED,
    World,
)

pytestmark = pytest.mark.anyio

ON_LISTS, ON_MARKETPLACE = Right("marketing.lists.view", Level.ON), Right("account.marketplace_access", Level.ON)
MISSING = (ON_LISTS, ON_MARKETPLACE)
ENOUGH = GiveRights(MISSING)
WITH_AUTOMATION = REQUIRED | {"automation"}


async def approve(
    world: World, case_id: int, approval: Approval = ENOUGH, *, by: int = ADAM, text: str = "", account: int = HOME
) -> Approving:
    """Approve."""
    return await world.do(
        lambda tx: approve_case(
            tx,
            world.catalogue,
            account_id=account,
            case_id=case_id,
            by=by,
            approval=approval,
            text=text,
            now=world.now,
        )
    )


async def decline(world: World, case_id: int, reason: str, *, by: int = ADAM, account: int = HOME) -> Declining:
    """Decline."""
    return await world.do(
        lambda tx: decline_case(
            tx, world.policy, account_id=account, case_id=case_id, by=by, reason=reason, now=world.now
        )
    )


async def test_exactly_the_missing_rights_are_given(world: World) -> None:
    """Approving adds the missing permissions to the person's own, and nothing else; it counts at the next decision."""
    case = await world.refused()

    answer = await approve(world, case.id, text="Go ahead")

    assert isinstance(answer, Approved)
    assert world.member().rights == CONTACTS | LISTS | MARKETPLACE
    assert (world.member().permission_set, world.member().super_admin) == (None, False)
    assert isinstance(world.decision(), Granted)
    stored = world.case(case.id)
    assert (stored.state, stored.answered_by, stored.answer) == (CaseState.APPROVED, ADAM, "Go ahead")
    assert read_approval(stored.remedy) == ENOUGH
    assert world.acts()[-2:] == ["user.membership_changed", "case.approved"]


async def test_the_person_is_told_once(world: World) -> None:
    """One letter per person and case: who approved, their words, and where to go on."""
    case = await world.refused()
    await decline(world, case.id, "Not today")
    await world.do(
        lambda tx: ask_for_access(
            tx,
            world.policy,
            account_id=HOME,
            case_id=case.id,
            user_id=MARIA,
            fixer_ids=[JONAS],
            message="",
            now=NOW,
        )
    )

    assert isinstance(await approve(world, case.id, by=JONAS), Approved)

    letters = world.look(lambda tx: tx.outbox.of_user(MARIA, 9))
    assert [letter.subject for letter in letters] == ["Your request for Callpop was declined"]
    assert "Adam Admin declined your request" in letters[0].body
    assert "> Not today\n" in letters[0].body


async def test_a_right_is_raised_and_never_lowered(world: World) -> None:
    """Given rights raise what the person has; a level that they have already stays."""
    await world.set_rights(MARIA, {"crm.contacts.view": Level.ALL, "crm.contacts.edit": Level.TEAM})
    case = await world.refused()

    before, by = world.member(), world.member(JONAS)
    higher = gift(world.catalogue, before, by, GiveRights((Right("crm.contacts.edit", Level.ALL),)))
    await approve(world, case.id, GiveRights((*MISSING, Right("crm.contacts.view", Level.OWNED))), by=JONAS)

    rights = world.member().rights
    assert (rights["crm.contacts.view"], rights["crm.contacts.edit"]) == (Level.ALL, Level.TEAM)
    assert isinstance(higher, Gift)
    assert higher.membership is not None
    assert higher.membership.rights == before.rights | {"crm.contacts.edit": Level.ALL}


@pytest.mark.parametrize(
    "more",
    [
        GiveRights((*MISSING, Right("crm.contacts.edit", Level.ALL))),
        LendRights((*MISSING, Right("reports.access", Level.ON))),
        GiveSet("administrator"),
    ],
)
async def test_more_than_any_remedy_is_not_given(world: World, more: Approval) -> None:
    """What would do but adds more than is needed isn't given with a case: the smallest rights that suffice are."""
    case = await world.refused()

    assert await approve(world, case.id, more, by=JONAS) == NotOneOfTheWays(case)

    assert world.member().rights == CONTACTS
    assert world.case(case.id).state is CaseState.OPEN


async def test_a_permission_set_replaces_the_rights(world: World) -> None:
    """Assigning a set that suffices gives what the set gives; what the person had besides is gone."""
    await world.set_rights(MARIA, CONTACTS | {"reports.access": Level.ON})
    case = await world.refused()

    assert isinstance(await approve(world, case.id, GiveSet("app_connector"), by=JONAS), Approved)

    assert world.member().permission_set == "app_connector"
    assert world.member().rights == world.catalogue.sets["app_connector"].grants


async def test_a_permanent_super_admin_keeps_their_own_rights_beneath(world: World) -> None:
    """Making a Super Admin stores the person's rights beneath, so that removing it restores them."""
    case = await world.refused()

    assert isinstance(await approve(world, case.id, GiveSuperAdmin(), by=JONAS), Approved)

    assert (world.member().super_admin, world.member().rights) == (True, CONTACTS)


async def test_what_does_not_suffice_is_not_given(world: World) -> None:
    """One permission less is still a refusal: nothing changes, and the answer says what would remain."""
    case = await world.refused()

    for approval in (GiveRights((ON_LISTS,)), LendRights((ON_MARKETPLACE,)), GiveSet("viewer")):
        answer = await approve(world, case.id, approval, by=JONAS)
        assert isinstance(answer, NotEnough), approval
        assert answer.remaining.reasons

    assert world.member().rights == CONTACTS
    assert world.case(case.id).state is CaseState.OPEN
    assert "case.approved" not in world.acts()


async def test_an_admins_part_is_done_while_the_plan_waits(world: World) -> None:
    """Where the plan lacks too, permissions may be given for good: the case stays open and says what remains."""
    case = await world.refused(scope=WITH_AUTOMATION)
    flows = (Right("crm_tools.workflows.view", Level.ON), Right("crm_tools.workflows.edit", Level.ON))

    answer = await approve(world, case.id, GiveRights((*MISSING, *flows)), by=JONAS)

    assert isinstance(answer, PartlyMended)
    assert [type(reason) for reason in answer.remaining.reasons] == [ToolMissing]
    assert world.case(case.id).state is CaseState.OPEN
    assert world.look(lambda tx: tx.cases.events(HOME, case.id))[0].kind is CaseEventKind.PARTLY_MENDED
    assert isinstance(await approve(world, case.id, ENOUGH, by=JONAS), NotEnough)  # nothing is left for an admin


async def test_nothing_is_lent_while_the_plan_lacks(world: World) -> None:
    """An elevation that leads nowhere is not given: not even to Super Admin, which helps against no plan problem."""
    case = await world.refused(scope=WITH_AUTOMATION)

    answer = await approve(world, case.id, LendSuperAdmin(), by=JONAS)

    assert isinstance(answer, NotEnough)
    assert world.look(lambda tx: tx.elevations.in_account(HOME, NOW)) == []


async def test_a_plan_downgraded_while_the_install_waits_counts(world: World) -> None:
    """What is approved is decided on the plan as it is now, not as it was when the case was opened."""
    await world.do(lambda tx: tx.accounts.subscribe(HOME, "marketing_hub", "professional"))
    case = await world.refused(scope=WITH_AUTOMATION)
    await world.do(lambda tx: tx.accounts.subscribe(HOME, "marketing_hub", None))

    answer = await approve(world, case.id, LendSuperAdmin(), by=JONAS)

    assert isinstance(answer, NotEnough)
    assert any(isinstance(reason, ToolMissing) for reason in answer.remaining.reasons)


async def test_nobody_approves_their_own(world: World) -> None:
    """Separation of duties: the person of the case neither approves nor declines it, were they Super Admin or not."""
    case = await world.refused(scope=WITH_AUTOMATION, user_id=JONAS)

    assert await approve(world, case.id, by=JONAS) == OwnCase()
    assert await decline(world, case.id, "no", by=JONAS) == OwnCase()

    hers = await world.refused()
    assert await approve(world, hers.id, by=MARIA) == OwnCase()


@pytest.mark.parametrize("by", [ADAM, EVE])
@pytest.mark.parametrize("approval", [LendSuperAdmin(), GiveSuperAdmin()])
async def test_only_a_super_admin_makes_one(world: World, by: int, approval: Approval) -> None:
    """An admin who is no Super Admin makes none, for a while or for good."""
    case = await world.refused()

    assert await approve(world, case.id, approval, by=by) == OnlySuperAdmins()


async def test_nobody_gives_what_they_do_not_hold(world: World) -> None:
    """Checked when the answer comes: an admin without the permission gives it neither for good nor for a while."""
    case = await world.refused()
    both = MayNotGive(MISSING)

    assert await approve(world, case.id, ENOUGH, by=EVE) == both
    assert await approve(world, case.id, LendRights(MISSING), by=EVE) == both
    assert isinstance(await approve(world, case.id, GiveSet("app_connector"), by=EVE), MayNotGive)
    await world.set_rights(ADAM, {"account.users.edit": Level.ON} | LISTS)
    assert await approve(world, case.id, ENOUGH, by=ADAM) == MayNotGive((ON_MARKETPLACE,))
    assert world.member().rights == CONTACTS


async def test_an_elevated_admin_gives_no_more(world: World) -> None:
    """An elevation is for connecting one app; it lets nobody give what it lends them."""
    own = await world.refused(EVE)
    lent = (*MISSING, Right("crm.contacts.view", Level.ALL))
    assert isinstance(await approve(world, own.id, LendRights(lent), by=JONAS), Approved)
    case = await world.refused()

    assert await approve(world, case.id, ENOUGH, by=EVE) == MayNotGive(MISSING)


@pytest.mark.parametrize("lasts", [0, -1, LONGEST_ELEVATION + 1])
async def test_an_elevation_has_a_longest_time(world: World, lasts: int) -> None:
    """An elevation lasts up to eight hours, and at least a moment."""
    case = await world.refused()

    assert await approve(world, case.id, LendRights(MISSING, lasts)) == LastsTooLong()
    assert await approve(world, case.id, LendSuperAdmin(lasts), by=JONAS) == LastsTooLong()


@pytest.mark.parametrize(
    "approval",
    [
        GiveRights(()),
        GiveRights((Right("no.such", Level.ON),)),
        GiveRights((Right("marketing.lists.view", Level.ALL),)),
        GiveRights((Right("marketing.lists.view", Level.OFF),)),
        GiveSet("no_such_set"),
    ],
)
async def test_rights_that_do_not_exist_are_not_given(world: World, approval: Approval) -> None:
    """A permission, level or set that the catalogue does not have is a clear answer, and nothing changes."""
    case = await world.refused()

    assert await approve(world, case.id, approval, by=JONAS) == NoSuchRights()


async def test_of_two_admins_at_once_one_wins(world: World) -> None:
    """Of any number of answers at once exactly one counts; every other one hears what the state now is."""
    case = await world.refused()
    answers = await asyncio.gather(
        *[approve(world, case.id, by=by) for by in (ADAM, JONAS, PRIYA)],
        *[decline(world, case.id, "no", by=by) for by in (ADAM, JONAS, PRIYA)],
    )

    won = [answer for answer in answers if isinstance(answer, Approved | Declined)]
    lost = [answer for answer in answers if isinstance(answer, AlreadyAnswered)]
    assert (len(won), len(lost)) == (1, 5)
    assert {answer.case for answer in lost} == {world.case(case.id)}
    assert world.acts().count("case.approved") + world.acts().count("case.declined") == 1


async def test_a_decline_has_a_reason(world: World) -> None:
    """A decline without a reason is none; with one, the person hears it and may ask again."""
    case = await world.refused()

    assert await decline(world, case.id, " \n") == ReasonMissing()
    assert isinstance(await decline(world, case.id, "x" * 1001), TextTooLong)
    declined = await decline(world, case.id, "Ask your team lead first")

    assert isinstance(declined, Declined)
    assert (declined.case.state, declined.case.answered_by) == (CaseState.DECLINED, ADAM)
    row = world.audit()[-1].entry
    assert (row.act.value, row.personal) == ("case.declined", {"message": "Ask your team lead first"})
    assert isinstance(await approve(world, case.id), AlreadyAnswered)


@pytest.mark.parametrize(("by", "account"), [(OSKAR, HOME), (ELIN, HOME), (OTHER, HOME), (OTHER, AWAY), (999, HOME)])
async def test_a_case_that_one_may_not_see_is_not_there(world: World, by: int, account: int) -> None:
    """A colleague without duties, whoever manages a plan that is fine, a stranger: not there, and nothing is said."""
    case = await world.refused()

    assert await approve(world, case.id, by=by, account=account) == CaseNotThere()
    assert await decline(world, case.id, "no", by=by, account=account) == CaseNotThere()


async def test_whoever_manages_the_plan_declines_but_gives_no_rights(world: World) -> None:
    """The plan's owner sees a case about the plan, may say no to it, and gives nobody permissions."""
    case = await world.refused(scope=WITH_AUTOMATION)

    assert await approve(world, case.id, by=ELIN) == NotYoursToAnswer()
    assert isinstance(await decline(world, case.id, "Not in the budget", by=ELIN), Declined)


async def test_what_changed_meanwhile_is_said(world: World) -> None:
    """The cause gone, the app gone, the person gone, the case over: each is told, and nothing is given."""
    case = await world.refused()
    app = world.look(lambda tx: tx.apps.get(APP))
    assert app is not None

    await world.do(lambda tx: tx.apps.replace(replace(app, enabled=False)))
    assert await approve(world, case.id) == AppGone()
    await world.do(lambda tx: tx.apps.replace(app))
    await world.leave(MARIA)
    assert await approve(world, case.id) == PersonGone()
    await world.do(lambda tx: tx.people.put(replace(world.member(), active=True)))
    await world.set_rights(MARIA, CONTACTS | LISTS | MARKETPLACE)
    assert isinstance(await approve(world, case.id), CauseGone)
    over = await approve(world, case.id)
    assert isinstance(over, CaseOver)
    assert over.case.state is CaseState.SOLVED


async def test_one_approval_closes_what_else_it_mends(world: World) -> None:
    """A case of the same person whose cause goes with the same approval closes in the same transaction."""
    await world.set_rights(MARIA, {})
    bigger = await world.refused()
    await world.set_rights(MARIA, CONTACTS)
    case = await world.refused()

    assert isinstance(await approve(world, case.id), Approved)

    assert bigger.id != case.id
    assert world.case(bigger.id).state is CaseState.SOLVED


async def test_the_remaining_reasons_are_those_of_the_next_attempt(world: World) -> None:
    """What an answer says would remain is what a decision then says."""
    case = await world.refused()

    answer = await approve(world, case.id, GiveRights((ON_MARKETPLACE,)))

    assert isinstance(answer, NotEnough)
    decision = world.decision()
    assert isinstance(decision, Refused)
    lists = [one for one in decision.reasons if isinstance(one, PermissionMissing)]
    assert answer.remaining.reasons == tuple(lists)


async def test_one_approval_serves_everyone_who_waits_for_the_same(world: World) -> None:
    """Each case is answered by itself: those it mends are approved, one already answered says so."""
    await world.set_rights(ADAM, {"account.users.edit": Level.ON})
    cases = [await world.refused(user_id) for user_id in (MARIA, OSKAR, ELIN, ADAM)]
    await decline(world, cases[1].id, "no", by=PRIYA)
    give = GiveRights((*MISSING, Right("crm.contacts.view", Level.ALL)))

    answers = await world.do(
        lambda tx: approve_cases(
            tx,
            world.catalogue,
            account_id=HOME,
            case_ids=[case.id for case in cases],
            by=JONAS,
            approval=give,
            now=world.now,
        )
    )

    assert [type(answer) for answer in answers.values()] == [Approved, AlreadyAnswered, Approved, Approved]
