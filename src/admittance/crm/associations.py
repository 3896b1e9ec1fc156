"""What a record is associated with."""

from admittance.crm.access import Caller
from admittance.crm.answers import AssociationsAnswer
from admittance.crm.problem import Problem
from admittance.crm.queries import next_page, read_place, read_query
from admittance.crm.refusals import problem_of
from admittance.crm.rendering import associated_answers
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.locating import RecordRef, locate
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadRequest, NotThere
from admittance.usecases.crm.read_records import MOST_ASSOCIATED, Linked, linked
from admittance.usecases.crm.records import Record
from admittance.usecases.ports import Transaction


async def list_associations(
    kind: ObjectType, target: ObjectType, services: Services, request: Request, caller: Caller
) -> Response | Problem:
    """A page of a record's links to one object type, by the far id."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    place = read_place(query.parameters, usual=MOST_ASSOCIATED, most=MOST_ASSOCIATED)
    if isinstance(place, Problem):
        return place
    ref = RecordRef(request.path_values["record_id"])

    def look(tx: Transaction) -> Linked | NotThere | BadRequest:
        found = locate(tx, caller.account_id, kind, ref)
        if not isinstance(found, Record):
            return found
        return linked(tx, found, target, after=place.after, limit=place.limit)

    found = services.store.read(look)
    if not isinstance(found, Linked):
        return problem_of(found)
    after = found.ends[-1].id if found.more else None
    paging = next_page(services.settings.base_url, request, query.parameters, after)
    return json_response(AssociationsAnswer(associated_answers(found.ends), paging))
