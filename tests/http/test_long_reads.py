"""Long reads take turns."""

import anyio
import pytest

from admittance.http.long_reads import AT_ONCE, MOST_WAITING, LongReads

pytestmark = pytest.mark.anyio


async def test_an_account_waits_for_itself_alone() -> None:
    """The second read of an account waits for the first, another account's does not; too many are sent away; whoever
    leaves while waiting makes room.
    """
    turns, order = LongReads(), list[str]()
    assert await turns.begin(1)

    async def waiting() -> None:
        assert await turns.begin(1)
        order.append("second")
        turns.end(1)

    async with anyio.create_task_group() as group:
        for _ in range(MOST_WAITING):
            group.start_soon(waiting)
        await anyio.wait_all_tasks_blocked()
        assert await turns.begin(2)
        turns.end(2)
        assert not await turns.begin(1)
        assert order == []
        turns.end(1)
    assert len(order) == MOST_WAITING >= AT_ONCE

    assert await turns.begin(1)
    with anyio.move_on_after(0):
        await turns.begin(1)
    turns.end(1)
    assert await turns.begin(1)
