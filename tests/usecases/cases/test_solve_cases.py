"""A case closes the moment its cause is gone."""

import pytest
from msgspec.structs import replace

from admittance.core.manifest import Manifest
from admittance.usecases.case_records import CASE_LASTS, Case, CaseEventKind, CaseState
from admittance.usecases.ports import Transaction
from admittance.usecases.solve_cases import begin_solving, go_on_solving, solve_cases, solve_cases_of_app
from tests.usecases.cases.conftest import APP, CONTACTS, HOME, LISTS, MARIA, MARKETPLACE, NOW, OSKAR, REQUIRED, World

pytestmark = pytest.mark.anyio
WITH_AUTOMATION = REQUIRED | {"automation"}
ALL = CONTACTS | LISTS | MARKETPLACE


async def solve(world: World, *, user_id: int | None = None, quiet: bool = False) -> tuple[Case, ...]:
    """What an act that changed something calls."""
    return await world.do(lambda tx: solve_cases(tx, world.policy, HOME, world.now, user_id=user_id, quiet=quiet))


async def test_a_case_closes_when_the_rights_are_there(world: World) -> None:
    """The person is told by letter, the timeline and the audit say so; another person's case stays."""
    case, other = await world.refused(), await world.refused(OSKAR)
    await world.set_rights(MARIA, ALL)

    assert [one.id for one in await solve(world)] == [case.id]

    assert (world.case(case.id).state, world.case(other.id).state) == (CaseState.SOLVED, CaseState.OPEN)
    assert world.look(lambda tx: tx.cases.events(HOME, case.id))[0].kind is CaseEventKind.SOLVED
    assert [letter.subject for letter in world.look(lambda tx: tx.outbox.of_user(MARIA, 9))] == [
        "You can connect Callpop now"
    ]
    assert world.acts()[-1] == "case.solved"
    assert await solve(world) == ()


async def test_a_case_closes_when_the_plan_is_there(world: World) -> None:
    """A plan that switches the tool on closes the cases that waited for nothing else."""
    flows = {"crm_tools.workflows.view": "on", "crm_tools.workflows.edit": "on"}
    await world.set_rights(MARIA, {**ALL, **flows})  # type: ignore[dict-item]  # levels are texts in storage
    case = await world.refused(scope=WITH_AUTOMATION)
    other = await world.refused(OSKAR, scope=WITH_AUTOMATION)

    await world.do(lambda tx: tx.accounts.subscribe(HOME, "sales_hub", "professional"))
    await solve(world)

    assert (world.case(case.id).state, world.case(other.id).state) == (CaseState.SOLVED, CaseState.OPEN)


async def test_a_case_closes_when_the_app_asks_for_less(world: World) -> None:
    """A manifest that moves what was missing closes the developer's cases in every account."""
    await world.set_rights(MARIA, ALL)
    case = await world.refused(scope=frozenset({"oauth"}))
    app = world.look(lambda tx: tx.apps.get(APP))
    assert app is not None

    await world.do(lambda tx: tx.apps.replace(replace(app, manifest=Manifest(frozenset({"oauth"})))))

    assert await world.do(lambda tx: solve_cases_of_app(tx, world.policy, APP, NOW)) == 1
    assert world.case(case.id).state is CaseState.SOLVED


async def test_a_declined_case_closes_too(world: World) -> None:
    """Somebody said no and somebody else gave the right: the cause is gone, so the case is."""
    case = await world.refused()
    await world.do(lambda tx: tx.cases.answer(HOME, case.id, CaseState.DECLINED, 1, "no", "", NOW))
    await world.set_rights(MARIA, ALL)

    await solve(world)

    assert world.case(case.id).state is CaseState.SOLVED


async def test_a_cause_that_is_half_gone_is_not_gone(world: World) -> None:
    """One of two missing permissions leaves the case as it is."""
    case = await world.refused()
    await world.set_rights(MARIA, CONTACTS | LISTS)

    assert await solve(world) == ()
    assert world.case(case.id).state is CaseState.OPEN


async def test_whoever_connects_is_not_written_to(world: World) -> None:
    """A quiet look closes without a letter."""
    await world.refused()
    await world.set_rights(MARIA, ALL)

    assert len(await solve(world, quiet=True)) == 1
    assert world.look(lambda tx: tx.outbox.waiting(9)) == []


async def test_a_case_nobody_answers_expires(world: World) -> None:
    """After its time a case expires, with one audit row, and the same refusal opens a new one."""
    case = await world.refused()
    world.now = NOW + CASE_LASTS

    assert await solve(world) == ()

    assert world.case(case.id).state is CaseState.EXPIRED
    assert world.acts()[-1] == "case.expired"
    assert (await world.refused()).id != case.id


async def test_a_case_of_somebody_who_left_waits_for_its_time(world: World) -> None:
    """Nobody can be said to be able to connect who is not there."""
    case = await world.refused()
    await world.set_rights(MARIA, ALL)
    await world.leave(MARIA)

    assert await solve(world) == ()
    assert world.case(case.id).state is CaseState.OPEN


async def test_a_refusal_at_redemption_closes_by_its_own_causes(world: World) -> None:
    """A case without a request closes when what it names is there, whatever else the app could ask for."""
    refusal = await world.refused()
    reasons = refusal.reasons
    case = await world.do(
        lambda tx: tx.cases.open(HOME, app_id=APP, user_id=OSKAR, reasons=reasons, asked=None, now=NOW)
    )
    await world.set_rights(OSKAR, ALL)

    await solve(world, user_id=OSKAR)

    assert world.case(case.id).state is CaseState.SOLVED


async def test_a_case_that_ran_out_leaves_its_row_when_the_next_one_opens(world: World) -> None:
    """A refusal after the case's time closes the old one with its audit row, and opens a new one."""
    case = await world.refused()
    world.now = NOW + CASE_LASTS

    assert (await world.refused()).id != case.id

    assert world.case(case.id).state is CaseState.EXPIRED
    assert world.acts()[-2:] == ["case.expired", "authorize.refused"]


async def test_many_cases_are_looked_at_a_few_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """The newest close in the act itself; the others in acts of their own, none left out, whether one closes or not."""
    monkeypatch.setattr("admittance.usecases.solve_cases.AT_ONCE", 1)
    first, stays, _ = (
        await world.refused(),
        await world.refused(OSKAR),
        await world.refused(OSKAR, scope=WITH_AUTOMATION),
    )
    await world.set_rights(MARIA, ALL)

    def go_on(tx: Transaction) -> bool:
        return go_on_solving(tx, world.policy, world.now)

    begun = await world.do(lambda tx: begin_solving(tx, world.policy, HOME, world.now))
    assert begun.more
    assert world.case(first.id).state is CaseState.OPEN
    rounds = 0
    while await world.do(go_on):
        rounds += 1
    assert (rounds, world.case(first.id).state, world.case(stays.id).state) == (3, CaseState.SOLVED, CaseState.OPEN)
    assert world.look(lambda tx: tx.cases.to_look_at()) is None
