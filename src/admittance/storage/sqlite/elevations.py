"""Time-boxed rights. Nothing is written when the time of one comes: every look compares times (product section 5)."""

from collections.abc import Sequence
from typing import Any

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_json, to_rights
from admittance.usecases.case_records import Elevation, ElevationEnd

_COLUMNS = (
    "account_id, id, user_id, app_id, case_id, rights, super_admin, given_by, starts_at, ends_at, ended_at, ended_why"
)
_ADD = f"INSERT INTO elevations ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_GET = f"SELECT {_COLUMNS} FROM elevations WHERE account_id = ? AND id = ?"
_LIVE = (
    f"SELECT {_COLUMNS} FROM elevations WHERE account_id = ?1 AND user_id = ?2 AND app_id = ?3 AND ended_at IS NULL"
    " AND ends_at > ?4 AND starts_at <= ?4"
)
_IN_ACCOUNT = (
    f"SELECT {_COLUMNS} FROM elevations WHERE account_id = ?1 AND ended_at IS NULL"
    " AND ends_at > ?2 AND starts_at <= ?2 ORDER BY id"
)
_END = "UPDATE elevations SET ended_at = ?, ended_why = ? WHERE account_id = ? AND id = ? AND ended_at IS NULL"
_REPLACE = (
    "UPDATE elevations SET ended_at = ?1, ended_why = ?2"
    " WHERE account_id = ?3 AND user_id = ?4 AND app_id = ?5 AND ended_at IS NULL AND ends_at > ?1"
)
_LEAVES = (
    "UPDATE elevations SET ended_at = ?1, ended_why = ?2"
    " WHERE account_id = ?3 AND user_id = ?4 AND ended_at IS NULL AND ends_at > ?1"
)


def _elevation_of(row: tuple[Any, ...]) -> Elevation:
    return Elevation(
        account_id=row[0],
        id=row[1],
        user_id=row[2],
        app_id=row[3],
        case_id=row[4],
        rights=to_rights(row[5]),
        super_admin=bool(row[6]),
        given_by=row[7],
        starts_at=row[8],
        ends_at=row[9],
        ended_at=row[10],
        ended_why=None if row[11] is None else ElevationEnd(row[11]),
    )


class SqliteElevations:
    """See `ports.Elevations`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, elevation: Elevation) -> Elevation:
        stored = msgspec.structs.replace(elevation, id=self._db.next_id("elevations"))
        # INVARIANT: of one user and app at most one counts at any time.
        whose = (stored.account_id, stored.user_id, stored.app_id)
        self._db.execute(_REPLACE, (stored.starts_at, ElevationEnd.REVOKED.value, *whose))
        self._db.execute(
            _ADD,
            (
                stored.account_id,
                stored.id,
                stored.user_id,
                stored.app_id,
                stored.case_id,
                to_json(stored.rights),
                stored.super_admin,
                stored.given_by,
                stored.starts_at,
                stored.ends_at,
                stored.ended_at,
                None if stored.ended_why is None else stored.ended_why.value,
            ),
        )
        return stored

    def get(self, account_id: int, elevation_id: int) -> Elevation | None:
        row = self._db.execute(_GET, (account_id, elevation_id)).fetchone()
        return None if row is None else _elevation_of(row)

    def live(self, account_id: int, user_id: int, app_id: int, now: int) -> Elevation | None:
        row = self._db.execute(_LIVE, (account_id, user_id, app_id, now)).fetchone()
        return None if row is None else _elevation_of(row)

    def in_account(self, account_id: int, now: int) -> Sequence[Elevation]:
        return [_elevation_of(row) for row in self._db.execute(_IN_ACCOUNT, (account_id, now)).fetchall()]

    def end(self, account_id: int, elevation_id: int, why: ElevationEnd, now: int) -> bool:
        elevation = self.get(account_id, elevation_id)
        if elevation is None or elevation.ends_at <= now:
            return False
        return self._db.execute(_END, (now, why.value, account_id, elevation_id)).rowcount > 0

    def end_of_person(self, account_id: int, user_id: int, now: int) -> None:
        """End all that the person has in the account, because they left (product rule 11)."""
        self._db.execute(_LEAVES, (now, ElevationEnd.PERSON_LEFT.value, account_id, user_id))
