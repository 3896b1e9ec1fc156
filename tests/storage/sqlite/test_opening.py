"""Opening a data directory."""

import os
import sqlite3
from pathlib import Path

import pytest

from admittance.storage.places import database_in
from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.migrations import known_migrations
from admittance.storage.sqlite.opening import open_reader, open_store
from admittance.storage.sqlite.store import SqliteStore
from tests.storage import sample
from tests.storage.clock import MovableClock
from tests.storage.conftest import AUDIT_KEY

pytestmark = pytest.mark.anyio


def _problem(data_dir: Path) -> str:
    store = open_store(data_dir, AUDIT_KEY, MovableClock())
    assert isinstance(store, CannotOpen)
    return store.message


async def test_a_second_server_is_told_who_has_the_directory(store: SqliteStore, tmp_path: Path) -> None:
    """One process at a time owns a data directory; the second hears so, and is let in when the first is done."""
    assert "in use by another server (process " in _problem(tmp_path)

    await store.close()

    again = open_store(tmp_path, AUDIT_KEY, MovableClock())
    assert isinstance(again, SqliteStore)
    await again.close()


def test_a_directory_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    """A data directory that can't be written to is a message with its path, not a traceback."""
    (tmp_path / "file").write_text("")

    assert str(tmp_path / "file" / "var") in _problem(tmp_path / "file" / "var")


def test_a_file_that_is_no_database_is_left_alone(tmp_path: Path) -> None:
    """A file of something else under the database's name is reported, not overwritten; the lock is let go."""
    database_in(tmp_path).write_text("no database at all " * 50)

    assert "is not a database" in _problem(tmp_path)
    assert "is not a database" in _problem(tmp_path)
    assert database_in(tmp_path).read_text().startswith("no database at all")


def test_another_programs_database_is_left_alone(tmp_path: Path) -> None:
    """Tables that are not ours are not built upon."""
    with sqlite3.connect(database_in(tmp_path)) as db:
        db.execute("CREATE TABLE meta (key TEXT, value TEXT)")

    assert "not one of Admittance" in _problem(tmp_path)


async def test_a_newer_database_is_refused(store: SqliteStore, tmp_path: Path) -> None:
    """Tables that a later version made are not touched by an older one."""
    await store.close()
    with sqlite3.connect(database_in(tmp_path)) as db:
        db.execute("UPDATE meta SET value = value + 1 WHERE key = 'schema'")

    newer = len(known_migrations()) + 1
    assert f"newer Admittance (tables version {newer}" in _problem(tmp_path)
    reader = open_reader(database_in(tmp_path))
    assert isinstance(reader, CannotOpen)
    assert "newer Admittance" in reader.message


async def test_a_reader_works_beside_a_running_server(store: SqliteStore, tmp_path: Path) -> None:
    """Commands that only look read what a running server committed, and can't write."""
    await store.write(sample.found)

    reader = open_reader(database_in(tmp_path))

    assert not isinstance(reader, CannotOpen)
    assert reader.execute("SELECT count(*) FROM accounts").fetchone() == (2,)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.execute("DELETE FROM memberships")
    reader.close()


def test_a_reader_makes_no_database(tmp_path: Path) -> None:
    """Looking at a database that isn't there says so and leaves nothing behind."""
    problem = open_reader(database_in(tmp_path))

    assert isinstance(problem, CannotOpen)
    assert "there is no database" in problem.message
    assert list(tmp_path.iterdir()) == []


async def test_only_the_owner_may_read_the_files(store: SqliteStore, tmp_path: Path) -> None:
    """The database holds digests and personal data: its files are the owner's alone."""
    await store.write(sample.found)

    modes = {entry.name: entry.stat().st_mode & 0o777 for entry in os.scandir(tmp_path)}
    assert modes
    assert set(modes.values()) == {0o600}


async def test_commits_are_put_on_the_disk(store: SqliteStore, tmp_path: Path) -> None:
    """The writer runs in WAL mode with synchronous=FULL: anything less lost acknowledged commits in power losses."""
    db = store._writer
    pragmas = [db.execute(f"PRAGMA {name}").fetchone()[0] for name in ("journal_mode", "synchronous", "foreign_keys")]

    assert pragmas == ["wal", 2, 1]
