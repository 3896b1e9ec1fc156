"""A page that follows its case: server-sent events, and the state as data for scripts.

An answer is held until something has changed or a few seconds have passed, and is then sent as a whole: browsers ask
again by themselves (WHATWG HTML, section 9.2.3). So it takes no open stream, and a server that stops is not held up.
"""

import asyncio
from collections.abc import Callable
from typing import TypeAlias

import msgspec
from msgspec import Struct

from admittance.core.decide import Granted, Refused
from admittance.http.addresses import install_path
from admittance.http.csrf import form_token
from admittance.http.errors import Category, api_error
from admittance.http.parameters import Parameters, read_encoded
from admittance.http.request import Request
from admittance.http.response import NO_STORE, NOSNIFF, Response, empty_response, json_response
from admittance.http.services import Services
from admittance.http.sessions import visitor_of
from admittance.usecases.approval import GiveSuperAdmin, LendSuperAdmin, approval_text
from admittance.usecases.case_name import case_name, case_path
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.case_roles import CaseNotThere, CaseRole
from admittance.usecases.case_view import CaseView, view_case
from admittance.usecases.decision_shape import decision_shape
from admittance.usecases.follow_case import InboxFollower, follow_case
from admittance.usecases.ports import Transaction
from admittance.usecases.remedies_now import Giving, giving, remedies_now
from admittance.usecases.remedy_shape import changes_shape, people_shape, remedies_shape
from admittance.usecases.sign_in import SignedIn
from admittance.usecases.wish import wish_for, wish_text
from admittance.web.handlers.cases import case_in
from admittance.web.present.other_ways import askable

HELD_S = 8.0
"""Shorter than the time that a stopping server leaves requests under way."""
LOOK_S = 0.5
RETRY_MS = 300


class News(Struct, frozen=True):
    """The mark now, and where the page should go on; empty is: show yourself anew."""

    mark: str
    onwards: str = ""


Look: TypeAlias = Callable[[Transaction], News | None]


async def case_events(services: Services, request: Request) -> Response:
    """GET …/cases/{name}/events?after=MARK: one event once the case is another than `after`."""
    visitor = await visitor_of(services, request, counts=False)
    if not isinstance(visitor, SignedIn):
        return empty_response()
    account_id, case_id = case_in(request)
    policy, user_id = services.catalogue.policy, visitor.user.id

    def look(tx: Transaction) -> News | None:
        seen = follow_case(tx, policy, account_id, case_id, user_id, services.clock.now())
        if seen is None:
            return None
        asked = seen.case.asked
        onwards = install_path(account_id, asked) if seen.granted and asked else case_path(account_id, case_id)
        return News(seen.mark, onwards if seen.own else "")

    return await held(services, request, look)


async def inbox_events(services: Services, request: Request) -> Response:
    """GET …/cases/events?after=MARK: one event once the viewer's inbox is another than `after`."""
    visitor = await visitor_of(services, request, counts=False)
    if not isinstance(visitor, SignedIn):
        return empty_response()
    account_id = int(request.path_values["hub_id"])
    inbox = InboxFollower(services.catalogue.policy, account_id, visitor.user.id)

    def look(tx: Transaction) -> News | None:
        mark = inbox.mark(tx, services.clock.now())
        return None if mark is None else News(mark)

    return await held(services, request, look)


async def held(services: Services, request: Request, look: Look) -> Response:
    """Answer as soon as the news is another than `after`. 204 tells the browser to stop asking: the page isn't the
    viewer's any more.
    """
    sent = read_encoded(request.query, services.settings.max_parameters)
    after = sent.get("after") if isinstance(sent, Parameters) else None
    for _ in range(int(HELD_S / LOOK_S)):
        news = services.store.read(look)
        if news is None:
            return empty_response()
        if news.mark != after:
            return _event(f"id: {news.mark}\ndata: {_json({'continue': news.onwards})}\n\n")
        await asyncio.sleep(LOOK_S)
    return _event(": nothing new\n\n")


def _event(text: str) -> Response:
    body = f"retry: {RETRY_MS}\n{text}".encode()
    return Response(200, ((b"content-type", b"text/event-stream; charset=utf-8"), NO_STORE, NOSNIFF), body)


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


async def case_as_data(services: Services, request: Request) -> Response:
    """GET …/cases/{name}/state, for a person's scripts: how it stands, the ways, and a token to answer with."""
    visitor = await visitor_of(services, request)
    if not isinstance(visitor, SignedIn):
        return api_error(request, 401, Category.INVALID_AUTHENTICATION, "Sign in first: this asks as a person.")
    account_id, case_id = case_in(request)
    user_id, policy, now = visitor.user.id, services.catalogue.policy, services.clock.now()

    def look(tx: Transaction) -> dict[str, object] | None:
        view = view_case(tx, policy, account_id, case_id, user_id, now)
        return None if isinstance(view, CaseNotThere) else _as_data(tx, services, view, user_id, now)

    found = services.store.read(look)
    if found is None:
        return api_error(request, 404, Category.OBJECT_NOT_FOUND, "There is no such case.")
    return json_response(found | {"csrf": form_token(services, visitor)})


def _as_data(tx: Transaction, services: Services, view: CaseView, user_id: int, now: int) -> dict[str, object]:
    standing, case = view.standing, view.case
    return {
        "case": case_name(case.id),
        "account": view.account.id,
        "user": case.user_id,
        "app": view.app.client_id if view.app else None,
        "state": case.state.value,
        "message": case.message,
        "answer": case.answer,
        "asked_of": list(case.asked_of),
        "decision": decision_shape(standing) if isinstance(standing, Granted | Refused) else None,
        "may_ask": view.may_ask,
        "may_answer": view.may_answer,
        "fixers": [],
        "wishes": [],
        "ways": [],
        **(_wishes(tx, services, view, now) if view.may_ask else {}),
        **(_ways(tx, services, view, user_id, now) if view.may_answer and CaseRole.ADMIN in view.roles else {}),
    }


def _wishes(tx: Transaction, services: Services, view: CaseView, now: int) -> dict[str, object]:
    """Whom the person may ask, and for what: each of the ways with the text to send and the nearest people for it."""
    asked = case_question(tx, services.catalogue.policy, view.case, now)
    if not isinstance(asked, OpenQuestion):
        return {}
    found, able = remedies_now(tx, services.catalogue, asked.membership, asked.question), view.fixers
    members = {one.user.id: one for one in (*(admin.member for admin in able.admins), *able.plan_owners)}
    wishes = [
        {"wish": wish_text(wish_for(way)), "remedy": number, "fixers": list(people)}
        for number, way in enumerate(found.ways)
        if (people := askable(way, able.user_ids))
    ]
    return {"fixers": people_shape(members.values()), "wishes": wishes, **remedies_shape(found)}


def _ways(tx: Transaction, services: Services, view: CaseView, user_id: int, now: int) -> dict[str, object]:
    """`ways`: what the viewer may approve now, each with the text to send. Then every remedy, whoever may apply it."""
    catalogue = services.catalogue
    asked = case_question(tx, catalogue.policy, view.case, now)
    viewer = tx.people.membership(view.account.id, user_id)
    if viewer is None or not isinstance(asked, OpenQuestion):
        return {}
    found = remedies_now(tx, catalogue, asked.membership, asked.question)
    ways = [
        {
            "way": approval_text(approval),
            "remedy": number,
            "adds": changes_shape(way.added),
            "loses": changes_shape(way.lost),
            "everything": isinstance(approval, GiveSuperAdmin | LendSuperAdmin),
        }
        for number, way in enumerate(found.ways)
        if (approval := way.approval)
        if giving(catalogue, asked.question, asked.membership, viewer, way) is Giving.GIVES
    ]
    return {"ways": ways, **remedies_shape(found)}
