"""Several records in one call are read or archived. What is not there is named in `errors` (207)."""

from admittance.crm.access import Caller, write
from admittance.crm.batch_answers import batch_answer, batch_error
from admittance.crm.bodies import BatchIdsBody, BatchReadBody, reader, too_many
from admittance.crm.problem import Problem
from admittance.crm.queries import read_query
from admittance.crm.refusals import not_found, problem_of
from admittance.crm.rendering import object_answers
from admittance.http.request import Request
from admittance.http.response import Response, empty_response
from admittance.http.services import Services
from admittance.usecases.crm.archive_record import archive_record
from admittance.usecases.crm.locating import RecordRef
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadRequest
from admittance.usecases.crm.read_records import read_batch
from admittance.usecases.crm.records import Record
from admittance.usecases.ports import Transaction

_read_batch_body = reader(BatchReadBody)
_read_ids_body = reader(BatchIdsBody)


async def read_objects(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Records by id or by `idProperty`, each once."""
    body, query = _read_batch_body(request), read_query(request)
    if isinstance(body, Problem):
        return body
    if isinstance(query, Problem):
        return query
    if (problem := too_many(body.inputs)) is not None:
        return problem
    refs = [RecordRef(str(one.id), body.id_property) for one in body.inputs]
    found = services.store.read(lambda tx: read_batch(tx, caller.account_id, kind, refs, archived=query.archived))
    wrong = next((one for one in found.values() if isinstance(one, BadRequest)), None)
    if wrong is not None:
        return problem_of(wrong)
    results = object_answers([one for one in found.values() if isinstance(one, Record)], body.properties)
    missing = [ref.text for ref, one in found.items() if not isinstance(one, Record)]
    return batch_answer(200, results, [batch_error(not_found(missing))] if missing else [], len(missing), caller.now)


async def archive_objects(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Archive records; those that are not there stay not there."""
    body = _read_ids_body(request)
    if isinstance(body, Problem):
        return body
    if (problem := too_many(body.inputs)) is not None:
        return problem
    refs = dict.fromkeys(RecordRef(str(one.id)) for one in body.inputs)

    def archive(tx: Transaction) -> None:
        for ref in refs:
            archive_record(tx, caller.account_id, kind, ref, caller.writer, caller.now)

    done = await write(services, caller, archive)
    return done if isinstance(done, Problem) else empty_response()
