"""The audit chains of a database, read from first to last; also while a server is using it."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.audit import COLUMNS
from admittance.storage.sqlite.opening import open_reader
from admittance.usecases.audit_chain import (
    ChainCheck,
    Checkpoint,
    PersonalValue,
    SealedRow,
    Verified,
    make_checkpoint,
)

_ROWS = f"SELECT {COLUMNS} FROM audit ORDER BY account_id, seq"
_PERSONAL = "SELECT field, salt, value FROM audit_personal WHERE account_id = ? AND seq = ? ORDER BY field"


def sealed_rows(db: sqlite3.Connection) -> Iterator[SealedRow]:
    """Every audit row exactly as stored, account by account."""
    for row in db.execute(_ROWS):
        yield SealedRow(*row)


def check_chains(db: sqlite3.Connection, key: bytes, checkpoint: Checkpoint | None = None) -> Verified:
    """Look through all chains on one snapshot. Raises sqlite3.Error."""
    check = ChainCheck(key, checkpoint)
    db.execute("BEGIN")
    try:
        for row in sealed_rows(db):
            check.see(row, _personal(db, row) if row.personal else ())
    finally:
        db.execute("ROLLBACK")
    return check.finish()


def _personal(db: sqlite3.Connection, row: SealedRow) -> list[PersonalValue]:
    return [PersonalValue(*found) for found in db.execute(_PERSONAL, (row.account_id, row.seq))]


def verify_audit(database: Path, key: bytes, checkpoint: Checkpoint | None = None) -> Verified | CannotOpen:
    """What `audit verify` says. Without a checkpoint a loss at the very end of a chain can't be seen."""
    db = open_reader(database)
    if isinstance(db, CannotOpen):
        return db
    try:
        return check_chains(db, key, checkpoint)
    except sqlite3.Error as problem:
        return CannotOpen(f"{database} can't be read to its end: {problem}")
    finally:
        db.close()


def take_checkpoint(database: Path, key: bytes, now: int) -> Checkpoint | Verified | CannotOpen:
    """A checkpoint to keep elsewhere. Chains that don't verify give none: the `Verified` says what is wrong."""
    verified = verify_audit(database, key)
    if isinstance(verified, CannotOpen) or verified.findings:
        return verified
    return make_checkpoint(key, verified.heads, now)
