"""`POST /oauth/consent`: Request for Integration Permissions is answered."""

from typing import assert_never

from admittance.core.redirect import answer_at
from admittance.core.tokens import Token, TokenKind, digest, read_token
from admittance.http.addresses import asked_again
from admittance.http.body import fields
from admittance.http.csrf import form_problem
from admittance.http.headers import see_other
from admittance.http.install_flow import (
    Asked,
    Attempt,
    AuthorizePages,
    CaptchaGate,
    ConsentForm,
    Problem,
    RequestFault,
    WhyAsked,
)
from admittance.http.parameters import Parameters, Unreadable
from admittance.http.redirect_errors import denied_at
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.http.sessions import visitor_of
from admittance.oauth.authorize import Turn, attempt_of, refusal
from admittance.usecases.consent import (
    AppGone,
    Cancelled,
    Consented,
    ConsentNotYours,
    ConsentOver,
    ConsentProblem,
    cancel_consent,
    give_consent,
    look_at_consent,
)
from admittance.usecases.outcomes import NotThere
from admittance.usecases.records import App, AskedInstall
from admittance.usecases.sign_in import SignedIn
from admittance.usecases.start_install import ConsentShown, InstallRefused

MOST_TICKS = 128
"""As many ticks as there can be scopes."""
SAID_NO = "The person declined the request."


async def answer_consent(pages: AuthorizePages, captcha: CaptchaGate, services: Services, request: Request) -> Response:
    """Check whose form it is, then do what its `answer` says. Scopes in the form are ignored but for the ticks
    (attack case 41)."""
    visitor = await visitor_of(services, request)
    form = fields(request, services.settings.max_parameters + MOST_TICKS)
    if isinstance(form, Unreadable):
        return await pages.unreadable(request, visitor)
    presented = read_token(TokenKind.CONSENT, form.get("consent") or "")
    if not isinstance(visitor, SignedIn) or form_problem(services, request, visitor, form) is not None:
        return await pages.forbidden(request, visitor)
    if presented is None or "consent" in form.repeated:
        return await pages.forbidden(request, visitor)
    return await _answer(Turn(pages, services, request, visitor), captcha, presented, form)


async def _answer(turn: Turn, captcha: CaptchaGate, presented: Token, form: Parameters) -> Response:
    # Of several answers the one that grants least counts: nobody grants by a slip of a script.
    answers = form.all("answer")
    if "cancel" in answers:
        return await _cancel(turn, presented)
    if "new_characters" in answers:
        return await _ask(turn, presented, form, Asked(WhyAsked.NEW_CHARACTERS))
    if "grant" not in answers:
        return await turn.pages.unreadable(turn.request, turn.visitor)
    gate = await captcha.check(turn.request, form, turn.services.clock.now())
    if isinstance(gate, Asked):
        return await _ask(turn, presented, form, gate)
    return await _grant(turn, presented, form)


async def _grant(turn: Turn, presented: Token, form: Parameters) -> Response:
    services, session = turn.services, turn.visitor.session
    secret, now, policy = services.new_secret(), services.clock.now(), services.catalogue.policy
    ticked, code_digest = _ticked(form), digest(TokenKind.CODE, secret)
    given = await services.store.write(
        lambda tx: give_consent(tx, policy, presented, session, ticked, code_digest=code_digest, now=now)
    )
    match given:
        case Consented():
            code = Token(TokenKind.CODE, given.account_id, given.code_id, secret).written()
            where = answer_at(
                given.asked.redirect_uri, code=code, state=given.asked.state, iss=services.settings.base_url
            )
            return see_other(where, note="granted")
        case InstallRefused():
            return await refusal(turn, _attempt(turn, given.app, given.asked, presented), given)
        case _:
            return await _not_answered(turn, presented, given)


async def _ask(turn: Turn, presented: Token, form: Parameters, asked: Asked) -> Response:
    """The same page with the check, ticks kept, decided anew."""
    services, session = turn.services, turn.visitor.session
    now, policy = services.clock.now(), services.catalogue.policy
    shown = await services.store.write(lambda tx: look_at_consent(tx, policy, presented, session, now))
    match shown:
        case ConsentShown():
            page = ConsentForm(
                attempt=_attempt(turn, shown.app, shown.consent.asked, presented),
                shown=shown,
                token=presented.written(),
                ticked=_ticked(form),
                asked=asked,
            )
            return await turn.pages.consent(turn.request, turn.visitor, page)
        case InstallRefused():
            return await refusal(turn, _attempt(turn, shown.app, shown.asked, presented), shown)
        case _:
            return await _not_answered(turn, presented, shown)


async def _cancel(turn: Turn, presented: Token) -> Response:
    services, session = turn.services, turn.visitor.session
    now = services.clock.now()
    cancelled = await services.store.write(lambda tx: cancel_consent(tx, presented, session, now))
    if isinstance(cancelled, Cancelled):
        return see_other(denied_at(services.settings, cancelled.asked, SAID_NO), note="declined")
    return await _not_answered(turn, presented, cancelled)


async def _not_answered(turn: Turn, presented: Token, problem: NotThere | ConsentProblem) -> Response:
    pages, request, visitor = turn.pages, turn.request, turn.visitor
    match problem:
        case ConsentNotYours():
            return await pages.forbidden(request, visitor)
        case ConsentOver():
            return await pages.over(request, visitor, _attempt_anew(turn, problem.asked, presented))
        case AppGone():
            return await pages.problem(request, visitor, Problem(RequestFault.UNKNOWN_APP))
        case NotThere():
            return await pages.not_there(request, visitor, None, ())
        case _:
            assert_never(problem)


def _attempt(turn: Turn, app: App, asked: AskedInstall, presented: Token) -> Attempt:
    return attempt_of(turn.services, app, asked, asked_again(asked), str(presented.account_id))


def _attempt_anew(turn: Turn, asked: AskedInstall, presented: Token) -> Attempt | None:
    """None where the app is gone: then there is nothing to start again."""
    app = turn.services.store.read(lambda tx: tx.apps.by_client_id(asked.client_id))
    return _attempt(turn, app, asked, presented) if app is not None and app.enabled else None


def _ticked(form: Parameters) -> frozenset[str]:
    return frozenset(form.all("optional"))
