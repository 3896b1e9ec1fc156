"""What the CRM acts need from storage; reached as `tx.crm`."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from admittance.usecases.crm.association_types import AssociationType
from admittance.usecases.crm.definitions import Definition, PropertyGroup
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.pipelines import Pipeline
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
    def knows(self, account_id: int, kind: ObjectType, record_id: int) -> bool:
        """Whether the id was ever given to a record of this type, so that a list can go on after it."""

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
        """False when there was no such live record. Its associations end with it, unless they were handed over."""

    def find(self, account_id: int, kind: ObjectType, search: Search) -> Sequence[Record]:
        """The page of `search`, and one record more where there is one."""

    def count(self, account_id: int, kind: ObjectType, search: Search, up_to: int) -> int:
        """How many records meet `search`, counting no further than `up_to`."""


class Pipelines(Protocol):
    """Pipelines of accounts that have changed those that every account starts with."""

    def of(self, account_id: int, kind: ObjectType) -> Sequence[Pipeline]:
        """All of them, archived ones among them; none where the account still has the first ones."""

    def put(self, account_id: int, kind: ObjectType, pipeline: Pipeline) -> None:
        """Store it, in the place of one of the same id."""


class Associations(Protocol):
    """Directed links between records, each with its inverse: they come and go together."""

    def add(self, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> None:
        """Link both ways. Linking again changes nothing."""

    def remove(self, account_id: int, kind: AssociationType, origin_id: int, target_id: int) -> bool:
        """Unlink both ways; False when there was no such link."""

    def of(
        self, account_id: int, origin: ObjectType, target: ObjectType, record_id: int, *, after: int, limit: int
    ) -> Sequence[Associated]:
        """What a record of type `origin` is linked with among records of type `target`: at most `limit` far ends by id
        above `after`, each with all its types.
        """

    def between(
        self, account_id: int, origin: ObjectType, target: ObjectType, origin_id: int, target_id: int
    ) -> Sequence[AssociationType]:
        """Every type of link from the one record to the other."""

    def newest(
        self, account_id: int, origin: ObjectType, target: ObjectType, record_id: int, limit: int
    ) -> Sequence[int]:
        """At most `limit` of the far ends that `of` tells, the highest ids first."""

    def targets(self, account_id: int, kind: AssociationType, origin_id: int) -> Sequence[int]:
        """The far ends of one type of link."""

    def hand_over(self, account_id: int, kind: ObjectType, record_id: int, to_id: int) -> None:
        """From now on every link of the one record is the other's, but for those between the two. It is to be archived
        in the same act.

        INVARIANT: every look sees all of them moved, or ended with an archived record, from that moment on, however
        much of it `work_off` has still to do.
        """

    def unfinished(self) -> bool:
        """Whether there is something to work off, in any account."""

    def work_off(self, after: int, limit: int) -> int | None:
        """Move, or end, at most `limit` links of the first record that has some left behind place `after`, 0 for the
        first; that record's place, None where there is none.
        """


class Merges(Protocol):
    """Records that were merged into others."""

    def add(self, account_id: int, kind: ObjectType, merged_id: int, kept_id: int) -> None:
        """From now on the one answers as the other, and so does all that was merged into it before."""

    def into(self, account_id: int, kind: ObjectType, record_id: int) -> int | None:
        """The record that answers for this one."""


class Definitions(Protocol):
    """Properties that an account has defined for itself. Archived ones are kept, and so are their values."""

    def kind(self, account_id: int, kind: ObjectType) -> ObjectType:
        """The type with the account's own properties. Cheap: asked for with every record."""

    def own(self, account_id: int, kind: ObjectType) -> Sequence[Definition]:
        """All of them by name, archived ones among them."""

    def get(self, account_id: int, kind: ObjectType, name: str) -> Definition | None:
        """One of them, also when it is archived."""

    def put(self, account_id: int, kind: ObjectType, definition: Definition) -> None:
        """Store it, in the place of one of the same name."""

    def in_use(self, account_id: int, kind: ObjectType, name: str) -> bool:
        """Whether a live record has a value of it."""

    def groups(self, account_id: int, kind: ObjectType) -> Sequence[PropertyGroup]:
        """The account's own groups by name."""

    def put_group(self, account_id: int, kind: ObjectType, group: PropertyGroup) -> None:
        """Store it, in the place of one of the same name."""

    def end_group(self, account_id: int, kind: ObjectType, name: str) -> bool:
        """False when there was none."""


class Replies(Protocol):
    """Idempotency keys, per app and account."""

    def kept(self, account_id: int, app_id: int, key: bytes, now: int) -> KeptReply | None:
        """What the key made in the last 24 hours."""

    def keep(self, account_id: int, app_id: int, key: bytes, reply: KeptReply, now: int) -> None:
        """Note the reply under the app's key for 24 hours."""


class Crm(Protocol):
    """Everything of the CRM that is stored, by what it is about."""

    @property
    def records(self) -> Records: ...
    @property
    def associations(self) -> Associations: ...
    @property
    def definitions(self) -> Definitions: ...
    @property
    def pipelines(self) -> Pipelines: ...
    @property
    def merges(self) -> Merges: ...
    @property
    def replies(self) -> Replies: ...
