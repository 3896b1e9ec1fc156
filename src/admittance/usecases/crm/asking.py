"""From a search as asked to a search that can be run."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from admittance.core.whole_number import whole_number
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
from admittance.usecases.crm.problems import BadRequest
from admittance.usecases.crm.properties import Comparable, Property, PropertyType, comparable
from admittance.usecases.crm.records import Filter, Operator, Search, Sort
from admittance.usecases.crm.search_records import DEEPEST

MOST_FOUND = 200
MOST_GROUPS = 5
MOST_IN_GROUP = 6
MOST_FILTERS = 18
MOST_VALUES = 100
MOST_SORTS = 3
LONGEST_QUERY = 3_000
LONGEST_TOKEN = 200
MOST_WILDCARDS = 3
"""In one token: each further one multiplies the work of matching."""

Given: TypeAlias = str | int | float | bool


class AskedFilter(Struct, frozen=True, kw_only=True):
    """A condition in the client's words."""

    property: str
    operator: str
    value: Given | None = None
    high_value: Given | None = None
    values: tuple[Given, ...] = ()


class AskedSort(Struct, frozen=True):
    """An order in the client's words."""

    property: str
    descending: bool = False


class AskedSearch(Struct, frozen=True, kw_only=True):
    """A search in the client's words."""

    query: str = ""
    groups: tuple[tuple[AskedFilter, ...], ...] = ()
    sorts: tuple[AskedSort, ...] = ()
    offset: int = 0
    limit: int = 10


_NONE = frozenset({Operator.HAS_PROPERTY, Operator.NOT_HAS_PROPERTY})
_SEVERAL = frozenset({Operator.IN, Operator.NOT_IN})
_TOKENS = frozenset({Operator.CONTAINS_TOKEN, Operator.NOT_CONTAINS_TOKEN})
_TEXTS = frozenset({PropertyType.STRING, PropertyType.ENUMERATION, PropertyType.BOOL, PropertyType.PHONE_NUMBER})


def check_search(kind: ObjectType, asked: AskedSearch) -> Search | BadRequest:
    """The search, or the first thing about it that makes no sense."""
    problem = _size_problem(asked)
    if problem is not None:
        return problem
    groups: list[tuple[Filter, ...]] = []
    for group in asked.groups:
        filters = _filters(kind, group)
        if isinstance(filters, BadRequest):
            return filters
        if filters:
            groups.append(filters)
    sorts = _sorts(kind, asked.sorts)
    if isinstance(sorts, BadRequest):
        return sorts
    return Search(query=asked.query, groups=tuple(groups), sorts=sorts, offset=asked.offset, limit=asked.limit)


def _size_problem(asked: AskedSearch) -> BadRequest | None:
    sizes = [len(group) for group in asked.groups]
    checks = (
        (not 0 <= asked.limit <= MOST_FOUND, f"limit is between 0 and {MOST_FOUND}", "limit"),
        (asked.offset < 0, "after is not a cursor of this search", "after"),
        (asked.offset + asked.limit > DEEPEST, f"a search pages through {DEEPEST} results at most", "after"),
        (len(asked.query) > LONGEST_QUERY, f"query has at most {LONGEST_QUERY} characters", "query"),
        ("\x00" in asked.query, "query can't hold the character U+0000", "query"),
        (len(sizes) > MOST_GROUPS, f"at most {MOST_GROUPS} filterGroups", "filterGroups"),
        (max(sizes, default=0) > MOST_IN_GROUP, f"at most {MOST_IN_GROUP} filters in a group", "filterGroups"),
        (sum(sizes) > MOST_FILTERS, f"at most {MOST_FILTERS} filters in all", "filterGroups"),
        (len(asked.sorts) > MOST_SORTS, f"at most {MOST_SORTS} sorts", "sorts"),
    )
    return next((BadRequest(message, fields=(field,)) for wrong, message, field in checks if wrong), None)


def _filters(kind: ObjectType, group: Sequence[AskedFilter]) -> tuple[Filter, ...] | BadRequest:
    filters = []
    for asked in group:
        checked = _filter(kind, asked)
        if isinstance(checked, BadRequest):
            return checked
        filters.append(checked)
    return tuple(filters)


def _filter(kind: ObjectType, asked: AskedFilter) -> Filter | BadRequest:
    prop = kind.properties.get(asked.property)
    if prop is None:
        return _unknown(asked.property)
    try:
        operator = Operator(asked.operator.upper())
    except ValueError:
        known = ", ".join(Operator)
        return BadRequest(f"operator is one of {known}", "INVALID_OPERATOR", (asked.property[:100],))
    if operator in _TOKENS:
        return _token_filter(prop, operator, asked)
    given = _given(operator, asked)
    if isinstance(given, BadRequest):
        return given
    values = tuple(value for one in given if (value := _comparable(prop, one)) is not None)
    if len(values) != len(given):
        return BadRequest(f"{operator} needs values of type {prop.type}", "INVALID_FILTER_VALUE", (prop.name,))
    return Filter(prop, operator, values)


def _given(operator: Operator, asked: AskedFilter) -> tuple[Given, ...] | BadRequest:
    """The values that `operator` works on."""
    field = (asked.property,)
    if operator in _NONE:
        return ()
    if operator in _SEVERAL:
        several = asked.values or (() if asked.value is None else (asked.value,))
        if not several or len(several) > MOST_VALUES:
            return BadRequest(f"{operator} needs values, at most {MOST_VALUES}", "INVALID_FILTER_VALUE", field)
        return several
    if asked.value is None:
        return BadRequest(f"{operator} needs a value", "INVALID_FILTER_VALUE", field)
    if operator is not Operator.BETWEEN:
        return (asked.value,)
    if asked.high_value is None:
        return BadRequest("BETWEEN needs a value and a highValue", "INVALID_FILTER_VALUE", field)
    return (asked.value, asked.high_value)


def _comparable(prop: Property, given: Given) -> Comparable | None:
    if prop.name == RECORD_ID:
        return whole_number(_text(given).strip(), digits=16)
    text = _text(given)
    return None if "\x00" in text else comparable(prop, text)


def _text(given: Given) -> str:
    if isinstance(given, bool):
        return "true" if given else "false"
    if isinstance(given, int):
        return str(given) if abs(given) < 10**40 else "too large to be a number"
    return given if isinstance(given, str) else repr(int(given)) if given.is_integer() else repr(given)


def _token_filter(prop: Property, operator: Operator, asked: AskedFilter) -> Filter | BadRequest:
    token = None if asked.value is None else _text(asked.value).casefold().strip()
    field = (prop.name,)
    if prop.type not in _TEXTS:
        return BadRequest(f"{operator} works on text, not on {prop.type}", "INVALID_OPERATOR", field)
    if not token or not token.strip("*") or "\x00" in token:
        return BadRequest(f"{operator} needs a value", "INVALID_FILTER_VALUE", field)
    if len(token) > LONGEST_TOKEN or token.count("*") > MOST_WILDCARDS:
        limits = f"at most {LONGEST_TOKEN} characters and {MOST_WILDCARDS} wildcards"
        return BadRequest(f"{operator} takes {limits}", "INVALID_FILTER_VALUE", field)
    return Filter(prop, operator, (token,))


def _sorts(kind: ObjectType, asked: Sequence[AskedSort]) -> tuple[Sort, ...] | BadRequest:
    sorts = []
    for one in asked:
        prop = kind.properties.get(one.property)
        if prop is None:
            return _unknown(one.property)
        sorts.append(Sort(prop, one.descending))
    return tuple(sorts)


def _unknown(name: str) -> BadRequest:
    return BadRequest("There is no such property to search or sort by", "PROPERTY_DOESNT_EXIST", (name[:100],))
