"""Filters as SQL. Every value is a parameter; the text of a statement depends only on which operators are used."""

from collections.abc import Sequence
from typing import Any

from msgspec import Struct

from admittance.storage.sqlite.crm_rows import row_of
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
from admittance.usecases.crm.properties import Property
from admittance.usecases.crm.records import Filter, Operator

_COMPARED = {
    Operator.EQ: "= ?",
    Operator.NEQ: "<> ?",
    Operator.LT: "< ?",
    Operator.LTE: "<= ?",
    Operator.GT: "> ?",
    Operator.GTE: ">= ?",
    Operator.BETWEEN: "BETWEEN ? AND ?",
}
EXACT = frozenset({Operator.EQ, Operator.IN})
"""Operators for which the index holds the rows ready."""

# Words end at ASCII punctuation and white space. In a GLOB set "]" comes first and "-" last to stand for themselves.
_BETWEEN_WORDS = "[] \t\r\n!\"#$%&'()*+,./:;<=>?@[\\^_`{|}~-]"
_LITERAL = {"[": "[[]", "?": "[?]"}


class Sql(Struct, frozen=True):
    """A piece of a statement with its parameters."""

    text: str
    values: tuple[Any, ...] = ()


def joined(*pieces: Sql, between: str = " ") -> Sql:
    """The pieces one after another; empty ones are left out."""
    there = [one for one in pieces if one.text]
    return Sql(between.join(one.text for one in there), tuple(value for one in there for value in one.values))


def wrapped(opening: str, inner: Sql, closing: str = ")", values: tuple[Any, ...] = ()) -> Sql:
    """`inner` between two texts; `values` are those of `closing`."""
    return Sql(f"{opening}{inner.text}{closing}", inner.values + values)


class Conditions:
    """Writes the filters of one type of one account."""

    def __init__(self, account_id: int, kind: ObjectType, space: int) -> None:
        self._account_id = account_id
        self._kind = kind
        self._space = space

    def rows(self, one: Filter, *, valued: bool = False) -> Sql:
        """A select, from `crm_values` as `walked`, of the rows that meet a filter on anything but the record id or a
        missing value; with the compared value as `at` if `valued`.
        """
        columns = "walked.row AS row, walked.value AS at" if valued else "walked.row AS row"
        start = f"SELECT {columns} FROM crm_values AS walked WHERE walked.space = ? AND walked.property = ?"
        compared = _compared(one, Sql("walked.value"))
        return joined(
            Sql(start, (self._space, one.property.name)), wrapped("AND ", compared, "") if compared else Sql("")
        )

    def meets(self, one: Filter, row: str) -> Sql:
        """Whether the record whose row id is the expression `row` meets a filter."""
        if one.property.name == RECORD_ID:
            return self._of_id(one, row)
        if one.operator in EXACT:
            # One look at the index for each value: cheaper than reading the record.
            held = "SELECT 1 FROM crm_values AS met WHERE met.space = ? AND met.property = ?"
            values = _among(len(one.values))
            return Sql(
                f"EXISTS ({held} AND met.value IN {values} AND met.row = {row})",
                (self._space, one.property.name, *one.values),
            )
        if one.operator is Operator.NOT_HAS_PROPERTY:
            return joined(self._held(one.property, row), Sql("IS NULL"))
        return _compared(one, self.value(one.property, row)) or joined(
            self._held(one.property, row), Sql("IS NOT NULL")
        )

    def all_met(self, filters: Sequence[Filter], row: str) -> Sql:
        """Whether the record meets every filter; empty where there is none."""
        return joined(*(self.meets(one, row) for one in filters), between=" AND ")

    def any_met(self, groups: Sequence[Sequence[Filter]], row: str) -> Sql:
        """Whether the record meets every filter of one of the groups; empty where there is none."""
        return joined(*(wrapped("(", self.all_met(group, row)) for group in groups), between=" OR ")

    def value(self, prop: Property, row: str) -> Sql:
        """What filters see of a property of the record, as an expression; NULL where it has no value."""
        if prop.name in (self._kind.created, self._kind.modified, RECORD_ID):
            return self._held(prop, row)
        return wrapped("compared(", self._held(prop, row), ", ?)", (prop.type.value,))

    def _held(self, prop: Property, row: str) -> Sql:
        """What the record itself holds."""
        at = {self._kind.created: "created_at", self._kind.modified: "updated_at", RECORD_ID: "row"}.get(prop.name)
        own = "json_extract(own.properties, ?)" if at is None else f"own.{at}"
        path = (f'$."{prop.name}"',) if at is None else ()
        return Sql(f"(SELECT {own} FROM crm_records AS own WHERE own.row = {row})", path)

    def _of_id(self, one: Filter, row: str) -> Sql:
        rows = tuple(row_of(self._account_id, self._kind, int(value)) for value in one.values)
        if one.operator in (Operator.IN, Operator.NOT_IN):
            return Sql(f"{row} {'IN' if one.operator is Operator.IN else 'NOT IN'} {_among(len(rows))}", rows)
        if one.operator is Operator.HAS_PROPERTY:
            return Sql("1")
        if one.operator is Operator.NOT_HAS_PROPERTY:
            return Sql("0")
        return Sql(f"{row} {_COMPARED[one.operator]}", rows)


def _compared(one: Filter, value: Sql) -> Sql | None:
    """How `value` has to be; None where there only has to be one."""
    operator, values = one.operator, one.values
    if operator is Operator.HAS_PROPERTY:
        return None
    if operator in (Operator.IN, Operator.NOT_IN):
        return joined(value, Sql(f"{'IN' if operator is Operator.IN else 'NOT IN'} {_among(len(values))}", values))
    if operator in (Operator.CONTAINS_TOKEN, Operator.NOT_CONTAINS_TOKEN):
        token = str(values[0])
        if operator is Operator.NOT_CONTAINS_TOKEN:
            return Sql(f"' ' || {value.text} || ' ' NOT GLOB ?", (*value.values, _pattern(token)))
        # Most values are told from a longest piece alone; trying a pattern at every place of one costs far more.
        piece = max(token.split("*"), key=len)
        return Sql(
            f"instr({value.text}, ?) > 0 AND ' ' || {value.text} || ' ' GLOB ?",
            (*value.values, piece, *value.values, _pattern(token)),
        )
    return joined(value, Sql(_COMPARED[operator], values))


def _among(many: int) -> str:
    return f"({', '.join('?' * many)})"


def _pattern(token: str) -> str:
    """A GLOB pattern for `token` as whole words of a value with a space before and after it; `*` is any text."""
    literal = "".join(_LITERAL.get(letter, letter) for letter in token)
    return f"*{_BETWEEN_WORDS}{literal}{_BETWEEN_WORDS}*"
