"""Everything an act can reach, over one connection."""

from admittance.storage.sqlite.accounts import SqliteAccounts
from admittance.storage.sqlite.apps import SqliteApps
from admittance.storage.sqlite.audit import Pending, SqliteAudit
from admittance.storage.sqlite.cases import SqliteCases
from admittance.storage.sqlite.codes import SqliteCodes
from admittance.storage.sqlite.connection import Connection
from admittance.storage.sqlite.connections import SqliteConnections
from admittance.storage.sqlite.consents import SqliteConsents
from admittance.storage.sqlite.crm import SqliteCrm
from admittance.storage.sqlite.developers import SqliteDevelopers
from admittance.storage.sqlite.elevations import SqliteElevations
from admittance.storage.sqlite.feedback import SqliteFeedback
from admittance.storage.sqlite.grants import Grants
from admittance.storage.sqlite.imports import SqliteImports
from admittance.storage.sqlite.installs import SqliteInstalls
from admittance.storage.sqlite.invitations import SqliteInvitations
from admittance.storage.sqlite.memory import Memory
from admittance.storage.sqlite.outbox import SqliteOutbox
from admittance.storage.sqlite.outside_mail import SqliteOutsideMail
from admittance.storage.sqlite.people import SqlitePeople
from admittance.storage.sqlite.proofs import SqliteSpentProofs
from admittance.storage.sqlite.resets import SqliteResets
from admittance.storage.sqlite.sessions import SqliteSessions
from admittance.storage.sqlite.teams import Teams
from admittance.storage.sqlite.tokens import SqliteTokens
from admittance.storage.sqlite.webhooks import SqliteWebhooks


class SqliteTransaction:
    """See `ports.Transaction`. One is made for each connection and serves all its transactions in turn.

    `memory` is for connections that hear of changes; without it every row is read anew.
    """

    def __init__(self, db: Connection, waiting: list[Pending] | None, memory: Memory | None = None) -> None:
        grants = Grants(db)
        teams = Teams(db)
        memory = memory or Memory(0)
        self.accounts = SqliteAccounts(db, teams, memory)
        self.apps = SqliteApps(db, memory)
        self.installs = SqliteInstalls(db)
        self.connections = SqliteConnections(db, grants)
        self.codes = SqliteCodes(db)
        self.tokens = SqliteTokens(db, grants)
        self.sessions = SqliteSessions(db)
        self.elevations = SqliteElevations(db)
        self.people = SqlitePeople(
            db,
            teams=teams,
            sessions=self.sessions,
            codes=self.codes,
            connections=self.connections,
            elevations=self.elevations,
            memory=memory,
        )
        self.consents = SqliteConsents(db)
        self.cases = SqliteCases(db)
        self.outbox = SqliteOutbox(db)
        self.invitations = SqliteInvitations(db)
        self.developers = SqliteDevelopers(db)
        self.outside_mail = SqliteOutsideMail(db)
        self.feedback = SqliteFeedback(db)
        self.resets = SqliteResets(db)
        self.proofs = SqliteSpentProofs(db)
        self.crm = SqliteCrm(db, memory)
        self.imports = SqliteImports(db)
        self.webhooks = SqliteWebhooks(db, memory)
        self.audit = SqliteAudit(db, waiting)
