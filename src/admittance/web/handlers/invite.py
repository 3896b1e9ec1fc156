"""Add user: the form, and the one-time link it makes."""

from typing import assert_never

from admittance.core import lifetimes
from admittance.core.requirements import Right
from admittance.http.headers import see_other
from admittance.http.invitations import invitation_link, mail_invitation
from admittance.http.parameters import NONE, Parameters
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.invitation_ports import ACCEPTED_WITHIN
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import MayNot, NotHeld
from admittance.usecases.people.invite_user import (
    AlreadyMember,
    Asked,
    Invitation,
    Invited,
    NoEmail,
    TooManyInvited,
    invitation_path,
    invite_user,
)
from admittance.usecases.people.newcomers import INVITATION_LASTS
from admittance.usecases.records import User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.handlers.users import members_of
from admittance.web.pages.frame import Section
from admittance.web.pages.invite import InvitedPage, InvitePage
from admittance.web.present.users_editor import right_words, set_options, team_options
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page

_NOT_ALLOWED = HttpProblem(ProblemKind.FORBIDDEN, "This person may not add users.")


async def invite(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/users/new."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    return _form(visit, user, NONE)


def _form(
    visit: Visit,
    user: User,
    sent: Parameters,
    *,
    email_problem: str = "",
    problem: str = "",
    missing: tuple[Right, ...] = (),
    status: int = 200,
) -> Response:
    shown = members_of(visit, user)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    if not shown.may_edit:
        return problem_page(visit, _NOT_ALLOWED)
    reader, base = visit.reader, f"/accounts/{shown.account.id}/users"
    model = InvitePage(
        action=f"{base}/new",
        cancel_url=base,
        email=sent.get("email") or "",
        first_name=sent.get("first_name") or "",
        last_name=sent.get("last_name") or "",
        set_options=set_options(reader, sent.get("set")),
        team_options=team_options(reader, shown.teams, sent.get("team")),
        mail_works=visit.services.mail.configured,
        email_problem=email_problem,
        problem=problem,
        missing=right_words(reader, missing),
    )
    return page(visit, model, status, account=shown.account, section=Section.USERS, return_to=f"{base}/new")


async def take_invite(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/users/new. The answer to the post shows the link: it is shown nowhere else again."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, secret, now = int(request.path_values["hub_id"]), services.new_secret(), services.clock.now()
    invitation, most = _invitation(sent), services.settings.invitations_per_day
    outcome = await services.store.write(
        lambda tx: invite_user(
            tx, services.catalogue, account_id, user.id, invitation, secret=secret, now=now, most=most
        )
    )
    match outcome:
        case Invited():
            return await invited_page(visit, user, outcome, secret)
        case Asked():
            return asked_page(visit, outcome)
        case _:
            return _refused(visit, user, sent, outcome)


def _refused(
    visit: Visit,
    user: User,
    sent: Parameters,
    outcome: NoEmail | AlreadyMember | TooManyInvited | NotHeld | MayNot | NotThere,
) -> Response:
    match outcome:
        case NoEmail():
            problem = visit.gettext("Write an email address, such as tove@fjordfalk.example.")
            return _form(visit, user, sent, email_problem=problem, status=400)
        case AlreadyMember():
            return _form(visit, user, sent, email_problem=_already(visit, outcome), status=409)
        case TooManyInvited():
            return _form(visit, user, sent, problem=too_many_words(visit), status=429)
        case NotHeld():
            problem = visit.gettext("You can only give what you have yourself. You don't have:")
            return _form(visit, user, sent, problem=problem, missing=outcome.rights, status=403)
        case MayNot():
            return problem_page(visit, _NOT_ALLOWED)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(outcome)


def too_many_words(visit: Visit) -> str:
    """Why nobody else is invited today."""
    return visit.gettext("This account has invited as many people today as it may. Try again tomorrow.")


def _invitation(sent: Parameters) -> Invitation:
    return Invitation(
        email=sent.get("email") or "",
        first_name=(sent.get("first_name") or "")[:80],
        last_name=(sent.get("last_name") or "")[:80],
        permission_set=sent.get("set"),
        team=sent.get("team"),
    )


def _already(visit: Visit, outcome: AlreadyMember) -> str:
    words, named = visit.reader.words, {"person": outcome.user.name}
    if outcome.active and outcome.user.password_hash is None:
        email = {"email": outcome.user.email}
        return words.gettext("%(email)s is invited already. You can send it again below the list of users.") % email
    if outcome.active:
        return words.gettext("%(person)s is in this account already.") % named
    return words.gettext("%(person)s is in this account and deactivated. Reactivate them in the list.") % named


async def invited_page(visit: Visit, user: User, outcome: Invited, secret: str, *, again: bool = False) -> Response:
    """For a newcomer: the link, where it is not mailed. `again`: in place of an earlier one."""
    services, account = visit.services, outcome.account
    link = invitation_link(services.settings.base_url, outcome, secret)
    mailed = await mail_invitation(services, user, outcome, link, visit.language)
    base = f"/accounts/{account.id}/users"
    model = InvitedPage(
        name=outcome.user.name,
        email=outcome.user.email,
        link="" if mailed else link,
        days=INVITATION_LASTS // lifetimes.DAY,
        mailed=mailed,
        users_url=base,
        edit_url=f"{base}/{outcome.user.id}/edit",
        again=again,
    )
    return page(visit, model, account=account, section=Section.USERS, return_to=base)


def asked_page(visit: Visit, outcome: Asked, *, again: bool = False) -> Response:
    """For somebody who is on the server already.

    The link leads to a page that asks who is there, so it may be handed on by anybody.
    """
    services, account = visit.services, outcome.account
    base = f"/accounts/{account.id}/users"
    model = InvitedPage(
        name="",
        email=outcome.email,
        link=services.settings.base_url + invitation_path(account.id),
        days=ACCEPTED_WITHIN // lifetimes.DAY,
        mailed=services.mail.configured,
        waits=True,
        users_url=base,
        edit_url="",
        again=again,
    )
    return page(visit, model, account=account, section=Section.USERS, return_to=base)
