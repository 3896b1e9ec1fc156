"""Associations of many records in one call, as v4 takes them."""

from collections.abc import Sequence
from typing import TypeVar

from msgspec import UNSET, Struct

from admittance.crm.access import Caller, write
from admittance.crm.association_answers import (
    FansBody,
    LinkedFrom,
    ListOf,
    PageFromBody,
    PairsBody,
    ReadLinksBody,
    RecordId,
    TypedPairsBody,
)
from admittance.crm.associations import default_links, further, labels_between, link_type, linked_to
from admittance.crm.batch_answers import batch_answer, batch_error
from admittance.crm.bodies import asked_types, reader, too_many
from admittance.crm.problem import Problem, invalid
from admittance.crm.refusals import problem_of
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.associate_records import AskedLink, LinkChanged, Linking, associate, separate
from admittance.usecases.crm.association_types import types_between
from admittance.usecases.crm.locating import RecordRef, locate, read_id
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import NotThere
from admittance.usecases.crm.read_records import MOST_LINKS, Linked, cursor_problem, linked
from admittance.usecases.crm.records import Record
from admittance.usecases.ports import Transaction

T = TypeVar("T")

MOST_READ = 1_000
MOST_LINKED = 2_000

_read_reads = reader(ReadLinksBody)
_read_pairs = reader(PairsBody)
_read_typed = reader(TypedPairsBody)
_read_fans = reader(FansBody)


async def list_labels(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Every type of association between two object types."""
    return json_response(ListOf([link_type(kind) for kind in types_between(origin, target)]))


async def read_links_batch(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """What many records are associated with."""
    found = read_many(origin, target, services, request, caller)
    if isinstance(found, Problem):
        return found
    results = [
        LinkedFrom(from_=RecordId(one.asked), to=linked_to(one.links.ends), paging=further(one.links) or UNSET)
        for one in found
        if isinstance(one, ReadOf)
    ]
    problems = [one if isinstance(one, Problem) else None for one in found]
    return links_answer(200, results, problems, caller.now)


class ReadOf(Struct, frozen=True):
    """One record's links."""

    asked: str
    links: Linked


def read_many(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> list[ReadOf | Problem] | Problem:
    """The links of each record of the batch, or what is wrong with its entry."""
    body = _read_reads(request)
    if isinstance(body, Problem):
        return body
    if (problem := too_many(body.inputs, MOST_READ)) is not None:
        return problem
    return services.store.read(lambda tx: _read_all(tx, caller.account_id, origin, target, body.inputs))


def _read_all(
    tx: Transaction, account_id: int, origin: ObjectType, target: ObjectType, asked: Sequence[PageFromBody]
) -> list[ReadOf | Problem]:
    left, found = MOST_LINKS, list[ReadOf | Problem]()
    for one in asked:
        read = _read(tx, account_id, origin, target, one, left)
        left -= len(read.links.ends) if isinstance(read, ReadOf) else 0
        found.append(read)
    return found


def _read(
    tx: Transaction, account_id: int, origin: ObjectType, target: ObjectType, asked: PageFromBody, left: int
) -> ReadOf | Problem:
    after = read_id(str(asked.after)) if asked.after not in (None, "") else 0
    if after is None:
        return invalid("after is not a cursor of this list", about=("after",))
    found = locate(tx, account_id, origin, RecordRef(str(asked.id)))
    if not isinstance(found, Record):
        return problem_of(found)
    problem = cursor_problem(tx, account_id, target, after)
    if problem is not None:
        return problem_of(problem)
    return ReadOf(str(found.id), linked(tx, found, target, after=after, limit=left))


async def associate_default_batch(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Associate many pairs in the plain way."""
    body = _read_pairs(request)
    if isinstance(body, Problem):
        return body
    asked = [AskedLink(str(one.from_.id), str(one.to.id)) for one in body.inputs]
    done = await link_all(origin, target, services, caller, asked)
    if isinstance(done, Problem):
        return done
    results = [link for one in done if isinstance(one, LinkChanged) for link in default_links(one)]
    return links_answer(200, results, problems_of(done), caller.now)


async def associate_batch(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Associate many pairs by type."""
    asked = _typed(request)
    if isinstance(asked, Problem):
        return asked
    done = await link_all(origin, target, services, caller, asked)
    if isinstance(done, Problem):
        return done
    results = [labels_between(origin, target, one) for one in done if isinstance(one, LinkChanged)]
    return links_answer(201, results, problems_of(done), caller.now)


async def separate_batch(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Separate many pairs altogether."""
    body = _read_fans(request)
    if isinstance(body, Problem):
        return body
    asked = [AskedLink(str(one.from_.id), str(to.id)) for one in body.inputs for to in one.to]
    return await unlink_all(origin, target, services, caller, asked)


async def separate_labels_batch(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """End associations of certain types."""
    asked = _typed(request)
    return asked if isinstance(asked, Problem) else await unlink_all(origin, target, services, caller, asked)


def _typed(request: Request) -> list[AskedLink] | Problem:
    body = _read_typed(request)
    if isinstance(body, Problem):
        return body
    if any(not one.types for one in body.inputs):
        return invalid("Each of inputs names at least one type", about=("types",))
    return [AskedLink(str(one.from_.id), str(one.to.id), asked_types(one.types)) for one in body.inputs]


async def link_all(
    origin: ObjectType, target: ObjectType, services: Services, caller: Caller, asked: Sequence[AskedLink]
) -> list[Linking] | Problem:
    """Make them all in one transaction."""
    if (problem := too_many(asked, MOST_LINKED)) is not None:
        return problem
    return await write(
        services, caller, lambda tx: associate(tx, caller.account_id, origin, target, asked, caller.writer, caller.now)
    )


async def unlink_all(
    origin: ObjectType, target: ObjectType, services: Services, caller: Caller, asked: Sequence[AskedLink]
) -> Response | Problem:
    """End them all in one transaction; what is not there stays not there, what makes no sense is told."""
    if (problem := too_many(asked, MOST_LINKED)) is not None:
        return problem
    done = await write(
        services, caller, lambda tx: separate(tx, caller.account_id, origin, target, asked, caller.writer, caller.now)
    )
    if isinstance(done, Problem):
        return done
    wrong = next((one for one in done if not isinstance(one, LinkChanged | NotThere)), None)
    return empty_response() if wrong is None else problem_of(wrong)


def problems_of(done: Sequence[Linking]) -> list[Problem | None]:
    """What is wrong with each entry; None where nothing is."""
    return [None if isinstance(one, LinkChanged) else problem_of(one) for one in done]


def links_answer(status: int, results: list[T], problems: Sequence[Problem | None], now: int) -> Response:
    """`status` where every entry went well, otherwise 207."""
    errors = [
        batch_error(problem, {"index": str(place)}) for place, problem in enumerate(problems) if problem is not None
    ]
    return batch_answer(status, results, errors, len(errors), now)
