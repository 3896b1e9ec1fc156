"""A forgotten password, and a changed one."""

import asyncio

from admittance.core import lifetimes
from admittance.core.tokens import TokenKind, read_token
from admittance.explain.languages import choose_language, translations
from admittance.http.backoff import Backoff
from admittance.http.headers import see_other
from admittance.http.invitations import reset_link
from admittance.http.logs import logger
from admittance.http.problems import HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.routes import Handler
from admittance.http.services import Services
from admittance.usecases.passwords import (
    SHORTEST,
    PasswordProblem,
    ResetOver,
    issue_reset,
    look_at_reset,
    new_password,
    normal_password,
    replace_password,
    use_reset,
)
from admittance.usecases.ports import StoreUnavailable
from admittance.usecases.records import User
from admittance.usecases.sign_in import SignedIn
from admittance.web.form import Refuse, posted
from admittance.web.handlers.profile import profile_page, profile_path
from admittance.web.pages import password_reset as pages
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, page

FORGOT = "/forgot-password"
_UNDER_WAY: set[asyncio.Task[None]] = set()
"""Mails being sent; the event loop itself holds tasks only loosely."""
_SHOWN = {
    PasswordProblem.TOO_SHORT: pages.PasswordProblem.TOO_SHORT,
    PasswordProblem.TOO_LONG: pages.PasswordProblem.TOO_LONG,
    PasswordProblem.HAS_NUL: pages.PasswordProblem.HAS_NUL,
}


async def forgot_page(services: Services, request: Request) -> Response:
    """GET /forgot-password."""
    return _forgot(await begin(services, request))


def _forgot(visit: Visit, *, missing: bool = False) -> Response:
    model = pages.ForgotPasswordPage(
        action=FORGOT,
        sign_in_url="/sign-in",
        missing_email=missing,
        mail_works=visit.services.mail.configured,
        operator=visit.reader.operator,
    )
    return page(visit, model, 400 if missing else 200)


def take_forgot(backoff: Backoff) -> Handler:
    """POST /forgot-password: the same answer whether or not anybody has the address; a few mails an hour at most."""

    async def handler(services: Services, request: Request) -> Response:
        visit = await begin(services, request)
        sent = posted(visit)
        if isinstance(sent, Refuse):
            return sent.response
        email = (sent.get("email") or "").strip()
        if not email:
            return _forgot(visit, missing=True)
        now = services.clock.now()
        if services.mail.configured and not backoff.wait(f"forgot:{email.casefold()}", request.client, now):
            backoff.failed(f"forgot:{email.casefold()}", request.client, now)
            # After the answer: how long a mail takes would tell who has an account.
            sending = asyncio.create_task(_send_link(visit, email, now))
            _UNDER_WAY.add(sending)
            sending.add_done_callback(_UNDER_WAY.discard)
        minutes = lifetimes.PASSWORD_RESET // lifetimes.MINUTE
        return page(visit, pages.ForgotSentPage(sign_in_url="/sign-in", minutes=minutes))

    return handler


async def _send_link(visit: Visit, email: str, now: int) -> None:
    services = visit.services
    user = services.store.read(lambda tx: tx.people.by_email(email))
    if user is None or not user.active:
        return
    secret = services.new_secret()
    try:
        reset = await services.store.write(lambda tx: issue_reset(tx, user, secret, now))
    except StoreUnavailable:
        logger("mail").warning("mail_not_sent", why="StoreUnavailable")
        return
    link = reset_link(services.settings.base_url, reset.id, secret)
    # The mail is read by whose it is, whoever asked for it.
    words = translations(choose_language(user.language, None)) if user.language else visit.reader.words
    body = words.gettext("Choose a new password here. The link works once, for an hour:") + f"\n\n{link}\n"
    await services.mail.send(user.email, words.gettext("A new password for Admittance"), body)


async def reset_page(services: Services, request: Request) -> Response:
    """GET /reset-password/{token}."""
    return _reset(await begin(services, request))


def _reset(visit: Visit, problem: PasswordProblem | None = None) -> Response:
    services, presented = visit.services, read_token(TokenKind.RESET, visit.request.path_values["token"])
    user = services.store.read(lambda tx: look_at_reset(tx, presented, services.clock.now()))
    if isinstance(user, ResetOver):
        return _over(visit)
    model = pages.ResetPasswordPage(
        action=visit.request.path.decode("ascii"),
        email=user.email,
        shortest=SHORTEST,
        problem=_SHOWN[problem] if problem else None,
    )
    # The link is a secret: nothing on the page leads back to it.
    return page(visit, model, 400 if problem else 200, return_to="/sign-in")


def _over(visit: Visit) -> Response:
    return page(visit, pages.ResetLinkOverPage(forgot_url=FORGOT, sign_in_url="/sign-in"), 410, return_to="/sign-in")


async def take_reset(services: Services, request: Request) -> Response:
    """POST /reset-password/{token}: a second use is 410 (attack case 63)."""
    visit = await begin(services, request)
    sent = posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    chosen = new_password(sent.raw("new") or "")
    if isinstance(chosen, PasswordProblem):
        return _reset(visit, chosen)
    presented = read_token(TokenKind.RESET, request.path_values["token"])
    if presented is None:
        return _over(visit)
    password_hash = await services.passwords.make(chosen)
    now = services.clock.now()
    outcome = await services.store.write(lambda tx: use_reset(tx, presented, password_hash, now))
    return _over(visit) if isinstance(outcome, ResetOver) else see_other("/sign-in")


def take_change(backoff: Backoff) -> Handler:
    """POST /profile/password: the current password first, ten tries and then waits; every other session ends."""

    async def handler(services: Services, request: Request) -> Response:
        visit = await begin(services, request)
        if not isinstance(visit.visitor, SignedIn):
            return see_other("/sign-in")
        sent = posted(visit)
        if isinstance(sent, Refuse):
            return sent.response
        now, who = services.clock.now(), f"change:{visit.visitor.user.id}"
        wait = backoff.wait(who, request.client, now)
        if wait:
            said = "Too many tries with a wrong password."
            return problem_page(visit, HttpProblem(ProblemKind.TOO_MANY, said, wait_s=-(-wait // 1000)))
        backoff.failed(who, request.client, now)  # cleared below: tries at once count while they run
        if not await _is_current(services, visit.visitor.user, sent.raw("current") or ""):
            return profile_page(visit, pages.PasswordProblem.WRONG_CURRENT)
        backoff.succeeded(who, request.client)
        return await _change(visit, visit.visitor, sent.raw("new") or "")

    return handler


async def _is_current(services: Services, user: User, text: str) -> bool:
    current = normal_password(text)
    known = not isinstance(current, PasswordProblem)
    return await services.passwords.verify(user.password_hash if known else None, str(current))


async def _change(visit: Visit, person: SignedIn, text: str) -> Response:
    services, user, session = visit.services, person.user, person.session
    chosen = new_password(text)
    if isinstance(chosen, PasswordProblem):
        return profile_page(visit, _SHOWN[chosen])
    password_hash = await services.passwords.make(chosen)
    changed = await services.store.write(lambda tx: replace_password(tx, user, session, password_hash))
    # Where somebody else was faster this session is over: signing in shows which password counts.
    return see_other(profile_path(visit, user, "password") if changed else "/sign-in")
