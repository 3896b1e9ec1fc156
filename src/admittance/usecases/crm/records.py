"""Records, associations and searches as values. Ids are wire ids: whole numbers below 2^53."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from admittance.usecases.crm.association_types import AssociationType
from admittance.usecases.crm.object_types import RECORD_ID, ObjectType
from admittance.usecases.crm.properties import Comparable, Property
from admittance.usecases.crm.times import iso_time


class Record(Struct, frozen=True, kw_only=True):
    """One record. `properties` holds what was set; the server's own properties are read with `value_of`."""

    account_id: int
    kind: ObjectType
    id: int
    version: int
    properties: Mapping[str, str]
    created_at: int
    updated_at: int
    archived_at: int | None = None

    def __repr__(self) -> str:
        return f"Record({self.kind.name} {self.id})"


def value_of(record: Record, name: str) -> str | None:
    """The value of any property; None where it is not set."""
    if name == record.kind.created:
        return iso_time(record.created_at)
    if name == record.kind.modified:
        return iso_time(record.updated_at)
    return str(record.id) if name == RECORD_ID else record.properties.get(name)


class Taken(Struct, frozen=True):
    """Another live record, `id`, has this value of a unique property."""

    property: str
    id: int


class Associated(Struct, frozen=True):
    """The far end of associations. `types` are named from the near end."""

    id: int
    types: tuple[AssociationType, ...]


class Operator(StrEnum):
    """How a filter compares."""

    EQ = "EQ"
    NEQ = "NEQ"
    LT = "LT"
    LTE = "LTE"
    GT = "GT"
    GTE = "GTE"
    BETWEEN = "BETWEEN"
    IN = "IN"
    NOT_IN = "NOT_IN"
    HAS_PROPERTY = "HAS_PROPERTY"
    NOT_HAS_PROPERTY = "NOT_HAS_PROPERTY"
    CONTAINS_TOKEN = "CONTAINS_TOKEN"
    NOT_CONTAINS_TOKEN = "NOT_CONTAINS_TOKEN"


class Filter(Struct, frozen=True):
    """One condition. `values`: none, one, two (BETWEEN: lowest and highest, both included) or several (IN, NOT_IN).

    A record without the property meets NOT_HAS_PROPERTY and nothing else: "is not x" speaks of records with a value.
    """

    property: Property
    operator: Operator
    values: tuple[Comparable, ...] = ()


class Sort(Struct, frozen=True):
    """Order by one property; records without it come last."""

    property: Property
    descending: bool = False


class Search(Struct, frozen=True, kw_only=True):
    """Live records that meet `query` and any of `groups` in full. Without `sorts`, oldest first."""

    query: str = ""
    groups: tuple[tuple[Filter, ...], ...] = ()
    sorts: tuple[Sort, ...] = ()
    offset: int = 0
    limit: int = 10


class Found(Struct, frozen=True):
    """One page of a search. `total` is exact up to `search_records.COUNTED_TO`; None where it was not asked for."""

    records: tuple[Record, ...]
    more: bool
    total: int | None


class Writer(Struct, frozen=True):
    """Who writes, for the audit: an app for a user's connection, a person, or (`by`) the operator."""

    app_id: int | None = None
    user_id: int | None = None
    by: str | None = None
