"""Links of merged and archived records that had many are moved, or ended, beside the server (decision 0034)."""

import asyncio

from admittance.http.logs import logger
from admittance.http.services import Services
from admittance.usecases.ports import StoreUnavailable

LOOK_S = 0.5
AGAIN_S = 5.0
"""After the database could not be written to."""
AT_ONCE = 250
"""Links in one write: a few milliseconds, in which everybody else waits."""
PAUSE_S = 0.002
"""Between two writes, so that others come in."""


async def move_links(services: Services) -> None:
    """Work off whatever is on its way, record after record in turn, until cancelled."""
    place = 0
    while True:
        try:
            place = await _some(services, place)
        except StoreUnavailable as problem:
            logger("server").warning("links_wait", why=str(problem))
            await asyncio.sleep(AGAIN_S)


async def _some(services: Services, place: int) -> int:
    """One piece of the first record behind `place`; where to go on."""
    if not services.store.read(lambda tx: tx.crm.associations.unfinished()):
        await asyncio.sleep(LOOK_S)
        return 0
    reached = await services.store.write(lambda tx: tx.crm.associations.work_off(place, AT_ONCE))
    await asyncio.sleep(PAUSE_S)
    return reached or 0
