"""A person's own settings, and everybody's language and colours."""

from admittance.explain.languages import Language
from admittance.http.cookies import set_cookie
from admittance.http.headers import see_other
from admittance.http.request import Request
from admittance.http.response import Header, Response
from admittance.http.return_path import own_path
from admittance.http.services import Services
from admittance.usecases.passwords import SHORTEST
from admittance.usecases.records import Account, Theme, User
from admittance.web.form import Refuse, posted
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.pages.password_reset import PasswordProblem
from admittance.web.pages.profile import ProfilePage
from admittance.web.visit import LANGUAGE_COOKIE, THEME_COOKIE, Visit, begin, page, query

A_YEAR_S = 365 * 24 * 3600


async def profile(services: Services, request: Request) -> Response:
    """GET /profile."""
    visit = await begin(services, request)
    return profile_page(visit) if visit.user else see_other("/sign-in")


def profile_page(visit: Visit, problem: PasswordProblem | None = None) -> Response:
    """The page, with what is wrong with a password form that was just sent."""
    user = visit.user
    if user is None:
        return see_other("/sign-in")
    account, asked = _account(visit, user)
    beside = f"?{asked}" if asked else ""
    model = ProfilePage(
        name=user.name,
        email=user.email,
        language=Language(user.language) if user.language in set(Language) else None,
        theme=user.theme,
        preferences_action=f"/preferences{beside}",
        password_action=f"/profile/password{beside}",
        shortest=SHORTEST,
        problem=problem,
    )
    status = 400 if problem else 200
    return_to = f"/profile{beside}"
    return page(
        visit, model, status, account=account, section=Section.PROFILE, notice=_notice(visit), return_to=return_to
    )


def _account(visit: Visit, user: User) -> tuple[Account | None, str]:
    """The account whose pages the person comes from, so that its navigation stays, or the only one they have; and the
    query that says so where they have several.
    """
    chosen = query(visit).get("account")
    own = [one.account_id for one in visit.services.store.read(lambda tx: tx.people.memberships(user.id))]
    account_id = next((one for one in own if str(one) == chosen), own[0] if len(own) == 1 else None)
    if account_id is None:
        return None, ""
    beside = f"account={account_id}" if len(own) > 1 else ""
    return visit.services.store.read(lambda tx: tx.accounts.get(account_id)), beside


def profile_path(visit: Visit, user: User | None, done: str) -> str:
    """The profile again after a form of it was taken, beside the same account."""
    beside = _account(visit, user)[1] if user else ""
    return f"/profile?done={done}" + (f"&{beside}" if beside else "")


def _notice(visit: Visit) -> Notice | None:
    done = query(visit).get("done")
    words = {
        "password": visit.gettext("Your password is changed. Everywhere else you are signed out."),
        "preferences": visit.gettext("Saved."),
    }
    return Notice(Tone.DONE, words[done]) if done in words else None


async def take_language(services: Services, request: Request) -> Response:
    """POST /preferences/language: the person's choice, kept with the user or in a cookie."""
    visit = await begin(services, request)
    sent = posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    return await _keep(visit, own_path(sent.get("return_to")), language=sent.get("language"))


async def take_theme(services: Services, request: Request) -> Response:
    """POST /preferences/theme."""
    visit = await begin(services, request)
    sent = posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    return await _keep(visit, own_path(sent.get("return_to")), theme=sent.get("theme"))


async def take_preferences(services: Services, request: Request) -> Response:
    """POST /preferences: both at once, from the profile page. An empty language lets the browser decide."""
    visit = await begin(services, request)
    sent = posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    language, theme = sent.raw("language"), sent.get("theme")
    return await _keep(visit, profile_path(visit, visit.user, "preferences"), language=language, theme=theme)


async def _keep(visit: Visit, then: str, *, language: str | None = None, theme: str | None = None) -> Response:
    """Unknown values change nothing."""
    services, user = visit.services, visit.user
    known_language = language in {*Language, ""} if language is not None else False
    wanted_theme = Theme(theme) if theme is not None and theme in set(Theme) else None
    if user is not None:
        if known_language:
            await services.store.write(lambda tx: tx.people.set_language(user.id, language or None))
        if wanted_theme is not None:
            await services.store.write(lambda tx: tx.people.set_theme(user.id, wanted_theme))
        return see_other(then)
    cookies: tuple[Header, ...] = ()
    if known_language and language:
        cookies += (set_cookie(services.settings, LANGUAGE_COOKIE, language, A_YEAR_S),)
    if wanted_theme is not None:
        cookies += (set_cookie(services.settings, THEME_COOKIE, wanted_theme.value, A_YEAR_S),)
    return see_other(then, cookies)
