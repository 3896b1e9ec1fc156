"""The plan beside the smallest ones that work for an app."""

import pytest

from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.compare_plans import Comparison, Standing, compare_plans
from admittance.usecases.mending import Mending, mending_of, nearest_first
from admittance.usecases.ports import Transaction
from tests.usecases.cases.conftest import HOME, MARIA, REQUIRED, World

pytestmark = pytest.mark.anyio
WITH_AUTOMATION = REQUIRED | {"automation"}


async def compared(world: World) -> tuple[Comparison, ...]:
    """Maria is refused for want of workflows, under the plan as it is."""
    case = await world.refused(scope=WITH_AUTOMATION)

    def look(tx: Transaction) -> tuple[Comparison, ...]:
        asked, mending = (
            case_question(tx, world.policy, case, world.now),
            mending_of(tx, world.catalogue, case, world.now),
        )
        assert isinstance(asked, OpenQuestion)
        assert mending is not None
        subscriptions = tx.accounts.subscriptions(HOME)
        return compare_plans(world.catalogue, asked.question, subscriptions, mending.now.plans)

    return world.look(look)


async def test_each_way_to_change_the_plan_has_today_the_smallest_and_larger_ones(world: World) -> None:
    """Today lacks something, each column after it lacks nothing, and they rise; incomparable plans have one each."""
    await world.do(lambda tx: tx.accounts.subscribe(HOME, "marketing_hub", "starter"))
    tables = await compared(world)
    assert len(tables) > 1
    marketing = next(one for one in tables if one.changes[0].product == "marketing_hub")
    assert [plan.standing for plan in marketing.plans] == [Standing.TODAY, Standing.SMALLEST, Standing.LARGER]
    assert [plan.subscriptions["marketing_hub"] for plan in marketing.plans] == [
        "starter",
        "professional",
        "enterprise",
    ]
    for table in tables:
        today, *working = table.plans
        assert today.included < WITH_AUTOMATION
        assert all(plan.included == WITH_AUTOMATION for plan in working)


async def test_what_todays_plan_lacks_stands_first(world: World) -> None:
    """The rows are what the app needs, the gap at the top."""
    for table in await compared(world):
        assert set(table.scopes) == WITH_AUTOMATION
        assert table.scopes[0] == "automation"


async def test_a_reason_tells_the_set_first_that_the_first_remedy_gives(world: World) -> None:
    """Of any of several sets the smallest fix takes one: the reason's card names that one, and keeps the others."""
    await world.set_rights(MARIA, {})
    case = await world.refused()

    def look(tx: Transaction) -> Mending:
        found = mending_of(tx, world.catalogue, case, world.now)
        assert found is not None
        return found

    mending = world.look(look)
    given = {change.permission for change in mending.now.ways[0].added}
    told = nearest_first(world.policy, case.reasons, mending.after)
    several = [(one, was) for one, was in zip(told, case.reasons, strict=True) if len(getattr(was, "ways", ())) > 1]
    assert several
    for one, was in several:
        assert {missing.permission for missing in one.ways[0]} <= given
        assert set(one.ways) == set(was.ways)
    assert nearest_first(world.policy, case.reasons, None) == case.reasons
