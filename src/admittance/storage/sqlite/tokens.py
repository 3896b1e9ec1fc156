"""Token families with their refresh and access tokens."""

from typing import Any

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.connections import COLUMNS as CONNECTION
from admittance.storage.sqlite.connections import connection_of
from admittance.storage.sqlite.forms import from_scopes, to_scopes
from admittance.storage.sqlite.grants import Grants
from admittance.usecases.outcomes import AlreadySpent, Spent, Unknown
from admittance.usecases.token_records import AccessToken, Family, LiveAccess, LiveRefresh, RefreshToken

_FAMILY = "f.account_id, f.id, f.connection_id, f.app_id, f.user_id, f.created_at, f.expires_at, f.ended_at"
_ADD_FAMILY = (
    "INSERT INTO families (account_id, id, connection_id, app_id, user_id, created_at, expires_at, ended_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_END_FAMILY = "UPDATE families SET ended_at = ? WHERE account_id = ? AND id = ? AND ended_at IS NULL"
_HANGS_ON = (
    " JOIN families f ON f.account_id = t.account_id AND f.id = t.family_id"
    " JOIN connections c ON c.account_id = f.account_id AND c.id = f.connection_id"
    " WHERE t.account_id = ? AND t.id = ?"
)

_ADD_REFRESH = (
    "INSERT INTO refresh_tokens (account_id, id, family_id, digest, created_at, expires_at, spent_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?)"
)
_REFRESH = (
    f"SELECT {CONNECTION}, {_FAMILY}, t.account_id, t.id, t.family_id, t.digest, t.created_at, t.expires_at, t.spent_at"
    f" FROM refresh_tokens t{_HANGS_ON}"
)
_SPEND_REFRESH = "UPDATE refresh_tokens SET spent_at = ? WHERE account_id = ? AND id = ? AND spent_at IS NULL"
_REFRESH_EXISTS = "SELECT 1 FROM refresh_tokens WHERE account_id = ? AND id = ?"

_ADD_ACCESS = (
    "INSERT INTO access_tokens (account_id, id, family_id, digest, scopes, created_at, expires_at, ended_at)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
)
_ACCESS = (
    f"SELECT {CONNECTION}, {_FAMILY}, t.account_id, t.id, t.family_id, t.digest, t.scopes, t.created_at, t.expires_at,"
    f" t.ended_at FROM access_tokens t{_HANGS_ON}"
)
_END_ACCESS = "UPDATE access_tokens SET ended_at = ? WHERE account_id = ? AND id = ? AND ended_at IS NULL"


def _family_of(row: tuple[Any, ...]) -> Family:
    """Columns 10 to 17 of the joined look-ups."""
    return Family(
        account_id=row[10],
        id=row[11],
        connection_id=row[12],
        app_id=row[13],
        user_id=row[14],
        created_at=row[15],
        expires_at=row[16],
        ended_at=row[17],
    )


class SqliteTokens:
    """See `ports.Tokens`."""

    def __init__(self, db: Database, grants: Grants) -> None:
        self._db = db
        self._grants = grants

    def add_family(self, family: Family) -> Family:
        stored = Family(
            account_id=family.account_id,
            id=self._db.next_id("families"),
            connection_id=family.connection_id,
            app_id=family.app_id,
            user_id=family.user_id,
            created_at=family.created_at,
            expires_at=family.expires_at,
            ended_at=family.ended_at,
        )
        self._db.execute(
            _ADD_FAMILY,
            (
                stored.account_id,
                stored.id,
                stored.connection_id,
                stored.app_id,
                stored.user_id,
                stored.created_at,
                stored.expires_at,
                stored.ended_at,
            ),
        )
        return stored

    def end_family(self, account_id: int, family_id: int, now: int) -> bool:
        # Its tokens are read together with it, so ending the family ends them all.
        return self._db.execute(_END_FAMILY, (now, account_id, family_id)).rowcount > 0

    def add_refresh(self, token: RefreshToken) -> RefreshToken:
        stored = RefreshToken(
            account_id=token.account_id,
            id=self._db.next_id("refresh_tokens"),
            family_id=token.family_id,
            digest=token.digest,
            created_at=token.created_at,
            expires_at=token.expires_at,
            spent_at=token.spent_at,
        )
        self._db.execute(
            _ADD_REFRESH,
            (
                stored.account_id,
                stored.id,
                stored.family_id,
                stored.digest,
                stored.created_at,
                stored.expires_at,
                stored.spent_at,
            ),
        )
        return stored

    def refresh(self, account_id: int, token_id: int) -> LiveRefresh | None:
        row = self._db.execute(_REFRESH, (account_id, token_id)).fetchone()
        if row is None:
            return None
        token = RefreshToken(
            account_id=row[18],
            id=row[19],
            family_id=row[20],
            digest=row[21],
            created_at=row[22],
            expires_at=row[23],
            spent_at=row[24],
        )
        return LiveRefresh(token, _family_of(row), connection_of(row, self._grants.get(row[0], row[4])))

    def spend_refresh(self, account_id: int, token_id: int, now: int) -> Spent | AlreadySpent | Unknown:
        # INVARIANT: test and set are one statement, and there is one writer.
        if self._db.execute(_SPEND_REFRESH, (now, account_id, token_id)).rowcount:
            return Spent()
        return AlreadySpent() if self._db.execute(_REFRESH_EXISTS, (account_id, token_id)).fetchone() else Unknown()

    def add_access(self, token: AccessToken) -> AccessToken:
        stored = AccessToken(
            account_id=token.account_id,
            id=self._db.next_id("access_tokens"),
            family_id=token.family_id,
            digest=token.digest,
            scopes=token.scopes,
            created_at=token.created_at,
            expires_at=token.expires_at,
            ended_at=token.ended_at,
        )
        self._db.execute(
            _ADD_ACCESS,
            (
                stored.account_id,
                stored.id,
                stored.family_id,
                stored.digest,
                from_scopes(stored.scopes),
                stored.created_at,
                stored.expires_at,
                stored.ended_at,
            ),
        )
        return stored

    def access(self, account_id: int, token_id: int) -> LiveAccess | None:
        row = self._db.execute(_ACCESS, (account_id, token_id)).fetchone()
        if row is None:
            return None
        token = AccessToken(
            account_id=row[18],
            id=row[19],
            family_id=row[20],
            digest=row[21],
            scopes=to_scopes(row[22]),
            created_at=row[23],
            expires_at=row[24],
            ended_at=row[25],
        )
        return LiveAccess(token, _family_of(row), connection_of(row, self._grants.get(row[0], row[4])))

    def end_access(self, account_id: int, token_id: int, now: int) -> bool:
        return self._db.execute(_END_ACCESS, (now, account_id, token_id)).rowcount > 0
