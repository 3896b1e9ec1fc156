"""Whether a case has changed since somebody looked."""

import pytest

from admittance.usecases.follow_case import follow_case, follow_cases
from tests.usecases.cases.conftest import ELIN, HOME, JONAS, MARIA, World

pytestmark = pytest.mark.anyio


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
