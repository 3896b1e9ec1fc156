"""A server's imports in a process of their own, until it is killed.

`python -m tests.wiring.importing_child FOLDER`: says `both` once imports of two accounts have written some rows.
"""

import asyncio
import sys
from pathlib import Path

from admittance.usecases.imports.records import ImportState
from tests.wiring.staging import open_services, run_until


async def _main(folder: Path) -> None:
    services = open_services(folder)

    def never() -> bool:
        under_way = services.store.read(lambda tx: tx.imports.in_line(2))
        if len(under_way) == 2 and all(one.state is ImportState.WRITING and one.looked for one in under_way):
            print("both", flush=True)  # noqa: T201 - the parent reads it
        return False

    await run_until(services, never)


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
