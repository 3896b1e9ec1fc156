"""What a record is found by: unique values, what filters compare, and the text of a search."""

from collections.abc import Iterator, Mapping

from admittance.usecases.crm.folding import search_text
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
from admittance.usecases.crm.properties import Comparable, comparable
from admittance.usecases.crm.records import Record


def unique_values(kind: ObjectType, properties: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Name and value of every unique property that is set, without case; further values of one under its name too."""
    for prop in kind.unique:
        value = properties.get(prop.name)
        if value is not None:
            yield prop.name, value.strip().casefold()
        further = properties.get(prop.more) if prop.more else None
        if further is not None:
            yield from ((prop.name, one.casefold()) for one in further.split(";") if one.casefold() != value)


def compared_values(record: Record) -> dict[str, Comparable]:
    """What filters see of a record. The record id is left out: storage compares it by itself."""
    values: dict[str, Comparable] = {
        record.kind.created: record.created_at,
        record.kind.modified: record.updated_at,
    }
    for name, value in record.properties.items():
        prop = record.kind.known(name)
        seen = comparable(prop, value) if prop is not None and name != RECORD_ID else None
        if seen is not None:
            values[name] = seen
    return values


def searched_text(kind: ObjectType, properties: Mapping[str, str]) -> str:
    """The text that `query` is looked for in."""
    values = (properties.get(prop.name) for prop in kind.properties.values() if prop.searched)
    return search_text(value for value in values if value is not None)
