"""How a problem with a request looks to people: a page in their language, with a way on."""

from admittance.explain.languages import choose_language
from admittance.http.cookies import read_cookie
from admittance.http.errors import api_shape
from admittance.http.problems import HttpProblem, Shape
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.http.sessions import Anonymous
from admittance.usecases.records import Theme
from admittance.web.pages.problem import ProblemPage
from admittance.web.visit import LANGUAGE_COOKIE, Visit, page


def people_shape(services: Services) -> Shape:
    """The shape of every page. A program that shows credentials is no person: it is told in the API's shape, also at
    an address that nothing answers to.
    """

    def shape(request: Request, problem: HttpProblem) -> Response:
        if request.header_count(b"authorization"):
            return api_shape(request, problem)
        return problem_page(_visit(services, request), problem)

    return shape


def problem_page(visit: Visit, problem: HttpProblem, note: str = "") -> Response:
    """The page for `problem`, also for visits that know their visitor."""
    model = ProblemPage(problem=problem.kind, reference=visit.request.reference, wait_s=problem.wait_s)
    return page(visit, model, int(problem.kind), return_to="/", note=note)


def _visit(services: Services, request: Request) -> Visit:
    """Before a handler ran nobody has asked who is there, and a broken server should not start by asking its store."""
    chosen = read_cookie(services.settings, request, LANGUAGE_COOKIE)
    language = choose_language(chosen, request.header(b"accept-language") or services.settings.default_language)
    visitor = Anonymous("x" * 43, fresh=False)
    return Visit(services=services, request=request, visitor=visitor, language=language, theme=Theme.SYSTEM)
