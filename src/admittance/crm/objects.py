"""One record at a time, and lists."""

from admittance.crm.access import Caller, write
from admittance.crm.answers import PageAnswer
from admittance.crm.bodies import ChangeBody, RecordBody, asked_record, reader
from admittance.crm.conditions import idempotency_key, wanted_version
from admittance.crm.link_scopes import scopes_of_new_links, unreadable
from admittance.crm.problem import Problem
from admittance.crm.queries import next_page, read_place, read_query
from admittance.crm.refusals import problem_of
from admittance.crm.rendering import read_answer, version_header, written_answer
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.archive_record import archive_record
from admittance.usecases.crm.create_record import create_record
from admittance.usecases.crm.locating import RecordRef
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadRequest
from admittance.usecases.crm.read_records import MOST_LISTED, RecordRead, list_records, read_record
from admittance.usecases.crm.records import Record
from admittance.usecases.crm.update_record import update_record

USUALLY_LISTED = 10
_read_record_body = reader(RecordBody)
_read_change_body = reader(ChangeBody)


async def get_object(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """One record by id, or by `idProperty`."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    if (problem := unreadable(services, caller, query.targets)) is not None:
        return problem
    ref = RecordRef(request.path_values["record_id"], query.id_property)
    found = services.store.read(
        lambda tx: read_record(tx, caller.account_id, kind, ref, query.targets, archived=query.archived)
    )
    if not isinstance(found, RecordRead):
        return problem_of(found)
    return json_response(read_answer(found, query.properties), 200, (version_header(found.record),))


async def list_objects(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """A page of records by id."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    place = read_place(query.parameters, usual=USUALLY_LISTED, most=MOST_LISTED)
    if isinstance(place, Problem):
        return place
    if (problem := unreadable(services, caller, query.targets)) is not None:
        return problem
    page = services.store.read(
        lambda tx: list_records(
            tx,
            caller.account_id,
            kind,
            after=place.after,
            limit=place.limit,
            targets=query.targets,
            archived=query.archived,
        )
    )
    if isinstance(page, BadRequest):
        return problem_of(page)
    results = [read_answer(one, query.properties) for one in page.records]
    after = page.records[-1].record.id if page.more else None
    return json_response(PageAnswer(results, next_page(services.settings.base_url, request, query.parameters, after)))


async def create_object(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """A new record, with its associations."""
    key, body = idempotency_key(request), _read_record_body(request)
    if isinstance(key, Problem):
        return key
    asked = asked_record(body) if isinstance(body, RecordBody) else body
    if isinstance(asked, Problem):
        return asked
    made = await write(
        services,
        caller.needing(scopes_of_new_links([asked])),
        lambda tx: create_record(tx, caller.account_id, kind, asked, caller.writer, caller.now, key),
    )
    if not isinstance(made, Record):
        return made if isinstance(made, Problem) else problem_of(made)
    return json_response(written_answer(made), 201, (version_header(made),))


async def update_object(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Change some properties; with `If-Match`, only if nobody wrote since."""
    query, version, body = read_query(request), wanted_version(request), _read_change_body(request)
    if isinstance(query, Problem):
        return query
    if isinstance(version, Problem):
        return version
    if isinstance(body, Problem):
        return body
    ref = RecordRef(request.path_values["record_id"], query.id_property)
    written = await write(
        services,
        caller,
        lambda tx: update_record(tx, caller.account_id, kind, ref, body.properties, caller.writer, caller.now, version),
    )
    if not isinstance(written, Record):
        return written if isinstance(written, Problem) else problem_of(written)
    return json_response(written_answer(written), 200, (version_header(written),))


async def archive_object(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Archive a record; a second time it is not there."""
    query, version = read_query(request), wanted_version(request)
    if isinstance(query, Problem):
        return query
    if isinstance(version, Problem):
        return version
    ref = RecordRef(request.path_values["record_id"], query.id_property)
    archived = await write(
        services,
        caller,
        lambda tx: archive_record(tx, caller.account_id, kind, ref, caller.writer, caller.now, version),
    )
    if not isinstance(archived, Record):
        return archived if isinstance(archived, Problem) else problem_of(archived)
    return empty_response()
