"""A copy of the database, taken while the server runs.

The copy holds everything but the keys: digests of secrets and personal data among them, so keep it as private as the
data directory. Without the keys of the data directory its audit chains can't be verified nor continued: keep those too,
elsewhere.
"""

import os
import sqlite3
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from admittance.storage.audit_file import check_chains
from admittance.storage.files import make_private, publish, remove_database
from admittance.storage.places import database_in
from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.connection import Connection
from admittance.storage.sqlite.opening import open_reader
from admittance.usecases.audit_chain import Finding, Verified


class BackedUp(Struct, frozen=True):
    """The copy is whole and on the disk. `findings` are those of its audit chains: the live ones have them too."""

    path: Path
    size: int
    audit_rows: int
    findings: tuple[Finding, ...]


class CannotBackUp(Struct, frozen=True):
    """No copy was made. `message` is for the operator."""

    message: str


BackupResult: TypeAlias = BackedUp | CannotBackUp


def backup(data_dir: Path, to: Path, audit_key: bytes) -> BackupResult:
    """Copy the database of `data_dir` to the new file `to`: one snapshot, verified before it gets its name.

    Takes as long as reading and writing the file; writes of a running server go on meanwhile. Never overwrites.
    """
    if to.exists():
        return CannotBackUp(f"{to} is there already; a backup never overwrites a file")
    source = open_reader(database_in(data_dir))
    if isinstance(source, CannotOpen):
        return CannotBackUp(source.message)
    partial = to.with_name(f".{to.name}.{os.getpid()}")
    try:
        return _copy(source, partial, to, audit_key)
    except FileExistsError:
        return CannotBackUp(f"{to} is there already; a backup never overwrites a file")
    except OSError as problem:
        return CannotBackUp(f"{to} can't be written: {problem.strerror}")
    except sqlite3.Error as problem:
        return CannotBackUp(f"{to} can't be written: {problem}")
    finally:
        source.close()
        remove_database(partial)


def _copy(source: Connection, partial: Path, to: Path, audit_key: bytes) -> BackupResult:
    make_private(partial)
    copy = sqlite3.connect(partial, isolation_level=None)
    try:
        # All pages in one step: one snapshot. In several steps a busy server's writes would start it over each time.
        source.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, nothing beside it
        verified = inspect(copy, audit_key)
    finally:
        copy.close()
    if isinstance(verified, str):
        return CannotBackUp(f"the copy is damaged, and so may the database be: {verified}")
    publish(partial, to)
    return BackedUp(to, to.stat().st_size, verified.rows, verified.findings)


def inspect(db: sqlite3.Connection, audit_key: bytes) -> Verified | str:
    """Whether the whole file holds together, and what its audit chains say; a text says what is damaged."""
    (answer,) = db.execute("PRAGMA integrity_check(1)").fetchone()
    return check_chains(db, audit_key) if answer == "ok" else str(answer)
