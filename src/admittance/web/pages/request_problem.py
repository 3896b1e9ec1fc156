"""An install URL that can't be trusted: nobody is sent anywhere, and the page says what to correct and who can."""

from typing import ClassVar

from msgspec import Struct

from admittance.explain.people import Contact
from admittance.http.install_flow import RequestFault
from admittance.web.pages.parts import Mark


class RequestProblemPage(Struct, frozen=True, kw_only=True):
    """`parameter` is one of ours, never the caller's text. `app` and `developer` are set once the app is known.

    INVARIANT: nothing of the request is on this page, least of all the address it wanted to go to.
    """

    template: ClassVar[str] = "request_problem.html"
    problem: RequestFault
    parameter: str = ""
    app: Mark | None = None
    developer: Contact | None = None
    reference: str
