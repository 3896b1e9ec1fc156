"""Deactivate, Remove from the account, and Leave: pages that ask first, and what they post."""

from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import MayNot
from admittance.usecases.people.leave import Gone, leave_account, remove_from_account
from admittance.usecases.people.list_members import ListedMember
from admittance.usecases.people.rules import PersonAct
from admittance.usecases.question import active_member
from admittance.usecases.records import Account, User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.handlers.users import back_to_list, list_page, may_not_status, may_not_words, members_of
from admittance.web.pages.frame import Section
from admittance.web.pages.parts import avatar
from admittance.web.pages.users import AskPage
from admittance.web.present.users import Asked
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page


async def ask_deactivate(services: Services, request: Request) -> Response:
    """GET …/users/{user_id}/deactivate: what it ends, before it is done."""
    return await _ask(services, request, PersonAct.DEACTIVATE)


async def ask_remove(services: Services, request: Request) -> Response:
    """GET …/users/{user_id}/remove."""
    return await _ask(services, request, PersonAct.REMOVE)


async def _ask(services: Services, request: Request, act: PersonAct) -> Response:
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    shown = members_of(visit, user)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    user_id = int(request.path_values["user_id"])
    found = next((one for one in shown.members if one.member.user.id == user_id), None)
    if found is None:
        return problem_page(visit, NOT_FOUND)
    why = found.acts[act]
    if why is not None:
        refused = MayNot(found.member.user, why)
        return list_page(visit, user, Asked(), problem=may_not_words(visit, refused), status=may_not_status(refused))
    model = _question(visit, shown.account, found, act)
    return page(visit, model, account=shown.account, section=Section.USERS)


def _question(visit: Visit, account: Account, found: ListedMember, act: PersonAct) -> AskPage:
    words, person = visit.reader.words, found.member.user
    named = {"person": person.name, "account": account.name}
    ends = words.ngettext(
        "%(num)s connection ends, and the app's access with it. It can't be brought back.",
        "%(num)s connections end, and the apps' access with them. They can't be brought back.",
        found.connected_apps,
    ) % {"num": found.connected_apps}
    base = f"/accounts/{account.id}/users"
    off = act is PersonAct.DEACTIVATE
    first = (
        words.gettext("%(person)s is signed out and can't use %(account)s until someone reactivates them.")
        if off
        else words.gettext("%(person)s is signed out and no longer in %(account)s. Their permissions are forgotten.")
    )
    title = words.gettext("Deactivate %(person)s?") if off else words.gettext("Remove %(person)s?")
    return AskPage(
        title=title % named,
        lines=(first % named, ends) if found.connected_apps else (first % named,),
        action=f"{base}/{person.id}/{'deactivate' if off else 'remove'}",
        button=words.gettext("Deactivate") if off else words.gettext("Remove"),
        cancel_url=base,
        person=avatar(person.id, person.name),
    )


async def take_remove(services: Services, request: Request) -> Response:
    """POST …/users/{user_id}/remove."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, user_id = int(request.path_values["hub_id"]), int(request.path_values["user_id"])
    policy = services.catalogue.policy
    outcome = await services.store.write(lambda tx: remove_from_account(tx, policy, account_id, user.id, user_id))
    match outcome:
        case Gone():
            return back_to_list(account_id, sent, "gone")
        case MayNot():
            problem, status = may_not_words(visit, outcome), may_not_status(outcome)
            return list_page(visit, user, Asked(), problem=problem, status=status)
        case NotThere():
            return problem_page(visit, NOT_FOUND)


async def ask_leave(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/leave: everybody may, but for the last permanent Super Admin."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    return _leave_page(visit, user)


def _leave_page(visit: Visit, user: User, problem: str = "", status: int = 200) -> Response:
    account_id = int(visit.request.path_values["hub_id"])
    found = visit.services.store.read(lambda tx: active_member(tx, account_id, user.id))
    if found is None:
        return problem_page(visit, NOT_FOUND)
    words, named = visit.reader.words, {"account": found.account.name}
    model = AskPage(
        title=words.gettext("Leave %(account)s?") % named,
        lines=(
            words.gettext("You are signed out, and no longer in %(account)s.") % named,
            words.gettext("Your connections there end, and the apps' access with them. They can't be brought back."),
        ),
        action=f"/accounts/{account_id}/leave",
        button=words.gettext("Leave"),
        cancel_url=f"/accounts/{account_id}/apps",
        person=avatar(user.id, user.name),
        problem=problem,
    )
    return page(
        visit, model, status, account=found.account, section=Section.USERS, return_to=f"/accounts/{account_id}/leave"
    )


async def take_leave(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/leave: sessions end with the membership, so the way goes on to the sign-in page."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id = int(request.path_values["hub_id"])
    outcome = await services.store.write(lambda tx: leave_account(tx, account_id, user.id))
    match outcome:
        case Gone():
            return see_other("/sign-in")
        case MayNot():
            return _leave_page(visit, user, may_not_words(visit, outcome), may_not_status(outcome))
        case NotThere():
            return problem_page(visit, NOT_FOUND)
