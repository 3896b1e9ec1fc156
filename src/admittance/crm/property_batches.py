"""Several properties in one call. One bad entry does not spoil the others: it is named in `errors` (207)."""

from admittance.crm.access import Caller, write
from admittance.crm.batch_answers import batch_answer, batch_error
from admittance.crm.bodies import reader, too_many
from admittance.crm.problem import Problem
from admittance.crm.properties import all_properties, place
from admittance.crm.property_answers import own_property
from admittance.crm.property_bodies import BatchNamesBody, BatchPropertiesBody, asked_property
from admittance.crm.refusals import not_found, problem_of
from admittance.http.request import Request
from admittance.http.response import Response, empty_response
from admittance.http.services import Services
from admittance.usecases.crm.define_property import archive_property, create_property
from admittance.usecases.crm.definitions import Definition
from admittance.usecases.crm.known_types import KnownType
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.ports import Transaction

_read_properties = reader(BatchPropertiesBody)
_read_names = reader(BatchNamesBody)


async def read_properties(known: KnownType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Properties by name, each once."""
    body = _read_names(request)
    if isinstance(body, Problem):
        return body
    if (problem := too_many(body.inputs)) is not None:
        return problem
    names, archived = dict.fromkeys(one.name for one in body.inputs), bool(body.archived)
    there = services.store.read(
        lambda tx: {one.name: one for one in all_properties(tx, caller.account_id, known, archived=archived)}
    )
    missing = [name for name in names if name not in there]
    errors = [batch_error(not_found(missing))] if missing else []
    return batch_answer(200, [there[name] for name in names if name in there], errors, len(missing), caller.now)


async def create_properties(
    kind: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """New properties of the account's own."""
    body = _read_properties(request)
    if isinstance(body, Problem):
        return body
    if (problem := too_many(body.inputs)) is not None:
        return problem
    asked = [asked_property(one) for one in body.inputs]
    made = await write(services, caller, lambda tx: [create_property(tx, place(kind, caller), one) for one in asked])
    if isinstance(made, Problem):
        return made
    results = [own_property(one) for one in made if isinstance(one, Definition)]
    errors = [
        batch_error(problem_of(one), {"index": str(entry), "name": (asked[entry].name or "")[:100]})
        for entry, one in enumerate(made)
        if not isinstance(one, Definition)
    ]
    return batch_answer(201, results, errors, len(errors), caller.now)


async def archive_properties(
    kind: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Archive properties of the account's own; those that are not there stay not there."""
    body = _read_names(request)
    if isinstance(body, Problem):
        return body
    if (problem := too_many(body.inputs)) is not None:
        return problem

    def archive(tx: Transaction) -> None:
        for one in body.inputs:
            archive_property(tx, place(kind, caller), one.name)

    done = await write(services, caller, archive)
    return done if isinstance(done, Problem) else empty_response()
