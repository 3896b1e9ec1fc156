"""Putting a backup in the place of the database.

INVARIANT: nothing that was revoked since the backup comes back. The backup can't know what was, so everything that a
secret opens is over: connections, tokens, sessions, codes, consent pages, password links, and the client secrets that
were replaced already. So is every invitation that waits for an answer. People connect again.
"""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct

from admittance.storage.backup import inspect
from admittance.storage.files import copy_durably, flush, remove_database
from admittance.storage.lock import take_lock
from admittance.storage.places import database_in
from admittance.storage.problems import CannotOpen
from admittance.storage.replaced import NOTHING_KNOWN, Replaced, read_replaced
from admittance.storage.sqlite.batch import Batch
from admittance.storage.sqlite.connection import Connection, connect_writer
from admittance.storage.sqlite.migrations import known_migrations, migrate
from admittance.usecases.audit_chain import Finding
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.case_records import ElevationEnd
from admittance.usecases.ports import Transaction
from admittance.usecases.records import ConnectionEnd


class Restored(Struct, frozen=True, kw_only=True):
    """The backup is in place. `set_aside` is the database it replaced, None where there was none.

    `newer_known` says whether that one could be read, so that people deactivated, apps disabled, and passwords and
    client secrets changed since the backup stay so.
    """

    epoch: int
    backed_up_at: int
    accounts: int
    connections_ended: int
    set_aside: Path | None
    newer_known: bool


class CannotRestore(Struct, frozen=True):
    """Nothing was changed. `message` is for the operator; `findings` are those of the backup's audit chains."""

    message: str
    findings: tuple[Finding, ...] = ()


RestoreResult: TypeAlias = Restored | CannotRestore


def restore(backup: Path, data_dir: Path, audit_key: bytes, now: int) -> RestoreResult:
    """Replace the database of `data_dir` by `backup` while no server runs there. `audit_key` is the one it ran with."""
    lock = take_lock(data_dir)
    if isinstance(lock, CannotOpen):
        return CannotRestore(lock.message)
    copy = data_dir / f".restoring.{os.getpid()}"
    try:
        copy_durably(backup, copy)
        return _restore(copy, data_dir, audit_key, now)
    except OSError as problem:
        return CannotRestore(f"{backup} can't be restored: {problem.strerror}")
    except sqlite3.Error as problem:
        return CannotRestore(f"{backup} can't be restored: {problem}")
    finally:
        remove_database(copy)
        lock.release()


def _restore(copy: Path, data_dir: Path, audit_key: bytes, now: int) -> RestoreResult:
    db = connect_writer(copy)
    try:
        if (problem := _unfit(db, audit_key)) is not None:
            return problem
        place = database_in(data_dir)
        replaced = read_replaced(place)
        restored = _end_everything(db, replaced, audit_key, now)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    finally:
        db.close()
    aside = _put_in_place(copy, place, now)
    return Restored(
        epoch=restored.epoch,
        backed_up_at=restored.backed_up_at,
        accounts=restored.accounts,
        connections_ended=restored.connections_ended,
        set_aside=aside,
        newer_known=replaced is not NOTHING_KNOWN,
    )


def _unfit(db: Connection, audit_key: bytes) -> CannotRestore | None:
    problem = migrate(db, known_migrations())
    if problem is not None:
        return CannotRestore(f"the backup can't be used: {problem.message}")
    verified = inspect(db, audit_key)
    if isinstance(verified, str):
        return CannotRestore(f"the backup is damaged: {verified}")
    if verified.findings:
        words = "the backup's audit chains don't verify: it was tampered with, or the audit key is another"
        return CannotRestore(words, verified.findings)
    return None


class _Ended(Struct, frozen=True):
    epoch: int
    backed_up_at: int
    accounts: int
    connections_ended: int


_META = "SELECT value FROM meta WHERE key = ?"
_SET_META = "INSERT INTO meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
_LIVE_BY_ACCOUNT = "SELECT account_id, count(*) FROM connections WHERE ended_at IS NULL GROUP BY account_id"
_OVER = (
    "UPDATE families SET ended_at = ?1 WHERE ended_at IS NULL",
    f"UPDATE connections SET ended_at = ?1, ended_why = '{ConnectionEnd.RESTORED.value}' WHERE ended_at IS NULL",
    "UPDATE codes SET spent_at = ?1 WHERE spent_at IS NULL",
    f"UPDATE elevations SET ended_at = ?1, ended_why = '{ElevationEnd.REVOKED.value}' WHERE ended_at IS NULL",
    "UPDATE consents SET used_at = ?1 WHERE used_at IS NULL",
    "UPDATE resets SET used_at = ?1 WHERE used_at IS NULL",
    "UPDATE apps SET old_secret_until = min(old_secret_until, ?1) WHERE old_secret_until IS NOT NULL",
)
_GONE = ("DELETE FROM sessions", "DELETE FROM invitations")


def _end_everything(db: Connection, replaced: Replaced, audit_key: bytes, now: int) -> _Ended:
    """End what secrets open and say so in every account's chain, in one transaction."""
    (backed_up_at,) = db.execute(_META, ("latest_time",)).fetchone()
    at = max(now, backed_up_at, replaced.latest_time)
    db.executemany(_SET_META, [(key, value) for key, value in replaced.last_ids.items() if value > _meta(db, key)])
    return Batch(db, audit_key, lambda: at).alone(_restoring(db, replaced, backed_up_at, at))


def _restoring(db: Connection, replaced: Replaced, backed_up_at: int, at: int) -> Callable[[Transaction], _Ended]:
    def act(tx: Transaction) -> _Ended:
        epoch = max(_meta(db, "epoch"), replaced.epoch) + 1
        db.execute(_SET_META, ("epoch", epoch))
        ended = dict(db.execute(_LIVE_BY_ACCOUNT).fetchall())
        for statement in _OVER:
            db.execute(statement, (at,))
        for statement in _GONE:
            db.execute(statement)
        replaced.apply(db)
        accounts = [account.id for account in tx.accounts.all()]
        for account_id in (SERVER_CHAIN, *accounts):
            data = {"backed_up_at": backed_up_at, "epoch": epoch, "connections_ended": ended.get(account_id, 0)}
            tx.audit.append(account_id, AuditEntry(act=Act.RESTORED, by="operator", data=data))
        return _Ended(epoch, backed_up_at, len(accounts), sum(ended.values()))

    return act


def _meta(db: Connection, key: str) -> int:
    row = db.execute(_META, (key,)).fetchone()
    return 0 if row is None else int(row[0])


def _put_in_place(copy: Path, place: Path, now: int) -> Path | None:
    """Give the copy the database's name in one step; the old one keeps a name of its own."""
    aside = place.with_name(f"{place.name}.before-{now}")
    there = place.exists()
    if there:
        os.link(place, aside)
        for suffix in ("-wal", "-shm"):  # left only where the old database could not be opened
            log = place.with_name(place.name + suffix)
            if log.exists():
                log.rename(aside.with_name(aside.name + suffix))
    copy.replace(place)
    flush(place.parent)
    return aside if there else None
