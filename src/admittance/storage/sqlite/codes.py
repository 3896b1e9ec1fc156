"""Authorization codes."""

from typing import Any

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import from_scopes, to_install_url, to_json, to_scopes
from admittance.usecases.outcomes import AlreadySpent, Spent, Unknown
from admittance.usecases.token_records import Code

_COLUMNS = (
    "account_id, id, digest, app_id, user_id, redirect_uri, challenge, url, ticked, expires_at, spent_at, family_id"
)
_ADD = f"INSERT INTO codes ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_GET = f"SELECT {_COLUMNS} FROM codes WHERE account_id = ? AND id = ?"
_SPEND = "UPDATE codes SET spent_at = ? WHERE account_id = ? AND id = ? AND spent_at IS NULL"
_EXISTS = "SELECT 1 FROM codes WHERE account_id = ? AND id = ?"
_FAMILY = "UPDATE codes SET family_id = ? WHERE account_id = ? AND id = ?"
_NEWEST = "SELECT account_id, id, user_id, expires_at FROM codes ORDER BY id DESC"


def _code_of(row: tuple[Any, ...]) -> Code:
    return Code(
        account_id=row[0],
        id=row[1],
        digest=row[2],
        app_id=row[3],
        user_id=row[4],
        redirect_uri=row[5],
        challenge=row[6],
        url=to_install_url(row[7]),
        ticked=to_scopes(row[8]),
        expires_at=row[9],
        spent_at=row[10],
        family_id=row[11],
    )


class SqliteCodes:
    """See `ports.Codes`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, code: Code) -> Code:
        stored = msgspec.structs.replace(code, id=self._db.next_id("codes"))
        self._db.execute(
            _ADD,
            (
                stored.account_id,
                stored.id,
                stored.digest,
                stored.app_id,
                stored.user_id,
                stored.redirect_uri,
                stored.challenge,
                to_json(stored.url),
                from_scopes(stored.ticked),
                stored.expires_at,
                stored.spent_at,
                stored.family_id,
            ),
        )
        return stored

    def get(self, account_id: int, code_id: int) -> Code | None:
        row = self._db.execute(_GET, (account_id, code_id)).fetchone()
        return None if row is None else _code_of(row)

    def spend(self, account_id: int, code_id: int, now: int) -> Spent | AlreadySpent | Unknown:
        # INVARIANT: test and set are one statement, and there is one writer.
        if self._db.execute(_SPEND, (now, account_id, code_id)).rowcount:
            return Spent()
        return AlreadySpent() if self._db.execute(_EXISTS, (account_id, code_id)).fetchone() else Unknown()

    def set_family(self, account_id: int, code_id: int, family_id: int) -> None:
        self._db.execute(_FAMILY, (family_id, account_id, code_id))

    def spend_of_person(self, account_id: int, user_id: int, now: int) -> None:
        """Use up the codes of someone who left the account.

        Codes live a minute and expire in the order of their ids, so the newest few are all that matter.
        """
        theirs = []
        for row in self._db.execute(_NEWEST):
            if row[3] <= now:
                break
            if row[0] == account_id and row[2] == user_id:
                theirs.append(row[1])
        for code_id in theirs:
            self.spend(account_id, code_id, now)
