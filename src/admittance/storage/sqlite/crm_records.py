"""Records of every object type."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_associations import SqliteAssociations
from admittance.storage.sqlite.crm_definitions import SqliteDefinitions
from admittance.storage.sqlite.crm_index import CrmIndex
from admittance.storage.sqlite.crm_rows import first_row, last_row, row_of, space_of, wire_id
from admittance.storage.sqlite.crm_search import Searcher
from admittance.storage.sqlite.forms import to_json
from admittance.usecases.crm.indexing import unique_values
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.records import Record, Search, Taken
from admittance.usecases.crm_ports import Stale

_COLUMNS = "row, version, created_at, updated_at, archived_at, properties"
_NUMBER = (
    "INSERT INTO crm_spaces (space, last, live) VALUES (?1, ?2, ?2)"
    " ON CONFLICT (space) DO UPDATE SET last = last + ?2, live = live + ?2 RETURNING last"
)
_ONE_LESS = "UPDATE crm_spaces SET live = live - 1 WHERE space = ?"
_LIVE = "SELECT live FROM crm_spaces WHERE space = ?"
_GIVEN = "SELECT last FROM crm_spaces WHERE space = ?"
_ADD = f"INSERT INTO crm_records ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
_GET = f"SELECT {_COLUMNS} FROM crm_records WHERE row = ?"
_PAGE = f"SELECT {_COLUMNS} FROM crm_records WHERE row > ? AND row <= ? AND archived_at IS NULL ORDER BY row LIMIT ?"
_ARCHIVED = (
    f"SELECT {_COLUMNS} FROM crm_records WHERE row > ? AND row <= ? AND archived_at IS NOT NULL ORDER BY row LIMIT ?"
)
_REPLACE = "UPDATE crm_records SET version = ?, updated_at = ?, properties = ? WHERE row = ?"
_ARCHIVE = "UPDATE crm_records SET version = version + 1, updated_at = ?1, archived_at = ?1 WHERE row = ?2"

_properties = msgspec.json.Decoder(dict[str, str])


def _record_of(account_id: int, kind: ObjectType, row: tuple[Any, ...]) -> Record:
    return Record(
        account_id=account_id,
        kind=kind,
        id=wire_id(row[0]),
        version=row[1],
        created_at=row[2],
        updated_at=row[3],
        archived_at=row[4],
        properties=_properties.decode(row[5]),
    )


class SqliteRecords:
    """See `crm_ports.Records`."""

    def __init__(self, db: Database, associations: SqliteAssociations, definitions: SqliteDefinitions) -> None:
        self._db = db
        self._associations = associations
        # INVARIANT: whoever asks, records are read and indexed with the account's own properties.
        self._kind = definitions.kind
        self._index = CrmIndex(db)

    def add(self, account_id: int, kind: ObjectType, properties: Mapping[str, str], now: int) -> Record | Taken:
        kind = self._kind(account_id, kind)
        # INVARIANT: test and claim are in one transaction, and there is one writer; the primary key stands behind.
        taken = self._index.taken(account_id, kind, properties)
        return taken or self._insert(account_id, kind, properties, self._next(account_id, kind, 1), now)

    def add_many(
        self, account_id: int, kind: ObjectType, rows: Iterable[Mapping[str, str]], now: int
    ) -> Sequence[int] | Taken:
        kind = self._kind(account_id, kind)
        # INVARIANT: nothing is written before every row is known to be free, so a refusal leaves nothing behind.
        rows = list(rows)
        seen: set[tuple[str, str]] = set()
        for properties in rows:
            own = set(unique_values(kind, properties))
            taken = self._index.taken(account_id, kind, properties)
            if taken is not None or seen & own:
                return taken or Taken(min(seen & own)[0], 0)
            seen |= own
        first = self._next(account_id, kind, len(rows)) if rows else 0
        return [
            self._insert(account_id, kind, properties, number, now).id for number, properties in enumerate(rows, first)
        ]

    def get(self, account_id: int, kind: ObjectType, record_id: int, *, archived: bool = False) -> Record | None:
        row = self._db.execute(_GET, (row_of(account_id, kind, record_id),)).fetchone()
        if row is None or (row[4] is not None) != archived:
            return None
        return _record_of(account_id, self._kind(account_id, kind), row)

    def knows(self, account_id: int, kind: ObjectType, record_id: int) -> bool:
        given = self._db.execute(_GIVEN, (space_of(account_id, kind),)).fetchone()
        first, row = first_row(account_id, kind), row_of(account_id, kind, record_id)
        return given is not None and first < row <= first + given[0]

    def by_unique(self, account_id: int, kind: ObjectType, name: str, value: str) -> Record | None:
        holder = self._index.holder(account_id, kind, name, value.strip().casefold())
        return None if holder is None else self.get(account_id, kind, wire_id(holder))

    def page(
        self, account_id: int, kind: ObjectType, *, after: int, limit: int, archived: bool = False
    ) -> Sequence[Record]:
        start = row_of(account_id, kind, after)
        kind = self._kind(account_id, kind)
        rows = self._db.execute(_ARCHIVED if archived else _PAGE, (start, last_row(account_id, kind), limit))
        return [_record_of(account_id, kind, row) for row in rows.fetchall()]

    def replace(
        self, account_id: int, record: Record, properties: Mapping[str, str], now: int, if_version: int | None = None
    ) -> Record | Taken | Stale:
        if if_version is not None and if_version != record.version:
            return Stale(record.version)
        record = msgspec.structs.replace(record, kind=self._kind(account_id, record.kind))
        row = row_of(account_id, record.kind, record.id)
        taken = self._index.taken(account_id, record.kind, properties, row)
        if taken is not None:
            return taken
        written = msgspec.structs.replace(
            record, properties=properties, version=record.version + 1, updated_at=max(now, record.updated_at)
        )
        self._db.execute(_REPLACE, (written.version, written.updated_at, to_json(properties), row))
        self._index.change(record, written)
        return written

    def archive(self, account_id: int, kind: ObjectType, record_id: int, now: int) -> bool:
        record = self.get(account_id, kind, record_id)
        if record is None:
            return False
        row = row_of(account_id, kind, record_id)
        self._db.execute(_ARCHIVE, (now, row))
        self._db.execute(_ONE_LESS, (space_of(account_id, kind),))
        self._index.remove(record)
        self._associations.end_of(row)
        return True

    def find(self, account_id: int, kind: ObjectType, search: Search) -> Sequence[Record]:
        kind = self._kind(account_id, kind)
        return [_record_of(account_id, kind, row) for row in Searcher(self._db, account_id, kind, search).page()]

    def count(self, account_id: int, kind: ObjectType, search: Search, up_to: int) -> int:
        if not search.query.strip() and not search.groups:
            live = self._db.execute(_LIVE, (space_of(account_id, kind),)).fetchone()
            return 0 if live is None else int(live[0])
        return Searcher(self._db, account_id, self._kind(account_id, kind), search).count(up_to)

    def _next(self, account_id: int, kind: ObjectType, many: int) -> int:
        """The first of `many` numbers that nobody had."""
        (last,) = self._db.execute(_NUMBER, (space_of(account_id, kind), many)).fetchone()
        return int(last) - many + 1

    def _insert(
        self, account_id: int, kind: ObjectType, properties: Mapping[str, str], number: int, now: int
    ) -> Record:
        row = (first_row(account_id, kind) + number, 1, now, now, None, to_json(properties))
        self._db.execute(_ADD, row)
        record = Record(
            account_id=account_id,
            kind=kind,
            id=wire_id(row[0]),
            version=1,
            properties=properties,
            created_at=now,
            updated_at=now,
        )
        self._index.add(record)
        return record
