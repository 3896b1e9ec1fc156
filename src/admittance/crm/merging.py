"""`POST …/merge`."""

from msgspec import Struct

from admittance.crm.access import Caller, write
from admittance.crm.bodies import reader
from admittance.crm.problem import Problem
from admittance.crm.refusals import problem_of
from admittance.crm.rendering import version_header, written_answer
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.merge_records import merge_records
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.records import Record


class MergeBody(Struct, rename="camel"):
    """Two records: the one that stays, and the one that becomes part of it."""

    primary_object_id: str | int
    object_id_to_merge: str | int


_read_body = reader(MergeBody)


async def merge_objects(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Two records become one; the merged one's id answers as the other from then on."""
    body = _read_body(request)
    if isinstance(body, Problem):
        return body
    kept, merged = str(body.primary_object_id), str(body.object_id_to_merge)
    done = await write(
        services,
        caller,
        lambda tx: merge_records(tx, caller.account_id, kind, kept, merged, caller.writer, caller.now),
    )
    if not isinstance(done, Record):
        return done if isinstance(done, Problem) else problem_of(done)
    return json_response(written_answer(done), 200, (version_header(done),))
