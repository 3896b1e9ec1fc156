"""`POST …/search`."""

from collections.abc import Callable, Sequence
from typing import TypeAlias

import msgspec
from msgspec import UNSET, Struct

from admittance.core.whole_number import whole_number
from admittance.crm.access import Caller
from admittance.crm.answers import NextPage, Paging, SearchAnswer
from admittance.crm.bodies import Scalar, reader
from admittance.crm.problem import Problem, invalid
from admittance.crm.refusals import problem_of
from admittance.crm.rendering import object_answers
from admittance.http.call_rates import RatePolicy
from admittance.http.errors import rate_limited
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.usecases.crm.asking import AskedFilter, AskedSearch, AskedSort, check_search
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.problems import BadRequest
from admittance.usecases.crm.records import Found
from admittance.usecases.crm.search_records import search_records
from admittance.usecases.ports import TooLong, Transaction

USUALLY_FOUND = 10


class FilterBody(Struct, rename="camel"):
    """One condition."""

    property_name: str
    operator: str
    value: Scalar | None = None
    high_value: Scalar | None = None
    values: list[Scalar] | None = None


class GroupBody(Struct):
    """Conditions that all have to be met."""

    filters: list[FilterBody] | None = None


class SortBody(Struct, rename="camel"):
    """An order."""

    property_name: str
    direction: str | None = None


class SearchBody(Struct, rename="camel"):
    """A search: any of `filterGroups`, or all of `filters`."""

    query: str | None = None
    limit: int | str | None = None
    after: int | str | None = None
    sorts: list[str | SortBody] | None = None
    properties: list[str] | None = None
    filter_groups: list[GroupBody] | None = None
    filters: list[FilterBody] | None = None
    total: bool | None = None
    """Ours: false asks for no total, which costs more than the page."""


_read_search_body = reader(SearchBody)
_read_sort = msgspec.json.Decoder(SortBody).decode


async def search_objects(kind: ObjectType, services: Services, request: Request, caller: Caller) -> Response | Problem:
    """Records that a query and filters find."""
    body = _read_search_body(request)
    if isinstance(body, Problem):
        return body
    asked = _asked(body)
    if isinstance(asked, Problem):
        return asked
    counted = body.total is not False

    def find(tx: Transaction) -> Found | BadRequest:
        search = check_search(tx.crm.definitions.kind(caller.account_id, kind), asked)
        if isinstance(search, BadRequest):
            return search
        return search_records(tx, caller.account_id, kind, search, total=counted)

    # A page of text alone is found faster than a thread is changed; anything else may take its time.
    at_once = not (counted or asked.groups or asked.sorts or asked.offset)
    found = services.store.read(find) if at_once else await _in_turn(services, request, caller, find)
    if isinstance(found, Response | Problem):
        return found
    if isinstance(found, BadRequest):
        return problem_of(found)
    after = str(asked.offset + asked.limit) if found.more and asked.limit else None
    paging = UNSET if after is None else Paging(NextPage(after=after))
    results = object_answers(found.records, body.properties)
    return json_response(SearchAnswer(results, UNSET if found.total is None else found.total, paging))


async def _in_turn(
    services: Services, request: Request, caller: Caller, find: Callable[[Transaction], Found | BadRequest]
) -> Found | BadRequest | Problem | Response:
    """What is found; 429 where too many searches of the account wait already, 400 for one that looks at too much."""
    if not await services.long_reads.begin(caller.account_id):
        return rate_limited(request, RatePolicy.SEARCH.value.name, 1)
    try:
        found = await services.store.read_apart(find)
    finally:
        services.long_reads.end(caller.account_id)
    if isinstance(found, TooLong):
        return invalid(
            "The search looks at too many records: narrow it, or ask for another order", about=("filterGroups",)
        )
    return found


def _asked(body: SearchBody) -> AskedSearch | Problem:
    limit, offset = _count(body.limit, USUALLY_FOUND), _count(body.after, 0)
    if limit is None or offset is None:
        field = "limit" if limit is None else "after"
        return invalid(f"{field} is a number", about=(field,))
    sorts = _sorts(body.sorts or ())
    if isinstance(sorts, Problem):
        return sorts
    groups = [tuple(_filter(one) for one in group.filters or ()) for group in body.filter_groups or ()]
    if body.filters:
        groups.append(tuple(_filter(one) for one in body.filters))
    return AskedSearch(
        query=body.query or "",
        groups=tuple(group for group in groups if group),
        sorts=sorts,
        offset=offset,
        limit=limit,
    )


def _filter(body: FilterBody) -> AskedFilter:
    return AskedFilter(
        property=body.property_name,
        operator=body.operator,
        value=body.value,
        high_value=body.high_value,
        values=tuple(body.values or ()),
    )


def _sorts(bodies: Sequence[str | SortBody]) -> tuple[AskedSort, ...] | Problem:
    sorts = []
    for body in bodies:
        sort = _sort(body)
        if isinstance(sort, Problem):
            return sort
        sorts.append(sort)
    return tuple(sorts)


def _sort(body: str | SortBody) -> AskedSort | Problem:
    """An object, a property's name with `-` before it for descending, or an object written as a text."""
    if isinstance(body, str):
        if not body.startswith("{"):
            return AskedSort(body.removeprefix("-"), body.startswith("-"))
        try:
            body = _read_sort(body)
        except (msgspec.MsgspecError, RecursionError):
            return invalid("sorts holds properties, each with its direction", about=("sorts",))
    direction = (body.direction or "ASCENDING").upper()
    if direction not in ("ASCENDING", "DESCENDING"):
        return invalid("direction is ASCENDING or DESCENDING", about=("sorts",))
    return AskedSort(body.property_name, direction == "DESCENDING")


Count: TypeAlias = int | str | None


def _count(given: Count, usual: int) -> int | None:
    """A number, also as text; the usual one where it is absent or empty; None where it is none."""
    if given is None or given == "":
        return usual
    if isinstance(given, int):
        return given if abs(given) < 1_000_000 else None
    return whole_number(given, digits=6)
