"""The contract: every search finds what a plain reading of its filters finds."""

import re
from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from admittance.usecases.crm.indexing import compared_values
from admittance.usecases.crm.object_types import CONTACTS, RECORD_ID
from admittance.usecases.crm.properties import Comparable
from admittance.usecases.crm.records import Filter, Operator, Record, Search, Sort
from admittance.usecases.ports import Store

NOW = 1_700_000_000_000
NAMES = ("Anna", "anna berg", "Åsa", "asa", "Bo-Åke", "x*y", "[a]", "Berg AB")
ROWS = [
    {"firstname": NAMES[number % 8], "city": NAMES[number % 5]} | ({"company": NAMES[number % 3]} if number % 2 else {})
    for number in range(24)
]
TEXTS = ("firstname", "company", "city")
COMPARED = (Operator.EQ, Operator.NEQ, Operator.LT, Operator.LTE, Operator.GT, Operator.GTE)
SEVERAL = (Operator.IN, Operator.NOT_IN)
TOKENS = (Operator.CONTAINS_TOKEN, Operator.NOT_CONTAINS_TOKEN)


def _filters() -> st.SearchStrategy[Filter]:
    words = st.sampled_from([name.casefold() for name in NAMES] + ["zzz", ""])
    tokens = st.sampled_from(["anna", "berg", "ann*", "*a", "å*e", "b*", "[a]", "x*y", "x?y", "ab", "zz"])
    times = st.integers(NOW - 1, NOW + 25)
    places = st.integers(0, len(ROWS) + 1)
    choices: list[st.SearchStrategy[Filter]] = []
    for name, values in (
        *((name, words) for name in TEXTS),
        ("createdate", times),
        ("lastmodifieddate", times),
        (RECORD_ID, places),
    ):
        prop = CONTACTS.properties[name]
        choices += [
            st.builds(lambda op, v, p=prop: Filter(p, op, (v,)), st.sampled_from(COMPARED), values),
            st.builds(lambda a, b, p=prop: Filter(p, Operator.BETWEEN, (a, b)), values, values),
            st.builds(
                lambda op, v, p=prop: Filter(p, op, tuple(v)),
                st.sampled_from(SEVERAL),
                st.lists(values, min_size=1, max_size=3),
            ),
            st.sampled_from([Filter(prop, Operator.HAS_PROPERTY), Filter(prop, Operator.NOT_HAS_PROPERTY)]),
        ]
        if name in TEXTS:
            choices.append(st.builds(lambda op, v, p=prop: Filter(p, op, (v,)), st.sampled_from(TOKENS), tokens))
    return st.one_of(choices)


SORTED_BY = (*TEXTS, "createdate", "lastmodifieddate", RECORD_ID)


def _searches() -> st.SearchStrategy[Search]:
    groups = st.lists(st.lists(_filters(), min_size=1, max_size=3).map(tuple), max_size=3).map(tuple)
    sorts = st.builds(Sort, st.sampled_from([CONTACTS.properties[name] for name in SORTED_BY]), st.booleans())
    return st.builds(
        lambda query, groups, sorts, offset, limit: Search(
            query=query, groups=groups, sorts=tuple(sorts), offset=offset, limit=limit
        ),
        st.sampled_from(["", "", "an", "berg", "a"]),
        groups,
        st.lists(sorts, max_size=2),
        st.integers(0, 4),
        st.integers(0, 30),
    )


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(asked=_searches())
async def test_a_search_finds_what_its_filters_say(store: Store, asked: Search) -> None:
    """Any search over any filters finds exactly the records that meet them, each once, in the order asked for."""
    if not store.read(lambda tx: tx.crm.records.page(1, CONTACTS, after=0, limit=1)):
        for account in (1, 2):
            for number, row in enumerate(ROWS):
                await store.write(
                    lambda tx, a=account, n=number, r=row: tx.crm.records.add(a, CONTACTS, r, NOW + n // 2)  # type: ignore[misc]
                )
    every = store.read(lambda tx: tx.crm.records.page(1, CONTACTS, after=0, limit=99))
    search = _with_ids(asked, [one.id for one in every])

    wanted = [one for one in every if _meets(search, one)]
    found = store.read(lambda tx: tx.crm.records.find(1, CONTACTS, search))
    counted = store.read(lambda tx: tx.crm.records.count(1, CONTACTS, search, 99))

    assert counted == len(wanted)
    ordered = _in_order(search, wanted)
    assert [one.id for one in found] == [one.id for one in ordered[search.offset : search.offset + search.limit + 1]]


def _with_ids(search: Search, ids: list[int]) -> Search:
    """Places in the list of records become their ids; those before and behind, ids of nobody."""
    known = [1, *ids, 2**53 - 1]
    groups = tuple(tuple(_with_known(one, known) for one in group) for group in search.groups)
    return replace(search, groups=groups)


def _with_known(one: Filter, known: list[int]) -> Filter:
    if one.property.name != RECORD_ID:
        return one
    return replace(one, values=tuple(known[int(place)] for place in one.values))


def _meets(search: Search, record: Record) -> bool:
    text = " ".join(record.properties[name] for name in ("firstname", "company") if name in record.properties)
    folded = text.casefold().replace("å", "a")
    words = re.split(r"[^a-z0-9]+", folded)
    if len(search.query) >= 3:
        queried = search.query in folded
    else:
        queried = not search.query or any(word.startswith(search.query) for word in words)
    return queried and (not search.groups or any(all(_met(one, record) for one in group) for group in search.groups))


def _met(one: Filter, record: Record) -> bool:
    values: dict[str, Comparable] = compared_values(record) | {RECORD_ID: record.id}
    value = values.get(one.property.name)
    if one.operator is Operator.NOT_HAS_PROPERTY:
        return value is None
    if value is None:
        return False
    return _holds(one, value)


def _holds(one: Filter, value: Comparable) -> bool:
    first = one.values[0] if one.values else None
    match one.operator:
        case Operator.HAS_PROPERTY:
            return True
        case Operator.EQ | Operator.IN:
            return value in one.values
        case Operator.NEQ | Operator.NOT_IN:
            return value not in one.values
        case Operator.LT:
            return value < first  # type: ignore[operator]
        case Operator.LTE:
            return value <= first  # type: ignore[operator]
        case Operator.GT:
            return value > first  # type: ignore[operator]
        case Operator.GTE:
            return value >= first  # type: ignore[operator]
        case Operator.BETWEEN:
            return first <= value <= one.values[1]  # type: ignore[operator]
        case _:
            return _has_token(str(value), str(first)) == (one.operator is Operator.CONTAINS_TOKEN)


def _has_token(value: str, token: str) -> bool:
    words = ".*".join(re.escape(part) for part in token.split("*"))
    end = r"[\s!-/:-@\[-`{-~]"
    return re.search(f"{end}{words}{end}", f" {value} ", re.DOTALL) is not None


def _in_order(search: Search, found: Sequence[Record]) -> list[Record]:
    """By each order in turn, records without a value last; equal ones by id, in the direction of the last order."""
    ordered = sorted(found, key=lambda one: one.id, reverse=bool(search.sorts) and search.sorts[-1].descending)
    for sort in reversed(search.sorts):
        name = sort.property.name
        values = {one.id: (compared_values(one) | {RECORD_ID: one.id}).get(name) for one in ordered}
        having = [one for one in ordered if values[one.id] is not None]
        having.sort(key=lambda one, of=values: of[one.id], reverse=sort.descending)  # type: ignore[misc]
        ordered = having + [one for one in ordered if values[one.id] is None]
    return ordered
