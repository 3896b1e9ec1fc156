"""Several records in one call. One bad entry does not spoil the others: it is named in `errors` (207)."""

from collections.abc import Sequence

from msgspec import UNSET

from admittance.crm.access import Caller, write
from admittance.crm.answers import BatchAnswer, BatchError, ObjectAnswer
from admittance.crm.bodies import BatchCreateBody, BatchIdsBody, BatchReadBody, asked_record, reader, too_many
from admittance.crm.problem import Problem
from admittance.crm.queries import read_query
from admittance.crm.refusals import not_found, problem_of
from admittance.crm.rendering import object_answer, written_answer
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.archive_record import archive_record
from admittance.usecases.crm.create_record import AskedRecord, Creation, create_record
from admittance.usecases.crm.locating import RecordRef
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadRequest
from admittance.usecases.crm.read_records import read_batch
from admittance.usecases.crm.records import Record
from admittance.usecases.crm.times import iso_time
from admittance.usecases.ports import Transaction

_read_batch_body = reader(BatchReadBody)
_read_create_body = reader(BatchCreateBody)
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
    results = [object_answer(one, body.properties) for one in found.values() if isinstance(one, Record)]
    missing = [ref.text for ref, one in found.items() if not isinstance(one, Record)]
    return _answer(200, results, [_error(not_found(missing))] if missing else [], len(missing), caller.now)


async def create_objects(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """New records."""
    body = _read_create_body(request)
    if isinstance(body, Problem):
        return body
    if (problem := too_many(body.inputs)) is not None:
        return problem
    asked = [asked_record(one) for one in body.inputs]
    made = await write(services, caller, lambda tx: _create_all(tx, kind, asked, caller))
    if isinstance(made, Problem):
        return made
    results = [written_answer(one) for one in made if isinstance(one, Record)]
    errors = [
        _error(one if isinstance(one, Problem) else problem_of(one), entry)
        for entry, one in enumerate(made)
        if not isinstance(one, Record)
    ]
    return _answer(201, results, errors, len(errors), caller.now)


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


def _create_all(
    tx: Transaction, kind: ObjectType, asked: Sequence[AskedRecord | Problem], caller: Caller
) -> list[Creation | Problem]:
    return [
        one if isinstance(one, Problem) else create_record(tx, caller.account_id, kind, one, caller.writer, caller.now)
        for one in asked
    ]


def _error(problem: Problem, entry: int | None = None) -> BatchError:
    context = {name: list(texts) for name, texts in (problem.context or {}).items()}
    if entry is not None:
        context["index"] = [str(entry)]
    return BatchError(status="error", category=problem.category.value, message=problem.message, context=context)


def _answer(status: int, results: list[ObjectAnswer], errors: list[BatchError], wrong: int, now: int) -> Response:
    at = iso_time(now)
    answer = BatchAnswer(
        status="COMPLETE",
        results=results,
        started_at=at,
        completed_at=at,
        num_errors=wrong or UNSET,
        errors=errors or UNSET,
    )
    return json_response(answer, 207 if errors else status)
