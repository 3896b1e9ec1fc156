"""Who develops an app, and its cases in all accounts."""

from collections.abc import Sequence

from admittance.storage.sqlite.cases import COLUMNS, case_of
from admittance.storage.sqlite.connection import Database
from admittance.usecases.case_records import Case
from admittance.usecases.developer_ports import CasePlace

_OF_APP = "SELECT user_id FROM app_developers WHERE app_id = ? ORDER BY added_at, user_id"
_APPS_OF = "SELECT app_id FROM app_developers WHERE user_id = ? ORDER BY app_id"
_ADD = (
    "INSERT INTO app_developers (app_id, user_id, added_at) VALUES (?, ?, ?) ON CONFLICT (app_id, user_id) DO NOTHING"
)
_REMOVE = "DELETE FROM app_developers WHERE app_id = ? AND user_id = ?"
_CASES = f"SELECT {COLUMNS} FROM cases WHERE app_id = ?1 AND (?2 IS NULL OR id < ?2) ORDER BY id DESC LIMIT ?3"
_PLACE = "SELECT account_id, app_id FROM cases WHERE id = ?"


class SqliteDevelopers:
    """See `developer_ports.Developers`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def of_app(self, app_id: int) -> Sequence[int]:
        return [row[0] for row in self._db.execute(_OF_APP, (app_id,)).fetchall()]

    def apps_of(self, user_id: int) -> Sequence[int]:
        return [row[0] for row in self._db.execute(_APPS_OF, (user_id,)).fetchall()]

    def add(self, app_id: int, user_id: int, now: int) -> bool:
        return bool(self._db.execute(_ADD, (app_id, user_id, now)).rowcount)

    def remove(self, app_id: int, user_id: int) -> bool:
        return bool(self._db.execute(_REMOVE, (app_id, user_id)).rowcount)

    def cases(self, app_id: int, *, limit: int, before: int | None = None) -> Sequence[Case]:
        return [case_of(row) for row in self._db.execute(_CASES, (app_id, before, limit)).fetchall()]

    def place(self, case_id: int) -> CasePlace | None:
        row = self._db.execute(_PLACE, (case_id,)).fetchone()
        return None if row is None else CasePlace(row[0], row[1])
