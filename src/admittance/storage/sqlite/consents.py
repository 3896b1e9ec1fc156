"""Consent pages that were shown."""

from typing import Any

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_asked, to_json
from admittance.usecases.outcomes import AlreadySpent, Spent, Unknown
from admittance.usecases.records import Consent

_COLUMNS = "account_id, id, digest, session_id, user_id, app_id, asked, expires_at, used_at"
_ADD = f"INSERT INTO consents ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
_GET = f"SELECT {_COLUMNS} FROM consents WHERE account_id = ? AND id = ?"
_SPEND = "UPDATE consents SET used_at = ? WHERE account_id = ? AND id = ? AND used_at IS NULL"
_EXISTS = "SELECT 1 FROM consents WHERE account_id = ? AND id = ?"


def _consent_of(row: tuple[Any, ...]) -> Consent:
    return Consent(
        account_id=row[0],
        id=row[1],
        digest=row[2],
        session_id=row[3],
        user_id=row[4],
        app_id=row[5],
        asked=to_asked(row[6]),
        expires_at=row[7],
        used_at=row[8],
    )


class SqliteConsents:
    """See `ports.Consents`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, consent: Consent) -> Consent:
        stored = msgspec.structs.replace(consent, id=self._db.next_id("consents"))
        self._db.execute(
            _ADD,
            (
                stored.account_id,
                stored.id,
                stored.digest,
                stored.session_id,
                stored.user_id,
                stored.app_id,
                to_json(stored.asked),
                stored.expires_at,
                stored.used_at,
            ),
        )
        return stored

    def get(self, account_id: int, consent_id: int) -> Consent | None:
        row = self._db.execute(_GET, (account_id, consent_id)).fetchone()
        return None if row is None else _consent_of(row)

    def spend(self, account_id: int, consent_id: int, now: int) -> Spent | AlreadySpent | Unknown:
        # INVARIANT: test and set are one statement, and there is one writer.
        if self._db.execute(_SPEND, (now, account_id, consent_id)).rowcount:
            return Spent()
        return AlreadySpent() if self._db.execute(_EXISTS, (account_id, consent_id)).fetchone() else Unknown()
