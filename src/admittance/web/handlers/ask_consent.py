"""Asking a person to consent again, over HTTP."""

from typing import assert_never

from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.ask_consent import AskedAlready, ConsentAsked, MayNotAsk, NothingNew, ask_consent
from admittance.usecases.outcomes import NotThere
from admittance.web.form import Refuse, posted
from admittance.web.shape import problem_page
from admittance.web.visit import begin

_NOT_ALLOWED = HttpProblem(ProblemKind.FORBIDDEN, "Only whoever manages apps asks for a new consent.")


async def take_ask(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/connections/{connection_id}/ask-consent."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, connection_id = int(request.path_values["hub_id"]), int(request.path_values["connection_id"])
    policy, now = services.catalogue.policy, services.clock.now()
    done = await services.store.write(lambda tx: ask_consent(tx, policy, account_id, connection_id, user.id, now))
    match done:
        case ConsentAsked():
            return see_other(f"/accounts/{account_id}/apps?done=asked_again")
        case AskedAlready():
            return see_other(f"/accounts/{account_id}/apps?done=asked_before")
        case NothingNew():
            return see_other(f"/accounts/{account_id}/apps?done=nothing_new")
        case MayNotAsk():
            return problem_page(visit, _NOT_ALLOWED)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(done)
