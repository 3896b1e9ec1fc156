"""Answering a case: approve, decline, revoke. The same addresses take a page's form and a script's JSON."""

from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.explain.languages import Language
from admittance.http.body import BodyType, body_type, fields
from admittance.http.csrf import FIELD, form_problem
from admittance.http.errors import Category, api_error
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters, Unreadable, collect
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.usecases.answer_case import Approved, Approving, Declined, Declining, PartlyMended, approve_cases
from admittance.usecases.answer_case import decline_case as decline_act
from admittance.usecases.approval import Approval, GiveRights, LendRights, LendSuperAdmin, read_approval
from admittance.usecases.case_name import case_name, case_number, case_path
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.case_records import USUAL_ELEVATION, Case
from admittance.usecases.case_roles import CaseNotThere, see_case
from admittance.usecases.elevate import ElevationNotThere, Revoked, revoke_elevation
from admittance.usecases.ports import Transaction
from admittance.usecases.records import User
from admittance.usecases.remedies_now import Giving, giving, remedies_now
from admittance.web.form import Refuse, posted
from admittance.web.handlers.cases import case_in
from admittance.web.pages.case import CaseOver
from admittance.web.pages.frame import Section
from admittance.web.present.answered import NotTaken, not_taken
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, page

CSRF_HEADER = b"x-csrf-token"
"""Where a script puts the form token, if not in its JSON."""
MOST_TOGETHER = 50
LONGEST_NUMBER = 12


class _Sent(Struct, frozen=True):
    """A form or JSON object that may be acted on, by a signed-in person."""

    visit: Visit
    user: User
    fields: Parameters
    json: bool


async def approve(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/cases/{name}/approve: `way` is one of those offered, `minutes` how long it
    lasts where it ends by itself, `also` further cases like it, parted by blanks or repeated.
    """
    sent = await _read(services, request)
    if isinstance(sent, Response):
        return sent
    account_id, case_id = case_in(request)
    names = (name for some in sent.fields.all("also") for name in some.split())
    also = [number for name in names if (number := case_number(name)) is not None]
    ids = list(dict.fromkeys((case_id, *also)))[:MOST_TOGETHER]
    outcomes = await services.store.write(lambda tx: _approve_all(tx, sent, account_id, ids))
    first = outcomes[0]
    if not isinstance(first, Approved | PartlyMended):
        return _not_taken(sent, first, account_id, case_id)
    done = sum(isinstance(one, Approved | PartlyMended) for one in outcomes)
    kind = "approved" if isinstance(first, Approved) else "partly"
    together = f"&with={done}&of={len(ids)}" if len(ids) > 1 else ""
    return _taken(sent, kind, first.case, f"?done={kind}{together}", done)


def _approve_all(tx: Transaction, sent: _Sent, account_id: int, ids: list[int]) -> list[Approving]:
    """In one transaction; the others only once the first is taken."""
    catalogue, now = sent.visit.services.catalogue, sent.visit.services.clock.now()
    approval, text = _timed(_chosen(tx, sent, account_id, ids[0]), sent), sent.fields.get("message") or ""

    def answer(some: list[int]) -> list[Approving]:
        by = sent.user.id
        answers = approve_cases(
            tx, catalogue, account_id=account_id, case_ids=some, by=by, approval=approval, text=text, now=now
        )
        return list(answers.values())

    first = answer(ids[:1])
    return first + answer(ids[1:]) if isinstance(first[0], Approved | PartlyMended) else first


def _timed(approval: Approval, sent: _Sent) -> Approval:
    """What ends by itself lasts as long as `minutes` says, unless the way itself says another time than the usual one.
    What is no number of minutes is no time at all, and refused as such.
    """
    text = (sent.fields.get("minutes") or "").strip()
    if not text or not isinstance(approval, LendRights | LendSuperAdmin) or approval.lasts != USUAL_ELEVATION:
        return approval
    readable = text.isascii() and text.isdigit() and len(text) < LONGEST_NUMBER
    return replace(approval, lasts=int(text) * lifetimes.MINUTE if readable else 0)


def _chosen(tx: Transaction, sent: _Sent, account_id: int, case_id: int) -> Approval:
    """The approval in `way`: as the page writes it, or only its kind ("lend_rights"), or none: then the smallest."""
    text = sent.fields.get("way") or ""
    approval = read_approval(text)
    if approval is not None:
        return approval
    services = sent.visit.services
    case, viewer = tx.cases.get(account_id, case_id), tx.people.membership(account_id, sent.user.id)
    asked = case_question(tx, services.catalogue.policy, case, services.clock.now()) if case else None
    if viewer is None or not isinstance(asked, OpenQuestion):
        return GiveRights(())
    catalogue, question, person = services.catalogue, asked.question, asked.membership
    can = [
        approval
        for way in remedies_now(tx, catalogue, person, question).ways
        if (approval := way.approval) and (not text or approval.__struct_config__.tag == text)
        if giving(catalogue, question, person, viewer, way) is Giving.GIVES
    ]
    return can[0] if can else GiveRights(())


async def decline(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/cases/{name}/decline: `message` says why not."""
    sent = await _read(services, request)
    if isinstance(sent, Response):
        return sent
    account_id, case_id = case_in(request)
    policy, now, reason = services.catalogue.policy, services.clock.now(), sent.fields.get("message") or ""
    outcome = await services.store.write(
        lambda tx: decline_act(
            tx, policy, account_id=account_id, case_id=case_id, by=sent.user.id, reason=reason, now=now
        )
    )
    if not isinstance(outcome, Declined):
        return _not_taken(sent, outcome, account_id, case_id)
    return _taken(sent, "declined", outcome.case, "?done=declined")


async def revoke(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/cases/{name}/revoke: end the extra rights that were given with the case."""
    sent = await _read(services, request)
    if isinstance(sent, Response):
        return sent
    account_id, case_id = case_in(request)
    policy, now = services.catalogue.policy, services.clock.now()

    def act(tx: Transaction) -> tuple[Case | None, bool]:
        seen = see_case(tx, policy, account_id, case_id, sent.user.id, now)
        if isinstance(seen, CaseNotThere):
            return None, False
        case = seen.case
        live = tx.elevations.live(account_id, case.user_id, case.app_id, now)
        if live is None or live.case_id != case_id:
            return case, False
        ended = revoke_elevation(tx, policy, account_id=account_id, elevation_id=live.id, by=sent.user.id, now=now)
        return (None if isinstance(ended, ElevationNotThere) else case), isinstance(ended, Revoked)

    found, ended = await services.store.write(act)
    if found is None:
        return _not_taken(sent, CaseNotThere(), account_id, case_id)
    return _taken(sent, "revoked" if ended else "over", found, f"?done={'revoked' if ended else 'over'}")


async def _read(services: Services, request: Request) -> _Sent | Response:
    visit = await begin(services, request)
    if body_type(request) is BodyType.JSON:
        return _read_json(visit)
    sent = posted(visit)
    if isinstance(sent, Refuse):
        return sent.response
    return _Sent(visit, visit.user, sent, json=False) if visit.user else see_other("/sign-in")


def _read_json(visit: Visit) -> _Sent | Response:
    request = visit.request
    if visit.user is None:
        return api_error(request, 401, Category.INVALID_AUTHENTICATION, "Sign in first: this acts as a person.")
    sent = fields(request, visit.services.settings.max_parameters)
    if isinstance(sent, Unreadable):
        return api_error(request, 400, Category.VALIDATION_ERROR, "The body is no JSON object of strings.")
    token = request.header(CSRF_HEADER)
    if token is not None:
        sent = collect((*(pair for pair in sent.pairs if pair[0] != FIELD), (FIELD, token)))
    if form_problem(visit.services, request, visit.visitor, sent) is not None:
        return api_error(request, 403, Category.BANNED, "The request carries no token of this session.")
    return _Sent(visit, visit.user, sent, json=True)


def _taken(sent: _Sent, outcome: str, case: Case, query: str, people: int = 1) -> Response:
    if not sent.json:
        return see_other(case_path(case.account_id, case.id) + query, note=outcome)
    return json_response(
        {"case": case_name(case.id), "state": case.state.value, "outcome": outcome, "people": people}, note=outcome
    )


_Outcome: TypeAlias = Approving | Declining


def _not_taken(sent: _Sent, outcome: _Outcome, account_id: int, case_id: int) -> Response:
    """What the state is now, in the caller's shape."""
    visit, request = sent.visit, sent.visit.request
    if isinstance(outcome, CaseNotThere):
        if sent.json:
            return api_error(request, 404, Category.OBJECT_NOT_FOUND, "There is no such case.")
        return problem_page(visit, NOT_FOUND)
    reader = replace(visit.reader, language=Language.EN) if sent.json else visit.reader
    said = visit.services.store.read(lambda tx: not_taken(tx, reader, outcome, account_id, case_id))
    if sent.json:
        more = {"case": case_name(case_id), "outcome": said.kind, "state": said.state}
        message = f"{said.heading}. {said.words}"
        return api_error(request, said.status, _CATEGORIES.get(said.status, Category.CONFLICT), message, more=more)
    return _page(visit, said, account_id, case_id)


_CATEGORIES = {400: Category.VALIDATION_ERROR, 403: Category.BANNED, 410: Category.OBJECT_NOT_FOUND}


def _page(visit: Visit, said: NotTaken, account_id: int, case_id: int) -> Response:
    model = CaseOver(
        heading=said.heading,
        words=said.words,
        case_url=case_path(account_id, case_id),
        list_url=f"/accounts/{account_id}/cases",
    )
    account = visit.services.store.read(lambda tx: tx.accounts.get(account_id))
    return page(visit, model, said.status, account=account, section=Section.CASES, note=said.kind)
