"""Refused attempts."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from admittance.core.reasons import Reason
from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_asked, to_json, to_reasons
from admittance.usecases.case_records import Case
from admittance.usecases.records import AskedInstall

_COLUMNS = "account_id, id, app_id, user_id, reasons, asked, opened_at, seen_at"
_GET = f"SELECT {_COLUMNS} FROM cases WHERE account_id = ? AND id = ?"
_IN_ACCOUNT = f"SELECT {_COLUMNS} FROM cases WHERE account_id = ? ORDER BY id"
_SAME = "SELECT id FROM cases WHERE account_id = ? AND user_id = ? AND app_id = ? AND reasons_key = ?"
_OPEN = (
    "INSERT INTO cases (account_id, id, app_id, user_id, reasons, asked, opened_at, seen_at, reasons_key)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
# A refusal at redemption has nothing to resume; the request that an earlier attempt left stays usable.
_AGAIN = "UPDATE cases SET seen_at = ?, asked = coalesce(?, asked) WHERE account_id = ? AND id = ?"


def _case_of(row: tuple[Any, ...]) -> Case:
    return Case(
        account_id=row[0],
        id=row[1],
        app_id=row[2],
        user_id=row[3],
        reasons=to_reasons(row[4]),
        asked=None if row[5] is None else to_asked(row[5]),
        opened_at=row[6],
        seen_at=row[7],
    )


class SqliteCases:
    """See `ports.Cases`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def open(
        self,
        account_id: int,
        *,
        app_id: int,
        user_id: int,
        reasons: tuple[Reason, ...],
        asked: AskedInstall | None,
        now: int,
    ) -> Case:
        text = to_json(reasons)
        key = sha256(text.encode()).digest()
        request = None if asked is None else to_json(asked)
        same = self._db.execute(_SAME, (account_id, user_id, app_id, key)).fetchone()
        if same is not None:
            self._db.execute(_AGAIN, (now, request, account_id, same[0]))
            return _case_of(self._db.execute(_GET, (account_id, same[0])).fetchone())
        row = (account_id, self._db.next_id("cases"), app_id, user_id, text, request, now, now)
        self._db.execute(_OPEN, (*row, key))
        return _case_of(row)

    def get(self, account_id: int, case_id: int) -> Case | None:
        row = self._db.execute(_GET, (account_id, case_id)).fetchone()
        return None if row is None else _case_of(row)

    def in_account(self, account_id: int) -> Sequence[Case]:
        return [_case_of(row) for row in self._db.execute(_IN_ACCOUNT, (account_id,)).fetchall()]
