"""A refused person sends their case to the app's developer."""

from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.ask_for_access import TooManyAsks
from admittance.usecases.case_name import case_path
from admittance.usecases.case_roles import CaseNotThere
from admittance.usecases.tell_developer import AlreadyTold, DeveloperTold, NoWayToTell, ToldDeveloper, tell_developer
from admittance.web.form import Refuse, posted
from admittance.web.handlers.cases import case_in
from admittance.web.present.refusal import install_endpoint
from admittance.web.shape import problem_page
from admittance.web.visit import begin


async def tell(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/cases/{name}/tell."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, case_id = case_in(request)
    endpoint, now = install_endpoint(visit.reader), services.clock.now()
    told = await services.store.write(
        lambda tx: tell_developer(
            tx,
            services.catalogue,
            endpoint=endpoint,
            account_id=account_id,
            case_id=case_id,
            user_id=user.id,
            now=now,
        )
    )
    if isinstance(told, CaseNotThere):
        return problem_page(visit, NOT_FOUND)
    said = _said(told)
    return see_other(case_path(account_id, case_id) + (f"?said={said}" if said else ""), note=said)


def _said(told: ToldDeveloper) -> str:
    """What the next page says; where the case is over, or nothing is the developer's any more, it shows that itself."""
    match told:
        case DeveloperTold():
            return "asked"
        case AlreadyTold():
            return "already"
        case NoWayToTell():
            return "cannot"
        case TooManyAsks():
            return "many"
        case _:
            return ""
