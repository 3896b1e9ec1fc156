"""Searches: the records of a page, and how many there are.

A page by record id stops as soon as it is full. A page in another order follows the index of the first property sorted
by, unless so few records are left by the query and the filters that they can be gathered and sorted. Records without a
value come last; those with equal values stand in the order of their making, which turns with the last sort.
"""

from collections.abc import Sequence
from typing import Any

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_candidates import Candidates
from admittance.storage.sqlite.crm_conditions import Sql, joined, wrapped
from admittance.usecases.crm.folding import search_terms
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
from admittance.usecases.crm.records import Filter, Operator, Search, Sort

SORTED = 5_000
"""Records that are gathered and sorted rather than met on the way through an index."""
_COLUMNS = "r.row, r.version, r.created_at, r.updated_at, r.archived_at, r.properties"
_WALKED = frozenset(Operator) - {Operator.NOT_HAS_PROPERTY, Operator.CONTAINS_TOKEN, Operator.NOT_CONTAINS_TOKEN}

Rows = Sequence[tuple[Any, ...]]


class Searcher:
    """One search over one type of one account."""

    def __init__(self, db: Database, account_id: int, kind: ObjectType, search: Search) -> None:
        self._db = db
        self._kind = kind
        self._search = search
        self._terms = search_terms(search.query)
        self._nothing = bool(search.query.strip()) and not self._terms
        self._candidates = Candidates(db, account_id, kind)
        self._conditions = self._candidates.conditions

    def page(self) -> Rows:
        """Rows of `crm_records`: the page, and one more where there is one."""
        search = self._search
        if self._nothing:
            return []
        first = search.sorts[0] if search.sorts else None
        if first is None or first.property.name == RECORD_ID:
            return self._by_row(search.groups, search.offset, search.limit + 1, _direction(first))
        if self._narrowed(first) and self.count(SORTED) < SORTED:
            return self._gathered(self._rows(search.groups), search.sorts)
        if len(search.sorts) == 1:
            return self._in_order(first)
        return self._in_orders(first)

    def count(self, up_to: int) -> int:
        """How many records are found, counting no further than `up_to`."""
        if self._nothing:
            return 0
        rows = self._rows(self._search.groups, up_to)
        return int(self._db.execute(f"SELECT count(*) FROM ({rows.text} LIMIT ?)", (*rows.values, up_to)).fetchone()[0])

    def _rows(self, groups: Sequence[Sequence[Filter]], each: int | None = None, direction: str = "") -> Sql:
        """A select of `row`, each once. Of several groups each gives its first `each` rows in `direction`, if told."""
        if len(groups) <= 1:
            return self._candidates.of(self._terms, groups[0] if groups else (), by_row=bool(direction))
        if self._terms:
            return self._candidates.matching_any(self._terms, groups)
        order = f" ORDER BY row {direction}" if direction else ""
        ending = "" if each is None else f"{order} LIMIT {each:d}"
        selects = [
            wrapped("SELECT row FROM (", self._candidates.of((), group, by_row=bool(direction)), f"{ending})")
            for group in groups
        ]
        return wrapped("SELECT row FROM (", joined(*selects, between=" UNION "))

    def _by_row(self, groups: Sequence[Sequence[Filter]], offset: int, limit: int, direction: str) -> Rows:
        rows = self._rows(groups, offset + limit, direction)
        return self._records(rows, "row", offset, limit, direction)

    def _records(self, rows: Sql, keys: str, offset: int, limit: int, direction: str) -> Rows:
        """The records of a page of rows in the order of `keys`: only those of the page are looked up."""
        inner = ", ".join(f"{key} {direction}" for key in keys.split())
        outer = ", ".join(f"page.{key} {direction}" for key in keys.split())
        text = (
            f"WITH page AS MATERIALIZED ({rows.text} ORDER BY {inner} LIMIT ? OFFSET ?)"
            f" SELECT {_COLUMNS} FROM page CROSS JOIN crm_records AS r ON r.row = page.row ORDER BY {outer}"
        )
        return self._db.execute(text, (*rows.values, limit, offset)).fetchall()

    def _narrowed(self, sort: Sort) -> bool:
        """Whether anything but the index of the sorted property decides what is found."""
        return bool(self._terms) or len(self._search.groups) > 1 or bool(self._others(self._own(sort)))

    def _own(self, sort: Sort) -> Filter | None:
        """The filter that says where in the index of the sorted property to begin and end."""
        group = self._search.groups[0] if len(self._search.groups) == 1 else ()
        return next((one for one in group if one.property == sort.property and one.operator in _WALKED), None)

    def _others(self, own: Filter | None) -> tuple[tuple[Filter, ...], ...]:
        """The groups without `own`; none where nothing is left of the only one."""
        left = tuple(tuple(one for one in group if one is not own) for group in self._search.groups)
        return left if any(left) else ()

    def _walk(self, sort: Sort) -> Sql:
        """A select of `row` and the sorted value, `at`, along the index of one property."""
        own = self._own(sort)
        start = self._conditions.rows(own or Filter(sort.property, Operator.HAS_PROPERTY), valued=True)
        says = self._candidates.says(self._terms, "walked.row")
        met = self._conditions.any_met(self._others(own), "walked.row")
        return joined(
            start,
            wrapped("AND ", says, "") if says.text else says,
            wrapped("AND (", met) if met.text else met,
        )

    def _in_order(self, sort: Sort) -> Rows:
        """The page along the index; behind its end come the records that have no value."""
        search, direction, walk = self._search, _direction(sort), self._walk(sort)
        rows = self._records(walk, "at row", search.offset, search.limit + 1, direction)
        missing = search.limit + 1 - len(rows)
        if (
            not missing
            or self._own(sort) is not None
            or sort.property.name in (self._kind.created, self._kind.modified)
        ):
            return rows
        having = search.offset + len(rows)
        if not rows and search.offset:
            counted = f"SELECT count(*) FROM ({walk.text} LIMIT ?)"
            having = int(self._db.execute(counted, (*walk.values, search.offset)).fetchone()[0])
        without = Filter(sort.property, Operator.NOT_HAS_PROPERTY)
        groups = tuple((*group, without) for group in search.groups) or ((without,),)
        return [*rows, *self._by_row(groups, max(0, search.offset - having), missing, direction)]

    def _in_orders(self, first: Sort) -> Rows:
        """Only what the first order puts no later than the page's end has to be sorted by the others."""
        search, direction, walk = self._search, _direction(first), self._walk(first)
        edge = f"SELECT at FROM ({walk.text} ORDER BY at {direction} LIMIT 1 OFFSET ?)"
        found = self._db.execute(edge, (*walk.values, search.offset + search.limit)).fetchone()
        if found is None:
            return self._gathered(self._rows(search.groups), search.sorts)
        compared = ">=" if first.descending else "<="
        near = joined(walk, Sql(f"AND walked.value {compared} ?", (found[0],)))
        return self._gathered(near, search.sorts, walked=True)

    def _gathered(self, rows: Sql, sorts: Sequence[Sort], *, walked: bool = False) -> Rows:
        """The page of rows sorted by what the records themselves hold; the first value is there as `at` if `walked`."""
        terms: list[Sql] = []
        for place, sort in enumerate(sorts):
            there = walked and place == 0
            value = Sql("found.at") if there else self._conditions.value(sort.property, "found.row")
            terms.append(joined(value, Sql(f"{_direction(sort)} NULLS LAST")))
        order = joined(*terms, Sql(f"found.row {_direction(sorts[-1])}"), between=", ")
        page = Sql(f"SELECT found.row AS row FROM ({rows.text}) AS found ORDER BY {order.text} LIMIT ? OFFSET ?")
        values = (*rows.values, *order.values, self._search.limit + 1, self._search.offset)
        ids = [row for (row,) in self._db.execute(page.text, values).fetchall()]
        get = f"SELECT {_COLUMNS} FROM crm_records AS r WHERE r.row = ?"
        return [self._db.execute(get, (row,)).fetchone() for row in ids]


def _direction(sort: Sort | None) -> str:
    return "DESC" if sort is not None and sort.descending else "ASC"
