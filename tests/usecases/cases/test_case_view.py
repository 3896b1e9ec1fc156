"""Who sees what of a case."""

import pytest
from msgspec.structs import replace

from admittance.core.decide import Granted, Refused
from admittance.core.reasons import Audience, PermissionMissing, mended_by
from admittance.core.scopes import ScopeKind
from admittance.usecases.ask_for_access import ask_for_access
from admittance.usecases.case_question import AppGone, PersonGone
from admittance.usecases.case_records import CASE_LASTS, CaseState
from admittance.usecases.case_roles import CaseNotThere, CaseRole
from admittance.usecases.case_view import (
    CaseView,
    ForOthers,
    Inbox,
    list_cases,
    view_case,
)
from admittance.usecases.fixers import fixers as find_fixers
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
WITH_AUTOMATION = REQUIRED | {"automation"}


def view(world: World, case_id: int, viewer: int, account: int = HOME) -> CaseView | CaseNotThere:
    """The page."""
    return world.look(lambda tx: view_case(tx, world.policy, account, case_id, viewer, world.now))


def seen(world: World, case_id: int, viewer: int) -> CaseView:
    """The page, which is there."""
    found = view(world, case_id, viewer)
    assert isinstance(found, CaseView)
    return found


@pytest.mark.parametrize(
    ("viewer", "roles"),
    [
        (MARIA, {CaseRole.PERSON}),
        (ADAM, {CaseRole.ADMIN}),
        (EVE, {CaseRole.ADMIN}),
        (JONAS, {CaseRole.ADMIN, CaseRole.PLAN_OWNER}),
        (ELIN, {CaseRole.PLAN_OWNER}),
    ],
)
async def test_each_sees_a_case_as_what_they_are(world: World, viewer: int, roles: set[CaseRole]) -> None:
    """The person, those who may edit people, and those who manage the plan where the plan is part of it."""
    case = await world.refused(scope=WITH_AUTOMATION)

    page = seen(world, case.id, viewer)

    assert page.roles == roles
    assert page.may_ask is (viewer == MARIA)
    assert page.may_answer is (viewer != MARIA)


@pytest.mark.parametrize(
    ("viewer", "account"), [(OSKAR, HOME), (OTHER, HOME), (OTHER, AWAY), (MARIA, AWAY), (999, HOME)]
)
async def test_for_anybody_else_a_case_is_not_there(world: World, viewer: int, account: int) -> None:
    """A colleague, another account's Super Admin, the person in another account: exactly as if there were none."""
    case = await world.refused(scope=WITH_AUTOMATION)

    assert view(world, case.id, viewer, account) == CaseNotThere() == view(world, 999, JONAS)


async def test_a_plan_owner_sees_the_plans_part(world: World) -> None:
    """No permission of anybody, no message meant for another, no answer: the tools that are off, and who waits."""
    case = await world.refused(scope=WITH_AUTOMATION)
    await world.do(
        lambda tx: ask_for_access(
            tx,
            world.policy,
            account_id=HOME,
            case_id=case.id,
            user_id=MARIA,
            fixer_ids=[ADAM],
            message="private",
            now=NOW,
        )
    )

    page = seen(world, case.id, ELIN)

    assert isinstance(page.standing, Refused)
    for reasons in (page.case.reasons, page.standing.reasons):
        assert {mended_by(reason) for reason in reasons} == {Audience.PLAN_OWNER}
    assert page.case.asked_of == ()
    assert "private" not in repr(page)
    assert page.fixers.admins == ()
    assert "private" in repr(seen(world, case.id, ADAM))


async def test_a_plan_owner_whose_part_is_done_hears_no_more(world: World) -> None:
    """Once the plan has what is needed the rest is for others, and unsaid."""
    case = await world.refused(scope=WITH_AUTOMATION)
    await world.do(lambda tx: tx.accounts.subscribe(HOME, "sales_hub", "professional"))

    assert seen(world, case.id, ELIN).standing == ForOthers()


async def test_a_page_shows_the_state_as_it_is_now(world: World) -> None:
    """Granted once the cause is gone, the app or the person gone, expired after its time: read at every look."""
    case = await world.refused()
    await world.set_rights(MARIA, CONTACTS | LISTS | MARKETPLACE)
    assert isinstance(seen(world, case.id, ADAM).standing, Granted)
    app = world.look(lambda tx: tx.apps.get(APP))
    assert app is not None

    await world.do(lambda tx: tx.apps.replace(replace(app, enabled=False)))
    assert seen(world, case.id, ADAM).standing == AppGone()
    await world.leave(MARIA)
    assert seen(world, case.id, ADAM).standing == PersonGone()
    world.now = NOW + CASE_LASTS
    late = seen(world, case.id, ADAM)
    assert (late.case.state, late.may_answer) == (CaseState.EXPIRED, False)


async def test_the_fixers_are_named_from_live_data(world: World) -> None:
    """The page names who can apply each step now: those who hold all first, Super Admins first among equals."""
    case = await world.refused(scope=WITH_AUTOMATION)
    await world.set_rights(EVE, world.member(EVE).rights | LISTS)

    fixers = seen(world, case.id, MARIA).fixers

    assert [one.member.user.id for one in fixers.admins] == [JONAS, PRIYA, ADAM, EVE]
    assert [len(one.mends) for one in fixers.admins] == [3, 3, 2, 1]
    assert [one.user.id for one in fixers.plan_owners] == [ELIN, JONAS, PRIYA]
    assert fixers.developer is not None
    assert (fixers.developer.email, fixers.nobody) == ("help@callpop.example", ())


async def test_nobody_who_can_help_is_said(world: World) -> None:
    """Where no one in the account can apply a step the reasons are listed as nobody's: not the plan's, which the person
    may change themselves.
    """
    case = await world.refused(scope=WITH_AUTOMATION)
    for user_id in (ADAM, EVE, ELIN):
        await world.leave(user_id)
    await world.do(lambda tx: tx.people.set_active(PRIYA, False))
    # The last Super Admin can't leave; as the person of the case they are no fixer of it.
    own = await world.refused(JONAS, scope=WITH_AUTOMATION)

    fixers = seen(world, own.id, JONAS).fixers

    assert (fixers.admins, fixers.plan_owners) == ((), ())
    assert (fixers.own_plan, fixers.nobody) == (True, ())
    permission = PermissionMissing("automation", ScopeKind.REQUIRED, ())
    app = world.look(lambda tx: tx.apps.get(APP))
    assert app is not None
    lost = world.look(lambda tx: find_fixers(tx, world.policy, HOME, app, JONAS, (permission,)))
    assert lost.nobody == (permission,)
    assert seen(world, case.id, MARIA).fixers.nobody == ()


async def test_the_inbox_holds_what_one_may_see(world: World) -> None:
    """Newest first: an admin sees all, the plan's owner those about the plan, a colleague their own."""
    first = await world.refused()
    second = await world.refused(OSKAR, scope=WITH_AUTOMATION)

    def ids(viewer: int) -> list[int] | None:
        inbox = world.look(lambda tx: list_cases(tx, world.policy, HOME, viewer, NOW))
        return [case.id for case in inbox.cases] if isinstance(inbox, Inbox) else None

    assert ids(ADAM) == [second.id, first.id]
    assert ids(ELIN) == [second.id]
    assert (ids(MARIA), ids(OSKAR), ids(EVE)) == ([first.id], [second.id], [second.id, first.id])
    assert ids(OTHER) is None
    solved = world.look(lambda tx: list_cases(tx, world.policy, HOME, ADAM, NOW, states=frozenset({CaseState.SOLVED})))
    assert isinstance(solved, Inbox)
    assert solved.cases == ()


async def test_people_who_wait_for_the_same_are_one_group(world: World) -> None:
    """One approval serves all who lack the same, however much of it each of them holds."""
    await world.set_rights(OSKAR, {})
    first, second = await world.refused(), await world.refused(ELIN)
    third = await world.refused(OSKAR)

    inbox = world.look(lambda tx: list_cases(tx, world.policy, HOME, ADAM, NOW))

    assert isinstance(inbox, Inbox)
    assert [[case.id for case in group.cases] for group in inbox.groups] == [[third.id, second.id]]
    assert first.id not in [case.id for group in inbox.groups for case in group.cases]
