"""Groups of properties."""

from admittance.crm.access import Caller, write
from admittance.crm.bodies import reader
from admittance.crm.problem import Problem
from admittance.crm.property_answers import GroupAnswer, GroupsAnswer, group_answer
from admittance.crm.property_bodies import PropertyGroupBody, asked_group
from admittance.crm.refusals import not_found, problem_of
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.definitions import PropertyGroup
from admittance.usecases.crm.known_types import KnownType
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.property_groups import all_groups, archive_group, create_group, update_group

_read_body = reader(PropertyGroupBody)


async def list_groups(known: KnownType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """All groups of a type, the usual one first."""
    return json_response(GroupsAnswer(_groups(known, services, caller)))


async def get_group(known: KnownType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """One group by name, 404 where there is none."""
    name = request.path_values["name"]
    found = next((one for one in _groups(known, services, caller) if one.name == name), None)
    return not_found([name]) if found is None else json_response(found)


async def post_group(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """A new group of the account's own: 201, 409 where the name is taken."""
    body = _read_body(request)
    if isinstance(body, Problem):
        return body
    asked = asked_group(body)
    made = await write(services, caller, lambda tx: create_group(tx, caller.account_id, kind, asked, caller.writer))
    if not isinstance(made, PropertyGroup):
        return made if isinstance(made, Problem) else problem_of(made)
    return json_response(group_answer(made), 201)


async def patch_group(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Change a group of the account's own."""
    body = _read_body(request)
    if isinstance(body, Problem):
        return body
    asked, name = asked_group(body), request.path_values["name"]
    made = await write(
        services, caller, lambda tx: update_group(tx, caller.account_id, kind, name, asked, caller.writer)
    )
    if not isinstance(made, PropertyGroup):
        return made if isinstance(made, Problem) else problem_of(made)
    return json_response(group_answer(made))


async def delete_group(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Remove an empty group of the account's own."""
    name = request.path_values["name"]
    wrong = await write(services, caller, lambda tx: archive_group(tx, caller.account_id, kind, name, caller.writer))
    if wrong is not None:
        return wrong if isinstance(wrong, Problem) else problem_of(wrong)
    return empty_response()


def _groups(known: KnownType, services: Services, caller: Caller) -> list[GroupAnswer]:
    kind = known.kind
    if kind is None:
        label = f"{known.label} information"
        return [GroupAnswer(name=f"{known.singular}information", label=label, display_order=0)]
    return [group_answer(one) for one in services.store.read(lambda tx: all_groups(tx, caller.account_id, kind))]
