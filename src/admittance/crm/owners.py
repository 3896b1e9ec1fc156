"""Owners: whom records can be assigned to."""

from admittance.crm.access import Caller
from admittance.crm.answers import OwnerAnswer, OwnersAnswer, TeamAnswer
from admittance.crm.problem import Problem, invalid
from admittance.crm.queries import next_page, read_place, read_query
from admittance.crm.refusals import not_found
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.list_owners import find_owner, list_owners
from admittance.usecases.crm.locating import read_id
from admittance.usecases.crm.times import iso_time
from admittance.usecases.records import Member

USUALLY_LISTED = 100
MOST_LISTED = 500


async def get_owners(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """The account's people by id, or the one with an e-mail address."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    place = read_place(query.parameters, usual=USUALLY_LISTED, most=MOST_LISTED)
    if isinstance(place, Problem):
        return place
    email = query.parameters.get("email")
    page = services.store.read(
        lambda tx: list_owners(
            tx, caller.account_id, after=place.after, limit=place.limit, email=email, archived=query.archived
        )
    )
    results = [_owner(owner, query.archived) for owner in page.owners]
    after = page.owners[-1].user.id if page.more else None
    return json_response(OwnersAnswer(results, next_page(services.settings.base_url, request, query.parameters, after)))


async def get_owner(services: Services, request: Request, caller: Caller) -> Response | Problem:
    """One of them. An owner's id is the user's id, so `idProperty` may be either."""
    query = read_query(request)
    if isinstance(query, Problem):
        return query
    if query.id_property not in (None, "id", "userId"):
        return invalid("idProperty is id or userId", about=("idProperty",))
    text = request.path_values["owner_id"]
    owner_id = read_id(text)
    owner = None
    if owner_id is not None:
        owner = services.store.read(lambda tx: find_owner(tx, caller.account_id, owner_id, archived=query.archived))
    if owner is None:
        return not_found([text])
    return json_response(_owner(owner, query.archived))


def _owner(member: Member, archived: bool) -> OwnerAnswer:
    user, membership = member.user, member.membership
    at = iso_time(membership.created_at)
    return OwnerAnswer(
        id=str(user.id),
        email=user.email,
        first_name=user.first_name,
        last_name=user.last_name,
        user_id=user.id,
        user_id_including_inactive=user.id,
        type="PERSON",
        archived=archived,
        created_at=at,
        updated_at=at,
        teams=[TeamAnswer(membership.team, membership.team, primary=True)] if membership.team else [],
    )
