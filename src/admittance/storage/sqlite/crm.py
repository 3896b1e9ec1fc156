"""The CRM's groups, as `tx.crm`."""

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.crm_associations import SqliteAssociations
from admittance.storage.sqlite.crm_records import SqliteRecords
from admittance.storage.sqlite.crm_replies import SqliteReplies


class SqliteCrm:
    """See `crm_ports.Crm`."""

    def __init__(self, db: Database) -> None:
        self.associations = SqliteAssociations(db)
        self.records = SqliteRecords(db, self.associations)
        self.replies = SqliteReplies(db)
