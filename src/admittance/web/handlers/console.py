"""The app developer's pages. Whoever develops no such app finds nothing at any of them."""

from collections.abc import Callable
from typing import TypeAlias, TypeVar

from msgspec import Struct

from admittance.http.headers import see_other
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.app_developers import AppNotThere, developed_app, developed_apps, develops
from admittance.usecases.case_name import case_number, case_path, console_case_path
from admittance.usecases.case_roles import CaseNotThere, see_case
from admittance.usecases.developer_cases import case_for_developer, cases_for_developer
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App, User
from admittance.web.form import Refuse
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.frame import Section
from admittance.web.present.console import console_apps_page, console_refusal_page, console_refusals_page
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

T = TypeVar("T")


class OwnApp(Struct, frozen=True):
    """An app and the developer of it who is at the browser."""

    app: App
    user: User


Asked: TypeAlias = OwnApp | Refuse


def own_app(visit: Visit) -> Asked:
    """The app that `{client_id}` of the address names, for its developers; the answer for everybody else."""
    user, client_id = visit.user, visit.request.path_values["client_id"]
    if user is None:
        return Refuse(form_page(visit, next_path=here(visit.request)))
    found = visit.services.store.read(lambda tx: developed_app(tx, user.id, client_id))
    if isinstance(found, AppNotThere):
        return Refuse(problem_page(visit, NOT_FOUND))
    return OwnApp(found, user)


async def as_developer(visit: Visit, own: OwnApp, act: Callable[[Transaction, App], T]) -> T | Refuse:
    """Run `act` in a transaction in which the person still is a developer of the app, as it stands now.

    INVARIANT: whoever commits first wins: a developer who was dismissed changes nothing more.
    """

    def checked(tx: Transaction) -> T | AppNotThere:
        app = developed_app(tx, own.user.id, own.app.client_id)
        return app if isinstance(app, AppNotThere) else act(tx, app)

    done = await visit.services.store.write(checked)
    return Refuse(problem_page(visit, NOT_FOUND)) if isinstance(done, AppNotThere) else done


async def apps(services: Services, request: Request) -> Response:
    """GET /console: the apps that one develops."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    now, own = services.clock.now(), services.store.read(lambda tx: developed_apps(tx, user.id))
    if not own:
        return problem_page(visit, NOT_FOUND)
    model = services.store.read(lambda tx: console_apps_page(tx, own, now))
    return page(visit, model, section=Section.CONSOLE)


async def refusals(services: Services, request: Request) -> Response:
    """GET /console/apps/{client_id}: the refusals of all attempts at the app."""
    visit = await begin(services, request)
    own = own_app(visit)
    if isinstance(own, Refuse):
        return own.response
    before = case_number(query(visit).get("before") or "")
    now = services.clock.now()
    shown = services.store.read(lambda tx: cases_for_developer(tx, own.app, now, before=before))
    model = console_refusals_page(visit.reader, own.app, shown, first=before is None)
    return page(visit, model, section=Section.CONSOLE)


async def refusal(services: Services, request: Request) -> Response:
    """GET /console/apps/{client_id}/refusals/{name}: one of them, and the corrected link."""
    visit = await begin(services, request)
    own = own_app(visit)
    if isinstance(own, Refuse):
        return own.response
    case_id, now = case_number(request.path_values["name"]) or 0, services.clock.now()
    found = services.store.read(lambda tx: case_for_developer(tx, own.app, case_id, now))
    if isinstance(found, CaseNotThere):
        return problem_page(visit, NOT_FOUND)
    return page(visit, console_refusal_page(visit.reader, own.app, found), section=Section.CONSOLE)


async def case_link(services: Services, request: Request) -> Response:
    """GET /cases/{name}: the link that people hand on. It leads each reader to their own part of the case."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    case_id = case_number(request.path_values["name"]) or 0
    where = services.store.read(lambda tx: _own_part(tx, services, case_id, user.id))
    return see_other(where) if where else problem_page(visit, NOT_FOUND)


def _own_part(tx: Transaction, services: Services, case_id: int, user_id: int) -> str:
    """As a member of the account, else as the app's developer; empty for everybody else, as for no case at all."""
    place = tx.developers.place(case_id)
    if place is None:
        return ""
    policy, now = services.catalogue.policy, services.clock.now()
    if not isinstance(see_case(tx, policy, place.account_id, case_id, user_id, now), CaseNotThere):
        return case_path(place.account_id, case_id)
    app = tx.apps.get(place.app_id)
    return console_case_path(app.client_id, case_id) if app and develops(tx, user_id, app.id) else ""
