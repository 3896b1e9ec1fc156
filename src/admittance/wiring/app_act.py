"""What the operator does to one app from the command line, while no server runs."""

from collections.abc import Callable
from pathlib import Path

from admittance.http.services import Services
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import act_in

NO_APP = CannotStart("there is no app of that client id; admittance apps list shows them all")


def act_on_app(
    data_dir: Path, client_id: str, act: Callable[[Transaction, Services, App], str | CannotStart]
) -> str | CannotStart:
    """One act on the app in one transaction of the stopped server's database; the words for the operator."""

    async def run(services: Services) -> str | CannotStart:
        def found(tx: Transaction) -> str | CannotStart:
            app = tx.apps.by_client_id(client_id)
            return NO_APP if app is None else act(tx, services, app)

        return await services.store.write(found)

    return act_in(data_dir, run)
