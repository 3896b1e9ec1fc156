"""An install URL that can't be trusted: nobody is sent anywhere, and the page says what to correct and who can."""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from admittance.explain.people import Contact
from admittance.web.pages.parts import Mark


class RequestProblem(StrEnum):
    """What is wrong with the request. Unknown and disabled apps look the same (attack case 22)."""

    UNKNOWN_APP = "unknown_app"
    REDIRECT_NOT_REGISTERED = "redirect_not_registered"
    REDIRECT_MISSING = "redirect_missing"
    PARAMETER_REPEATED = "parameter_repeated"
    PARAMETER_UNREADABLE = "parameter_unreadable"
    PARAMETER_MISSING = "parameter_missing"


class RequestProblemPage(Struct, frozen=True, kw_only=True):
    """`parameter` is one of ours, never the caller's text. `app` and `developer` are set once the app is known.

    INVARIANT: nothing of the request is on this page, least of all the address it wanted to go to.
    """

    template: ClassVar[str] = "request_problem.html"
    problem: RequestProblem
    parameter: str = ""
    app: Mark | None = None
    developer: Contact | None = None
    reference: str
