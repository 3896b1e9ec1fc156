"""The CRM's groups, as `tx.crm`."""

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_associations import SqliteAssociations
from admittance.storage.sqlite.crm_definitions import SqliteDefinitions
from admittance.storage.sqlite.crm_merges import SqliteMerges
from admittance.storage.sqlite.crm_pipelines import SqlitePipelines
from admittance.storage.sqlite.crm_records import SqliteRecords
from admittance.storage.sqlite.crm_replies import SqliteReplies
from admittance.storage.sqlite.memory import Memory


class SqliteCrm:
    """See `crm_ports.Crm`."""

    def __init__(self, db: Database, memory: Memory) -> None:
        self.associations = SqliteAssociations(db)
        self.pipelines = SqlitePipelines(db)
        self.definitions = SqliteDefinitions(db, memory, self.pipelines)
        self.records = SqliteRecords(db, self.associations, self.definitions)
        self.merges = SqliteMerges(db)
        self.replies = SqliteReplies(db)
