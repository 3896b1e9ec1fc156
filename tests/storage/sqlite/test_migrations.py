"""Bringing a database to this version's tables."""

import sqlite3
from pathlib import Path

import pytest

from admittance.storage.sqlite.migrations import Migration, known_migrations, migrate, schema_version

FIRST = known_migrations()[0]


def _database() -> sqlite3.Connection:
    return sqlite3.connect(":memory:", isolation_level=None)


def test_an_empty_file_gets_all_tables() -> None:
    """A new database is brought from nothing to the newest version."""
    db = _database()

    assert migrate(db, known_migrations()) is None

    assert schema_version(db) == len(known_migrations())


def test_only_what_is_missing_is_applied() -> None:
    """A migration runs once."""
    db = _database()
    migrate(db, [FIRST])

    migrate(db, [FIRST, Migration(2, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;")])
    migrate(db, [FIRST, Migration(2, "CREATE TABLE later (id INTEGER PRIMARY KEY) STRICT;")])

    assert schema_version(db) == 2


def test_a_migration_that_fails_leaves_nothing() -> None:
    """Each migration is one transaction: half of one never stays."""
    db = _database()
    migrate(db, [FIRST])
    broken = Migration(2, "CREATE TABLE half (id INTEGER PRIMARY KEY) STRICT; INSERT INTO nowhere VALUES (1);")

    with pytest.raises(sqlite3.Error, match="nowhere"):
        migrate(db, [FIRST, broken])

    assert schema_version(db) == 1
    assert db.execute("SELECT count(*) FROM sqlite_master WHERE name = 'half'").fetchone() == (0,)


def test_a_gap_in_the_numbers_is_found(tmp_path: Path) -> None:
    """Migrations are numbered from 1 without gaps, so that two that were written apart can't both be number 2."""
    (tmp_path / "0002_second.sql").write_text("")

    with pytest.raises(ValueError, match="without gaps"):
        known_migrations(tmp_path)


def test_every_table_is_strict_and_keyed_by_its_account() -> None:
    """A column holds what it says, and a row of a tenant's table is found only by naming its account."""
    db = _database()
    migrate(db, known_migrations())
    tables = db.execute(
        "SELECT name, strict FROM pragma_table_list"
        " WHERE schema = 'main' AND type = 'table' AND name NOT LIKE 'sqlite_%'"
    ).fetchall()

    assert [name for name, strict in tables if not strict] == []
    for name, _ in tables:
        columns = db.execute("SELECT name, pk FROM pragma_table_info(?)", (name,)).fetchall()
        if "account_id" in dict(columns):
            assert dict(columns)["account_id"] > 0, name


def test_letters_of_an_older_database_find_their_account() -> None:
    """The account stands in a letter's key; nothing that waits is lost."""
    db = _database()
    migrate(db, known_migrations()[:5])
    db.executescript(
        "INSERT INTO users VALUES (3, 'a@x', 'a@x', 'A', 'B', NULL, NULL, 'system', 1, 5);"
        "INSERT INTO outbox VALUES (8, 'case/4821907/12/3', 3, 'Subject', 'Body', 5, NULL);"
    )

    assert migrate(db, known_migrations()) is None

    assert db.execute("SELECT account_id, id, key, sent_at FROM outbox").fetchall() == [
        (4821907, 8, "case/4821907/12/3", None)
    ]


def test_cases_and_teams_of_an_older_database_stay() -> None:
    """A case that was there before cases could be asked is open, with its refusal; teams are those of the members."""
    db = _database()
    migrate(db, known_migrations()[:2])
    db.executescript(
        "INSERT INTO accounts VALUES (1, 'A', 'a.example', 'UTC', 'EUR', 0, 5);"
        "INSERT INTO users VALUES (3, 'a@x', 'a@x', 'A', 'B', NULL, NULL, 'system', 1, 5);"
        "INSERT INTO memberships VALUES (1, 3, 0, NULL, '{}', 'North', 1, 5);"
        "INSERT INTO cases VALUES (1, 7, 2, 3, '[]', x'00', NULL, 5, 6);"
    )

    assert migrate(db, known_migrations()) is None

    assert db.execute("SELECT id, state, asked_of, seen_at FROM cases").fetchall() == [(7, "open", "[]", 6)]
    assert db.execute("SELECT case_id, seq, at, kind, actor FROM case_events").fetchall() == [(7, 1, 5, "refused", 3)]
    assert db.execute("SELECT account_id, name FROM teams").fetchall() == [(1, "North")]
    assert db.execute("SELECT version FROM memberships").fetchall() == [(0,)]
    assert db.execute("SELECT drift_policy FROM accounts").fetchall() == [("keep",)]


def test_apps_of_an_older_database_have_one_secret() -> None:
    """Their client secret stays, was never replaced, and no old one works."""
    db = _database()
    migrate(db, known_migrations()[:17])
    db.execute(
        "INSERT INTO apps VALUES (1, 'c', 'App', '', 'Maker', '', '', '{}', 0, 1, 'strict', x'07', '[]', '{}', 1, 5, 1)"
    )

    assert migrate(db, known_migrations()) is None

    assert db.execute(
        "SELECT secret_digest, old_secret_digest, old_secret_until, secret_replaced_at, secret_version FROM apps"
    ).fetchall() == [(b"\x07", None, None, None, 0)]
