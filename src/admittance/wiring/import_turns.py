"""Imports beside the server: those of one account come one after another, those of different accounts take turns."""

import asyncio
from contextlib import suppress

from admittance.http.logs import frames_of, logger
from admittance.http.services import Services
from admittance.http.staged_files import drop_unfinished
from admittance.usecases.imports.records import Import
from admittance.usecases.ports import StoreUnavailable
from admittance.wiring.importing import BESIDE_OTHERS, advance, tidy

LOOK_S = 0.5
"""Between two looks for something to do."""
AGAIN_S = 5.0
"""After the database could not be written to: the disk may have room again."""
TIDY_EVERY_S = 60.0
ACCOUNTS = 64
"""Accounts whose imports take turns; each has its file open. A further one begins when one of them is through."""


async def run_imports(services: Services) -> None:
    """Run whatever is to be run, for as long as the server runs; also what a killed server left behind."""
    drop_unfinished(services.settings)
    turns = _Turns(services)
    try:
        while True:
            await turns.look()
    finally:
        await turns.stop()


class _Turns:
    """The accounts with an import under way. Plain and mutable: the event loop owns it."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._turn = asyncio.Lock()
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._freed = asyncio.Event()
        self._next_tidy = 0.0

    async def look(self) -> None:
        """Begin what is first in its account's line, and wait until there may be more."""
        self._freed.clear()
        pause = LOOK_S
        try:
            for one in self._in_line():
                self._busy[one.account_id] = asyncio.create_task(self._run(one))
            await self._tidy()
        except StoreUnavailable:
            logger("server").warning("imports_wait")
            pause = AGAIN_S
        with suppress(TimeoutError):
            async with asyncio.timeout(pause):
                await self._freed.wait()

    def _in_line(self) -> list[Import]:
        room = ACCOUNTS - len(self._busy)
        found = self._services.store.read(lambda tx: tx.imports.in_line(ACCOUNTS)) if room else ()
        return [one for one in found if one.account_id not in self._busy][:room]

    async def _run(self, one: Import) -> None:
        """INVARIANT: one task of an account at a time, so that its imports come one after another."""
        try:
            await advance(self._services, one, BESIDE_OTHERS, turn=self._turn)
        except StoreUnavailable:
            logger("server").warning("imports_wait")
            await asyncio.sleep(AGAIN_S)
        except Exception as problem:  # why: one account's trouble must not end the others
            logger("server").error("import_failed", error=type(problem).__name__, frames=frames_of(problem))
            await asyncio.sleep(AGAIN_S)
        finally:
            del self._busy[one.account_id]
            self._freed.set()

    async def _tidy(self) -> None:
        now = asyncio.get_running_loop().time()
        if not self._busy and now >= self._next_tidy:
            self._next_tidy = now + TIDY_EVERY_S
            await tidy(self._services, self._turn)

    async def stop(self) -> None:
        """End what is under way; the next server goes on with it."""
        under_way = list(self._busy.values())
        for task in under_way:
            task.cancel()
        await asyncio.gather(*under_way, return_exceptions=True)
