"""The server's own chain under a flood."""

from pathlib import Path

import pytest

from admittance.storage.audit_file import verify_audit
from admittance.storage.places import database_in
from admittance.storage.sqlite.store import SqliteStore
from admittance.storage.sqlite.summaries import ROWS_A_MINUTE
from admittance.usecases.audit_chain import Verified
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry, AuditRow
from admittance.usecases.ports import Store, Transaction
from tests.storage.clock import START, MovableClock
from tests.storage.conftest import AUDIT_KEY, opened
from tests.storage.contract.fixtures import Reopen

pytestmark = pytest.mark.anyio
MINUTE = 60_000


def _rejected(tx: Transaction, times: int, act: Act = Act.REQUEST_REJECTED) -> None:
    for _ in range(times):
        tx.audit.append(SERVER_CHAIN, AuditEntry(act=act))


def _rows(store: Store) -> list[AuditRow]:
    return list(store.read(lambda tx: tx.audit.rows(SERVER_CHAIN, limit=1000)))


def _summaries(store: Store) -> list[tuple[Act, dict[str, int]]]:
    return [(row.entry.act, dict(row.entry.data)) for row in _rows(store) if row.entry.by == "summary"]


async def test_a_flood_is_summed_up_each_minute(store: SqliteStore, clock: MovableClock) -> None:
    """Above the limit of a minute rows are counted; one row says how many when the minute is over."""
    for _ in range(5):
        await store.write(lambda tx: _rejected(tx, 50))
    assert len(_rows(store)) == ROWS_A_MINUTE

    clock.move(MINUTE)
    await store.write(lambda tx: _rejected(tx, 1))

    assert len(_rows(store)) == ROWS_A_MINUTE + 2
    assert _summaries(store) == [(Act.REQUEST_REJECTED, {"more": 250 - ROWS_A_MINUTE, "minute": START})]
    assert _rows(store)[-1].entry.by is None


async def test_each_act_has_its_own_limit(store: SqliteStore, clock: MovableClock) -> None:
    """A flood of one kind hides nothing of another."""
    await store.write(lambda tx: _rejected(tx, 100))
    await store.write(lambda tx: _rejected(tx, 10, Act.SIGN_IN_FAILED))

    assert sum(row.entry.act is Act.SIGN_IN_FAILED for row in _rows(store)) == 10


async def test_a_change_is_never_summed_up(store: SqliteStore) -> None:
    """Each change is one row, however many there are."""
    await store.write(lambda tx: _rejected(tx, 200, Act.USER_CREATED))

    assert len(_rows(store)) == 200


async def test_an_accounts_chain_is_never_summed_up(store: SqliteStore) -> None:
    """Only requests without a known account are."""
    await store.write(lambda tx: [tx.audit.append(1, AuditEntry(act=Act.REQUEST_REJECTED)) for _ in range(200)])

    assert store.read(lambda tx: tx.audit.head(1)).seq == 200


async def test_closing_loses_no_count(store: SqliteStore, reopen: Reopen) -> None:
    """What was held back is summed up when the server stops, though the minute is not over."""
    await store.write(lambda tx: _rejected(tx, 100))

    again = await reopen()

    assert _summaries(again) == [(Act.REQUEST_REJECTED, {"more": 100 - ROWS_A_MINUTE, "minute": START})]


async def test_a_crash_loses_no_count(store: SqliteStore, tmp_path: Path, clock: MovableClock) -> None:
    """Counts are committed with what they count: a copy of the files, as a crash leaves them, sums them up."""
    await store.write(lambda tx: _rejected(tx, 100))
    await store.write(lambda tx: _rejected(tx, 7))
    crashed = tmp_path / "crashed"
    crashed.mkdir()
    for name in ("admittance.db", "admittance.db-wal"):
        (crashed / name).write_bytes((tmp_path / name).read_bytes())

    again = opened(crashed, clock)
    clock.move(MINUTE)
    await again.write(lambda tx: _rejected(tx, 1))

    assert _summaries(again) == [(Act.REQUEST_REJECTED, {"more": 107 - ROWS_A_MINUTE, "minute": START})]
    await again.close()


async def test_an_act_that_failed_is_not_counted(store: SqliteStore, clock: MovableClock) -> None:
    """A rolled back act leaves no trace in the counts either."""
    await store.write(lambda tx: _rejected(tx, 100))

    def fails(tx: Transaction) -> None:
        _rejected(tx, 50)
        raise LookupError

    with pytest.raises(LookupError):
        await store.write(fails)
    clock.move(MINUTE)
    await store.write(lambda tx: _rejected(tx, 1))

    assert _summaries(store) == [(Act.REQUEST_REJECTED, {"more": 100 - ROWS_A_MINUTE, "minute": START})]


async def test_summed_up_chains_verify(store: SqliteStore, tmp_path: Path, clock: MovableClock) -> None:
    """Summaries are rows like others, numbered and sealed."""
    for _ in range(3):
        await store.write(lambda tx: _rejected(tx, 90))
        clock.move(MINUTE)

    verified = verify_audit(database_in(tmp_path), AUDIT_KEY)

    assert isinstance(verified, Verified)
    assert verified.findings == ()


async def test_an_idle_server_sums_up_too(store: SqliteStore, clock: MovableClock) -> None:
    """The count of a minute that is over does not wait for the next request."""
    await store.write(lambda tx: _rejected(tx, 100))
    clock.move(MINUTE)

    store._batch.tidy()  # what the committer does when nothing waits

    assert len(_summaries(store)) == 1
