"""What acts leave for afterwards, because everybody would wait for all of it: done beside the server, piece by piece.

Links of merged and archived records that had many are moved, or ended (decision 0034); an account's cases are decided
again after its plan changed; its connections are looked at for drift once it wants to be warned. Each piece is noted
with what it does, so a server that was killed goes on where it was.
"""

import asyncio

from admittance.http.logs import logger
from admittance.http.services import Services
from admittance.usecases.ports import StoreUnavailable
from admittance.usecases.solve_cases import go_on_solving
from admittance.usecases.tell_of_connection import go_on_warning

LOOK_S = 0.5
AGAIN_S = 5.0
"""After the database could not be written to."""
LINKS_AT_ONCE = 250
"""In one write: a few milliseconds, in which everybody else waits."""
PAUSE_S = 0.002
"""Between two writes, so that others come in."""


async def finish_afterwards(services: Services) -> None:
    """Do whatever is left, a piece of each kind in turn, until cancelled."""
    place = 0
    while True:
        try:
            moved = await _move(services, place)
            more = (moved is not None, await _solve(services), await _warn(services))
            place = moved or 0
            await asyncio.sleep(PAUSE_S if any(more) else LOOK_S)
        except StoreUnavailable as problem:
            logger("server").warning("afterwards_waits", why=str(problem))
            await asyncio.sleep(AGAIN_S)


async def _move(services: Services, place: int) -> int | None:
    """One piece of the first record behind `place`, 0 at the end; None where nothing is on its way."""
    if not services.store.read(lambda tx: tx.crm.associations.unfinished()):
        return None
    return await services.store.write(lambda tx: tx.crm.associations.work_off(place, LINKS_AT_ONCE)) or 0


async def _solve(services: Services) -> bool:
    if services.store.read(lambda tx: tx.cases.to_look_at()) is None:
        return False
    policy, now = services.catalogue.policy, services.clock.now()
    return await services.store.write(lambda tx: go_on_solving(tx, policy, now))


async def _warn(services: Services) -> bool:
    if services.store.read(lambda tx: tx.connections.to_look_at()) is None:
        return False
    policy, now = services.catalogue.policy, services.clock.now()
    return await services.store.write(lambda tx: go_on_warning(tx, policy, now))
