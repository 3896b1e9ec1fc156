"""What acts leave for afterwards is done beside the server."""

import asyncio
from pathlib import Path

import pytest

from admittance.config import Settings
from admittance.storage.sqlite import crm_moves
from admittance.usecases.crm.association_types import types_between
from admittance.usecases.crm.object_types import COMPANIES, CONTACTS
from admittance.usecases.ports import Transaction
from admittance.wiring.afterwards import finish_afterwards
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.parts import build_services

pytestmark = pytest.mark.anyio


async def test_whatever_is_left_is_worked_off(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun before the server was there is finished, in however many pieces."""
    services = build_services(Settings(base_url="http://127.0.0.1:8400", data_dir=str(tmp_path)))
    assert not isinstance(services, CannotStart), services
    monkeypatch.setattr(crm_moves, "AT_ONCE", 0)
    plain = types_between(CONTACTS, COMPANIES)[0]

    def begin(tx: Transaction) -> int:
        (company,) = list(tx.crm.records.add_many(1, COMPANIES, [{}], 1))
        contacts = list(tx.crm.records.add_many(1, CONTACTS, [{}] * 600, 1))
        for contact in contacts:
            tx.crm.associations.add(1, plain, contact, company)
        tx.crm.records.archive(1, COMPANIES, company, 1)
        return contacts[-1]

    last = await services.store.write(begin)

    def left(tx: Transaction) -> tuple[bool, int]:
        return tx.crm.associations.unfinished(), len(tx.crm.associations.newest(1, CONTACTS, COMPANIES, last, 1))

    assert services.store.read(left) == (True, 0)
    moving = asyncio.ensure_future(finish_afterwards(services))
    while services.store.read(left)[0]:  # noqa: ASYNC110 - it tells nobody
        await asyncio.sleep(0.01)
    moving.cancel()
    await asyncio.gather(moving, return_exceptions=True)
    assert services.store.read(left) == (False, 0)
    await services.store.close()
