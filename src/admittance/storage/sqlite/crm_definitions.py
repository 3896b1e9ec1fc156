"""Properties that accounts define for themselves."""

from collections.abc import Sequence

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_pipelines import SqlitePipelines
from admittance.storage.sqlite.crm_rows import space_of
from admittance.storage.sqlite.forms import to_json
from admittance.storage.sqlite.memory import Memory
from admittance.usecases.crm.definitions import Definition, PropertyGroup, with_own
from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType
from admittance.usecases.crm.pipelines import PLACES, with_pipelines

_ALL = "SELECT definition FROM crm_properties WHERE account_id = ? AND kind = ? ORDER BY name"
_GET = "SELECT definition FROM crm_properties WHERE account_id = ? AND kind = ? AND name = ?"
_PUT = (
    "INSERT INTO crm_properties (account_id, kind, name, archived_at, definition) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (account_id, kind, name)"
    " DO UPDATE SET archived_at = excluded.archived_at, definition = excluded.definition"
)
_IN_USE = "SELECT 1 FROM crm_values WHERE space = ? AND property = ? LIMIT 1"
_GROUPS = "SELECT name, label, position FROM crm_property_groups WHERE account_id = ? AND kind = ? ORDER BY name"
_PUT_GROUP = (
    "INSERT INTO crm_property_groups (account_id, kind, name, label, position) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (account_id, kind, name) DO UPDATE SET label = excluded.label, position = excluded.position"
)
_END_GROUP = "DELETE FROM crm_property_groups WHERE account_id = ? AND kind = ? AND name = ?"

_definition = msgspec.json.Decoder(Definition)
_TYPES = {kind.code: kind for kind in OBJECT_TYPES}


class SqliteDefinitions:
    """See `crm_ports.Definitions`."""

    def __init__(self, db: Database, memory: Memory, pipelines: SqlitePipelines) -> None:
        self._db = db
        self._pipelines = pipelines
        self._kinds = memory.kinds

    def kind(self, account_id: int, kind: ObjectType) -> ObjectType:
        kept = self._kinds.get((account_id, kind.code))
        if kept is not None:
            return kept
        made = with_own(_TYPES[kind.code], self.own(account_id, kind))
        if made in PLACES:
            made = with_pipelines(made, self._pipelines.of(account_id, made))
        return self._kinds.keep((account_id, kind.code), made)

    def own(self, account_id: int, kind: ObjectType) -> Sequence[Definition]:
        rows = self._db.execute(_ALL, (account_id, kind.code)).fetchall()
        return [_definition.decode(row[0]) for row in rows]

    def get(self, account_id: int, kind: ObjectType, name: str) -> Definition | None:
        row = self._db.execute(_GET, (account_id, kind.code, name)).fetchone()
        return None if row is None else _definition.decode(row[0])

    def put(self, account_id: int, kind: ObjectType, definition: Definition) -> None:
        row = (account_id, kind.code, definition.name, definition.archived_at, to_json(definition))
        self._db.execute(_PUT, row)

    def in_use(self, account_id: int, kind: ObjectType, name: str) -> bool:
        return self._db.execute(_IN_USE, (space_of(account_id, kind), name)).fetchone() is not None

    def groups(self, account_id: int, kind: ObjectType) -> Sequence[PropertyGroup]:
        rows = self._db.execute(_GROUPS, (account_id, kind.code)).fetchall()
        return [PropertyGroup(name=name, label=label, order=order) for name, label, order in rows]

    def put_group(self, account_id: int, kind: ObjectType, group: PropertyGroup) -> None:
        self._db.execute(_PUT_GROUP, (account_id, kind.code, group.name, group.label, group.order))

    def end_group(self, account_id: int, kind: ObjectType, name: str) -> bool:
        return self._db.execute(_END_GROUP, (account_id, kind.code, name)).rowcount > 0
