"""What a person's scripts use: cases and Why? as JSON, with the session of somebody who has signed in."""

from typing import Any

from admittance.http.body import BodyType
from admittance.http.errors import api_shape
from admittance.http.problems import HttpProblem, Shape
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.routes import Answer, Audience, Edge, Handler, Parameter, Route
from admittance.web import script_answers as told
from admittance.web.handlers import case_answers, case_asking, case_news, why

_CASE = "/accounts/{hub_id:int}/cases/{name}"
_WHY_PARAMETERS = (
    Parameter(name="person", about="Who would connect: an e-mail address."),
    Parameter(name="app", about="The app's client id; without it, that of `url`."),
    Parameter(name="url", about="The install URL, if it is about one; else what the app's manifest asks for."),
)


def script_edge(people: Shape) -> Edge:
    """The routes. Forms of pages go to the same addresses: a problem with one of these is a page, made by `people`."""
    return Edge(
        name="scripts",
        prefixes=(),
        shape=script_shape(people),
        problem=told.PersonalProblem,
        routes=(
            _read(
                "why_as_data",
                "/accounts/{hub_id:int}/why.json",
                why.why_as_data,
                "Could this person connect this app right now, and if not, what is missing and who can give it?",
                Answer(200, "The full decision, with what would mend it.", told.WhyAnswer),
                parameters=_WHY_PARAMETERS,
            ),
            _read(
                "case_as_data",
                f"{_CASE}/state",
                case_news.case_as_data,
                "A refused attempt as the signed-in person may see it; anybody else's is not there.",
                Answer(200, "How it stands, and a token to answer with.", told.CaseAnswer),
            ),
            _answer("ask_for_access", "ask", case_asking.ask, told.AskBody, (429,)),
            _answer("approve_case", "approve", case_answers.approve, told.ApproveBody),
            _answer("decline_case", "decline", case_answers.decline, told.DeclineBody),
            _answer("revoke_elevation", "revoke", case_answers.revoke, told.RevokeBody),
        ),
    )


_ABOUT = {
    "ask": "Send one's own case to somebody who can help.",
    "approve": "Give what is missing: the smallest way that one may give, or the one named.",
    "decline": "Say no, and why.",
    "revoke": "End the extra rights that were given with the case.",
}


def _read(
    name: str, path: str, handler: Handler, about: str, answer: Answer, parameters: tuple[Parameter, ...] = ()
) -> Route:
    return Route(
        name=name,
        methods=("GET", "HEAD"),
        path=path,
        handler=handler,
        about=about,
        audience=Audience.PEOPLE,
        parameters=parameters,
        answers=(answer,),
        errors=(400, 401, 404) if parameters else (401, 404),
        session=True,
    )


def _answer(name: str, act: str, handler: Handler, takes: Any, errors: tuple[int, ...] = ()) -> Route:
    return Route(
        name=name,
        methods=("POST",),
        path=f"{_CASE}/{act}",
        handler=handler,
        about=_ABOUT[act],
        audience=Audience.PEOPLE,
        bodies=(BodyType.FORM, BodyType.JSON),
        takes=takes,
        answers=(Answer(200, "Done, or so already: `outcome` says which.", told.Taken),),
        errors=(400, 401, 403, 404, 409, 410, *errors),
        session=True,
    )


def script_shape(people: Shape) -> Shape:
    """JSON, but for a browser's own form or page: that gets one of `people`."""

    def shape(request: Request, problem: HttpProblem) -> Response:
        form = (request.header(b"content-type") or "").startswith(BodyType.FORM.value)
        page = "text/html" in (request.header(b"accept") or "")
        return people(request, problem) if form or page else api_shape(request, problem)

    return shape
