"""Query parameters of reads."""

from msgspec import UNSET, Struct, UnsetType

from admittance.core.whole_number import whole_number
from admittance.crm.answers import NextPage, Paging
from admittance.crm.problem import Problem, invalid
from admittance.http.parameters import Parameters, Unreadable, read_encoded
from admittance.http.request import Request
from admittance.usecases.crm.locating import read_id
from admittance.usecases.crm.object_types import ObjectType, object_type

MOST_PARAMETERS = 1_000
"""Clients repeat `properties=` once for each; the head's own limit stands before this one."""


class Query(Struct, frozen=True, kw_only=True):
    """What a read asks for. `properties` is None where none were named."""

    parameters: Parameters
    properties: tuple[str, ...] | None
    targets: tuple[ObjectType, ...]
    archived: bool
    id_property: str | None


class Place(Struct, frozen=True):
    """A page: at most `limit` entries with ids above `after`."""

    after: int
    limit: int


def read_query(request: Request) -> Query | Problem:
    """The parameters that reads share."""
    parameters = read_encoded(request.query, MOST_PARAMETERS)
    if isinstance(parameters, Unreadable):
        return invalid("The query is not percent-encoded UTF-8, or has too many parameters")
    archived = _truth(parameters.get("archived"))
    if archived is None:
        return invalid("archived is true or false", about=("archived",))
    return Query(
        parameters=parameters,
        properties=named(parameters, "properties"),
        # Types that are not switched on have no records to be associated with, so asking for them finds nothing.
        targets=tuple(
            dict.fromkeys(kind for name in named(parameters, "associations") or () if (kind := object_type(name)))
        ),
        archived=archived,
        id_property=parameters.get("idProperty"),
    )


def read_place(parameters: Parameters, *, usual: int, most: int) -> Place | Problem:
    """`limit` and `after` of a list."""
    text = parameters.get("limit")
    limit = usual if text is None else whole_number(text, digits=5)
    if limit is None or not 1 <= limit <= most:
        return invalid(f"limit is between 1 and {most}", about=("limit",))
    cursor = parameters.get("after")
    after = 0 if cursor is None else read_id(cursor)
    return invalid("after is not a cursor of this list", about=("after",)) if after is None else Place(after, limit)


def named(parameters: Parameters, name: str) -> tuple[str, ...] | None:
    """A list, comma separated or repeated or both; None where there is none."""
    texts = parameters.all(name)
    found = dict.fromkeys(part for text in texts for one in text.split(",") if (part := one.strip()))
    return tuple(found) or None


def next_page(base_url: str, request: Request, parameters: Parameters, after: int | None) -> Paging | UnsetType:
    """How to get what comes after the id `after`; absent on the last page.

    The link is built from the configured address, whatever Host says.
    """
    if after is None:
        return UNSET
    kept = [pair for pair in parameters.pairs if pair[0] != "after"]
    query = Parameters((*kept, ("after", str(after)))).query()
    link = f"{base_url}{request.path.decode('ascii', 'replace')}?{query}"
    return Paging(NextPage(after=str(after), link=link))


def _truth(text: str | None) -> bool | None:
    return {None: False, "false": False, "true": True}.get(text.lower() if text else None)
