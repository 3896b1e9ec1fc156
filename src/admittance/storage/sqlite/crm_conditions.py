"""Filters as SQL. Every value is a parameter; the text of a statement depends only on which operators are used."""

from typing import Any

from msgspec import Struct

from admittance.storage.sqlite.crm_rows import row_of
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
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


def both(first: Sql, second: Sql) -> Sql:
    """`first` and then `second`."""
    return Sql(f"{first.text} {second.text}", first.values + second.values)


class Conditions:
    """Writes the filters of one type of one account."""

    def __init__(self, account_id: int, kind: ObjectType, space: int) -> None:
        self._account_id = account_id
        self._kind = kind
        self._space = space

    def rows(self, one: Filter, table: str = "walked", *, timed: bool = False) -> Sql:
        """A select, from `crm_values` under the name `table`, of all rows that meet a filter on anything but the record
        id or a missing value; with the compared value as `at` if `timed`.
        """
        columns = f"{table}.row AS row, {table}.value AS at" if timed else f"{table}.row AS row"
        start = f"SELECT {columns} FROM crm_values AS {table} WHERE {table}.space = ? AND {table}.property = ?"
        where = Sql(start, (self._space, one.property.name))
        compared = _compared(one, f"{table}.value")
        return where if compared is None else both(where, Sql(f"AND {compared.text}", compared.values))

    def meets(self, one: Filter, row: str) -> Sql:
        """Whether the record whose row id is the expression `row` meets a filter."""
        if one.property.name == RECORD_ID:
            return self._of_id(one, row)
        if one.operator is Operator.NOT_HAS_PROPERTY:
            having = Filter(one.property, Operator.HAS_PROPERTY)
            return _wrapped(f"{row} NOT IN (", self.rows(having, "met"))
        rows = self.rows(one, "met")
        if one.operator in EXACT:
            # One look at the index for each record: cheaper than gathering all rows with a common value.
            return _wrapped("EXISTS (", Sql(f"{rows.text} AND met.row = {row}", rows.values))
        return _wrapped(f"{row} IN (", rows)

    def _of_id(self, one: Filter, row: str) -> Sql:
        rows = tuple(row_of(self._account_id, self._kind, int(value)) for value in one.values)
        if one.operator in (Operator.IN, Operator.NOT_IN):
            return Sql(f"{row} {_among(one.operator, len(rows))}", rows)
        if one.operator is Operator.HAS_PROPERTY:
            return Sql("1")
        if one.operator is Operator.NOT_HAS_PROPERTY:
            return Sql("0")
        return Sql(f"{row} {_COMPARED[one.operator]}", rows)


def _compared(one: Filter, value: str) -> Sql | None:
    """How `value` has to be; None where there only has to be one."""
    operator, values = one.operator, one.values
    if operator is Operator.HAS_PROPERTY:
        return None
    if operator in (Operator.IN, Operator.NOT_IN):
        return Sql(f"{value} {_among(operator, len(values))}", values)
    if operator in (Operator.CONTAINS_TOKEN, Operator.NOT_CONTAINS_TOKEN):
        word = "GLOB" if operator is Operator.CONTAINS_TOKEN else "NOT GLOB"
        return Sql(f"' ' || {value} || ' ' {word} ?", (_pattern(str(values[0])),))
    return Sql(f"{value} {_COMPARED[operator]}", values)


def _wrapped(opening: str, inner: Sql) -> Sql:
    return Sql(f"{opening}{inner.text})", inner.values)


def _among(operator: Operator, many: int) -> str:
    marks = ", ".join("?" * many)
    return f"{'IN' if operator is Operator.IN else 'NOT IN'} ({marks})"


def _pattern(token: str) -> str:
    """A GLOB pattern for `token` as whole words of a value with a space before and after it; `*` is any text."""
    literal = "".join(_LITERAL.get(letter, letter) for letter in token)
    return f"*{_BETWEEN_WORDS}{literal}{_BETWEEN_WORDS}*"
