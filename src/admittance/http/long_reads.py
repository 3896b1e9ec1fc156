"""Long reads, in turn: one account leaves the others their part of the few threads there are."""

import asyncio

AT_ONCE = 1
"""Long reads of one account at once. The store has threads for two."""
MOST_WAITING = 20
"""Of one account, in turn. Who comes on top is told to come again."""


class LongReads:
    """Turns by account, kept in memory and only while somebody reads. The event loop owns it."""

    def __init__(self) -> None:
        self._turns: dict[int, asyncio.Semaphore] = {}
        self._there: dict[int, int] = {}

    async def begin(self, account_id: int) -> bool:
        """Wait for a turn; False, at once, where too many wait already. `end` follows every True."""
        there = self._there.get(account_id, 0)
        if there >= AT_ONCE + MOST_WAITING:
            return False
        self._there[account_id] = there + 1
        try:
            await self._turns.setdefault(account_id, asyncio.Semaphore(AT_ONCE)).acquire()
        except asyncio.CancelledError:
            self._leave(account_id)
            raise
        return True

    def end(self, account_id: int) -> None:
        """Let the next one in."""
        self._turns[account_id].release()
        self._leave(account_id)

    def _leave(self, account_id: int) -> None:
        self._there[account_id] -= 1
        if not self._there[account_id]:
            del self._there[account_id], self._turns[account_id]
