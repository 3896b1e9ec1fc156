"""What consents gave: rows that never change, so that the hot look-ups read a number instead of texts."""

from msgspec import Struct

from admittance.core.reasons import Dropped
from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import from_scopes, to_authority, to_dropped, to_json, to_scopes
from admittance.usecases.records import Authority

_GET = "SELECT granted, dropped, declined, authority FROM grants WHERE account_id = ? AND id = ?"
_ADD = "INSERT INTO grants (account_id, id, granted, dropped, declined, authority) VALUES (?, ?, ?, ?, ?, ?)"
_CACHED = 4096


class StoredGrant(Struct, frozen=True):
    """One row of `grants`."""

    granted: frozenset[str]
    dropped: tuple[Dropped, ...]
    declined: frozenset[str]
    authority: Authority


class Grants:
    """Rows of `grants`, the newest read kept.

    INVARIANT: an id is given once while the server runs and its row is never updated, so a kept row can't be stale.
    """

    def __init__(self, db: Database) -> None:
        self._db = db
        self._kept: dict[tuple[int, int], StoredGrant] = {}

    def add(self, account_id: int, grant: StoredGrant) -> int:
        """Store `grant`; its id."""
        grant_id = self._db.next_id("grants")
        texts = (from_scopes(grant.granted), to_json(grant.dropped), from_scopes(grant.declined))
        self._db.execute(_ADD, (account_id, grant_id, *texts, to_json(grant.authority)))
        return grant_id

    def get(self, account_id: int, grant_id: int) -> StoredGrant:
        """The row under this id, which a connection points to."""
        kept = self._kept.get((account_id, grant_id))
        return kept if kept is not None else self._read(account_id, grant_id)

    def _read(self, account_id: int, grant_id: int) -> StoredGrant:
        row = self._db.execute(_GET, (account_id, grant_id)).fetchone()
        grant = StoredGrant(to_scopes(row[0]), to_dropped(row[1]), to_scopes(row[2]), to_authority(row[3]))
        if len(self._kept) >= _CACHED:
            self._kept.clear()
        self._kept[account_id, grant_id] = grant
        return grant
