"""The two worlds that contacts are searched in: a million in one account, and as many in a thousand accounts."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import msgspec
from msgspec import Struct

from admittance.adapters.key_file import KeysUnreadable, load_keys
from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.opening import open_store
from admittance.usecases.crm.seed import seed_contacts
from benchmarks.crm_contacts import SEED, contacts, write_csv
from benchmarks.serving import Serving, free_port
from benchmarks.wire import Pools

FIRST_ACCOUNT = 7_000_000
"""See `admittance_seed`."""
_PIECE = 1_000


class CrmWorld(Struct, frozen=True, kw_only=True):
    """A filled data directory. `tokens` are one for each account, taken in turn; `filled_s` is how long it took."""

    name: str
    directory: Path
    tokens: Sequence[str]
    contacts: int
    filled_s: float


def one_account(directory: Path, many: int) -> CrmWorld:
    """`many` contacts in one account, imported from a CSV file with the command that operators use."""
    tokens = _seed(directory, accounts=1, tokens=64)
    file = directory / "contacts.csv"
    write_csv(file, many)
    command = [sys.executable, "-m", "admittance", "contacts", "import", str(file)]
    start = time.perf_counter()
    subprocess.run([*command, "--account", str(FIRST_ACCOUNT), "--data", str(directory / "data")], check=True)
    filled_s = time.perf_counter() - start
    file.unlink()
    return CrmWorld(
        name=f"{many:,} contacts in one account", directory=directory, tokens=tokens, contacts=many, filled_s=filled_s
    )


def many_accounts(directory: Path, accounts: int, each: int) -> CrmWorld:
    """`accounts` accounts with `each` contacts, stored through the use case."""
    tokens = _seed(directory, accounts=accounts, tokens=accounts)
    start = time.perf_counter()
    asyncio.run(_fill(directory / "data", accounts, each))
    name = f"{accounts:,} accounts with {each:,} contacts each"
    filled_s = time.perf_counter() - start
    return CrmWorld(name=name, directory=directory, tokens=tokens, contacts=accounts * each, filled_s=filled_s)


def serving(world: CrmWorld) -> Serving:
    """Admittance over that world, as it comes but without the limits on how often an app may call."""
    port = free_port()
    data = str(world.directory / "data")
    return Serving(
        [sys.executable, "-m", "admittance", "serve", "--port", str(port), "--data", data, "--captcha", "off"],
        port,
        log=world.directory / "server.log",
        cwd=Path(__file__).parent.parent,
        env={"ADMITTANCE_CALLS_PER_10_S": "0", "ADMITTANCE_SEARCHES_PER_S": "0"},
    )


def _seed(directory: Path, *, accounts: int, tokens: int) -> Sequence[str]:
    directory.mkdir(parents=True)
    command = [sys.executable, "-m", "benchmarks.admittance_seed", str(directory), "0", str(tokens), str(accounts)]
    subprocess.run(command, check=True, cwd=Path(__file__).parent.parent)
    return msgspec.json.decode((directory / "pools.json").read_bytes(), type=Pools).access_tokens


async def _fill(data: Path, accounts: int, each: int) -> None:
    keys = load_keys(data)
    if isinstance(keys, KeysUnreadable):
        raise SystemExit(keys.message)
    store = open_store(data, keys.audit, lambda: time.time_ns() // 1_000_000)
    if isinstance(store, CannotOpen):
        raise SystemExit(store.message)
    try:
        for number in range(accounts):
            rows = contacts(each, SEED + number)
            while piece := list(islice(rows, _PIECE)):
                now = time.time_ns() // 1_000_000
                made = await store.write(
                    lambda tx, n=number, p=piece, at=now: seed_contacts(tx, FIRST_ACCOUNT + n, p, at)  # type: ignore[misc]
                )
                if not isinstance(made, list):
                    raise SystemExit(f"contacts of account {number} can't be stored: {type(made).__name__}")
    finally:
        await store.close()
