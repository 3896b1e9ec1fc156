"""The audit log over HTTP: read, exported as lines of JSON, verified."""

import asyncio
from collections.abc import Sequence

import msgspec

from admittance.core.whole_number import whole_number
from admittance.http.errors import Category, api_error
from admittance.http.parameters import Parameters
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import NO_STORE, NOSNIFF, Header, Response
from admittance.http.services import Services
from admittance.usecases.audit_chain import ChainCheck, PersonalValue, SealedRow, Verified
from admittance.usecases.audit_page import (
    WINDOW,
    AuditFilter,
    AuditShown,
    MayNotSee,
    export_audit,
    may_see_audit,
    show_audit,
)
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, User
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.audit import AuditPage
from admittance.web.pages.frame import Section
from admittance.web.present.audit import AuditAsked, audit_page, audit_path, read_filter, row_data, verified_page
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

_NOT_ALLOWED = HttpProblem(ProblemKind.FORBIDDEN, "This person may not see the account's audit log.")


async def audit(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/audit: the newest rows that the filter takes."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    looked = services.store.read(lambda tx: _look(tx, visit, user))
    if isinstance(looked, NotThere | MayNotSee):
        return _not_shown(visit, looked)
    return page(visit, looked[1], account=looked[0], section=Section.AUDIT)


def _look(tx: Transaction, visit: Visit, user: User) -> tuple[Account, AuditPage] | NotThere | MayNotSee:
    sent, account_id, policy = query(visit), _account_id(visit), visit.services.catalogue.policy
    asked = _asked(sent)
    account = may_see_audit(tx, policy, account_id, user.id)
    if not isinstance(account, Account):
        return account
    wanted = read_filter(tx, account_id, asked)
    before = whole_number(sent.get("before"))
    shown = show_audit(tx, policy, account_id, user.id, wanted or AuditFilter(), before=before)
    if not isinstance(shown, AuditShown):
        return shown
    if wanted is None:
        shown = msgspec.structs.replace(shown, rows=(), older=None)
    return account, audit_page(tx, visit.reader, shown, asked, nobody=wanted is None)


async def export(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/audit.jsonl: the same rows, the oldest first, a JSON object a line. A long log comes in
    parts: `Link: rel="next"` names the next one (RFC 8288).
    """
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return api_error(request, 401, Category.INVALID_AUTHENTICATION, "Sign in first: this asks as a person.")
    account_id, sent = _account_id(visit), query(visit)
    seen = services.store.read(lambda tx: may_see_audit(tx, services.catalogue.policy, account_id, user.id))
    if isinstance(seen, NotThere | MayNotSee):
        return _not_shown(visit, seen)
    asked = _asked(sent)
    wanted = services.store.read(lambda tx: read_filter(tx, account_id, asked))
    if wanted is None:
        return api_error(request, 404, Category.OBJECT_NOT_FOUND, "The person or the app is not there.")
    after = whole_number(sent.get("after")) or 0
    part = services.store.read(lambda tx: export_audit(tx, account_id, wanted, after=after))
    lines = b"".join(msgspec.json.encode(row_data(row)) + b"\n" for row in part.rows)
    name = f"audit-{account_id}-from-{after + 1}.jsonl"
    headers: list[Header] = [
        (b"content-type", b"application/x-ndjson"),
        (b"content-disposition", f'attachment; filename="{name}"'.encode()),
        NO_STORE,
        NOSNIFF,
    ]
    if part.newer is not None:
        following = f"{audit_path(account_id)}.jsonl?{asked.query(after=str(part.newer))}"
        headers.append((b"link", f'<{following}>; rel="next"'.encode("ascii")))
    return Response(200, tuple(headers), lines)


async def verify(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/audit/verify: look through the account's chain, a window at a time."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    account_id = _account_id(visit)
    account = services.store.read(lambda tx: may_see_audit(tx, services.catalogue.policy, account_id, user.id))
    if isinstance(account, NotThere | MayNotSee):
        return _not_shown(visit, account)
    found = await _verified(services, account_id)
    model = verified_page(visit.reader, account, found, services.clock.now())
    return page(visit, model, account=account, section=Section.AUDIT)


async def _verified(services: Services, account_id: int) -> Verified:
    check, after = ChainCheck(services.keys.audit), 0
    while rows := _sealed(services, account_id, after):
        for row, personal in rows:
            check.see(row, personal)
        after = rows[-1][0].seq
        await asyncio.sleep(0)  # others are served between two windows of a long chain
    return check.finish()


def _sealed(services: Services, account_id: int, after: int) -> Sequence[tuple[SealedRow, Sequence[PersonalValue]]]:
    return services.store.read(lambda tx: tx.audit.sealed(account_id, after=after, limit=WINDOW))


def _not_shown(visit: Visit, why: NotThere | MayNotSee) -> Response:
    return problem_page(visit, NOT_FOUND if isinstance(why, NotThere) else _NOT_ALLOWED)


def _account_id(visit: Visit) -> int:
    return int(visit.request.path_values["hub_id"])


def _asked(sent: Parameters) -> AuditAsked:
    return AuditAsked(
        person=(sent.get("person") or "").strip(), app=sent.get("app") or "", outcome=sent.get("outcome") or ""
    )
