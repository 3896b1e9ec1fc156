"""Properties of an object type: those that every account has, and the account's own."""

from collections.abc import Iterator

from admittance.crm.access import Caller, write
from admittance.crm.bodies import reader
from admittance.crm.problem import Problem
from admittance.crm.property_answers import PropertiesAnswer, PropertyAnswer, own_property, usual_property
from admittance.crm.property_bodies import PropertyBody, asked_property
from admittance.crm.queries import read_query
from admittance.crm.refusals import not_found, problem_of
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.define_property import Place, archive_property, create_property, update_property
from admittance.usecases.crm.definitions import Definition
from admittance.usecases.crm.known_types import BARE_PROPERTIES, KnownType
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.ports import Transaction

_read_body = reader(PropertyBody)


async def list_properties(known: KnownType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """All of them; with `archived`, those that the account archived."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    found = services.store.read(lambda tx: list(all_properties(tx, caller.account_id, known, archived=query.archived)))
    return json_response(PropertiesAnswer(found))


async def get_property(known: KnownType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """One property by name, 404 where the type has none of it; an archived one only with `archived`."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    name = request.path_values["name"]
    found = services.store.read(lambda tx: find_property(tx, caller.account_id, known, name, archived=query.archived))
    return not_found([name]) if found is None else json_response(found)


async def post_property(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """A new one of the account's own."""
    body = _read_body(request)
    if isinstance(body, Problem):
        return body
    asked = asked_property(body)
    made = await write(services, caller, lambda tx: create_property(tx, place(kind, caller), asked))
    if not isinstance(made, Definition):
        return made if isinstance(made, Problem) else problem_of(made)
    return json_response(own_property(made), 201)


async def patch_property(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Change one of the account's own."""
    body = _read_body(request)
    if isinstance(body, Problem):
        return body
    asked, name = asked_property(body), request.path_values["name"]
    made = await write(services, caller, lambda tx: update_property(tx, place(kind, caller), name, asked))
    if not isinstance(made, Definition):
        return made if isinstance(made, Problem) else problem_of(made)
    return json_response(own_property(made))


async def delete_property(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Archive one of the account's own; a second time it is not there."""
    name = request.path_values["name"]
    gone = await write(services, caller, lambda tx: archive_property(tx, place(kind, caller), name))
    if not isinstance(gone, Definition):
        return gone if isinstance(gone, Problem) else problem_of(gone)
    return empty_response()


def place(kind: ObjectType, caller: Caller) -> Place:
    """Where and by whom something is defined."""
    return Place(caller.account_id, kind, caller.writer, caller.now)


def all_properties(
    tx: Transaction, account_id: int, known: KnownType, *, archived: bool = False
) -> Iterator[PropertyAnswer]:
    """Those that every account has, then the account's own by name."""
    kind = known.kind
    if not archived:
        group = kind.group if kind else f"{known.singular}information"
        # As the account has them: the stages of its own pipelines are options.
        there = tx.crm.definitions.kind(account_id, kind).properties if kind else BARE_PROPERTIES
        yield from (usual_property(there[name], group) for name in (kind.properties if kind else there))
    if kind is not None:
        own = tx.crm.definitions.own(account_id, kind)
        yield from (own_property(one) for one in own if (one.archived_at is not None) == archived)


def find_property(
    tx: Transaction, account_id: int, known: KnownType, name: str, *, archived: bool = False
) -> PropertyAnswer | None:
    """The type's or the account's own property of that name, live or, with `archived`, archived; None otherwise."""
    return next((one for one in all_properties(tx, account_id, known, archived=archived) if one.name == name), None)
