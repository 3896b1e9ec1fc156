"""A file of contacts from the command line."""

import asyncio
from pathlib import Path

from admittance.usecases.imports.records import ImportState
from admittance.wiring.contacts import Going, ImportAsked, ImportTold, import_contacts
from tests.wiring.staging import contacts, csv_of, look, open_services, staged


def test_what_a_stopped_server_left_behind_comes_first(tmp_path: Path) -> None:
    """An import that the account began before is finished before the command's own file, and told apart from it."""
    data, file = tmp_path / "data", tmp_path / "own.csv"
    file.write_bytes(csv_of(30, "own"))
    data.mkdir()

    async def leave() -> int:
        services = open_services(data)
        left = await staged(services, csv_of(40, "left"))
        await services.store.close()
        return left.id

    left = asyncio.run(leave())
    seen = list[Going]()
    asked = ImportAsked(account_id=1, file=file, columns={}, encoding=None, skip=False, whole=False, report=None)
    told = import_contacts(data, asked, seen.append)
    assert isinstance(told, ImportTold)
    assert told.done
    assert [one.earlier for one in seen] == sorted((one.earlier for one in seen), reverse=True)
    assert {one.one.id for one in seen if one.earlier} == {left}

    async def after() -> tuple[ImportState, int]:
        services = open_services(data)
        found = look(services, next(one.one for one in seen if one.earlier)).state, contacts(services)
        await services.store.close()
        return found

    assert asyncio.run(after()) == (ImportState.DONE, 70)
