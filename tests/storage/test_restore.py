"""Putting a backup in the place of the database."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

import pytest
from msgspec.structs import replace

from admittance.storage.audit_file import verify_audit
from admittance.storage.backup import BackedUp, backup
from admittance.storage.places import database_in
from admittance.storage.restore import CannotRestore, Restored, restore
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_chain import Verified
from admittance.usecases.audit_entry import SERVER_CHAIN, Act
from admittance.usecases.invitation_ports import StandingInvitation
from admittance.usecases.outcomes import AlreadySpent
from admittance.usecases.ports import Transaction
from admittance.usecases.records import ConnectionEnd, OldSecret
from tests.storage import sample
from tests.storage.clock import START, MovableClock
from tests.storage.conftest import AUDIT_KEY, opened

pytestmark = pytest.mark.anyio
T = TypeVar("T")
LATER = START + 100_000


def _in_use(tx: Transaction) -> None:
    sample.found(tx)
    tx.people.add(sample.user(3))
    for account_id in (1, 2):
        connection = sample.connect(tx, account_id)
        family = tx.tokens.add_family(sample.family(connection))
        tx.tokens.add_refresh(sample.refresh_token(family))
        tx.tokens.add_access(sample.access_token(family))
        tx.codes.add(sample.code(account_id))
        tx.consents.add(sample.consent(account_id))
    tx.sessions.add(sample.session())
    tx.resets.add(sample.reset())
    tx.invitations.put(
        StandingInvitation(account_id=1, user_id=3, permission_set=None, team=None, invited_by=1, invited_at=sample.NOW)
    )


async def _backed_up(store: SqliteStore, tmp_path: Path) -> Path:
    await store.write(_in_use)
    taken = backup(tmp_path, tmp_path / "copy.db", AUDIT_KEY)
    assert isinstance(taken, BackedUp)
    return taken.path


def _restored(copy: Path, tmp_path: Path) -> Restored:
    answer = restore(copy, tmp_path, AUDIT_KEY, LATER)
    assert isinstance(answer, Restored), answer
    return answer


async def _after(tmp_path: Path, look: Callable[[Transaction], T], clock: MovableClock) -> T:
    store = opened(tmp_path, clock)
    try:
        return store.read(look)
    finally:
        await store.close()


async def test_nothing_that_a_secret_opens_comes_back(store: SqliteStore, tmp_path: Path, clock: MovableClock) -> None:
    """After a restore every connection, token, code, session, consent page and password link is over."""
    copy = await _backed_up(store, tmp_path)
    await store.close()

    answer = _restored(copy, tmp_path)

    assert (answer.accounts, answer.connections_ended, answer.backed_up_at) == (2, 2, START)
    again = opened(tmp_path, clock)
    for account_id in (1, 2):
        access = again.read(lambda tx, a=account_id: tx.tokens.access(a, a))
        assert access is not None
        assert access.family.ended_at == LATER
        assert (access.connection.ended_at, access.connection.ended_why) == (LATER, ConnectionEnd.RESTORED)
        spend = await again.write(lambda tx, a=account_id: tx.codes.spend(a, a, LATER))
        assert spend == AlreadySpent()
        assert await again.write(lambda tx, a=account_id: tx.consents.spend(a, a, LATER)) == AlreadySpent()
    assert again.read(lambda tx: tx.sessions.get(1)) is None
    assert await again.write(lambda tx: tx.resets.spend(1, LATER)) == AlreadySpent()
    await again.close()


async def test_no_withdrawn_invitation_comes_back(store: SqliteStore, tmp_path: Path, clock: MovableClock) -> None:
    """Nobody knows which were withdrawn since the backup, so none that waits for an answer stands after a restore."""
    copy = await _backed_up(store, tmp_path)
    await store.close()

    _restored(copy, tmp_path)

    assert await _after(tmp_path, lambda tx: tx.invitations.in_account(1), clock) == []


async def test_a_restore_is_in_every_chain_and_the_chains_verify(
    store: SqliteStore, tmp_path: Path, clock: MovableClock
) -> None:
    """Each account's audit and the server's own say that the past was put back, and go on from there."""
    copy = await _backed_up(store, tmp_path)
    await store.close()

    answer = _restored(copy, tmp_path)

    rows = [await _after(tmp_path, lambda tx, a=a: tx.audit.rows(a)[-1], clock) for a in (SERVER_CHAIN, 1, 2)]
    assert [row.entry.act for row in rows] == [Act.RESTORED] * 3
    assert rows[1].entry.data == {"backed_up_at": START, "epoch": answer.epoch, "connections_ended": 1}
    verified = verify_audit(database_in(tmp_path), AUDIT_KEY)
    assert isinstance(verified, Verified)
    assert verified.findings == ()


async def test_every_restore_is_an_epoch_of_its_own(store: SqliteStore, tmp_path: Path) -> None:
    """The epoch rises with each restore, whichever backup is restored."""
    copy = await _backed_up(store, tmp_path)
    await store.close()

    assert [_restored(copy, tmp_path).epoch, restore(copy, tmp_path, AUDIT_KEY, LATER + 1).epoch] == [2, 3]  # type: ignore[union-attr]


async def test_time_and_ids_go_on_from_the_replaced_database(
    store: SqliteStore, tmp_path: Path, clock: MovableClock
) -> None:
    """After a restore the clock never runs back, and no id that was given since the backup is given again."""
    copy = await _backed_up(store, tmp_path)
    clock.move(1_000_000)
    await store.write(lambda tx: [tx.codes.add(sample.code()) for _ in range(5)])
    await store.close()

    _restored(copy, tmp_path)

    again = opened(tmp_path, MovableClock())
    assert again.latest_time() == START + 1_000_000
    assert (await again.write(lambda tx: tx.codes.add(sample.code()))).id == 8
    await again.close()


async def test_who_was_shut_out_since_the_backup_stays_out(
    store: SqliteStore, tmp_path: Path, clock: MovableClock
) -> None:
    """People deactivated, memberships ended, apps disabled and secrets changed since the backup stay so."""
    copy = await _backed_up(store, tmp_path)

    def shut_out(tx: Transaction) -> None:
        tx.people.set_active(1, False)
        tx.people.put(sample.membership(1, 2, active=False))
        tx.people.set_password(2, "$changed")
        tx.apps.replace(replace(sample.app(1), enabled=False, secret_digest=sample.digest(99)))

    await store.write(shut_out)
    await store.close()

    assert _restored(copy, tmp_path).newer_known

    again = opened(tmp_path, clock)
    users = [again.read(lambda tx, u=u: tx.people.user(u)) for u in (1, 2)]
    assert [(user.active, user.password_hash) for user in users if user] == [(False, "$argon2id$…"), (True, "$changed")]
    members = again.read(lambda tx: [tx.people.membership(a, 2) for a in (1, 2)])
    assert [member and member.active for member in members] == [False, True]
    app = again.read(lambda tx: tx.apps.get(1))
    assert app is not None
    assert (app.enabled, app.secret_digest) == (False, sample.digest(99))
    await again.close()


async def test_an_old_client_secret_stays_as_it_was_left(
    store: SqliteStore, tmp_path: Path, clock: MovableClock
) -> None:
    """Ended since the backup it does not work again; running in the replaced database it runs on."""
    two = [replace(sample.app(number, f"client-{number}"), old_secret=OldSecret(sample.digest(6), LATER + 9))
           for number in (1, 2)]  # fmt: skip

    def apps(tx: Transaction) -> None:
        tx.apps.replace(two[0])
        tx.apps.add(two[1])

    await store.write(_in_use)
    await store.write(apps)
    taken = backup(tmp_path, tmp_path / "copy.db", AUDIT_KEY)
    assert isinstance(taken, BackedUp)
    ended = replace(two[0], old_secret=OldSecret(sample.digest(6), START), secret_version=4)
    await store.write(lambda tx: tx.apps.replace(ended))
    await store.close()

    _restored(taken.path, tmp_path)

    assert await _after(tmp_path, lambda tx: (tx.apps.get(1), tx.apps.get(2)), clock) == (ended, two[1])
    _restored(taken.path, tmp_path / "new")
    alone = await _after(tmp_path / "new", lambda tx: tx.apps.all(), clock)
    # Nothing tells what was ended since: it is over, with everything else that a secret opens.
    assert [app.running_old_secret(LATER) for app in alone] == [None, None]


async def test_who_was_shut_out_is_known_of_an_older_database_too(
    store: SqliteStore, tmp_path: Path, clock: MovableClock
) -> None:
    """A database from before client secrets could be replaced still says who was shut out."""
    copy = await _backed_up(store, tmp_path)
    await store.write(lambda tx: tx.people.set_active(1, False))
    await store.close()
    with sqlite3.connect(database_in(tmp_path)) as db:
        for column in ("old_secret_digest", "old_secret_until", "secret_replaced_at", "secret_version"):
            db.execute(f"ALTER TABLE apps DROP COLUMN {column}")
        db.execute("UPDATE meta SET value = 17 WHERE key = 'schema'")

    assert _restored(copy, tmp_path).newer_known

    user = await _after(tmp_path, lambda tx: tx.people.user(1), clock)
    assert user is not None
    assert not user.active


async def test_another_servers_people_are_not_mistaken_for_ours(
    store: SqliteStore, tmp_path: Path, clock: MovableClock
) -> None:
    """Restoring over an unrelated database takes nothing from it: equal ids prove nothing."""
    copy = await _backed_up(store, tmp_path)
    other = opened(tmp_path / "other", clock)
    await other.write(lambda tx: tx.people.add(replace(sample.user(1), created_at=1, active=False)))
    await other.close()

    _restored(copy, tmp_path / "other")

    user = await _after(tmp_path / "other", lambda tx: tx.people.user(1), clock)
    assert user is not None
    assert user.active


async def test_the_replaced_database_is_kept(store: SqliteStore, tmp_path: Path) -> None:
    """The old database keeps a name of its own, whole, with what was committed last."""
    copy = await _backed_up(store, tmp_path)
    await store.write(lambda tx: tx.accounts.add(sample.account(77)))
    await store.close()

    aside = _restored(copy, tmp_path).set_aside

    assert aside is not None
    with sqlite3.connect(aside) as db:
        assert db.execute("SELECT id FROM accounts ORDER BY id DESC LIMIT 1").fetchone() == (77,)


async def test_a_backup_restores_where_nothing_was(store: SqliteStore, tmp_path: Path, clock: MovableClock) -> None:
    """A new machine starts from a backup and the keys."""
    copy = await _backed_up(store, tmp_path)

    answer = _restored(copy, tmp_path / "new")

    assert (answer.set_aside, answer.newer_known) == (None, False)
    assert await _after(tmp_path / "new", lambda tx: len(tx.accounts.all()), clock) == 2


async def test_a_damaged_database_is_replaced_too(store: SqliteStore, tmp_path: Path, clock: MovableClock) -> None:
    """A database that can't be read any more is what backups are for."""
    copy = await _backed_up(store, tmp_path)
    await store.close()
    database_in(tmp_path).write_bytes(b"garbage" * 1000)

    answer = _restored(copy, tmp_path)

    assert not answer.newer_known
    assert answer.set_aside is not None
    assert answer.set_aside.read_bytes().startswith(b"garbage")
    assert await _after(tmp_path, lambda tx: len(tx.accounts.all()), clock) == 2


async def test_no_restore_under_a_running_server(store: SqliteStore, tmp_path: Path) -> None:
    """A server that runs keeps its database."""
    copy = await _backed_up(store, tmp_path)

    answer = restore(copy, tmp_path, AUDIT_KEY, LATER)

    assert isinstance(answer, CannotRestore)
    assert "in use by another server" in answer.message
    assert store.read(lambda tx: tx.connections.live(1, 1, 1)) is not None


@pytest.mark.parametrize("damage", ["tampered", "truncated", "garbage", "missing", "wrong_key"])
async def test_a_backup_that_is_not_whole_changes_nothing(store: SqliteStore, tmp_path: Path, damage: str) -> None:
    """A backup that is tampered with, damaged, missing or sealed by another key is refused: all stays as it was."""
    copy = await _backed_up(store, tmp_path)
    await store.write(lambda tx: tx.audit.append(1, sample.ENTRY))
    tampered = tmp_path / "tampered.db"
    if damage in ("tampered", "wrong_key"):
        backup(tmp_path, tampered, AUDIT_KEY)
    await store.close()
    before = database_in(tmp_path).read_bytes()
    match damage:
        case "tampered":
            with sqlite3.connect(tampered) as db:
                db.execute("UPDATE audit SET actor = 5")
        case "truncated":
            tampered.write_bytes(copy.read_bytes()[:20_000])
        case "garbage":
            tampered.write_bytes(b"garbage" * 1000)

    key = b"another key of 32 bytes........." if damage == "wrong_key" else AUDIT_KEY
    answer = restore(tampered, tmp_path, key, LATER)

    assert isinstance(answer, CannotRestore), answer
    assert bool(answer.findings) == (damage in ("tampered", "wrong_key"))
    assert database_in(tmp_path).read_bytes() == before
    assert not [entry for entry in os.scandir(tmp_path) if entry.name.startswith(".restoring")]
