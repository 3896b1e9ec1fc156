"""The pages of an install as the authorization edge asks for them; the people's edge draws them.

Edges never import each other: what both must name stands here, and the composition root hands one to the other.
"""

from collections.abc import Sequence
from enum import StrEnum
from typing import Protocol, TypeAlias

from msgspec import Struct

from admittance.http.addresses import authorize_path
from admittance.http.parameters import Parameters
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.sessions import Visitor
from admittance.usecases.records import App, AskedInstall
from admittance.usecases.sign_in import SignedIn
from admittance.usecases.start_install import ConsentShown, InstallRefused, Outlook


class RequestFault(StrEnum):
    """What is wrong with an authorization request that nobody may be redirected for. Unknown, disabled and deleted apps
    look the same (attack case 22)."""

    UNKNOWN_APP = "unknown_app"
    REDIRECT_NOT_REGISTERED = "redirect_not_registered"
    REDIRECT_MISSING = "redirect_missing"
    PARAMETER_REPEATED = "parameter_repeated"
    PARAMETER_UNREADABLE = "parameter_unreadable"
    PARAMETER_MISSING = "parameter_missing"


class Problem(Struct, frozen=True):
    """A request that ends on a page of ours. `parameter` is a name of ours, never the caller's text; `app` is set once
    it is known. INVARIANT: nothing else of the request is here, least of all where it wanted to go.
    """

    fault: RequestFault
    parameter: str = ""
    app: App | None = None


class Attempt(Struct, frozen=True, kw_only=True):
    """A checked authorization request: the redirect URI is trusted.

    `sent` are its parameters, decoded, in their order. `account` is the path's `hub_id` as it was written, None without
    one. `back` is the way back to the app for somebody who gives up, carrying `access_denied`.
    """

    app: App
    asked: AskedInstall
    sent: tuple[tuple[str, str], ...]
    account: str | None
    back: str

    def path(self, account_id: int | None = None) -> str:
        """The same request as a path on this server: as it came, or with an account chosen."""
        chosen = self.account if account_id is None else account_id
        query = Parameters(self.sent).query()
        return f"{authorize_path(chosen)}?{query}"


class WhyAsked(StrEnum):
    """Why the consent page is shown once more for its check."""

    NEEDED = "needed"
    WRONG = "wrong"
    EXPIRED = "expired"
    UNREACHABLE = "unreachable"
    NEW_CHARACTERS = "new_characters"


class Passed(Struct, frozen=True):
    """The check is passed, or none is asked. What was solved can't be used again."""


class Asked(Struct, frozen=True):
    """The check is still to be passed."""

    why: WhyAsked


Gate: TypeAlias = Passed | Asked


class CaptchaGate(Protocol):
    """The check between Grant access and the grant."""

    async def check(self, request: Request, form: Parameters, now: int) -> Gate:
        """Whether the consent form as posted passes. Never raises for anything a caller sent."""


class ConsentForm(Struct, frozen=True, kw_only=True):
    """Request for Integration Permissions as it is to be shown.

    `token` goes into the hidden field `consent`. `ticked` are the ticks to keep, None on the first showing (all start
    ticked). `asked` is set when the page is shown once more for the check. The form posts to `addresses.CONSENT` the
    fields csrf, consent, optional (one a tick) and answer: grant, cancel or new_characters.
    """

    attempt: Attempt
    shown: ConsentShown
    token: str
    ticked: frozenset[str] | None = None
    asked: Asked | None = None


class AuthorizePages(Protocol):
    """Whole pages, with their security headers and the cookies a form needs (`sessions.visit_cookies`).

    The consent page's policy names `origin_of(asked.redirect_uri)` in `form-action` (attack case 50). Every method
    answers with exactly the status it is given, or the one it names.
    """

    async def problem(self, request: Request, visitor: Visitor, problem: Problem) -> Response:
        """An untrusted request (400): what to correct, and who can."""

    async def sign_in(self, request: Request, visitor: Visitor, attempt: Attempt) -> Response:
        """Sign in first (200), then on to `attempt.path()`."""

    async def choose_account(
        self, request: Request, visitor: SignedIn, attempt: Attempt, outlooks: Sequence[Outlook]
    ) -> Response:
        """Several accounts, or none (200); each row leads to `attempt.path(account_id)`."""

    async def consent(self, request: Request, visitor: SignedIn, form: ConsentForm) -> Response:
        """Request for Integration Permissions (200)."""

    async def refused(
        self,
        request: Request,
        visitor: SignedIn,
        attempt: Attempt,
        refused: InstallRefused,
        *,
        status: int,
        back: str,
    ) -> Response:
        """The refusal with all its reasons. `back` carries the OAuth error to the app."""

    async def not_there(
        self, request: Request, visitor: SignedIn, attempt: Attempt | None, outlooks: Sequence[Outlook]
    ) -> Response:
        """No such account for this person (404), with the accounts that are."""

    async def over(self, request: Request, visitor: SignedIn, attempt: Attempt | None) -> Response:
        """The consent page was answered before, or too late (410): start again at `attempt.path()`."""

    async def forbidden(self, request: Request, visitor: Visitor) -> Response:
        """A form that is not this visitor's own (403)."""

    async def unreadable(self, request: Request, visitor: Visitor) -> Response:
        """A form that can't be read (400)."""
