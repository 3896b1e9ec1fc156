"""Several records in one call are created, changed, or either. Each row is whole or not done at all, and one bad row
does not spoil the others: it is named in `errors` (207).
"""

from collections.abc import Callable, Sequence
from typing import TypeAlias

from msgspec import UNSET, Struct

from admittance.crm.access import Caller, write
from admittance.crm.answers import BatchError, ObjectAnswer
from admittance.crm.batch_answers import batch_answer, batch_error
from admittance.crm.bodies import (
    BatchCreateBody,
    BatchUpdateBody,
    RecordBody,
    UpdateBody,
    asked_record,
    reader,
    too_many,
)
from admittance.crm.link_scopes import scopes_of_new_links
from admittance.crm.problem import Problem, invalid
from admittance.crm.refusals import problem_of
from admittance.crm.rendering import written_answer
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.crm.create_record import AskedRecord, create_record
from admittance.usecases.crm.locating import RecordRef
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import WriteProblem
from admittance.usecases.crm.records import Record
from admittance.usecases.crm.update_record import update_record
from admittance.usecases.crm.upsert_record import Upserted, upsert_record
from admittance.usecases.ports import Transaction

_read_create_body = reader(BatchCreateBody)
_read_update_body = reader(BatchUpdateBody)

MOST_LINKS = 2_000
"""Of all records of a batch: as many as one call makes between records that are there. Everybody waits for a write."""

Done: TypeAlias = Record | Upserted | WriteProblem | Problem


class _Row(Struct, frozen=True):
    """One row of a batch: what it does, and what it is called in the answer."""

    act: Callable[[Transaction], Done]
    trace: str | None
    id: str | None = None


async def create_objects(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """New records."""
    body = _read_create_body(request)
    if isinstance(body, Problem):
        return body

    def row(body: RecordBody, asked: AskedRecord | Problem) -> _Row:
        return _Row(lambda tx: _create(tx, kind, asked, caller), body.object_write_trace_id)

    asked = [asked_record(one) for one in body.inputs]
    if sum(len(one.associations) for one in asked if isinstance(one, AskedRecord)) > MOST_LINKS:
        return invalid(f"A batch creates records with at most {MOST_LINKS} associations together")
    rows = [row(one, record) for one, record in zip(body.inputs, asked, strict=True)]
    return await _run(services, caller.needing(scopes_of_new_links(asked)), 201, rows)


async def update_objects(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Changes of records that are there."""
    return await _change(update_record, kind, services, request, caller)


async def upsert_objects(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Changes of records that are there, and new ones for those that are not."""
    return await _change(upsert_record, kind, services, request, caller)


async def _change(
    act: Callable[..., Done], kind: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Let `act` write each row's properties on the record that it names."""
    body = _read_update_body(request)
    if isinstance(body, Problem):
        return body

    def row(body: UpdateBody) -> _Row:
        ref = RecordRef(str(body.id), body.id_property)
        return _Row(
            lambda tx: act(tx, caller.account_id, kind, ref, body.properties, caller.writer, caller.now),
            body.object_write_trace_id,
            ref.text,
        )

    return await _run(services, caller, 200, [row(one) for one in body.inputs])


def _create(tx: Transaction, kind: ObjectType, asked: AskedRecord | Problem, caller: Caller) -> Done:
    if isinstance(asked, Problem):
        return asked
    return create_record(tx, caller.account_id, kind, asked, caller.writer, caller.now)


async def _run(services: Services, caller: Caller, status: int, rows: Sequence[_Row]) -> Response | Problem:
    """Run the rows in their order, in one transaction."""
    if (problem := too_many(rows)) is not None:
        return problem
    done = await write(services, caller, lambda tx: [row.act(tx) for row in rows])
    if isinstance(done, Problem):
        return done
    results: list[ObjectAnswer] = []
    errors: list[BatchError] = []
    for place, (row, one) in enumerate(zip(rows, done, strict=True)):
        if isinstance(one, Record | Upserted):
            results.append(_answer(one, row.trace))
        else:
            errors.append(batch_error(one if isinstance(one, Problem) else problem_of(one), _about(place, row)))
    return batch_answer(status, results, errors, len(errors), caller.now)


def _answer(done: Record | Upserted, trace: str | None) -> ObjectAnswer:
    answer = written_answer(done if isinstance(done, Record) else done.record)
    answer.new = UNSET if isinstance(done, Record) else done.new
    answer.object_write_trace_id = UNSET if trace is None else trace
    return answer


def _about(place: int, row: _Row) -> dict[str, str]:
    """Where the row stood, and what the client called it."""
    called = {"index": str(place), "id": row.id, "objectWriteTraceId": row.trace}
    return {name: text[:100] for name, text in called.items() if text is not None}
