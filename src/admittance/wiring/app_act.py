"""What the operator does to one app from the command line, while no server runs."""

import asyncio
from collections.abc import Callable
from pathlib import Path

from admittance.http.services import Services
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.wiring.operator import settings_for
from admittance.wiring.parts import CannotStart, build_services

NO_APP = CannotStart("there is no app of that client id; admittance apps list shows them all")


def act_on_app(
    data_dir: Path, client_id: str, act: Callable[[Transaction, Services, App], str | CannotStart]
) -> str | CannotStart:
    """One act on the app in one transaction of the stopped server's database; the words for the operator."""
    settings = settings_for(data_dir)
    if isinstance(settings, CannotStart):
        return settings
    services = build_services(settings)
    if isinstance(services, CannotStart):
        return services

    def found(tx: Transaction) -> str | CannotStart:
        app = tx.apps.by_client_id(client_id)
        return NO_APP if app is None else act(tx, services, app)

    async def run() -> str | CannotStart:
        try:
            return await services.store.write(found)
        finally:
            await services.store.close()

    return asyncio.run(run())
