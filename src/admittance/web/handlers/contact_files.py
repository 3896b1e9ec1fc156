"""What leaves as CSV: contacts, and the report of an import; and the news of an import under way."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlencode

from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import NO_STORE, NOSNIFF, Header, Response, empty_response
from admittance.http.services import Services
from admittance.http.sessions import visitor_of
from admittance.usecases.contacts.export_contacts import Export, ExportPart, begin_export, export_part, may_export
from admittance.usecases.contacts.list_contacts import AskedContacts
from admittance.usecases.contacts.standing import Standing
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.imports.asking import ImportShown, see_import
from admittance.usecases.imports.records import Import
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.sign_in import SignedIn
from admittance.web.handlers.case_news import News, held
from admittance.web.handlers.contact import MAY_NOT
from admittance.web.handlers.imports import kind_of
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.contact_files import ExportPage
from admittance.web.pages.frame import Section
from admittance.web.present.contacts import address_of, asked_of, base_of
from admittance.web.present.imports import report_csv, report_head
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

_LINES_AT_ONCE = 500


class RightsLost(Exception):
    """The person may not export any more: the transfer is cut, so that nobody takes the part for the whole."""


def _attachment(name: str) -> tuple[Header, ...]:
    return (
        (b"content-type", b"text/csv; charset=utf-8"),
        (b"content-disposition", f'attachment; filename="{name}"'.encode("ascii")),
        NO_STORE,
        NOSNIFF,
    )


async def export_page(services: Services, request: Request) -> Response:
    """GET …/contacts/export: what would be written, for the same filters as the list."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    account_id, policy = int(request.path_values["hub_id"]), services.catalogue.policy
    standing = services.store.read(lambda tx: may_export(tx, policy, account_id, user.id))
    if not isinstance(standing, Standing):
        return problem_page(visit, NOT_FOUND if isinstance(standing, NotThere) else MAY_NOT)
    sent, t, base = query(visit), visit.reader.words, base_of(account_id)
    asked = asked_of(sent, user.id)
    kept = urlencode(address_of(account_id, sent, asked, ()).parts)
    model = ExportPage(
        summary=t.gettext("The contacts that your search and filters find.")
        if asked.filtered
        else t.gettext("All contacts that you may see."),
        download_url=f"{base}/export.csv?{kept}" if kept else f"{base}/export.csv",
        all_url=f"{base}/export" if asked.filtered else "",
        cancel_url=f"{base}?{kept}" if kept else base,
    )
    url = f"{base}/export?{kept}" if kept else f"{base}/export"
    return page(visit, model, account=standing.account, section=Section.EXPORT, return_to=url)


async def export_csv(services: Services, request: Request) -> Response:
    """GET …/contacts/export.csv."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    account_id, policy = int(request.path_values["hub_id"]), services.catalogue.policy
    asked = asked_of(query(visit), user.id)
    if request.method == "HEAD":
        found = services.store.read(lambda tx: may_export(tx, policy, account_id, user.id))
        may = isinstance(found, Standing)
        return Response(200, _attachment("contacts.csv")) if may else problem_page(visit, NOT_FOUND)
    begun = await services.store.write(lambda tx: begin_export(tx, policy, account_id, user.id, asked))
    if not isinstance(begun, Export):
        return problem_page(visit, NOT_FOUND if isinstance(begun, NotThere) else MAY_NOT)
    pieces = _contacts(services, account_id, user.id, asked, begun)
    return Response(200, _attachment("contacts.csv"), begun.header, pieces=pieces)


async def _contacts(
    services: Services, account_id: int, user_id: int, asked: AskedContacts, export: Export
) -> AsyncIterator[bytes]:
    """Every part is a look of its own: nobody waits for an export, and no snapshot is held for its length."""
    policy, after = services.catalogue.policy, 0
    while True:
        at = after
        part = services.store.read(
            lambda tx, at=at: export_part(tx, policy, account_id, user_id, asked, export, at)  # type: ignore[misc]
        )
        if not isinstance(part, ExportPart):
            raise RightsLost
        if part.lines:
            yield part.lines
        if not part.after:
            return
        after = part.after
        await asyncio.sleep(0)


async def import_report(services: Services, request: Request) -> Response:
    """GET …/contacts/imports/{import_id}/report.csv."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    values, policy = request.path_values, services.catalogue.policy
    account_id, import_id = int(values["hub_id"]), int(values["import_id"])
    seen = services.store.read(lambda tx: see_import(tx, policy, account_id, user.id, import_id))
    if not isinstance(seen, ImportShown):
        return problem_page(visit, NOT_FOUND if isinstance(seen, NotThere) else MAY_NOT)
    head = report_head(visit.reader.words)
    pieces = _report(visit, seen.one, kind_of(visit, account_id))
    return Response(200, _attachment(f"import-{import_id}.csv"), head, pieces=pieces)


async def _report(visit: Visit, one: Import, kind: ObjectType) -> AsyncIterator[bytes]:
    after = (0, "")
    while True:
        at = after
        notes = visit.services.store.read(
            lambda tx, at=at: tx.imports.notes(one.account_id, one.id, after=at, limit=_LINES_AT_ONCE)  # type: ignore[misc]
        )
        if not notes:
            return
        yield report_csv(notes, kind, visit.reader.words)
        after = (notes[-1].line, notes[-1].property)
        await asyncio.sleep(0)


async def import_events(services: Services, request: Request) -> Response:
    """GET …/contacts/imports/{import_id}/events?after=MARK: one event once there is something new to show."""
    visitor = await visitor_of(services, request, counts=False)
    if not isinstance(visitor, SignedIn):
        return empty_response()
    values, policy, user_id = request.path_values, services.catalogue.policy, visitor.user.id
    account_id, import_id = int(values["hub_id"]), int(values["import_id"])

    def look(tx: Transaction) -> News | None:
        seen = see_import(tx, policy, account_id, user_id, import_id)
        return News(seen.one.mark(waits=seen.waits)) if isinstance(seen, ImportShown) else None

    return await held(services, request, look)
