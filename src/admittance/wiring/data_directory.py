"""What the operator's commands do to a data directory: an act while no server holds it, a look also beside one."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

from admittance.config import BadSetting, Settings, read_settings
from admittance.http.services import Services
from admittance.storage.places import database_in
from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.opening import open_reader
from admittance.storage.sqlite.transaction import SqliteTransaction
from admittance.usecases.ports import Transaction
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.parts import build_services

T = TypeVar("T")


def settings_for(data_dir: Path) -> Settings | CannotStart:
    """The settings of the environment, for one data directory."""
    settings = read_settings(data_dir=str(data_dir))
    return CannotStart(settings.message) if isinstance(settings, BadSetting) else settings


def no_database(data_dir: Path) -> CannotStart | None:
    """What a command says where nothing is stored. It makes nothing: the directory's name may be a slip of the pen."""
    place = database_in(data_dir)
    if place.is_file():
        return None
    return CannotStart(f"there is no database at {place}; --data names its directory, admittance init makes a new one")


def act_in(data_dir: Path, act: Callable[[Services], Awaitable[T | CannotStart]]) -> T | CannotStart:
    """Run `act` on what a directory holds. Only while no server holds the database."""
    missing = no_database(data_dir)
    return make_in(data_dir, act) if missing is None else missing


def make_in(data_dir: Path, act: Callable[[Services], Awaitable[T | CannotStart]]) -> T | CannotStart:
    """Run `act` on the parts of a server, and close them; a directory without a database gets one."""
    settings = settings_for(data_dir)
    if isinstance(settings, CannotStart):
        return settings
    services = build_services(settings)
    if isinstance(services, CannotStart):
        return services

    async def run() -> T | CannotStart:
        try:
            return await act(services)
        finally:
            await services.store.close()

    return asyncio.run(run())


def look_in(data_dir: Path, look: Callable[[Transaction], T]) -> T | CannotStart:
    """Run `look` on what is committed; also while a server runs. Nothing is opened for writing."""
    missing = no_database(data_dir)
    if missing is not None:
        return missing
    reader = open_reader(database_in(data_dir))
    if isinstance(reader, CannotOpen):
        return CannotStart(reader.message)
    try:
        return look(SqliteTransaction(reader, None))
    finally:
        reader.close()
