"""The addresses of cases."""

from admittance.http.body import BodyType
from admittance.http.routes import Audience, Handler, Route
from admittance.web.handlers import case_answers, case_news, cases, tell_developer

_CASES = "/accounts/{hub_id:int}/cases"
_CASE = f"{_CASES}/{{name}}"


def case_routes() -> tuple[Route, ...]:
    """Pages, forms and what scripts read. An answer is a form or a JSON object of strings."""
    return (
        _page("cases", _CASES, cases.cases, "Who could not connect."),
        _page("cases_events", f"{_CASES}/events", case_news.inbox_events, "Tells when the inbox has changed."),
        _page("case", _CASE, cases.case, "A refused attempt."),
        _page("case_as_data", f"{_CASE}/state", case_news.case_as_data, "The same as JSON.", (401,)),
        _page("case_events", f"{_CASE}/events", case_news.case_events, "Tells when the case has changed."),
        _form("ask_for_access", f"{_CASE}/ask", cases.ask, "Send the case to somebody who can help."),
        _form("tell_developer", f"{_CASE}/tell", tell_developer.tell, "Send the case to the app's developer."),
        _answer("approve_case", f"{_CASE}/approve", case_answers.approve, "Give what is missing."),
        _answer("decline_case", f"{_CASE}/decline", case_answers.decline, "Say no, and why."),
        _answer("revoke_elevation", f"{_CASE}/revoke", case_answers.revoke, "End extra rights."),
    )


def _page(name: str, path: str, handler: Handler, about: str, errors: tuple[int, ...] = ()) -> Route:
    return Route(
        name=name,
        methods=("GET",),
        path=path,
        handler=handler,
        about=about,
        audience=Audience.PEOPLE,
        errors=(404, *errors),
    )


def _form(name: str, path: str, handler: Handler, about: str) -> Route:
    return Route(
        name=name,
        methods=("POST",),
        path=path,
        handler=handler,
        about=about,
        audience=Audience.PEOPLE,
        bodies=(BodyType.FORM,),
        errors=(400, 403, 404),
    )


def _answer(name: str, path: str, handler: Handler, about: str) -> Route:
    return Route(
        name=name,
        methods=("POST",),
        path=path,
        handler=handler,
        about=about,
        audience=Audience.PEOPLE,
        bodies=(BodyType.FORM, BodyType.JSON),
        errors=(400, 401, 403, 404, 409, 410),
    )
