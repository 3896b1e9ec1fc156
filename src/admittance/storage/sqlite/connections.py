"""App × account × user."""

from collections.abc import Sequence
from typing import Any

from admittance.core.reasons import Dropped
from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.grants import Grants, StoredGrant
from admittance.usecases.proposal import Proposal
from admittance.usecases.records import Authority, Connection, ConnectionEnd

COLUMNS = (
    "c.account_id, c.id, c.app_id, c.user_id, c.grant_id, c.manifest_version, c.created_at, c.last_used_at,"
    " c.ended_at, c.ended_why"
)
_GET = f"SELECT {COLUMNS} FROM connections c WHERE c.account_id = ? AND c.id = ?"
_LIVE = (
    f"SELECT {COLUMNS} FROM connections c"
    " WHERE c.account_id = ? AND c.app_id = ? AND c.user_id = ? AND c.ended_at IS NULL"
)
_OF_ACCOUNT = "c.account_id = ?1 AND (?2 IS NULL OR c.user_id = ?2)"
_IN_ACCOUNT = f"SELECT {COLUMNS} FROM connections c WHERE {_OF_ACCOUNT} ORDER BY c.id"
_LIVE_IN_ACCOUNT = f"SELECT {COLUMNS} FROM connections c WHERE {_OF_ACCOUNT} AND c.ended_at IS NULL ORDER BY c.id"
_PAGE = (
    f"SELECT {COLUMNS} FROM connections c NOT INDEXED"  # along the key: a page reads no more than it shows
    " WHERE c.account_id = ? AND c.ended_at IS NULL AND c.id > ? ORDER BY c.id LIMIT ?"
)
_LOOK_ON = "INSERT OR REPLACE INTO drift_looks (account_id, after) VALUES (?, ?)"
_LOOKED = "DELETE FROM drift_looks WHERE account_id = ?"
_TO_LOOK_AT = "SELECT account_id, after FROM drift_looks LIMIT 1"
_OF_APP = (
    f"SELECT {COLUMNS} FROM connections c WHERE c.account_id = ? AND c.app_id = ? AND c.ended_at IS NULL ORDER BY c.id"
)
_OPEN = (
    "INSERT INTO connections (account_id, id, app_id, user_id, grant_id, manifest_version, created_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_RENEW = "UPDATE connections SET grant_id = ?, manifest_version = ? WHERE account_id = ? AND id = ?"
_END = "UPDATE connections SET ended_at = ?, ended_why = ? WHERE account_id = ? AND id = ? AND ended_at IS NULL"
_END_OF_APP = (
    "UPDATE connections SET ended_at = ?, ended_why = ? WHERE account_id = ? AND app_id = ? AND ended_at IS NULL"
    " RETURNING id"
)
_END_OF_PERSON = (
    "UPDATE connections SET ended_at = ?, ended_why = ? WHERE account_id = ? AND user_id = ? AND ended_at IS NULL"
)
_TOUCH = "UPDATE connections SET last_used_at = ? WHERE account_id = ? AND id = ?"
_PROPOSE = (
    "INSERT OR REPLACE INTO proposals (account_id, connection_id, user_id, proposed_by, proposed_at)"
    " VALUES (?, ?, ?, ?, ?)"
)
_PROPOSALS = (
    "SELECT p.account_id, p.connection_id, p.user_id, p.proposed_by, p.proposed_at FROM proposals p"
    " JOIN connections c ON c.account_id = p.account_id AND c.id = p.connection_id"
    " WHERE p.account_id = ? AND c.ended_at IS NULL ORDER BY p.connection_id"
)
_WITHDRAW = "DELETE FROM proposals WHERE account_id = ? AND connection_id = ?"
_RE_ANCHOR = "UPDATE connections SET user_id = ?, grant_id = ? WHERE account_id = ? AND id = ? AND ended_at IS NULL"
_RE_ANCHOR_FAMILIES = "UPDATE families SET user_id = ? WHERE account_id = ? AND connection_id = ? AND ended_at IS NULL"


def connection_of(row: tuple[Any, ...], grant: StoredGrant) -> Connection:
    """The ten columns of `COLUMNS`, with the grant that the fifth names."""
    return Connection(
        account_id=row[0],
        id=row[1],
        app_id=row[2],
        user_id=row[3],
        granted=grant.granted,
        dropped=grant.dropped,
        declined=grant.declined,
        authority=grant.authority,
        manifest_version=row[5],
        created_at=row[6],
        last_used_at=row[7],
        ended_at=row[8],
        ended_why=None if row[9] is None else ConnectionEnd(row[9]),
    )


class SqliteConnections:
    """See `ports.Connections`."""

    def __init__(self, db: Database, grants: Grants) -> None:
        self._db = db
        self._grants = grants

    def _one(self, row: tuple[Any, ...]) -> Connection:
        return connection_of(row, self._grants.get(row[0], row[4]))

    def get(self, account_id: int, connection_id: int) -> Connection | None:
        row = self._db.execute(_GET, (account_id, connection_id)).fetchone()
        return None if row is None else self._one(row)

    def live(self, account_id: int, app_id: int, user_id: int) -> Connection | None:
        row = self._db.execute(_LIVE, (account_id, app_id, user_id)).fetchone()
        return None if row is None else self._one(row)

    def in_account(
        self, account_id: int, *, live_only: bool = True, user_id: int | None = None
    ) -> Sequence[Connection]:
        rows = self._db.execute(_LIVE_IN_ACCOUNT if live_only else _IN_ACCOUNT, (account_id, user_id)).fetchall()
        return [self._one(row) for row in rows]

    def page(self, account_id: int, *, after: int, limit: int) -> Sequence[Connection]:
        return [self._one(row) for row in self._db.execute(_PAGE, (account_id, after, limit)).fetchall()]

    def look_on(self, account_id: int, after: int | None) -> None:
        if after is None:
            self._db.execute(_LOOKED, (account_id,))
        else:
            self._db.execute(_LOOK_ON, (account_id, after))

    def to_look_at(self) -> tuple[int, int] | None:
        found: tuple[int, int] | None = self._db.execute(_TO_LOOK_AT).fetchone()
        return found

    def of_app(self, account_id: int, app_id: int) -> Sequence[Connection]:
        return [self._one(row) for row in self._db.execute(_OF_APP, (account_id, app_id)).fetchall()]

    def open(
        self,
        account_id: int,
        *,
        app_id: int,
        user_id: int,
        granted: frozenset[str],
        dropped: tuple[Dropped, ...],
        declined: frozenset[str],
        authority: Authority,
        manifest_version: int,
        now: int,
    ) -> Connection:
        grant = StoredGrant(granted, dropped, declined, authority)
        row = self._db.execute(_LIVE, (account_id, app_id, user_id)).fetchone()
        if row is not None:
            return self._renew(row, grant, manifest_version)
        grant_id = self._grants.add(account_id, grant)
        row = (account_id, self._db.next_id("connections"), app_id, user_id, grant_id, manifest_version, now)
        self._db.execute(_OPEN, row)
        return connection_of((*row, None, None, None), grant)

    def _renew(self, row: tuple[Any, ...], grant: StoredGrant, manifest_version: int) -> Connection:
        account_id, connection_id, grant_id = row[0], row[1], row[4]
        if self._grants.get(account_id, grant_id) != grant:
            grant_id = self._grants.add(account_id, grant)
        if (grant_id, manifest_version) != (row[4], row[5]):
            self._db.execute(_RENEW, (grant_id, manifest_version, account_id, connection_id))
        return connection_of((*row[:4], grant_id, manifest_version, *row[6:]), grant)

    def end(self, account_id: int, connection_id: int, why: ConnectionEnd, now: int) -> bool:
        # Its tokens are read together with it, so ending the connection ends them all, however many they are.
        return self._db.execute(_END, (now, why.value, account_id, connection_id)).rowcount > 0

    def end_of_person(self, account_id: int, user_id: int, now: int) -> None:
        """End all that the person has in the account, because they left (product rule 11)."""
        self._db.execute(_END_OF_PERSON, (now, ConnectionEnd.PERSON_LEFT.value, account_id, user_id))

    def end_of_app(self, account_id: int, app_id: int, why: ConnectionEnd, now: int) -> Sequence[int]:
        ended = self._db.execute(_END_OF_APP, (now, why.value, account_id, app_id)).fetchall()
        return sorted(connection_id for (connection_id,) in ended)

    def touch(self, account_id: int, connection_id: int, now: int) -> None:
        self._db.execute(_TOUCH, (now, account_id, connection_id))

    def propose(self, proposal: Proposal) -> None:
        row = (proposal.account_id, proposal.connection_id, proposal.user_id)
        self._db.execute(_PROPOSE, (*row, proposal.proposed_by, proposal.proposed_at))

    def proposals(self, account_id: int) -> Sequence[Proposal]:
        return [
            Proposal(account_id=row[0], connection_id=row[1], user_id=row[2], proposed_by=row[3], proposed_at=row[4])
            for row in self._db.execute(_PROPOSALS, (account_id,)).fetchall()
        ]

    def withdraw(self, account_id: int, connection_id: int) -> bool:
        return self._db.execute(_WITHDRAW, (account_id, connection_id)).rowcount > 0

    def re_anchor(self, account_id: int, connection_id: int, user_id: int, authority: Authority) -> bool:
        connection = self.get(account_id, connection_id)
        if connection is None or connection.ended_at is not None:
            return False
        if self.live(account_id, connection.app_id, user_id) is not None:
            return False
        grant = StoredGrant(connection.granted, connection.dropped, connection.declined, authority)
        self._db.execute(_RE_ANCHOR, (user_id, self._grants.add(account_id, grant), account_id, connection_id))
        self._db.execute(_RE_ANCHOR_FAMILIES, (user_id, account_id, connection_id))
        self.withdraw(account_id, connection_id)
        return True
