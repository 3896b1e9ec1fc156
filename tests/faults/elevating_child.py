"""A process that walks the short way, from refusal over elevation to connection, and kills itself on the way.

`python -m tests.faults.elevating_child FOLDER STEP MOMENT`: at transaction STEP (1 founds the world), `inside` it when
the act has done all its work, or `after` it was acknowledged.
"""

import asyncio
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from admittance.usecases.ports import Transaction
from tests.usecases.cases.conftest import World, found
from tests.usecases.cases.test_elevate import code_of, elevated, redeem

T = TypeVar("T")


class Doomed(World):
    """Kills the process at one of its transactions."""

    def __init__(self, data: Path, step: int, moment: str) -> None:
        super().__init__(data)
        self._left = step
        self._moment = moment

    async def do(self, act: Callable[[Transaction], T]) -> T:
        """One act, and no more, perhaps."""
        self._left -= 1
        last = self._left == 0

        def watched(tx: Transaction) -> T:
            result = act(tx)
            if last and self._moment == "inside":
                os.kill(os.getpid(), signal.SIGKILL)
            return result

        result = await super().do(watched)
        if last:
            os.kill(os.getpid(), signal.SIGKILL)
        return result


async def _walk(world: World) -> None:
    await world.do(found)
    await elevated(world)
    await redeem(world, await code_of(world))


if __name__ == "__main__":
    asyncio.run(_walk(Doomed(Path(sys.argv[1]), int(sys.argv[2]), sys.argv[3])))
