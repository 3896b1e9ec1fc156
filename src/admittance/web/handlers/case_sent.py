"""What is sent to a case: a page's form or a script's JSON, and the answer in the same shape."""

from msgspec import Struct

from admittance.http.body import BodyType, body_type, fields
from admittance.http.csrf import FIELD, HEADER, form_problem
from admittance.http.errors import Category, api_error
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters, Unreadable, collect
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.usecases.case_name import case_name, case_path
from admittance.usecases.case_records import Case
from admittance.usecases.records import User
from admittance.web.form import Refuse, posted
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin


class Sent(Struct, frozen=True):
    """A form or JSON object that may be acted on, by a signed-in person."""

    visit: Visit
    user: User
    fields: Parameters
    json: bool


async def read_sent(services: Services, request: Request) -> Sent | Response:
    """What was sent, or the answer to what is not taken. JSON needs the session's token as a form does."""
    visit = await begin(services, request)
    if body_type(request) is BodyType.JSON:
        return _read_json(visit)
    sent = posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    return Sent(visit, visit.user, sent, json=False) if visit.user else see_other("/sign-in")


def _read_json(visit: Visit) -> Sent | Response:
    request = visit.request
    if visit.user is None:
        return api_error(request, 401, Category.INVALID_AUTHENTICATION, "Sign in first: this acts as a person.")
    sent = fields(request, visit.services.settings.max_parameters)
    if isinstance(sent, Unreadable):
        return api_error(request, 400, Category.VALIDATION_ERROR, "The body is no JSON object of strings.")
    token = request.header(HEADER)
    if token is not None:
        sent = collect((*(pair for pair in sent.pairs if pair[0] != FIELD), (FIELD, token)))
    if form_problem(visit.services, request, visit.visitor, sent) is not None:
        return api_error(request, 403, Category.BANNED, "The request carries no token of this session.")
    return Sent(visit, visit.user, sent, json=True)


def taken(sent: Sent, outcome: str, case: Case, query: str, people: int = 1) -> Response:
    """It was done: back to the case, or what the case is now. `people`: to how many it happened."""
    if not sent.json:
        return see_other(case_path(case.account_id, case.id) + query, note=outcome)
    return json_response(
        {"case": case_name(case.id), "state": case.state.value, "outcome": outcome, "people": people}, note=outcome
    )


def no_such_case(sent: Sent) -> Response:
    """Not there, or not there for whoever asks."""
    if sent.json:
        return api_error(sent.visit.request, 404, Category.OBJECT_NOT_FOUND, "There is no such case.")
    return problem_page(sent.visit, NOT_FOUND)


def refused_script(sent: Sent, status: int, outcome: str, state: str, case_id: int, message: str) -> Response:
    """It was not done: `outcome` is a word for the script, `state` the case's now, `message` for its reader."""
    more = {"case": case_name(case_id), "outcome": outcome, "state": state}
    category = _CATEGORIES.get(status, Category.CONFLICT)
    return api_error(sent.visit.request, status, category, message, more=more)


_CATEGORIES = {
    400: Category.VALIDATION_ERROR,
    403: Category.BANNED,
    410: Category.OBJECT_NOT_FOUND,
    429: Category.RATE_LIMITS,
}
