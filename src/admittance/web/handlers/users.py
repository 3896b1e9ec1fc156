"""Settings > Users & Teams > Users: the table, and what its Actions menus do."""

from collections.abc import Callable
from typing import TypeAlias, assert_never
from urllib.parse import parse_qsl, urlencode, urlsplit

from admittance.core.policy import Policy
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.routes import Handler
from admittance.http.services import Services
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Changed, Hindrance, MayNot, NotHeld, Unchanged
from admittance.usecases.people.deactivate import deactivate, reactivate
from admittance.usecases.people.list_members import Members, list_members
from admittance.usecases.people.pending import list_pending
from admittance.usecases.people.super_admin import make_super_admin, remove_super_admin
from admittance.usecases.ports import Transaction
from admittance.usecases.records import User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.present.users import Asked, asked_of, hindrance_words, users_page
from admittance.web.present.users_editor import right_words
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

Answer: TypeAlias = Changed | Unchanged | NotHeld | MayNot | NotThere


async def users(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/users: search, filters, order and page stand in the query."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    return list_page(visit, user, asked_of(query(visit)))


def members_of(visit: Visit, user: User) -> Members | NotThere:
    """The list as the person may see it."""
    account_id, now = int(visit.request.path_values["hub_id"]), visit.services.clock.now()
    policy = visit.services.catalogue.policy
    return visit.services.store.read(lambda tx: list_members(tx, policy, account_id, user.id, now))


def list_page(visit: Visit, user: User, asked: Asked, *, problem: str = "", status: int = 200) -> Response:
    """The table; with `problem`, why something in it was not done."""
    shown = members_of(visit, user)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    account_id, catalogue = shown.account.id, visit.services.catalogue
    pending = visit.services.store.read(lambda tx: list_pending(tx, catalogue, account_id, user.id))
    if isinstance(pending, NotThere):
        return problem_page(visit, NOT_FOUND)
    model = users_page(visit.reader, shown, pending, asked, visit.services.clock.now(), problem=problem)
    back = here(visit.request) if visit.request.method == "GET" else f"/accounts/{shown.account.id}/users"
    notice = None if problem else _notice(visit, shown)
    return page(
        visit, model, status, account=shown.account, section=Section.USERS, notice=notice, return_to=without_done(back)
    )


def _notice(visit: Visit, shown: Members) -> Notice | None:
    sent = query(visit)
    text = done_words(visit, sent.get("done"))
    if text is None:
        return None
    person = next((one.member.user.name for one in shown.members if str(one.member.user.id) == sent.get("user")), "")
    if "%(person)s" in text and not person:
        return None
    return Notice(Tone.DONE, text % {"person": person, "account": shown.account.name})


def done_words(visit: Visit, done: str | None) -> str | None:
    """The sentence for what has just been done, to be filled in with `person` and `account`."""
    t = visit.reader.words
    return {
        "saved": t.gettext(
            "The access of %(person)s is saved. It counts at the next decision; nobody needs to sign out."
        ),
        "made": t.gettext("%(person)s is a Super Admin now."),
        "removed": t.gettext("%(person)s is no longer a Super Admin."),
        "off": t.gettext("%(person)s is deactivated. Their sessions and connections ended."),
        "on": t.gettext("%(person)s is active again."),
        "gone": t.gettext("The person is removed from %(account)s. Their connections ended."),
        "withdrawn": t.gettext("The invitation is withdrawn. Its link opens nothing any more."),
        "same": t.gettext("Nothing was changed."),
    }.get(done or "")


def without_done(url: str) -> str:
    """The address of a list without what was just done there."""
    parts = urlsplit(url)
    kept = [(name, value) for name, value in parse_qsl(parts.query) if name not in ("done", "user")]
    return f"{parts.path}?{urlencode(kept)}" if kept else parts.path


def back_to_list(account_id: int, sent: Parameters, done: str, user_id: int | None = None) -> Response:
    """Back to the part of the list that the form came from, with what was done."""
    base = f"/accounts/{account_id}/users"
    back = without_done(sent.get("back") or base)
    part = urlsplit(back).query if urlsplit(back).path == base else ""
    happened = {"done": done} | ({"user": str(user_id)} if user_id is not None else {})
    return see_other(f"{base}?{urlencode([*parse_qsl(part), *happened.items()])}")


def _take(act: Callable[[Transaction, Policy, int, int, int, int], Answer], done: str) -> Handler:
    """POST …/users/{user_id}/…: one entry of the Actions menu."""

    async def handler(services: Services, request: Request) -> Response:
        visit = await begin(services, request)
        user, sent = visit.user, posted(visit)
        if isinstance(sent, Refuse):
            return sent.response
        if user is None:
            return see_other("/sign-in")
        account_id, user_id = int(request.path_values["hub_id"]), int(request.path_values["user_id"])
        policy, now = services.catalogue.policy, services.clock.now()
        answer = await services.store.write(lambda tx: act(tx, policy, account_id, user.id, user_id, now))
        return _after(visit, user, answer, sent, done)

    return handler


take_make_super_admin = _take(
    lambda tx, policy, account, actor, user, now: make_super_admin(tx, policy, account, actor, user, now=now), "made"
)
take_remove_super_admin = _take(
    lambda tx, policy, account, actor, user, now: remove_super_admin(tx, policy, account, actor, user, now=now),
    "removed",
)
take_deactivate = _take(
    lambda tx, policy, account, actor, user, now: deactivate(tx, policy, account, actor, user, now=now), "off"
)
take_reactivate = _take(
    lambda tx, policy, account, actor, user, now: reactivate(tx, policy, account, actor, user, now=now), "on"
)


def _after(visit: Visit, user: User, answer: Answer, sent: Parameters, done: str) -> Response:
    account_id = int(visit.request.path_values["hub_id"])
    match answer:
        case Changed():
            return back_to_list(account_id, sent, done, answer.user.id)
        case Unchanged():
            return back_to_list(account_id, sent, "same")
        case MayNot():
            problem, status = may_not_words(visit, answer), may_not_status(answer)
            return list_page(visit, user, Asked(), problem=problem, status=status)
        case NotHeld():
            return list_page(visit, user, Asked(), problem=not_held_words(visit, answer), status=403)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(answer)


def may_not_words(visit: Visit, answer: MayNot) -> str:
    """Why it was not done."""
    return hindrance_words(answer.why, answer.user.name, visit.reader.words)


def may_not_status(answer: MayNot) -> int:
    """409 where the account's state is in the way, 403 where the person may not."""
    return 409 if answer.why in (Hindrance.LAST_SUPER_ADMIN, Hindrance.DEACTIVATED) else 403


def not_held_words(visit: Visit, answer: NotHeld) -> str:
    """Which rights are in the way, in one sentence."""
    rights = ", ".join(right_words(visit.reader, answer.rights))
    return visit.gettext("You can only give what you have yourself. You don't have: %(rights)s.") % {"rights": rights}
