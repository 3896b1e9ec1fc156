"""Which rows a search looks at: those that the index promises to be the fewest.

Whatever is not left to the index is asked of each row. All rows of a type of an account lie together, in the order in
which they were made, in every table; so a select by row can stop as soon as a page is full.
"""

from collections.abc import Sequence

from msgspec import Struct

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_conditions import Conditions, Sql, joined, wrapped
from admittance.storage.sqlite.crm_rows import first_row, last_row, row_of, space_of
from admittance.usecases.crm.folding import token_terms
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
from admittance.usecases.crm.records import Filter, Operator
from admittance.usecases.crm.trigrams import trigrams

FEW = 2_000
"""Rows that are gathered and looked at without a second thought."""
MANY = 100_000
"""From here on gathering and sorting row ids costs more than walking through records until a page is full."""

_RANGES = frozenset({Operator.IN, Operator.LT, Operator.LTE, Operator.GT, Operator.GTE, Operator.BETWEEN})
_COUNTED = _RANGES | {Operator.EQ, Operator.HAS_PROPERTY}
"""What the index can count without reading values that it does not want."""


class _Group(Struct, frozen=True):
    """The filters of a group without those that only say between which rows to look."""

    low: int
    high: int
    filters: tuple[Filter, ...]


class Candidates:
    """Selects of `row` for one type of one account."""

    def __init__(self, db: Database, account_id: int, kind: ObjectType) -> None:
        self._db = db
        self._account_id = account_id
        self._kind = kind
        self._bounds = first_row(account_id, kind), last_row(account_id, kind)
        self.conditions = Conditions(account_id, kind, space_of(account_id, kind))

    def of(self, terms: Sequence[str], group: Sequence[Filter], *, by_row: bool = True) -> Sql:
        """Live records whose text holds all `terms` and that meet all filters, each once.

        `by_row`: they are wanted in the order of their rows, and not all of them.
        """
        one = self._narrowed(group)
        if not one.filters:
            return self._matching(terms, (), one) if terms else self._every(one)
        first = self._fewest(terms, one)
        if first is not None:
            rest = tuple(other for other in one.filters if other is not first)
            return self._held(first, one, rest, terms)
        pieces = tuple(piece for other in one.filters for piece in self._pieces(other))
        if terms or pieces:
            return self._matching(terms, pieces, one)
        return self._by_value(one, MANY if by_row else None)

    def matching_any(self, terms: Sequence[str], groups: Sequence[Sequence[Filter]]) -> Sql:
        """Live records whose text holds all `terms` and that meet all filters of one of the groups."""
        found = self._matching(terms, (), _Group(*self._bounds, ()))
        return joined(found, wrapped("AND (", self.conditions.any_met(groups, "+crm_search.rowid")))

    def says(self, terms: Sequence[str], row: str) -> Sql:
        """Whether the text of the record with the row id `row` holds all terms; empty where there are none."""
        if not terms:
            return Sql("")
        held = " AND ".join("instr(said.text, ?) > 0" for _ in terms)
        return Sql(f"EXISTS (SELECT 1 FROM crm_texts AS said WHERE said.row = {row} AND {held})", tuple(terms))

    def _narrowed(self, group: Sequence[Filter]) -> _Group:
        low, high = self._bounds
        rest: list[Filter] = []
        for one in group:
            if one.property.name != RECORD_ID or one.operator not in _ENDS:
                rest.append(one)
                continue
            rows = [row_of(self._account_id, self._kind, int(value)) for value in one.values]
            above, below = _ENDS[one.operator]
            low = low if above is None else max(low, rows[0] + above)
            high = high if below is None else min(high, rows[-1] + below)
        return _Group(low, high, tuple(rest))

    def _fewest(self, terms: Sequence[str], group: _Group) -> Filter | None:
        """The filter with the fewest rows, where they are few."""
        counted = [one for one in group.filters if one.operator in _COUNTED and one.property.name != RECORD_ID]
        if not terms and len(group.filters) == 1 and counted and counted[0].operator is Operator.EQ:
            return counted[0]
        sizes = [(self._size(one, FEW), place) for place, one in enumerate(counted)]
        size, place = min(sizes, default=(FEW, 0))
        return counted[place] if size < FEW else None

    def _by_value(self, group: _Group, many: int | None) -> Sql:
        """Many rows whichever filter is asked first. From `many` on, records are walked through instead."""
        usable = [one for one in group.filters if one.property.name != RECORD_ID]
        exact = next((one for one in usable if one.operator is Operator.EQ), None)
        first = exact or self._smallest(usable, many) or next((one for one in usable if _is_token(one)), None)
        if first is None:
            return joined(self._every(group), self._and(self.conditions.all_met(group.filters, "crm_records.row")))
        return self._held(first, group, tuple(one for one in group.filters if one is not first), ())

    def _smallest(self, filters: Sequence[Filter], many: int | None) -> Filter | None:
        sizes = [(self._size(one, MANY), place) for place, one in enumerate(filters) if one.operator in _RANGES]
        size, place = min(sizes, default=(MANY, 0))
        return filters[place] if sizes and (many is None or size < many) else None

    def _size(self, one: Filter, up_to: int) -> int:
        rows = self.conditions.rows(one)
        return int(self._db.execute(f"SELECT count(*) FROM ({rows.text} LIMIT ?)", (*rows.values, up_to)).fetchone()[0])

    def _held(self, first: Filter, group: _Group, rest: Sequence[Filter], terms: Sequence[str]) -> Sql:
        """Rows of one filter, looked at for the others."""
        between = Sql("AND walked.row BETWEEN ? AND ?", (group.low, group.high))
        others = self.conditions.all_met(rest, "walked.row")
        return joined(
            self.conditions.rows(first),
            between if (group.low, group.high) != self._bounds else Sql(""),
            self._and(self.says(terms, "walked.row")),
            self._and(others),
        )

    def _matching(self, terms: Sequence[str], pieces: Sequence[str], group: _Group) -> Sql:
        """Rows by the index of trigrams. `pieces` are what filters look for by themselves: they need no second look."""
        match = " AND ".join('"' + one.replace('"', '""') + '"' for one in trigrams((*terms, *pieces)))
        found = Sql(
            "SELECT rowid AS row FROM crm_search WHERE crm_search MATCH ? AND rowid BETWEEN ? AND ?",
            (match, group.low, group.high),
        )
        # The plus keeps SQLite from walking a filter's rows instead of the index's: MATCH does not work from there.
        row = "+crm_search.rowid"
        whole = self.says([term for term in terms if len(term) > 3], row)
        return joined(found, self._and(whole), self._and(self.conditions.all_met(group.filters, row)))

    def _every(self, group: _Group) -> Sql:
        select = "SELECT row FROM crm_records WHERE row BETWEEN ? AND ? AND archived_at IS NULL"
        return Sql(select, (group.low, group.high))

    def _pieces(self, one: Filter) -> tuple[str, ...]:
        """What has to stand in the text of every record that meets the filter."""
        if not _is_token(one) or not one.property.searched:
            return ()
        return token_terms(str(one.values[0]))

    def _and(self, condition: Sql) -> Sql:
        return wrapped("AND ", condition, "") if condition.text else condition


_ENDS: dict[Operator, tuple[int | None, int | None]] = {
    Operator.EQ: (0, 0),
    Operator.LT: (None, -1),
    Operator.LTE: (None, 0),
    Operator.GT: (1, None),
    Operator.GTE: (0, None),
    Operator.BETWEEN: (0, 0),
}
"""How far from its values a filter on the record id begins and ends."""


def _is_token(one: Filter) -> bool:
    return one.operator is Operator.CONTAINS_TOKEN
