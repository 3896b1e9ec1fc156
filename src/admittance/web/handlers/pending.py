"""Send again and Withdraw: what may be done to an invitation that nobody has accepted."""

from typing import TypeAlias, assert_never

from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answer_pending import (
    BelongsElsewhere,
    NotPending,
    SentLately,
    Withdrawn,
    send_again,
    withdraw,
)
from admittance.usecases.people.answers import MayNot, NotHeld
from admittance.usecases.people.invite_user import Asked, Invited, TooManyInvited
from admittance.usecases.records import User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.invite import asked_page, invited_page, too_many_words
from admittance.web.handlers.users import back_to_list, list_page, may_not_status, may_not_words, not_held_words
from admittance.web.present.users import Asked as AskedList
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin

_Refusing: TypeAlias = NotPending | SentLately | BelongsElsewhere | TooManyInvited | NotHeld | MayNot | NotThere


async def take_again(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/invitations/again. The answer shows the new link: it is shown nowhere else again."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, email, secret = int(request.path_values["hub_id"]), sent.get("email") or "", services.new_secret()
    catalogue, now, most = services.catalogue, services.clock.now(), services.settings.invitations_per_day
    outcome = await services.store.write(
        lambda tx: send_again(tx, catalogue, account_id, user.id, email, secret=secret, now=now, most=most)
    )
    match outcome:
        case Invited():
            return await invited_page(visit, user, outcome, secret, again=True)
        case Asked():
            return asked_page(visit, outcome, again=True)
        case _:
            return _refused(visit, user, outcome)


async def take_withdraw(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/invitations/withdraw."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, email = int(request.path_values["hub_id"]), sent.get("email") or ""
    catalogue, now = services.catalogue, services.clock.now()
    outcome = await services.store.write(lambda tx: withdraw(tx, catalogue, account_id, user.id, email, now=now))
    if isinstance(outcome, Withdrawn):
        return back_to_list(account_id, sent, "withdrawn")
    return _refused(visit, user, outcome)


def _refused(visit: Visit, user: User, outcome: _Refusing) -> Response:
    """The list as it stands now, with what was not done and why."""
    match outcome:
        case NotPending():
            gone = visit.gettext("Nobody waits for this invitation any more: it was answered or withdrawn.")
            return list_page(visit, user, AskedList(), problem=gone, status=409)
        case SentLately():
            soon = visit.gettext("It was sent within the last hour. Wait a little before you send it again.")
            return list_page(visit, user, AskedList(), problem=soon, status=429)
        case BelongsElsewhere():
            known = visit.gettext(
                "They are known on this server for something else by now, so no link is made here. “Forgot it?” beside"
                " the password sends them one, and so can whoever runs the server."
            )
            return list_page(visit, user, AskedList(), problem=known, status=409)
        case TooManyInvited():
            return list_page(visit, user, AskedList(), problem=too_many_words(visit), status=429)
        case NotHeld():
            return list_page(visit, user, AskedList(), problem=not_held_words(visit, outcome), status=403)
        case MayNot():
            problem, status = may_not_words(visit, outcome), may_not_status(outcome)
            return list_page(visit, user, AskedList(), problem=problem, status=status)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(outcome)
