"""The addresses of cases."""

from admittance.http.body import BodyType
from admittance.http.routes import Audience, Handler, Route
from admittance.web.handlers import case_news, cases, tell_developer

_CASES = "/accounts/{hub_id:int}/cases"
_CASE = f"{_CASES}/{{name}}"


def case_routes() -> tuple[Route, ...]:
    """Pages, their news, and the form that writes to a developer. What scripts use too stands in `script_edge`."""
    return (
        _page("cases", _CASES, cases.cases, "Who could not connect."),
        _page("cases_events", f"{_CASES}/events", case_news.inbox_events, "Tells when the inbox has changed."),
        _page("case", _CASE, cases.case, "A refused attempt."),
        _page("case_events", f"{_CASE}/events", case_news.case_events, "Tells when the case has changed."),
        _form("tell_developer", f"{_CASE}/tell", tell_developer.tell, "Send the case to the app's developer."),
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
