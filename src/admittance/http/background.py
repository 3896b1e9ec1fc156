"""What runs beside the server goes on, whatever happens to it."""

import asyncio
from collections.abc import Awaitable, Callable

from admittance.http.logs import frames_of, logger
from admittance.http.services import Services

AGAIN_S = 5.0
"""Before what failed is started again."""


async def keep_running(
    run: Callable[[Services], Awaitable[None]], services: Services, *, again_s: float = AGAIN_S
) -> None:
    """Run until `run` returns or is cancelled. Each failure is one line in the log, and it starts anew."""
    while True:
        try:
            await run(services)
        except Exception as problem:  # why: whatever it was, mail, webhooks and imports must not stay undone unnoticed
            logger("server").error(
                "background_failed",
                what=getattr(run, "__name__", "task"),
                error=type(problem).__name__,
                frames=frames_of(problem),
            )
            await asyncio.sleep(again_s)
        else:
            return
