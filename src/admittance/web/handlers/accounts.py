"""One's accounts, and what is connected in each."""

from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.connected_apps import (
    ConnectedApps,
    Ended,
    NotAllowed,
    list_connected_apps,
    remove_access,
    uninstall_app,
)
from admittance.usecases.drift_policy import DriftPolicySet, MayNotSet, set_drift_policy
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.accept_invitation import invitations_for
from admittance.usecases.people.invite_user import invitation_path
from admittance.usecases.ports import Transaction
from admittance.usecases.records import DriftPolicy, User
from admittance.web.form import Refuse, posted
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.connected_apps import UninstallPage
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.pages.home import HomePage, HomeRow, InvitedTo
from admittance.web.pages.parts import account_mark
from admittance.web.present.connected import app_card, connected_apps_page
from admittance.web.present.reader import access_of
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

_NOT_ALLOWED = HttpProblem(ProblemKind.FORBIDDEN, "This person may not end the connection.")


async def home(services: Services, request: Request) -> Response:
    """GET /: one's accounts; with a single one, its connected apps."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return see_other("/sign-in")
    rows, now = services.store.read(lambda tx: _rows(tx, visit, user)), services.clock.now()
    asked = services.store.read(lambda tx: invitations_for(tx, user.id, now))
    if len(rows) == 1 and not asked:
        return see_other(rows[0].url)
    if not rows and not asked and services.store.read(lambda tx: tx.developers.apps_of(user.id)):
        return see_other("/console")
    invitations = tuple(InvitedTo(one.account.name, one.by, invitation_path(one.account.id)) for one in asked)
    return page(visit, HomePage(email=user.email, rows=rows, invitations=invitations))


def _rows(tx: Transaction, visit: Visit, user: User) -> tuple[HomeRow, ...]:
    rows = []
    for membership in tx.people.memberships(user.id):
        account = tx.accounts.get(membership.account_id)
        if account is not None:
            rows.append(
                HomeRow(
                    account=account_mark(account.id, account.name),
                    access=access_of(membership, visit.reader),
                    apps=len(tx.installs.in_account(account.id)),
                    url=f"/accounts/{account.id}/apps",
                )
            )
    return tuple(rows)


async def connected_apps(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/apps: who connected what, with which rights, and when."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    shown = _shown(visit, user)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    model = connected_apps_page(visit.reader, shown)
    return page(visit, model, account=shown.account, section=Section.CONNECTED_APPS, notice=_notice(visit))


def _shown(visit: Visit, user: User) -> ConnectedApps | NotThere:
    policy, account_id = visit.services.catalogue.policy, int(visit.request.path_values["hub_id"])
    return visit.services.store.read(lambda tx: list_connected_apps(tx, policy, account_id, user.id))


def _notice(visit: Visit) -> Notice | None:
    done = query(visit).get("done")
    words = {
        "removed": visit.gettext("The connection is removed. Its tokens stopped working at once."),
        "proposed": visit.gettext("They are asked. They find it on their Connected apps."),
        "taken_over": visit.gettext("The connection is yours now. Its tokens go on working."),
        "declined": visit.gettext("You declined. Nothing else has changed."),
        "asked_again": visit.gettext("They are asked to consent again. Until then nothing changes."),
        "asked_before": visit.gettext("They were asked before. Nothing was sent again."),
        "nothing_new": visit.gettext("The app asks for nothing new any more."),
        "policy": visit.gettext("Saved. It counts from the next call on."),
        "uninstalled": visit.gettext("The app is uninstalled. Its connections and tokens ended at once."),
    }
    return Notice(Tone.DONE, words[done]) if done in words else None


async def remove(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/connections/{id}/remove: the next call with any of its tokens is a 401."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, connection_id = int(request.path_values["hub_id"]), int(request.path_values["connection_id"])
    policy, now = services.catalogue.policy, services.clock.now()
    ended = await services.store.write(lambda tx: remove_access(tx, policy, account_id, connection_id, user.id, now))
    return _after(visit, ended, f"/accounts/{account_id}/apps?done=removed")


async def set_policy(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/drift-policy: what becomes of connections whose person lost rights."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, policy, chosen = int(request.path_values["hub_id"]), services.catalogue.policy, sent.get("policy")
    if chosen not in set(DriftPolicy):
        return see_other(f"/accounts/{account_id}/apps")
    wanted, now = DriftPolicy(chosen), services.clock.now()
    done = await services.store.write(lambda tx: set_drift_policy(tx, policy, account_id, user.id, wanted, now))
    match done:
        case DriftPolicySet():
            return see_other(f"/accounts/{account_id}/apps?done=policy")
        case MayNotSet():
            return problem_page(visit, _NOT_ALLOWED)
        case NotThere():
            return problem_page(visit, NOT_FOUND)


async def ask_uninstall(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/apps/{app_id}/uninstall: the page that asks first."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    shown = _shown(visit, user)
    if isinstance(shown, NotThere):
        return problem_page(visit, NOT_FOUND)
    app_id = int(request.path_values["app_id"])
    found = next((one for one in shown.apps if one.app.id == app_id), None)
    if found is None:
        return problem_page(visit, NOT_FOUND)
    if not found.may_uninstall:
        return problem_page(visit, _NOT_ALLOWED)
    card = app_card(visit.reader, shown.account.id, found)
    model = UninstallPage(card=card, cancel_url=f"/accounts/{shown.account.id}/apps")
    return page(visit, model, account=shown.account, section=Section.CONNECTED_APPS)


async def uninstall(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/apps/{app_id}/uninstall."""
    visit = await begin(services, request)
    user, sent = visit.user, posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    if user is None:
        return see_other("/sign-in")
    account_id, app_id = int(request.path_values["hub_id"]), int(request.path_values["app_id"])
    policy, now = services.catalogue.policy, services.clock.now()
    ended = await services.store.write(lambda tx: uninstall_app(tx, policy, account_id, app_id, user.id, now))
    return _after(visit, ended, f"/accounts/{account_id}/apps?done=uninstalled")


def _after(visit: Visit, ended: Ended | NotThere | NotAllowed, then: str) -> Response:
    match ended:
        case Ended():
            return see_other(then)
        case NotAllowed():
            return problem_page(visit, _NOT_ALLOWED)
        case NotThere():
            return problem_page(visit, NOT_FOUND)
