"""Opening a data directory: checks first, each with a message that says what to do."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

from admittance.storage.lock import DirectoryLock, take_lock
from admittance.storage.places import database_in
from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.batch import Batch
from admittance.storage.sqlite.connection import Connection, connect_reader, connect_writer
from admittance.storage.sqlite.migrations import check_version, known_migrations, migrate
from admittance.storage.sqlite.store import SqliteStore

OLDEST_SQLITE = (3, 37, 0)
"""The first with STRICT tables."""


def open_store(data_dir: Path, audit_key: bytes, now: Callable[[], int]) -> SqliteStore | CannotOpen:
    """The store of `data_dir`, made if it is missing and brought to this version's tables.

    `audit_key` seals the audit chains (32 bytes, not kept in the database); `now` gives the server's time in ms. One
    process at a time may hold a store open; `SqliteStore.close` lets the next one in.
    """
    if (problem := _unsuitable()) is not None:
        return problem
    lock = take_lock(data_dir)
    if isinstance(lock, CannotOpen):
        return lock
    store = _opened(database_in(data_dir), audit_key, now, lock)
    if isinstance(store, CannotOpen):
        lock.release()
    return store


def _opened(path: Path, audit_key: bytes, now: Callable[[], int], lock: DirectoryLock) -> SqliteStore | CannotOpen:
    try:
        path.touch(mode=0o600)  # SQLite gives its log the same rights
        writer = connect_writer(path)
        problem = migrate(writer, known_migrations())
        if problem is not None:
            writer.close()
            return CannotOpen(f"{path}: {problem.message}")
        return SqliteStore(path, writer, Batch(writer, audit_key, now), lock)
    except OSError as problem:
        return CannotOpen(f"{path} can't be written to: {problem.strerror}")
    except sqlite3.Error as problem:
        return CannotOpen(_in_words(path, problem))


def open_reader(path: Path) -> Connection | CannotOpen:
    """A connection that only reads, for commands that look at a database while a server may be using it."""
    if (problem := _unsuitable()) is not None:
        return problem
    if not path.is_file():
        return CannotOpen(f"there is no database at {path}")
    try:
        db = connect_reader(path)
        version = check_version(db, len(known_migrations()))
    except sqlite3.Error as error:
        return CannotOpen(_in_words(path, error))
    if isinstance(version, CannotOpen):
        db.close()
        return CannotOpen(f"{path}: {version.message}")
    if version < len(known_migrations()):
        db.close()
        return CannotOpen(f"{path} has tables of an older version ({version}); start the server once to bring them up")
    return db


def latest_time_in(path: Path) -> int:
    """The latest time that was committed there, in ms; 0 where nothing can be read. `open_store` says what is wrong."""
    if not path.is_file():
        return 0
    try:
        db = connect_reader(path)
        try:
            found = db.execute("SELECT value FROM meta WHERE key = 'latest_time'").fetchone()
        finally:
            db.close()
    except sqlite3.Error:
        return 0
    return int(found[0]) if found else 0


def _unsuitable() -> CannotOpen | None:
    if sqlite3.sqlite_version_info < OLDEST_SQLITE:
        needed = ".".join(map(str, OLDEST_SQLITE))
        return CannotOpen(f"Python's SQLite is {sqlite3.sqlite_version}; Admittance needs {needed} or newer")
    with sqlite3.connect(":memory:") as probe:
        try:
            probe.execute("CREATE VIRTUAL TABLE probe USING fts5 (text)")
        except sqlite3.Error:
            return CannotOpen("Python's SQLite was built without FTS5, which the search over contacts needs")
    return None


def _in_words(path: Path, problem: sqlite3.Error) -> str:
    name = problem.sqlite_errorname if hasattr(problem, "sqlite_errorname") else ""
    match name:
        case "SQLITE_NOTADB":
            return f"{path} is not a database; move it away, or restore a backup"
        case "SQLITE_CORRUPT":
            return f"{path} is damaged; restore a backup"
        case "SQLITE_FULL":
            return f"the disk that holds {path} is full"
        case "SQLITE_BUSY" | "SQLITE_BUSY_RECOVERY":
            return f"{path} is held by another program"
        case name if name.startswith(("SQLITE_CANTOPEN", "SQLITE_READONLY", "SQLITE_PERM")):
            return f"{path} can't be opened for writing: check who owns the folder and the file"
        case _:
            return f"{path} can't be opened: {problem}"
