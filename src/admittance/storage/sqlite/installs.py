"""Apps in accounts."""

from collections.abc import Sequence
from typing import Any

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import from_scopes, to_scopes
from admittance.usecases.records import Install

_COLUMNS = "account_id, app_id, installed_at, installed_by, granted"
_GET = f"SELECT {_COLUMNS} FROM installs WHERE account_id = ? AND app_id = ?"
_IN_ACCOUNT = f"SELECT {_COLUMNS} FROM installs WHERE account_id = ? ORDER BY app_id"
_INSTALL = f"INSERT INTO installs ({_COLUMNS}) VALUES (?, ?, ?, ?, ?)"
_WIDEN = "UPDATE installs SET granted = ? WHERE account_id = ? AND app_id = ?"
_REMOVE = "DELETE FROM installs WHERE account_id = ? AND app_id = ?"


def _install_of(row: tuple[Any, ...]) -> Install:
    return Install(
        account_id=row[0], app_id=row[1], installed_at=row[2], installed_by=row[3], granted=to_scopes(row[4])
    )


class SqliteInstalls:
    """See `ports.Installs`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def get(self, account_id: int, app_id: int) -> Install | None:
        row = self._db.execute(_GET, (account_id, app_id)).fetchone()
        return None if row is None else _install_of(row)

    def in_account(self, account_id: int) -> Sequence[Install]:
        return [_install_of(row) for row in self._db.execute(_IN_ACCOUNT, (account_id,))]

    def record(self, account_id: int, app_id: int, user_id: int, granted: frozenset[str], now: int) -> Install | None:
        before = self.get(account_id, app_id)
        if before is None:
            self._db.execute(_INSTALL, (account_id, app_id, now, user_id, from_scopes(granted)))
        elif not granted <= before.granted:
            self._db.execute(_WIDEN, (from_scopes(before.granted | granted), account_id, app_id))
        return before

    def remove(self, account_id: int, app_id: int) -> bool:
        return self._db.execute(_REMOVE, (account_id, app_id)).rowcount > 0
