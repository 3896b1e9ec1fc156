"""A copy of the database while the server runs."""

import asyncio
import sqlite3
from pathlib import Path

import pytest

from admittance.storage.backup import BackedUp, CannotBackUp, backup
from admittance.storage.places import database_in
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_chain import RowChanged
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.ports import Transaction
from tests.storage import sample
from tests.storage.conftest import AUDIT_KEY

pytestmark = pytest.mark.anyio


def _audited(tx: Transaction, number: int) -> None:
    tx.accounts.add(sample.account(number))
    tx.audit.append(number, AuditEntry(act=Act.ACCOUNT_CREATED, data={"n": number}))


async def test_a_backup_taken_under_load_is_one_moment(store: SqliteStore, tmp_path: Path) -> None:
    """While writes go on a backup is a snapshot of some moment: whole, and with verifying chains."""
    await store.write(lambda tx: _audited(tx, 1))
    done = False

    async def load(first: int) -> None:
        number = first
        while not done:
            await store.write(lambda tx: _audited(tx, number))  # noqa: B023
            number += 1

    writers = [asyncio.create_task(load(1000 * n)) for n in range(1, 9)]
    taken = [await asyncio.to_thread(backup, tmp_path, tmp_path / f"copy-{n}.db", AUDIT_KEY) for n in range(3)]
    done = True
    await asyncio.gather(*writers)

    for one in taken:
        assert isinstance(one, BackedUp), one
        with sqlite3.connect(one.path) as db:
            (accounts,) = db.execute("SELECT count(*) FROM accounts").fetchone()
        assert (one.audit_rows, one.findings) == (accounts, ())
        assert one.size == one.path.stat().st_size


async def test_a_backup_is_one_private_file(store: SqliteStore, tmp_path: Path) -> None:
    """Nothing stands beside the copy, and only the owner may read it."""
    await store.write(sample.found)
    folder = tmp_path / "backups"
    folder.mkdir()

    taken = backup(tmp_path, folder / "copy.db", AUDIT_KEY)

    assert isinstance(taken, BackedUp)
    assert [(path.name, path.stat().st_mode & 0o777) for path in folder.iterdir()] == [("copy.db", 0o600)]


async def test_a_backup_holds_no_key(store: SqliteStore, tmp_path: Path) -> None:
    """The keys stay where they are: the copy alone can't forge a chain."""
    await store.write(lambda tx: _audited(tx, 1))

    backup(tmp_path, tmp_path / "copy.db", AUDIT_KEY)

    assert AUDIT_KEY not in (tmp_path / "copy.db").read_bytes()


async def test_a_backup_overwrites_nothing(store: SqliteStore, tmp_path: Path) -> None:
    """A file that is there stays as it is."""
    target = tmp_path / "copy.db"
    target.write_text("precious")

    taken = backup(tmp_path, target, AUDIT_KEY)

    assert isinstance(taken, CannotBackUp)
    assert "never overwrites" in taken.message
    assert target.read_text() == "precious"


def test_without_a_database_there_is_no_backup(tmp_path: Path) -> None:
    """A folder without a database is said to have none, and gets none."""
    taken = backup(tmp_path, tmp_path / "copy.db", AUDIT_KEY)

    assert taken == CannotBackUp(f"there is no database at {database_in(tmp_path)}")
    assert list(tmp_path.iterdir()) == []


async def test_a_folder_that_is_not_there_is_said(store: SqliteStore, tmp_path: Path) -> None:
    """A backup into nowhere is a message with the path."""
    taken = backup(tmp_path, tmp_path / "nowhere" / "copy.db", AUDIT_KEY)

    assert isinstance(taken, CannotBackUp)
    assert str(tmp_path / "nowhere" / "copy.db") in taken.message


async def test_a_backup_of_tampered_chains_says_so(store: SqliteStore, tmp_path: Path) -> None:
    """Tampering does not keep anyone from having a backup, and does not go unsaid."""
    await store.write(lambda tx: _audited(tx, 1))
    with sqlite3.connect(database_in(tmp_path)) as db:
        db.execute("UPDATE audit SET at = 1")

    taken = backup(tmp_path, tmp_path / "copy.db", AUDIT_KEY)

    assert isinstance(taken, BackedUp)
    assert taken.findings == (RowChanged(1, 1),)
