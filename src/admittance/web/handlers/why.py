"""Why? — as a page and as data."""

from typing import TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct

from admittance.core.install_url import InstallUrl, read_install_url
from admittance.core.policy import Policy
from admittance.http.errors import Category, api_error
from admittance.http.parameters import NONE, Parameters, read_encoded
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.usecases.decision_shape import decision_shape
from admittance.usecases.explain_why import NothingToExplain, Why, explain_why, may_ask_why
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member
from admittance.usecases.records import Account, App, User
from admittance.usecases.remedy_shape import remedies_shape
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.frame import Section
from admittance.web.pages.why import Choice, WhyPage, WhyProblem
from admittance.web.present.why import why_answer
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query


class _Asked(Struct, frozen=True):
    """What the form says; `sent` are the parameters of the install URL that was pasted, if one was."""

    person: str
    app: str
    url: str
    sent: tuple[tuple[str, str], ...]
    install: InstallUrl | None


_Answer: TypeAlias = Why | WhyProblem | None


async def why(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/why: the form, and the full decision once it is filled in."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    account_id = int(request.path_values["hub_id"])
    found = services.store.read(lambda tx: active_member(tx, account_id, user.id))
    if found is None:
        return problem_page(visit, NOT_FOUND)
    asked = _asked(visit)
    model = services.store.read(lambda tx: _page(tx, visit, found.account, user, asked))
    return page(visit, model, account=found.account, section=Section.WHY)


async def why_as_data(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/why.json: the same in the shape of docs/decide.md, for a signed-in person's scripts."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return api_error(request, 401, Category.INVALID_AUTHENTICATION, "Sign in first: this asks as a person.")
    account_id, asked = int(request.path_values["hub_id"]), _asked(visit)
    answer = services.store.read(lambda tx: _answer(tx, visit, account_id, user, asked))
    if isinstance(answer, Why):
        whole = {"account": account_id, "user": answer.user.id, "app": answer.app.client_id}
        return json_response(whole | decision_shape(answer.decision) | remedies_shape(answer.remedies))
    if answer is WhyProblem.INCOMPLETE or answer is None:
        return api_error(request, 400, Category.VALIDATION_ERROR, "Name a person (e-mail) and an app (client id).")
    return api_error(request, 404, Category.OBJECT_NOT_FOUND, "The account, the person or the app is not there.")


def _asked(visit: Visit) -> _Asked:
    form = query(visit)
    url = (form.get("url") or "").strip()
    inside = read_encoded(urlsplit(url).query.encode(), visit.services.settings.max_parameters) if url else NONE
    link = inside if isinstance(inside, Parameters) else NONE
    install = read_install_url(link.get("scope"), link.get("optional_scope")) if url else None
    app = (form.get("app") or "").strip() or (link.get("client_id") or "")
    return _Asked((form.get("person") or "").strip(), app, url, link.pairs, install)


def _answer(tx: Transaction, visit: Visit, account_id: int, asker: User, asked: _Asked) -> _Answer:
    if not (asked.person or asked.app or asked.url):
        return None
    if not (asked.person and asked.app):
        return WhyProblem.INCOMPLETE
    if asked.url and dict(asked.sent).get("client_id") not in (None, asked.app):
        return WhyProblem.LINK_OF_ANOTHER_APP
    app, person = tx.apps.by_client_id(asked.app), tx.people.by_email(asked.person)
    if app is None:
        return WhyProblem.NO_SUCH_APP
    policy = visit.services.catalogue.policy
    if person is None or not may_ask_why(tx, policy, account_id, asker.id, person.id):
        return WhyProblem.NO_SUCH_PERSON
    catalogue, now = visit.services.catalogue, visit.services.clock.now()
    answer = explain_why(tx, catalogue, account_id, person.id, app.id, now, asked.install)
    return WhyProblem.NO_SUCH_PERSON if isinstance(answer, NothingToExplain) else answer


def _page(tx: Transaction, visit: Visit, account: Account, asker: User, asked: _Asked) -> WhyPage:
    answer = _answer(tx, visit, account.id, asker, asked)
    now = visit.services.clock.now()
    shown = None
    if isinstance(answer, Why):
        shown = why_answer(tx, visit.reader, answer, asker_id=asker.id, now=now, sent=asked.sent)
    return WhyPage(
        action=f"/accounts/{account.id}/why",
        people=_people(tx, visit.services.catalogue.policy, account, asker),
        apps=tuple(Choice(app.client_id, app.name) for app in _apps(tx)),
        person=asked.person or asker.email,
        app=asked.app,
        url=asked.url,
        problem=answer if isinstance(answer, WhyProblem) else None,
        answer=shown,
    )


def _people(tx: Transaction, policy: Policy, account: Account, asker: User) -> tuple[Choice, ...]:
    """Those the asker may ask about."""
    everyone = may_ask_why(tx, policy, account.id, asker.id, 0)
    members = [member.user for member in tx.people.members(account.id) if member.membership.active]
    return tuple(Choice(user.email, user.name) for user in members if everyone or user.id == asker.id)


def _apps(tx: Transaction) -> list[App]:
    return sorted((app for app in tx.apps.all() if app.enabled), key=lambda app: app.name.casefold())
