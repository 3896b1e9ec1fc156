"""What the CRM acts need from storage; reached as `tx.crm`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from admittance.usecases.crm.association_types import AssociationType
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.records import Associated, Record, Search, Taken


class Stale(Struct, frozen=True):
    """The record has another version than the writer saw."""

    version: int


class KeptReply(Struct, frozen=True):
    """What an idempotency key made: the record, and a digest of the request that asked for it."""

    record_id: int
    request: bytes


class Records(Protocol):
    """Records by type. Search index, filters and unique values change in the transaction of the write.

    INVARIANT: of two live records of a type in an account, no two share a unique value.
    """

    def add(self, account_id: int, kind: ObjectType, properties: Mapping[str, str], now: int) -> Record | Taken: ...
    def add_many(
        self, account_id: int, kind: ObjectType, rows: Iterable[Mapping[str, str]], now: int
    ) -> Sequence[int] | Taken:
        """The ids, in the order of `rows`. Nothing is kept when one is taken (the caller's transaction rolls back)."""

    def get(self, account_id: int, kind: ObjectType, record_id: int, *, archived: bool = False) -> Record | None: ...
    def by_unique(self, account_id: int, kind: ObjectType, name: str, value: str) -> Record | None:
        """The live record with this value of a unique property."""

    def page(
        self, account_id: int, kind: ObjectType, *, after: int, limit: int, archived: bool = False
    ) -> Sequence[Record]:
        """At most `limit` records with ids above `after`, by id."""

    def replace(
        self, account_id: int, record: Record, properties: Mapping[str, str], now: int, if_version: int | None = None
    ) -> Record | Taken | Stale:
        """Give the live `record` these properties and the next version."""

    def archive(self, account_id: int, kind: ObjectType, record_id: int, now: int) -> bool:
        """False when there was no such live record. Its associations end with it."""

    def find(self, account_id: int, kind: ObjectType, search: Search) -> Sequence[Record]:
        """The page of `search`, and one record more where there is one."""

    def count(self, account_id: int, kind: ObjectType, search: Search, up_to: int) -> int:
        """How many records meet `search`, counting no further than `up_to`."""


class Associations(Protocol):
    """Directed links between records, each with its inverse."""

    def add(self, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> None:
        """Link both ways. Linking again changes nothing."""

    def of(
        self, account_id: int, origin: ObjectType, target: ObjectType, record_id: int, *, after: int, limit: int
    ) -> Sequence[Associated]:
        """What a record of type `origin` is linked with among records of type `target`, by id above `after`."""


class Replies(Protocol):
    """Idempotency keys, per app and account."""

    def kept(self, account_id: int, app_id: int, key: bytes, now: int) -> KeptReply | None:
        """What the key made in the last 24 hours."""

    def keep(self, account_id: int, app_id: int, key: bytes, reply: KeptReply, now: int) -> None:
        """Note it for 24 hours."""


class Crm(Protocol):
    """The groups."""

    @property
    def records(self) -> Records: ...
    @property
    def associations(self) -> Associations: ...
    @property
    def replies(self) -> Replies: ...
