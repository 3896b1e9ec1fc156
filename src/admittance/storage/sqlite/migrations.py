"""Bringing a database to this version's tables."""

import re
import sqlite3
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from admittance.storage.problems import CannotOpen

SCHEMA = Path(__file__).parent.parent / "schema"
APPLICATION_ID = 0x41444D54
"""`ADMT`, in the header of every database of ours."""
_NAME = re.compile(r"(\d{4})_[a-z0-9_]+\.sql\Z")


class Migration(Struct, frozen=True):
    """One file of `schema/`."""

    version: int
    sql: str


def known_migrations(folder: Path = SCHEMA) -> Sequence[Migration]:
    """All of them, numbered from 1 without gaps."""
    named = sorted((int(found[1]), path) for path in folder.iterdir() if (found := _NAME.match(path.name)))
    if [version for version, _ in named] != list(range(1, len(named) + 1)):
        raise ValueError(f"migrations in {folder} are not numbered from 1 without gaps")
    return [Migration(version, path.read_text(encoding="utf-8")) for version, path in named]


def schema_version(db: sqlite3.Connection) -> int | None:
    """The last migration that was applied; 0 for an empty file, None where the tables are someone else's."""
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not tables:
        return 0
    (application_id,) = db.execute("PRAGMA application_id").fetchone()
    if application_id != APPLICATION_ID or "meta" not in tables:
        return None
    (version,) = db.execute("SELECT value FROM meta WHERE key = 'schema'").fetchone()
    return int(version)


def check_version(db: sqlite3.Connection, latest: int) -> int | CannotOpen:
    """The database's version, if this program can read it."""
    version = schema_version(db)
    if version is None:
        return CannotOpen("the file is a SQLite database, but not one of Admittance")
    if version > latest:
        return CannotOpen(
            f"the database was written by a newer Admittance (tables version {version}, this one knows {latest});"
            " run that version, or restore a backup"
        )
    return version


def migrate(db: sqlite3.Connection, migrations: Sequence[Migration]) -> CannotOpen | None:
    """Apply what is missing, each file in one transaction with its version."""
    version = check_version(db, len(migrations))
    if isinstance(version, CannotOpen):
        return version
    for migration in migrations[version:]:
        _apply(db, migration)
    return None


def _apply(db: sqlite3.Connection, migration: Migration) -> None:
    try:
        db.executescript(
            f"BEGIN IMMEDIATE;\n{migration.sql}\n"
            f"PRAGMA application_id = {APPLICATION_ID};\n"
            f"UPDATE meta SET value = {migration.version} WHERE key = 'schema';\nCOMMIT;"
        )
    except sqlite3.Error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
