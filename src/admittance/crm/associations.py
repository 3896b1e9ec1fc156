"""What one record is associated with, as v4 tells and takes it."""

from collections.abc import Iterable
from functools import partial

from msgspec import UnsetType

from admittance.crm.access import Caller, write
from admittance.crm.answers import BatchOf, NextPage, Paging
from admittance.crm.association_answers import (
    DefaultLink,
    LabelsBetween,
    LinkedTo,
    LinkedToPage,
    LinkType,
    RecordId,
    Spec,
)
from admittance.crm.bodies import LinkTypeBody, asked_types, reader
from admittance.crm.problem import Problem, invalid
from admittance.crm.queries import next_page, read_place, read_query
from admittance.crm.refusals import problem_of
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.associate_records import AskedLink, LinkChanged, associate, separate
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES, HUBSPOT_DEFINED, AssociationType
from admittance.usecases.crm.locating import RecordRef, locate
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadRequest, NotThere
from admittance.usecases.crm.read_records import MOST_ASSOCIATED, Linked, cursor_problem, linked
from admittance.usecases.crm.records import Associated, Record
from admittance.usecases.crm.times import iso_time
from admittance.usecases.ports import Transaction

_read_types = reader(list[LinkTypeBody])


async def list_links(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """A page of a record's far ends of one object type, by id, each with all that it is from here."""
    found = read_links(origin, target, services, request, caller)
    if isinstance(found, Problem):
        return found
    links, paging = found
    return json_response(LinkedToPage(linked_to(links.ends), paging))


def read_links(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> tuple[Linked, Paging | UnsetType] | Problem:
    """The page that the request asks for, and how to get the next one."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    place = read_place(query.parameters, usual=MOST_ASSOCIATED, most=MOST_ASSOCIATED)
    if isinstance(place, Problem):
        return place
    ref = RecordRef(request.path_values["record_id"])

    def look(tx: Transaction) -> Linked | NotThere | BadRequest:
        found = locate(tx, caller.account_id, origin, ref)
        if not isinstance(found, Record):
            return found
        problem = cursor_problem(tx, caller.account_id, target, place.after)
        return problem or linked(tx, found, target, after=place.after, limit=place.limit)

    found = services.store.read(look)
    if not isinstance(found, Linked):
        return problem_of(found)
    after = found.ends[-1].id if found.more else None
    return found, next_page(services.settings.base_url, request, query.parameters, after)


async def put_default(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Associate two records in the plain way."""
    done = await _link(origin, target, services, request, caller, [])
    if isinstance(done, Problem):
        return done
    at = iso_time(caller.now)
    return json_response(BatchOf(results=default_links(done), started_at=at, completed_at=at))


async def put_labels(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Associate two records by one or several types; those they have stay."""
    types = _read_types(request)
    if isinstance(types, Problem):
        return types
    if not types:
        return invalid("The body is a list of association types, at least one")
    done = await _link(origin, target, services, request, caller, types)
    return done if isinstance(done, Problem) else json_response(labels_between(origin, target, done), 201)


async def delete_links(
    origin: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """Separate two records altogether, from both ends."""
    asked = AskedLink(request.path_values["record_id"], request.path_values["to_id"])
    done = await write(
        services,
        caller,
        lambda tx: separate(tx, caller.account_id, origin, target, [asked], caller.writer, caller.now)[0],
    )
    if isinstance(done, Problem):
        return done
    return empty_response() if isinstance(done, LinkChanged) else problem_of(done)


async def _link(
    origin: ObjectType,
    target: ObjectType,
    services: Services,
    request: Request,
    caller: Caller,
    types: list[LinkTypeBody],
) -> LinkChanged | Problem:
    asked = AskedLink(request.path_values["record_id"], request.path_values["to_id"], asked_types(types))
    act = partial(associate, account_id=caller.account_id, origin=origin, target=target, asked=[asked])
    done = await write(services, caller, lambda tx: act(tx, writer=caller.writer, now=caller.now)[0])
    return done if isinstance(done, LinkChanged | Problem) else problem_of(done)


def linked_to(ends: Iterable[Associated]) -> list[LinkedTo]:
    """Far ends in the form of v4."""
    return [LinkedTo(str(end.id), [link_type(kind) for kind in end.types]) for end in ends]


def link_type(kind: AssociationType) -> LinkType:
    """A type in the form of v4."""
    return LinkType(HUBSPOT_DEFINED, kind.id, kind.label)


def labels_between(origin: ObjectType, target: ObjectType, done: LinkChanged) -> LabelsBetween:
    """What was made, in the form of v4."""
    return LabelsBetween(
        from_object_type_id=origin.type_id,
        from_object_id=str(done.origin_id),
        to_object_type_id=target.type_id,
        to_object_id=str(done.target_id),
        labels=[kind.label for kind in done.types if kind.label is not None],
    )


def default_links(done: LinkChanged) -> list[DefaultLink]:
    """Both directions of what was made."""
    near, far = RecordId(str(done.origin_id)), RecordId(str(done.target_id))
    return [
        link
        for kind in done.types
        for link in (
            DefaultLink(from_=near, to=far, association_spec=Spec(HUBSPOT_DEFINED, kind.id)),
            DefaultLink(from_=far, to=near, association_spec=Spec(HUBSPOT_DEFINED, ASSOCIATION_TYPES[kind.id].inverse)),
        )
    ]


def further(links: Linked) -> Paging | None:
    """How a batch goes on reading one record's links; None on the last page."""
    return Paging(NextPage(after=str(links.ends[-1].id))) if links.more else None
