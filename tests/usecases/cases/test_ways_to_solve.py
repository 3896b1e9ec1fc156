"""The ways that a page or a script offers for a case."""

import pytest
from msgspec.structs import replace

from admittance.core.decide import Granted, decide
from admittance.core.levels import Level
from admittance.core.requirements import Right
from admittance.usecases.approval import GiveRights, GiveSet, GiveSuperAdmin, LendRights, LendSuperAdmin
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.follow_case import follow_case, follow_cases
from admittance.usecases.giving import Gift, gift
from admittance.usecases.ports import Transaction
from admittance.usecases.ways_to_solve import Offer, missing_permissions, offer
from tests.usecases.cases.conftest import ADAM, ELIN, EVE, HOME, JONAS, MARIA, World

pytestmark = pytest.mark.anyio


async def asked(world: World) -> OpenQuestion:
    """Maria's question, after she was refused."""
    case = await world.refused()

    def look(tx: Transaction) -> OpenQuestion:
        found = case_question(tx, world.policy, case, world.now)
        assert isinstance(found, OpenQuestion)
        return found

    return world.look(look)


async def offered(world: World, viewer: int) -> Offer:
    """What the viewer could give."""
    found = await asked(world)
    return offer(world.catalogue, found.question, found.membership, world.member(viewer))


async def test_every_way_suffices(world: World) -> None:
    """Each way offered turns the refusal into a grant, by the rules by which it is applied."""
    found = await asked(world)
    viewer = world.member(JONAS)
    ways = offer(world.catalogue, found.question, found.membership, viewer).ways
    assert {type(way.approval) for way in ways} == {GiveRights, GiveSet, LendRights, LendSuperAdmin, GiveSuperAdmin}
    for way in ways:
        given = gift(world.catalogue, found.membership, viewer, way.approval)
        assert isinstance(given, Gift)
        assert isinstance(decide(world.policy, replace(found.question, rights=given.after)), Granted), way.approval


async def test_the_smallest_way_is_first_and_a_super_admin_for_good_is_last(world: World) -> None:
    """Least added privilege first; on a tie a permanent grant before an elevation, which leaves drift."""
    ways = (await offered(world, JONAS)).ways
    assert isinstance(ways[0].approval, GiveRights)
    assert isinstance(ways[1].approval, LendRights)
    assert [type(way.approval) for way in ways[-2:]] == [LendSuperAdmin, GiveSuperAdmin]


async def test_nothing_is_missing_that_is_not_needed(world: World) -> None:
    """Without any one of the missing permissions it stays a refusal."""
    found = await asked(world)
    missing = missing_permissions(world.policy, found.question)
    assert {one.permission for one in missing} == {"account.marketplace_access", "marketing.lists.view"}
    for left_out in missing:
        rights = found.question.rights
        for one in missing:
            rights |= 0 if one is left_out else world.policy.rights({one.permission: one.needed})
        assert not isinstance(decide(world.policy, replace(found.question, rights=rights)), Granted)


async def test_only_what_the_viewer_holds_is_offered(world: World) -> None:
    """Nobody gives what they do not hold, and only a Super Admin makes one."""
    assert (await offered(world, EVE)).ways == ()
    kinds = {type(way.approval) for way in (await offered(world, ADAM)).ways}
    assert GiveRights in kinds
    assert not kinds & {LendSuperAdmin, GiveSuperAdmin}


async def test_a_set_that_replaces_rights_says_what_is_lost(world: World) -> None:
    """What a person holds and the set does not give is named as lost, and nothing else is."""
    held = {"crm.contacts.view": Level.ALL, "reports.access": Level.ON, "crm.tickets.delete": Level.ALL}
    await world.set_rights(MARIA, held)
    ways = [way for way in (await offered(world, JONAS)).ways if isinstance(way.approval, GiveSet)]
    assert ways
    for way in ways:
        assert isinstance(way.approval, GiveSet)
        kept, lost = (
            world.catalogue.permission_set_rights(way.approval.permission_set),
            {one.permission for one in way.lost},
        )
        for permission, level in held.items():
            mask = world.policy.right_mask(Right(permission, level))
            assert (permission in lost) == (kept & mask != mask)


async def test_a_case_has_another_mark_after_every_change(world: World) -> None:
    """Rights given elsewhere, events and states change the mark; a look does not, and strangers have none."""
    case = await world.refused()

    def mark(viewer: int = MARIA) -> str | None:
        found = world.look(lambda tx: follow_case(tx, world.policy, HOME, case.id, viewer, world.now))
        return found.mark if found else None

    first, inbox = mark(), world.look(lambda tx: follow_cases(tx, world.policy, HOME, JONAS, world.now))
    assert mark() == first == mark(JONAS)
    assert mark(ELIN) is None
    await world.do(lambda tx: tx.cases.ask(HOME, case.id, JONAS, "", world.now))
    assert len({first, mark()}) == 2
    assert world.look(lambda tx: follow_cases(tx, world.policy, HOME, JONAS, world.now)) != inbox
    before = mark()
    await world.set_rights(MARIA, {}, super_admin=True)
    assert mark() != before
