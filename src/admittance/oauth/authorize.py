"""`/oauth/authorize` and `/oauth/{hub_id}/authorize`: from an install URL to the page that answers it.

parse → checks (`authorize_checks`) → sign in → choose the account → decide → consent or refusal. A request fault ends
on our page or goes to the app; a product refusal is a page with a case, and its way back carries the OAuth error.
"""

from collections.abc import Sequence
from typing import TypeAlias, assert_never

from msgspec import Struct

from admittance.core.install_url import read_install_url
from admittance.core.tokens import Token, TokenKind, digest
from admittance.core.whole_number import whole_number
from admittance.http.headers import see_other
from admittance.http.install_flow import Attempt, AuthorizePages, ConsentForm, Problem
from admittance.http.redirect_errors import GAVE_UP, denied_at, error_at, is_developers, refused_at
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.http.sessions import Anonymous, visitor_of
from admittance.oauth.authorize_checks import AFTER_TRUST, BEFORE_TRUST, state_too_long
from admittance.oauth.authorize_request import Incoming, SendBack, Trusted, find_app, read_parameters
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.outcomes import NotThere
from admittance.usecases.records import App, AskedInstall
from admittance.usecases.sign_in import SignedIn
from admittance.usecases.start_install import (
    ConsentShown,
    InstallRefused,
    InstallStarted,
    Outlook,
    accounts_to_choose,
    start_install,
)


class Turn(Struct, frozen=True):
    """A signed-in person's request, with what answering it takes."""

    pages: AuthorizePages
    services: Services
    request: Request
    visitor: SignedIn


async def authorize(pages: AuthorizePages, services: Services, request: Request) -> Response:
    """Answer an authorization request, however it came: GET, or POST with a form (RFC 6749 section 3.1)."""
    visitor = await visitor_of(services, request)
    match checked(services, request):
        case Problem() as problem:
            await _note(services, problem.fault.value, problem.app)
            return await pages.problem(request, visitor, problem)
        case (Trusted() as trusted, SendBack() as fault):
            await _note(services, fault.error.value, trusted.app)
            where = error_at(services.settings, trusted.redirect_uri, trusted.state, fault.error, fault.description)
            return see_other(where, note=fault.error.value)
        case Attempt() as attempt:
            if isinstance(visitor, Anonymous):
                return await pages.sign_in(request, visitor, attempt)
            return await _in_account(Turn(pages, services, request, visitor), attempt)


Checked: TypeAlias = Problem | tuple[Trusted, SendBack] | Attempt


def checked(services: Services, request: Request) -> Checked:
    """The request after every check, in the tables' order; the first fault ends it."""
    parameters = read_parameters(services, request)
    if isinstance(parameters, Problem):
        return parameters
    incoming = Incoming(parameters, find_app(services, parameters))
    for check in BEFORE_TRUST:
        if (problem := check(incoming)) is not None:
            return problem
    trusted = _trusted(incoming)
    for test in AFTER_TRUST:
        if (fault := test(trusted)) is not None:
            return trusted, fault
    account = request.path_values.get("hub_id")
    return attempt_of(services, trusted.app, _asked(trusted), parameters.pairs, account)


def _trusted(incoming: Incoming) -> Trusted:
    # INVARIANT: every check of BEFORE_TRUST has passed, so there is an app and its redirect URI is clear.
    parameters, app = incoming.parameters, incoming.app
    assert app is not None
    given = parameters.get("redirect_uri")
    state = None if "state" in parameters.repeated or state_too_long(parameters) else parameters.get("state")
    return Trusted(parameters, app, given or app.redirect_uris[0], given is not None, state)


def _asked(trusted: Trusted) -> AskedInstall:
    parameters = trusted.parameters
    return AskedInstall(
        client_id=trusted.app.client_id,
        redirect_uri=trusted.redirect_uri,
        redirect_uri_given=trusted.redirect_uri_given,
        url=read_install_url(parameters.get("scope"), parameters.get("optional_scope")),
        state=trusted.state,
        challenge=parameters.get("code_challenge"),
    )


def attempt_of(
    services: Services, app: App, asked: AskedInstall, sent: tuple[tuple[str, str], ...], account: str | None
) -> Attempt:
    """A checked request with its way back."""
    back = denied_at(services.settings, asked, GAVE_UP)
    return Attempt(app=app, asked=asked, sent=sent, account=account, back=back)


async def _in_account(turn: Turn, attempt: Attempt) -> Response:
    """With an account in the path, or the only one there is; otherwise the person chooses."""
    if attempt.account is not None:
        account_id = _number(attempt.account)
        if account_id is None:
            return await not_there(turn, attempt)
        return await _start(turn, attempt, account_id)
    outlooks = _outlooks(turn, attempt)
    if len(outlooks) != 1:
        return await turn.pages.choose_account(turn.request, turn.visitor, attempt, outlooks)
    return await _start(turn, attempt, outlooks[0].account.id)


async def _start(turn: Turn, attempt: Attempt, account_id: int) -> Response:
    services = turn.services
    secret, now, policy = services.new_secret(), services.clock.now(), services.catalogue.policy
    started: InstallStarted = await services.store.write(
        lambda tx: start_install(
            tx,
            policy,
            account_id=account_id,
            session=turn.visitor.session,
            app=attempt.app,
            asked=attempt.asked,
            consent_digest=digest(TokenKind.CONSENT, secret),
            now=now,
        )
    )
    match started:
        case ConsentShown():
            token = Token(TokenKind.CONSENT, account_id, started.consent.id, secret).written()
            form = ConsentForm(attempt=attempt, shown=started, token=token)
            return await turn.pages.consent(turn.request, turn.visitor, form)
        case InstallRefused():
            return await refusal(turn, attempt, started)
        case NotThere():
            return await not_there(turn, attempt)
        case _:
            assert_never(started)


async def refusal(turn: Turn, attempt: Attempt, refused: InstallRefused) -> Response:
    """The refusal page: 400 for a mistake of the app's developer, 403 for what the account or the person lacks."""
    status = 400 if is_developers(refused.decision) else 403
    back = refused_at(turn.services.settings, refused)
    return await turn.pages.refused(turn.request, turn.visitor, attempt, refused, status=status, back=back)


async def not_there(turn: Turn, attempt: Attempt) -> Response:
    """No such account for this person, whether or not there is one (product section 2)."""
    return await turn.pages.not_there(turn.request, turn.visitor, attempt, _outlooks(turn, attempt))


def _outlooks(turn: Turn, attempt: Attempt) -> Sequence[Outlook]:
    """The person's accounts, each with what would happen there."""
    policy, user_id = turn.services.catalogue.policy, turn.visitor.user.id
    now = turn.services.clock.now()
    return turn.services.store.read(lambda tx: accounts_to_choose(tx, policy, user_id, attempt.app, attempt.asked, now))


def _number(text: str) -> int | None:
    """A hub id; None for what can't be one. "007" is not the account 7."""
    number = whole_number(text)
    return number if number is not None and str(number) == text else None


async def _note(services: Services, why: str, app: App | None) -> None:
    """One row on the server's own chain: no account is known yet. Above a limit storage sums them up by the minute."""
    entry = AuditEntry(act=Act.REQUEST_REJECTED, app_id=app.id if app else None, data={"why": why})
    await services.store.write(lambda tx: tx.audit.append(SERVER_CHAIN, entry))
