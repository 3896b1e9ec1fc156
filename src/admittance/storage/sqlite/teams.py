"""The teams of accounts: names, with or without members."""

from collections.abc import Sequence

from admittance.storage.sqlite.connection import Database

_ALL = "SELECT name FROM teams WHERE account_id = ? ORDER BY name"
_ADD = "INSERT INTO teams (account_id, name) VALUES (?, ?) ON CONFLICT DO NOTHING"
_RENAME = "UPDATE OR IGNORE teams SET name = ?1 WHERE account_id = ?2 AND name = ?3"
_REMOVE = "DELETE FROM teams WHERE account_id = ? AND name = ?"
_MOVE = "UPDATE memberships SET team = ?1, version = version + 1 WHERE account_id = ?2 AND team = ?3"


class Teams:
    """Part of `ports.Accounts`. INVARIANT: a member's team is always one of these; see `ensure`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def all(self, account_id: int) -> Sequence[str]:
        """Names, sorted."""
        return [name for (name,) in self._db.execute(_ALL, (account_id,)).fetchall()]

    def ensure(self, account_id: int, name: str) -> bool:
        """Make sure that there is a team of that name; True when it is new."""
        return self._db.execute(_ADD, (account_id, name)).rowcount > 0

    def rename(self, account_id: int, name: str, new: str) -> bool:
        """With its members; False when `name` is absent or `new` taken."""
        if not self._db.execute(_RENAME, (new, account_id, name)).rowcount:
            return False
        self._db.execute(_MOVE, (new, account_id, name))
        return True

    def remove(self, account_id: int, name: str) -> bool:
        """Its members stay in the account."""
        if not self._db.execute(_REMOVE, (account_id, name)).rowcount:
            return False
        self._db.execute(_MOVE, (None, account_id, name))
        return True
