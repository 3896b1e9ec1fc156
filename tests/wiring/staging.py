"""Imports of the operator, staged as if their columns had just been chosen."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from admittance.config import Settings
from admittance.http.services import Services
from admittance.http.staged_files import staged_path
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.crm.records import Search
from admittance.usecases.imports.asking import Choice, started
from admittance.usecases.imports.csv_file import Encoding
from admittance.usecases.imports.records import OVER, Duplicates, Import
from admittance.usecases.records import Account
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.import_turns import run_imports
from admittance.wiring.parts import build_services


def csv_of(rows: int, name: str = "p") -> bytes:
    """A file of so many contacts."""
    return ("Email,First name\n" + "".join(f"{name}{number}@x.test,P{number}\n" for number in range(rows))).encode()


def open_services(folder: Path) -> Services:
    """A server's parts on that directory."""
    services = build_services(Settings(base_url="http://127.0.0.1:8400", data_dir=str(folder)))
    assert not isinstance(services, CannotStart), services
    return services


async def staged(services: Services, data: bytes, account_id: int = 1) -> Import:
    """An import whose file is there and whose columns are chosen, by the operator."""
    now = services.clock.now()
    choice = Choice(
        columns=("email", "firstname"),
        encoding=Encoding.UTF_8,
        delimiter=",",
        duplicates=Duplicates.UPDATE,
        whole=False,
    )
    if services.store.read(lambda tx: tx.accounts.get(account_id)) is None:
        account = Account(id=account_id, name="A", domain="a.test", created_at=now)
        await services.store.write(lambda tx: tx.accounts.add(account))
    one = Import(account_id=account_id, user_id=None, name="a.csv", size=len(data), created_at=now, changed_at=now)
    begun = await services.store.write(lambda tx: started(tx, tx.imports.add(one), choice, now))
    path = staged_path(services.settings, begun)
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(data)
    return begun


def look(services: Services, one: Import) -> Import:
    """The import as it is committed."""
    found = services.store.read(lambda tx: tx.imports.get(one.account_id, one.id))
    assert found is not None
    return found


def contacts(services: Services, account_id: int = 1) -> int:
    """How many there are."""
    return services.store.read(lambda tx: tx.crm.records.count(account_id, CONTACTS, Search(), 10_000))


async def run_until_over(services: Services, one: Import) -> Import:
    """The server's own loop, until the import is over."""
    await run_until(services, lambda: look(services, one).state in OVER)
    return look(services, one)


async def run_until(services: Services, over: Callable[[], bool]) -> None:
    """The server's own loop for as long as it takes."""
    loop = asyncio.ensure_future(run_imports(services))
    while not over():  # noqa: ASYNC110 - the loop tells nobody
        await asyncio.sleep(0.002)
    loop.cancel()
    await asyncio.gather(loop, return_exceptions=True)
