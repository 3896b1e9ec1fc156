"""Sealing on a real database: what `audit verify` finds after each kind of tampering."""

import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from admittance.storage.audit_file import take_checkpoint, verify_audit
from admittance.storage.places import database_in
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_chain import (
    CheckpointDiffers,
    CheckpointForged,
    EndMissing,
    Finding,
    PersonalChanged,
    RowChanged,
    RowsMissing,
    Verified,
)
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.ports import Transaction
from tests.storage.conftest import AUDIT_KEY

pytestmark = pytest.mark.anyio


def _fill(tx: Transaction) -> None:
    for number in range(1, 8):
        for account_id in (1, 2):
            entry = AuditEntry(
                act=Act.PLAN_CHANGED,
                actor=number,
                app_id=2,
                by="cli",
                data={"n": number},
                personal={"email": f"p{number}@example.com", "name": "Åsa"},
            )
            tx.audit.append(account_id, entry)


def _verified(tmp_path: Path, checkpoint: object = None) -> Verified:
    verified = verify_audit(database_in(tmp_path), AUDIT_KEY, checkpoint)  # type: ignore[arg-type]
    assert isinstance(verified, Verified)
    return verified


def _tamper(tmp_path: Path, *statements: str) -> tuple[Finding, ...]:
    with sqlite3.connect(database_in(tmp_path)) as db:
        for statement in statements:
            db.execute(statement)
    return _verified(tmp_path).findings


async def test_untouched_chains_verify_while_the_server_runs(store: SqliteStore, tmp_path: Path) -> None:
    """All rows of all chains verify, beside the server that writes them."""
    await store.write(_fill)

    verified = _verified(tmp_path)

    assert (verified.rows, verified.findings) == (14, ())
    assert [(head.account_id, head.seq) for head in verified.heads] == [(1, 7), (2, 7)]
    assert verified.heads[0] == store.read(lambda tx: tx.audit.head(1))


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("at", "at + 1"),
        ("act", "'account.created'"),
        ("actor", "NULL"),
        ("actor", "99"),
        ("app_id", "NULL"),
        ("by_whom", "NULL"),
        ("by_whom", "''"),
        ("data", "'{\"n\":4 }'"),
        ("personal", "''"),
        ("mac", "zeroblob(32)"),
    ],
)
async def test_an_edit_of_any_column_is_found(store: SqliteStore, tmp_path: Path, column: str, value: str) -> None:
    """Any change to any column of a row is found, and that row is named, alone."""
    await store.write(_fill)

    findings = _tamper(tmp_path, f"UPDATE audit SET {column} = {value} WHERE account_id = 1 AND seq = 4")

    assert [finding for finding in findings if not isinstance(finding, PersonalChanged)] == [RowChanged(1, 4)]


@pytest.mark.parametrize(
    ("deleted", "finding"),
    [
        ("account_id = 1 AND seq = 4", RowsMissing(1, 4, 4)),
        ("account_id = 2 AND seq BETWEEN 3 AND 5", RowsMissing(2, 3, 5)),
        ("account_id = 1 AND seq <= 2", RowsMissing(1, 1, 2)),
    ],
)
async def test_a_removal_is_found(store: SqliteStore, tmp_path: Path, deleted: str, finding: Finding) -> None:
    """Rows gone from the middle or the start are found with their numbers."""
    await store.write(_fill)

    assert _tamper(tmp_path, f"DELETE FROM audit WHERE {deleted}") == (finding,)


async def test_a_removal_that_is_closed_up_is_found(store: SqliteStore, tmp_path: Path) -> None:
    """Renumbering what follows a removed row does not hide it."""
    await store.write(_fill)

    findings = _tamper(
        tmp_path,
        "DELETE FROM audit WHERE account_id = 1 AND seq = 4",
        "UPDATE audit SET seq = seq - 1 WHERE account_id = 1 AND seq > 4",
    )

    assert RowChanged(1, 4) in findings


async def test_two_rows_that_changed_places_are_found(store: SqliteStore, tmp_path: Path) -> None:
    """Reordering is found."""
    await store.write(_fill)

    findings = _tamper(
        tmp_path,
        "UPDATE audit SET seq = 99 WHERE account_id = 1 AND seq = 3",
        "UPDATE audit SET seq = 3 WHERE account_id = 1 AND seq = 5",
        "UPDATE audit SET seq = 5 WHERE account_id = 1 AND seq = 99",
    )

    assert {RowChanged(1, 3), RowChanged(1, 5)} <= set(findings)


async def test_a_row_moved_to_another_account_is_found(store: SqliteStore, tmp_path: Path) -> None:
    """A row belongs to its account's chain."""
    await store.write(_fill)

    findings = _tamper(tmp_path, "UPDATE audit SET account_id = 3 WHERE account_id = 1")

    assert RowChanged(3, 1) in findings


async def test_erased_personal_values_break_nothing(store: SqliteStore, tmp_path: Path) -> None:
    """A person is erased by deleting their values: the chain holds salted digests and still verifies."""
    await store.write(_fill)

    assert _tamper(tmp_path, "DELETE FROM audit_personal WHERE account_id = 1") == ()
    assert [row.entry.personal for row in store.read(lambda tx: tx.audit.rows(1, limit=1))] == [{}]
    (kept,) = store.read(lambda tx: tx.audit.rows(2, limit=1))
    assert kept.entry.personal == {"email": "p1@example.com", "name": "Åsa"}


async def test_a_changed_personal_value_is_found(store: SqliteStore, tmp_path: Path) -> None:
    """A personal value can be erased, not replaced."""
    await store.write(_fill)

    findings = _tamper(
        tmp_path, "UPDATE audit_personal SET value = 'x' WHERE account_id = 1 AND seq = 2 AND field = 'email'"
    )

    assert findings == (PersonalChanged(1, 2, "email"),)


async def test_no_digest_of_a_personal_value_repeats(store: SqliteStore, tmp_path: Path) -> None:
    """Digests are salted: the same name in two rows can't be recognised by its digest."""
    await store.write(_fill)

    with sqlite3.connect(database_in(tmp_path)) as db:
        names = [name for (name,) in db.execute("SELECT personal ->> 'name' FROM audit")]
    assert len(set(names)) == 14


async def test_the_key_is_what_verifies(store: SqliteStore, tmp_path: Path) -> None:
    """With another key nothing verifies: who has only the database can't make a chain that does."""
    await store.write(_fill)

    verified = verify_audit(database_in(tmp_path), b"another key of 32 bytes.........")

    assert isinstance(verified, Verified)
    assert len(verified.findings) == 14


@pytest.mark.parametrize(
    ("tamper", "finding"),
    [
        ("DELETE FROM audit WHERE account_id = 1 AND seq > 5", EndMissing(1, 5, 7)),
        ("DELETE FROM audit WHERE account_id = 2", EndMissing(2, 0, 7)),
    ],
)
async def test_a_loss_at_the_end_shows_against_a_checkpoint(
    store: SqliteStore, tmp_path: Path, tamper: str, finding: Finding
) -> None:
    """A shortened chain is whole in itself; a checkpoint taken before shows what is missing."""
    await store.write(_fill)
    checkpoint = take_checkpoint(database_in(tmp_path), AUDIT_KEY, 5)
    await store.write(_fill)
    assert _verified(tmp_path, checkpoint).findings == ()

    assert _tamper(tmp_path, "DELETE FROM audit WHERE seq > 7", tamper) == ()

    assert _verified(tmp_path, checkpoint).findings == (finding,)


async def test_a_chain_made_anew_differs_from_the_checkpoint(store: SqliteStore, tmp_path: Path) -> None:
    """Even who has the key can't rewrite history behind a checkpoint."""
    await store.write(_fill)
    checkpoint = take_checkpoint(database_in(tmp_path), AUDIT_KEY, 5)
    _tamper(tmp_path, "DELETE FROM audit", "DELETE FROM audit_personal")
    store._batch._sealer._heads.clear()
    await store.write(lambda tx: [tx.audit.append(1, AuditEntry(act=Act.PLAN_CHANGED)) for _ in range(9)])

    findings = _verified(tmp_path, checkpoint).findings

    assert findings == (CheckpointDiffers(1, 7), EndMissing(2, 0, 7))


async def test_a_checkpoint_that_was_edited_is_no_witness(store: SqliteStore, tmp_path: Path) -> None:
    """A checkpoint is sealed itself."""
    from admittance.usecases.audit_chain import Checkpoint

    await store.write(_fill)
    checkpoint = take_checkpoint(database_in(tmp_path), AUDIT_KEY, 5)
    assert isinstance(checkpoint, Checkpoint)

    edited = Checkpoint(checkpoint.taken_at, checkpoint.heads[:1], checkpoint.mac)

    assert _verified(tmp_path, edited).findings == (CheckpointForged(),)


async def test_broken_chains_give_no_checkpoint(store: SqliteStore, tmp_path: Path) -> None:
    """A checkpoint of tampered chains would vouch for them: the findings come instead."""
    await store.write(_fill)
    _tamper(tmp_path, "UPDATE audit SET at = 1 WHERE account_id = 1 AND seq = 4")

    answer = take_checkpoint(database_in(tmp_path), AUDIT_KEY, 5)

    assert isinstance(answer, Verified)
    assert answer.findings == (RowChanged(1, 4),)


async def test_a_rolled_back_commit_leaves_no_hole(store: SqliteStore, tmp_path: Path) -> None:
    """Numbers and macs of a transaction that failed are used again by the next."""
    await store.write(_fill)

    def fails(_: Transaction) -> None:
        raise LookupError

    async def attempt(act: Callable[[Transaction], None]) -> None:
        with pytest.raises(LookupError):
            await store.write(act)

    for _ in range(3):
        await attempt(fails)
        await store.write(_fill)

    assert _verified(tmp_path).findings == ()
