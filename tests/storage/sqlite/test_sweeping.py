"""Removing what has expired."""

import pytest
from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.storage.sqlite.store import SqliteStore
from admittance.storage.sqlite.sweeping import AT_ONCE, KEPT
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.ports import Transaction
from tests.storage import sample
from tests.storage.clock import MovableClock
from tests.storage.sample import NOW

pytestmark = pytest.mark.anyio
TABLES = ("access_tokens", "refresh_tokens", "codes", "consents", "resets", "sessions", "spent_proofs", "audit")


def _counts(store: SqliteStore) -> dict[str, int]:
    return {table: store._writer.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in TABLES}


def _sweep(store: SqliteStore, pieces: int = 1) -> None:
    for _ in range(pieces):
        store._batch._sweeper._next = store._batch._sweeper._next_walk = 0.0
        store._batch.tidy()


def _one_of_each(tx: Transaction) -> None:
    sample.found(tx)
    family = tx.tokens.add_family(sample.family(sample.connect(tx)))
    tx.tokens.add_access(sample.access_token(family))
    token = tx.tokens.add_refresh(sample.refresh_token(family))
    tx.tokens.spend_refresh(1, token.id, NOW)
    tx.codes.add(sample.code())
    tx.consents.add(sample.consent())
    tx.resets.add(sample.reset())
    tx.sessions.add(sample.session())
    tx.proofs.spend(b"a" * 32, NOW)
    tx.audit.append(1, AuditEntry(act=Act.PLAN_CHANGED))


async def test_nothing_goes_before_its_time(store: SqliteStore, clock: MovableClock) -> None:
    """An expired row stays a day: a replay is still recognised and an expired token still called expired."""
    await store.write(_one_of_each)

    clock.move(KEPT)
    _sweep(store)

    assert set(_counts(store).values()) == {1}


async def test_what_expired_long_ago_goes(store: SqliteStore, clock: MovableClock) -> None:
    """Codes, pages, tokens, links, sessions and captcha answers go in time; the audit never does."""
    await store.write(_one_of_each)

    clock.move(KEPT + lifetimes.SESSION_TOTAL + 1)
    _sweep(store)

    assert _counts(store) == dict.fromkeys(TABLES, 0) | {"audit": 1}


async def test_a_refresh_token_that_can_still_be_used_stays(store: SqliteStore, clock: MovableClock) -> None:
    """A compatible app's refresh token stays for ever, and so does an unspent one."""

    def act(tx: Transaction) -> None:
        sample.found(tx)
        family = tx.tokens.add_family(sample.family(sample.connect(tx)))
        tx.tokens.add_refresh(replace(sample.refresh_token(family), expires_at=None))
        tx.tokens.add_refresh(sample.refresh_token(family))

    await store.write(act)
    clock.move(lifetimes.DAY * 1000)
    _sweep(store)

    assert _counts(store)["refresh_tokens"] == 2


async def test_a_sweep_takes_a_little_at_a_time(store: SqliteStore, clock: MovableClock) -> None:
    """Of many expired rows a sweep takes the oldest, and the next ones the rest, in all accounts."""

    def act(tx: Transaction) -> None:
        for number in range(AT_ONCE * 2 + 10):
            code = sample.code(1 + number % 5)
            tx.codes.add(replace(code, expires_at=NOW * 2) if number >= AT_ONCE * 2 else code)

    await store.write(act)
    clock.move(KEPT * 2)

    counts = [_sweep(store) or _counts(store)["codes"] for _ in range(4)]
    assert counts == [AT_ONCE + 10, 10, 10, 10]


async def test_a_walk_comes_round(store: SqliteStore, clock: MovableClock) -> None:
    """A table whose rows expire in any order is walked in pieces, again and again; what is alive in it stays."""
    rows = AT_ONCE * 2 + 10

    def act(tx: Transaction) -> None:
        sample.found(tx)
        for number in range(rows):
            session = sample.session(1 + number % 2)
            tx.sessions.add(replace(session, seen_at=NOW * 2, created_at=NOW * 2) if number % 7 == 0 else session)

    await store.write(act)
    alive = len(range(0, rows, 7))
    clock.move(KEPT + lifetimes.SESSION_TOTAL + 1)

    _sweep(store)
    assert alive < _counts(store)["sessions"] < rows
    _sweep(store, 2)
    assert _counts(store)["sessions"] == alive
    first = store._writer.execute("SELECT min(id) FROM sessions").fetchone()[0]
    store._writer.execute("UPDATE sessions SET seen_at = 0 WHERE id = ?", (first,))
    _sweep(store)
    assert _counts(store)["sessions"] == alive - 1


async def test_a_sweep_gives_no_id_a_second_time(store: SqliteStore, clock: MovableClock) -> None:
    """Ids of swept rows are not used again."""
    await store.write(lambda tx: tx.codes.add(sample.code()))
    clock.move(KEPT * 2)
    _sweep(store)

    assert (await store.write(lambda tx: tx.codes.add(sample.code()))).id == 2
