"""An invited person's answer, over HTTP."""

from typing import assert_never

from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.people.accept_invitation import (
    Accepted,
    InvitationShown,
    Lapsed,
    NoInvitation,
    accept_invitation,
    decline_invitation,
    show_invitation,
)
from admittance.usecases.people.invite_user import invitation_path
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.frame import Notice, Tone
from admittance.web.pages.home import HomePage
from admittance.web.pages.invite import InvitationPage
from admittance.web.pages.parts import account_mark
from admittance.web.shape import problem_page
from admittance.web.visit import begin, here, page


async def invitation(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/invitation: for the person who is asked; for anybody else it is not there."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    account_id, now = int(request.path_values["hub_id"]), services.clock.now()
    shown = services.store.read(lambda tx: show_invitation(tx, account_id, user.id, now))
    if not isinstance(shown, InvitationShown):
        return problem_page(visit, NOT_FOUND)
    account = account_mark(shown.account.id, shown.account.name)
    return page(visit, InvitationPage(account=account, by=shown.by, action=invitation_path(account_id)))


async def take_answer(services: Services, request: Request) -> Response:
    """POST to the same: accept or decline."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, now, catalogue = int(request.path_values["hub_id"]), services.clock.now(), services.catalogue
    if sent.get("answer") != "accept":
        gone = await services.store.write(lambda tx: decline_invitation(tx, account_id, user.id, now))
        return problem_page(visit, NOT_FOUND) if isinstance(gone, NoInvitation) else see_other("/")
    done = await services.store.write(lambda tx: accept_invitation(tx, catalogue, account_id, user.id, now))
    match done:
        case Accepted():
            return see_other(f"/accounts/{account_id}/apps")
        case Lapsed():
            words = visit.gettext("Whoever invited you can't do so any more. Ask for a new invitation.")
            return page(visit, HomePage(email=user.email, rows=()), 409, notice=Notice(Tone.OPEN, words), return_to="/")
        case NoInvitation():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(done)
