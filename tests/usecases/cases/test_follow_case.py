"""Whether a case has changed since somebody looked."""

from collections.abc import Sequence
from typing import Any

import pytest

from admittance.usecases.case_records import Case, CaseState
from admittance.usecases.follow_case import InboxFollower, follow_case, follow_cases
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


class Counted:
    """A transaction's cases, counting how often all of an account are read."""

    def __init__(self, real: Any) -> None:
        self._real, self.read = real, 0

    def in_account(self, account_id: int) -> Sequence[Case]:
        """As the real ones."""
        self.read += 1
        found: Sequence[Case] = self._real.in_account(account_id)
        return found

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)


async def test_a_page_that_waits_reads_the_cases_only_after_an_event(world: World) -> None:
    """Every event of a case gives the mark that `follow_cases` gives; between two events nothing is read, and who is no
    member any more is told so at once."""
    case = await world.refused()
    follower, counts = InboxFollower(world.policy, HOME, JONAS), list[int]()

    def looked() -> str | None:
        def look(tx: Any) -> str | None:
            real = tx.cases
            tx.cases = counted = Counted(real)
            try:
                return follower.mark(tx, world.now)
            finally:
                tx.cases = real
                counts.append(counted.read)

        return world.look(look)

    marks = [looked(), looked(), looked()]
    await world.do(lambda tx: tx.cases.ask(HOME, case.id, JONAS, "", world.now))
    marks += [looked(), looked()]
    await world.do(lambda tx: tx.cases.close(HOME, case.id, CaseState.SOLVED, world.now))
    marks += [looked(), looked()]
    assert counts == [1, 0, 0, 1, 0, 1, 0]
    assert len(set(marks)) == 3
    assert marks[-1] == world.look(lambda tx: follow_cases(tx, world.policy, HOME, JONAS, world.now))
    await world.leave(JONAS)
    assert looked() is None
