"""A posted form: read strictly, and taken only from the visitor's own page."""

from typing import TypeAlias

from msgspec import Struct

from admittance.http.body import fields
from admittance.http.csrf import form_problem
from admittance.http.parameters import Parameters, Unreadable
from admittance.http.problems import HttpProblem, ProblemKind
from admittance.http.response import Response
from admittance.web.shape import problem_page
from admittance.web.visit import Visit

_UNREADABLE = HttpProblem(ProblemKind.UNREADABLE, "The form can't be read.")
NOT_OWN = HttpProblem(ProblemKind.FORBIDDEN, "The form did not come from this browser's own page.")


class Refuse(Struct, frozen=True):
    """The answer to a form that is not taken."""

    response: Response


Form: TypeAlias = Parameters | Refuse


def posted(visit: Visit, *, more: int = 0) -> Form:
    """The form's fields, or the page that says why it is not taken (attack cases 46, 47). `more` is how many fields
    beyond the usual limit this one form has.
    """
    sent = fields(visit.request, visit.services.settings.max_parameters + more)
    if isinstance(sent, Unreadable):
        return Refuse(problem_page(visit, _UNREADABLE, note=sent.why.value))
    problem = form_problem(visit.services, visit.request, visit.visitor, sent)
    if problem is not None:
        return Refuse(problem_page(visit, NOT_OWN, note=problem.value))
    return sent
