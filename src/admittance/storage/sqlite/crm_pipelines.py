"""Pipelines of accounts that have changed them."""

from collections.abc import Sequence

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_json
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.crm.pipelines import Pipeline

_OF = "SELECT pipeline FROM crm_pipelines WHERE account_id = ? AND kind = ? ORDER BY id"
_PUT = (
    "INSERT INTO crm_pipelines (account_id, kind, id, pipeline) VALUES (?, ?, ?, ?)"
    " ON CONFLICT (account_id, kind, id) DO UPDATE SET pipeline = excluded.pipeline"
)

_pipeline = msgspec.json.Decoder(Pipeline)


class SqlitePipelines:
    """See `crm_ports.Pipelines`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of(self, account_id: int, kind: ObjectType) -> Sequence[Pipeline]:
        rows = self._db.execute(_OF, (account_id, kind.code)).fetchall()
        return [_pipeline.decode(row[0]) for row in rows]

    def put(self, account_id: int, kind: ObjectType, pipeline: Pipeline) -> None:
        self._db.execute(_PUT, (account_id, kind.code, pipeline.id, to_json(pipeline)))
