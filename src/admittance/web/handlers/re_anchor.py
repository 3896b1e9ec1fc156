"""Taking a connection over, over HTTP."""

from typing import assert_never

from admittance.core.whole_number import whole_number
from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.outcomes import NotThere
from admittance.usecases.re_anchor import (
    MayNotPropose,
    NotPassed,
    NotProposed,
    ProposalShown,
    Proposed,
    TakenOver,
    TakeOverShown,
    WhyNotProposed,
    accept,
    decline,
    propose,
    show_proposal,
    show_take_over,
)
from admittance.usecases.records import User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.frame import Section
from admittance.web.present.re_anchor import re_anchor_page, take_over_page
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page

_NOT_ALLOWED = HttpProblem(ProblemKind.FORBIDDEN, "Only whoever may end a connection proposes who takes it over.")


async def ask(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/connections/{connection_id}/re-anchor: whom to ask."""
    visit = await begin(services, request)
    user = visit.user
    return form_page(visit, next_path=here(request)) if user is None else _proposing(visit, user)


def _proposing(visit: Visit, user: User, problem: WhyNotProposed | None = None) -> Response:
    services, (account_id, connection_id) = visit.services, _ids(visit)
    now, policy = services.clock.now(), services.catalogue.policy
    shown = services.store.read(lambda tx: show_proposal(tx, policy, account_id, connection_id, user.id, now))
    match shown:
        case ProposalShown():
            model = re_anchor_page(visit.reader, shown, problem)
            status = 400 if problem else 200
            return page(visit, model, status, account=shown.anchor.account, section=Section.CONNECTED_APPS)
        case MayNotPropose():
            return problem_page(visit, _NOT_ALLOWED)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(shown)


async def take_ask(services: Services, request: Request) -> Response:
    """POST to the same: ask the chosen colleague."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    whom = whole_number(sent.get("user")) or 0
    (account_id, connection_id), now, policy = _ids(visit), services.clock.now(), services.catalogue.policy
    done = await services.store.write(lambda tx: propose(tx, policy, account_id, connection_id, user.id, whom, now))
    match done:
        case Proposed():
            return see_other(f"/accounts/{account_id}/apps?done=proposed")
        case NotProposed():
            return _proposing(visit, user, done.why)
        case MayNotPropose():
            return problem_page(visit, _NOT_ALLOWED)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(done)


async def answer(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/connections/{connection_id}/take-over: what one would put one's name to."""
    visit = await begin(services, request)
    user = visit.user
    return form_page(visit, next_path=here(request)) if user is None else _answering(visit, user, 200)


def _answering(visit: Visit, user: User, status: int) -> Response:
    services, (account_id, connection_id) = visit.services, _ids(visit)
    now, policy = services.clock.now(), services.catalogue.policy
    shown = services.store.read(lambda tx: show_take_over(tx, policy, account_id, connection_id, user.id, now))
    if not isinstance(shown, TakeOverShown):
        return problem_page(visit, NOT_FOUND)
    model = services.store.read(lambda tx: take_over_page(tx, visit.reader, shown, user.id))
    return page(visit, model, status, account=shown.anchor.account, section=Section.CONNECTED_APPS)


async def take_answer(services: Services, request: Request) -> Response:
    """POST to the same: accept or decline. The decision is taken at this moment."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    (account_id, connection_id), now, policy = _ids(visit), services.clock.now(), services.catalogue.policy
    if sent.get("answer") != "accept":
        declined = await services.store.write(lambda tx: decline(tx, account_id, connection_id, user.id))
        gone = isinstance(declined, NotThere)
        return problem_page(visit, NOT_FOUND) if gone else see_other(f"/accounts/{account_id}/apps?done=declined")
    done = await services.store.write(lambda tx: accept(tx, policy, account_id, connection_id, user.id, now))
    match done:
        case TakenOver():
            return see_other(f"/accounts/{account_id}/apps?done=taken_over")
        case NotPassed():
            return _answering(visit, user, 409)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(done)


def _ids(visit: Visit) -> tuple[int, int]:
    values = visit.request.path_values
    return int(values["hub_id"]), int(values["connection_id"])
