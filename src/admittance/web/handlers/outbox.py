"""The account's letters over HTTP."""

from typing import assert_never

from admittance.core.whole_number import whole_number
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.outcomes import NotThere
from admittance.usecases.read_outbox import MayNotRead, OutboxShown, read_outbox
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.frame import Section
from admittance.web.present.outbox import outbox_page
from admittance.web.shape import problem_page
from admittance.web.visit import begin, here, page, query

_NOT_ALLOWED = HttpProblem(ProblemKind.FORBIDDEN, "Only whoever may edit users reads the account's mail.")


async def outbox(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/mail: what was written to people, and what would have been sent."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    account_id, policy = int(request.path_values["hub_id"]), services.catalogue.policy
    before = whole_number(query(visit).get("before"))
    shown = services.store.read(lambda tx: read_outbox(tx, policy, account_id, user.id, before=before))
    match shown:
        case OutboxShown():
            works, now = services.mail.configured, services.clock.now()
            model = outbox_page(visit.reader, shown, mail_works=works, now=now)
            return page(visit, model, account=shown.account, section=Section.MAIL)
        case MayNotRead():
            return problem_page(visit, _NOT_ALLOWED)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(shown)
