"""An app takes itself out of an account."""

from admittance.crm.access import Caller, write
from admittance.crm.problem import Problem
from admittance.crm.refusals import not_found
from admittance.http.request import Request
from admittance.http.response import Response, empty_response
from admittance.http.services import Services
from admittance.usecases.connected_apps import Ended, uninstall


async def uninstall_app(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Uninstall the app that calls, with everyone's connections: every token of it in this account ends."""
    app_id = caller.access.app.id
    done = await write(services, caller, lambda tx: uninstall(tx, caller.account_id, app_id, caller.now, actor=None))
    if isinstance(done, Problem):
        return done
    return empty_response() if isinstance(done, Ended) else not_found([str(app_id)])
