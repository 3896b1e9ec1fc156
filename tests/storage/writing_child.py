"""A process that writes until it is killed, and says on standard output what was acknowledged.

`python -m tests.storage.writing_child FOLDER [LARGEST_FILE]`: each line is `added ID` or `spent ID`, printed after the
write returned; with a largest file size (bytes) writes begin to fail, and `failed` and then `again ID` are printed.
"""

import asyncio
import resource
import signal
import sys
from pathlib import Path

from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.outcomes import Spent
from admittance.usecases.ports import StoreUnavailable, Transaction
from tests.storage import sample
from tests.storage.clock import MovableClock
from tests.storage.conftest import opened


def _add(tx: Transaction) -> int:
    tx.audit.append(1, sample.ENTRY)
    return tx.codes.add(sample.code()).id


def _spend(tx: Transaction, code_id: int) -> bool:
    tx.audit.append(2, sample.ENTRY)
    return isinstance(tx.codes.spend(1, code_id, sample.NOW), Spent)


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - the parent reads it


async def _write_for_ever(store: SqliteStore) -> None:
    while True:
        code_id = await store.write(_add)
        _say(f"added {code_id}")
        if await store.write(lambda tx: _spend(tx, code_id)):  # noqa: B023
            _say(f"spent {code_id}")


async def _until_full(store: SqliteStore, largest: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (largest, resource.RLIM_INFINITY))
    try:
        while True:
            _say(f"added {await store.write(_add)}")
    except StoreUnavailable:
        _say("failed")
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    _say(f"again {await store.write(_add)}")
    await store.close()


async def _main(folder: Path, largest: int | None) -> None:
    store = opened(folder, MovableClock())
    if largest is not None:
        await _until_full(store, largest)
    else:
        await asyncio.gather(*(_write_for_ever(store) for _ in range(16)))


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else None))
