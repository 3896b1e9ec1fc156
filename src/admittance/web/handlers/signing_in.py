"""Signing in and out."""

from admittance.http.backoff import Backoff
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.return_path import own_path
from admittance.http.routes import Handler
from admittance.http.services import Services
from admittance.http.sessions import end_session_cookies, start_session
from admittance.usecases.passwords import PasswordProblem, normal_password
from admittance.usecases.records import User
from admittance.usecases.sign_in import SignedIn, note_failed_sign_in, sign_out
from admittance.web.form import Refuse, posted
from admittance.web.pages.frame import Notice, Tone
from admittance.web.pages.sign_in import Incomplete, Locked, SignInPage, SignInProblem, WrongPassword
from admittance.web.visit import Visit, begin, page, query
from admittance.web.waiting_app import app_behind

LONGEST_EMAIL = 320


async def sign_in_page(services: Services, request: Request) -> Response:
    """GET /sign-in: the form; somebody signed in goes on."""
    visit = await begin(services, request)
    if visit.user is not None:
        return see_other("/")
    return form_page(visit, next_path="/", notice=_signed_out(visit))


def _signed_out(visit: Visit) -> Notice | None:
    if query(visit).get("done") != "signed-out":
        return None
    return Notice(Tone.DONE, visit.gettext("You are signed out. Apps stay connected."))


def form_page(
    visit: Visit,
    *,
    next_path: str,
    email: str = "",
    problem: SignInProblem | None = None,
    status: int = 200,
    notice: Notice | None = None,
) -> Response:
    """The sign-in form that goes on to `next_path`; for an install link it says which app is waiting."""
    waiting = app_behind(visit, next_path)
    model = SignInPage(
        action="/sign-in",
        forgot_url="/forgot-password",
        app=waiting.mark if waiting else None,
        email=email,
        problem=problem,
        back=waiting.back if waiting else None,
        hidden=(("next", next_path),),
    )
    # Language and colours come back to the install link itself, which shows this form again.
    return page(visit, model, status, return_to=next_path if next_path != "/" else "/sign-in", notice=notice)


def take_sign_in(backoff: Backoff) -> Handler:
    """POST /sign-in. Unknown people and wrong passwords get the same answer after the same work (attack case 60)."""

    async def handler(services: Services, request: Request) -> Response:
        visit = await begin(services, request)
        sent = posted(visit)
        return sent.response if isinstance(sent, Refuse) else await _try(visit, backoff, sent)

    return handler


async def _try(visit: Visit, backoff: Backoff, sent: Parameters) -> Response:
    next_path = own_path(sent.get("next"))
    email, password = (sent.get("email") or "").strip(), sent.raw("password") or ""
    if not email or not password:
        problem = Incomplete(email=not email, password=not password)
        return form_page(visit, next_path=next_path, email=email, problem=problem, status=400)
    now, who = visit.services.clock.now(), email.casefold()[:LONGEST_EMAIL]
    wait = backoff.wait(who, visit.request.client, now)
    if wait:
        locked = Locked(minutes=max(1, -(-wait // 60_000)))
        return form_page(visit, next_path=next_path, email=email, problem=locked, status=429)
    backoff.failed(who, visit.request.client, now)  # cleared below: attempts at once count while they run
    user = await _checked(visit, email, password)
    session = None if user is None else await start_session(visit.services, user, visit.visitor)
    if session is None:
        return form_page(visit, next_path=next_path, email=email, problem=WrongPassword(), status=401)
    backoff.succeeded(who, visit.request.client)
    return see_other(next_path, session.headers)


async def _checked(visit: Visit, email: str, password: str) -> User | None:
    services = visit.services
    user = services.store.read(lambda tx: tx.people.by_email(email)) if len(email) <= LONGEST_EMAIL else None
    plain = normal_password(password)
    usable = user is not None and user.active and not isinstance(plain, PasswordProblem)
    password_hash = user.password_hash if user is not None and usable else None
    right = await services.passwords.verify(password_hash, "" if isinstance(plain, PasswordProblem) else plain)
    if right:
        return user
    await services.store.write(lambda tx: note_failed_sign_in(tx, user))
    return None


async def take_sign_out(services: Services, request: Request) -> Response:
    """POST /sign-out: end the session. With `return_to`, on to the same place as someone else."""
    visit = await begin(services, request)
    sent = posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if isinstance(visit.visitor, SignedIn):
        session = visit.visitor.session
        await services.store.write(lambda tx: sign_out(tx, session))
    return see_other(own_path(sent.get("return_to"), "/sign-in?done=signed-out"), end_session_cookies(services))
