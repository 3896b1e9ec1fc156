"""Captcha answers already used."""

from admittance.storage.sqlite.connection import Database

_SPEND = "INSERT INTO spent_proofs (proof, expires_at) VALUES (?, ?) ON CONFLICT (proof) DO NOTHING"


class SqliteSpentProofs:
    """See `ports.SpentProofs`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def spend(self, proof: bytes, expires_at: int) -> bool:
        return self._db.execute(_SPEND, (proof, expires_at)).rowcount > 0
