"""Associations as v3 tells and takes them: each with its type's name (`call_to_contact`) or number."""

from collections.abc import Sequence

from msgspec import UNSET

from admittance.crm.access import Caller, write
from admittance.crm.answers import AssociationsAnswer
from admittance.crm.association_answers import (
    ListOf,
    NamedLink,
    NamedLinksFrom,
    NamedPairBody,
    NamedPairsBody,
    NamedType,
    RecordId,
)
from admittance.crm.association_batches import ReadOf, link_all, links_answer, problems_of, read_many, unlink_all
from admittance.crm.associations import further, read_links
from admittance.crm.bodies import reader
from admittance.crm.problem import Problem, invalid
from admittance.crm.refusals import not_found, problem_of
from admittance.crm.rendering import associated_answers, read_answer
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.associate_records import AskedLink, AskedType, LinkChanged, Linking, associate, separate
from admittance.usecases.crm.association_types import HUBSPOT_DEFINED, AssociationType, named_type, types_between
from admittance.usecases.crm.locating import RecordRef
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadRequest
from admittance.usecases.crm.read_records import RecordRead, read_record
from admittance.usecases.ports import Transaction

_read_pairs = reader(NamedPairsBody)


async def list_associations(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """A page of a record's far ends of one object type, by id, once for each type."""
    found = read_links(origin, target, services, request, caller)
    if isinstance(found, Problem):
        return found
    links, paging = found
    return json_response(AssociationsAnswer(associated_answers(links.ends), paging))


async def put_association(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Associate two records by one type; the record with its associations."""
    kind = _named(request, origin, target)
    if isinstance(kind, Problem):
        return kind
    asked = _asked(request, kind)

    def act(tx: Transaction) -> Linking | RecordRead | BadRequest:
        done = associate(tx, caller.account_id, origin, target, [asked], caller.writer, caller.now)[0]
        if not isinstance(done, LinkChanged):
            return done
        return read_record(tx, caller.account_id, origin, RecordRef(str(done.origin_id)), (target,))

    done = await write(services, caller, act)
    if isinstance(done, Problem):
        return done
    if not isinstance(done, RecordRead):
        # INVARIANT: a link that was made has its record, in the same transaction.
        return not_found([asked.origin]) if isinstance(done, LinkChanged) else problem_of(done)
    return json_response(read_answer(done, None))


async def delete_association(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """End one type of association between two records."""
    kind = _named(request, origin, target)
    if isinstance(kind, Problem):
        return kind
    asked = _asked(request, kind)
    done = await write(
        services,
        caller,
        lambda tx: separate(tx, caller.account_id, origin, target, [asked], caller.writer, caller.now)[0],
    )
    if isinstance(done, Problem):
        return done
    return empty_response() if isinstance(done, LinkChanged) else problem_of(done)


async def list_types(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Every type of association between two object types."""
    return json_response(ListOf([NamedType(str(kind.id), kind.name) for kind in types_between(origin, target)]))


async def read_associations_batch(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """What many records are associated with."""
    found = read_many(origin, target, services, request, caller)
    if isinstance(found, Problem):
        return found
    results = [
        NamedLinksFrom(
            from_=RecordId(one.asked), to=associated_answers(one.links.ends), paging=further(one.links) or UNSET
        )
        for one in found
        if isinstance(one, ReadOf)
    ]
    problems = [one if isinstance(one, Problem) else None for one in found]
    return links_answer(200, results, problems, caller.now)


async def associate_named_batch(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Associate many pairs, each by one type."""
    asked = _pairs(request, origin, target)
    if isinstance(asked, Problem):
        return asked
    done = await link_all(origin, target, services, caller, asked)
    if isinstance(done, Problem):
        return done
    results = [
        NamedLink(from_=RecordId(str(one.origin_id)), to=RecordId(str(one.target_id)), type=kind.name)
        for one in done
        if isinstance(one, LinkChanged)
        for kind in one.types
    ]
    return links_answer(201, results, problems_of(done), caller.now)


async def separate_named_batch(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """End associations of many pairs, each of one type."""
    asked = _pairs(request, origin, target)
    return asked if isinstance(asked, Problem) else await unlink_all(origin, target, services, caller, asked)


def _named(request: Request, origin: ObjectType, target: ObjectType) -> AssociationType | Problem:
    kind = named_type(request.path_values["association_type"], origin, target)
    return kind or invalid(f"There is no association of this type from {origin.name} to {target.name}")


def _asked(request: Request, kind: AssociationType) -> AskedLink:
    ends = request.path_values
    return AskedLink(ends["record_id"], ends["to_id"], (AskedType(HUBSPOT_DEFINED, kind.id),))


def _pairs(request: Request, origin: ObjectType, target: ObjectType) -> Sequence[AskedLink] | Problem:
    body = _read_pairs(request)
    return body if isinstance(body, Problem) else [_pair(one, origin, target) for one in body.inputs]


def _pair(body: NamedPairBody, origin: ObjectType, target: ObjectType) -> AskedLink:
    kind = named_type(str(body.type), origin, target)
    # 0 is the number of no type, so that an unknown name is told of its own entry.
    asked = AskedType(HUBSPOT_DEFINED, 0 if kind is None else kind.id)
    return AskedLink(str(body.from_.id), str(body.to.id), (asked,))
