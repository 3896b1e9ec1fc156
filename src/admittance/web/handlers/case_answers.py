"""Answering a case: approve, decline, revoke. The same addresses take a page's form and a script's JSON."""

from typing import TypeAlias

from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.core.whole_number import whole_number
from admittance.explain.languages import Language
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.answer_case import Approved, Approving, Declined, Declining, PartlyMended, approve_cases
from admittance.usecases.answer_case import decline_case as decline_act
from admittance.usecases.approval import Approval, GiveRights, LendRights, LendSuperAdmin, read_approval
from admittance.usecases.case_name import case_number, case_path
from admittance.usecases.case_question import OpenQuestion, case_question
from admittance.usecases.case_records import USUAL_ELEVATION, Case
from admittance.usecases.case_roles import CaseNotThere, see_case
from admittance.usecases.elevate import ElevationNotThere, Revoked, revoke_elevation
from admittance.usecases.ports import Transaction
from admittance.usecases.remedies_now import Giving, giving, remedies_now
from admittance.web.handlers.case_sent import Sent, no_such_case, read_sent, refused_script, taken
from admittance.web.handlers.cases import case_in
from admittance.web.pages.case import CaseOver
from admittance.web.pages.frame import Section
from admittance.web.present.answered import NotTaken, not_taken
from admittance.web.visit import Visit, page

MOST_TOGETHER = 50


async def approve(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/cases/{name}/approve: `way` is one of those offered, `minutes` how long it
    lasts where it ends by itself, `also` further cases like it, parted by blanks or repeated.
    """
    sent = await read_sent(services, request)
    if isinstance(sent, Response):
        return sent
    account_id, case_id = case_in(request)
    names = (name for some in sent.fields.all("also") for name in some.split())
    also = [number for name in names if (number := case_number(name)) is not None]
    ids = list(dict.fromkeys((case_id, *also)))[:MOST_TOGETHER]
    outcomes = await services.store.write(lambda tx: _approve_all(tx, sent, account_id, ids))
    first = outcomes[0]
    if not isinstance(first, Approved | PartlyMended):
        return _refused(sent, first, account_id, case_id)
    done = sum(isinstance(one, Approved | PartlyMended) for one in outcomes)
    kind = "approved" if isinstance(first, Approved) else "partly"
    together = f"&with={done}&of={len(ids)}" if len(ids) > 1 else ""
    return taken(sent, kind, first.case, f"?done={kind}{together}", done)


def _approve_all(tx: Transaction, sent: Sent, account_id: int, ids: list[int]) -> list[Approving]:
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


def _timed(approval: Approval, sent: Sent) -> Approval:
    """What ends by itself lasts as long as `minutes` says, unless the way itself says another time than the usual one.
    What is no number of minutes is no time at all, and refused as such.
    """
    text = (sent.fields.get("minutes") or "").strip()
    if not text or not isinstance(approval, LendRights | LendSuperAdmin) or approval.lasts != USUAL_ELEVATION:
        return approval
    return replace(approval, lasts=(whole_number(text, digits=11) or 0) * lifetimes.MINUTE)


def _chosen(tx: Transaction, sent: Sent, account_id: int, case_id: int) -> Approval:
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
    sent = await read_sent(services, request)
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
        return _refused(sent, outcome, account_id, case_id)
    return taken(sent, "declined", outcome.case, "?done=declined")


async def revoke(services: Services, request: Request) -> Response:
    """POST /accounts/{hub_id}/cases/{name}/revoke: end the extra rights that were given with the case."""
    sent = await read_sent(services, request)
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
        return _refused(sent, CaseNotThere(), account_id, case_id)
    return taken(sent, "revoked" if ended else "over", found, f"?done={'revoked' if ended else 'over'}")


_Outcome: TypeAlias = Approving | Declining


def _refused(sent: Sent, outcome: _Outcome, account_id: int, case_id: int) -> Response:
    """What the state is now, in the caller's shape."""
    visit = sent.visit
    if isinstance(outcome, CaseNotThere):
        return no_such_case(sent)
    reader = replace(visit.reader, language=Language.EN) if sent.json else visit.reader
    said = visit.services.store.read(lambda tx: not_taken(tx, reader, outcome, account_id, case_id))
    if sent.json:
        return refused_script(sent, said.status, said.kind, said.state, case_id, f"{said.heading}. {said.words}")
    return _page(visit, said, account_id, case_id)


def _page(visit: Visit, said: NotTaken, account_id: int, case_id: int) -> Response:
    model = CaseOver(
        heading=said.heading,
        words=said.words,
        case_url=case_path(account_id, case_id),
        list_url=f"/accounts/{account_id}/cases",
    )
    account = visit.services.store.read(lambda tx: tx.accounts.get(account_id))
    return page(visit, model, said.status, account=account, section=Section.CASES, note=said.kind)
