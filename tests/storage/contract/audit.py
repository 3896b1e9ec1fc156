"""The contract: the audit chains."""

import asyncio

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry, ChainHead
from admittance.usecases.ports import Store, Transaction
from tests.storage.clock import MovableClock
from tests.storage.contract.fixtures import Reopen


def _entry(**data: object) -> AuditEntry:
    return AuditEntry(act=Act.PLAN_CHANGED, actor=3, app_id=4, by="cli", data=data)


async def test_an_entry_is_read_as_it_was_appended(store: Store, clock: MovableClock) -> None:
    """A row carries its entry, its place, and the time of its commit."""
    entry = AuditEntry(act=Act.USER_CREATED, data={"b": [1, None], "a": {"c": "å"}}, personal={"email": "a@b.se"})

    await store.write(lambda tx: tx.audit.append(1, entry))

    (row,) = store.read(lambda tx: tx.audit.rows(1))
    assert (row.account_id, row.seq, row.at, row.entry) == (1, 1, clock.at, entry)
    assert len(row.mac) == 32
    assert store.read(lambda tx: tx.audit.head(1)) == ChainHead(1, 1, row.mac)


async def test_each_account_has_its_own_chain(store: Store) -> None:
    """Rows are numbered from 1 without gaps in each account; a chain without rows has an empty head."""

    def act(tx: Transaction) -> None:
        for account_id in (1, 2, 1, SERVER_CHAIN, 1):
            tx.audit.append(account_id, _entry())

    await store.write(act)
    await store.write(act)

    chains = [[row.seq for row in store.read(lambda tx, a=a: tx.audit.rows(a))] for a in (1, 2, SERVER_CHAIN)]
    assert chains == [[1, 2, 3, 4, 5, 6], [1, 2], [1, 2]]
    assert store.read(lambda tx: tx.audit.head(9)) == ChainHead(9, 0, b"")


async def test_rows_are_read_in_pages(store: Store) -> None:
    """`after` and `limit` walk a chain from its start."""
    await store.write(lambda tx: [tx.audit.append(1, _entry(n=n)) for n in range(1, 8)])

    pages = [[r.seq for r in store.read(lambda tx, a=a: tx.audit.rows(1, after=a, limit=3))] for a in (0, 3, 6, 7)]

    assert pages == [[1, 2, 3], [4, 5, 6], [7], []]


async def test_a_chain_goes_on_after_a_restart(store: Store, reopen: Reopen) -> None:
    """Numbers and seals continue from the newest row."""
    await store.write(lambda tx: tx.audit.append(1, _entry()))

    again = await reopen()
    await again.write(lambda tx: tx.audit.append(1, _entry()))

    assert [row.seq for row in again.read(lambda tx: tx.audit.rows(1))] == [1, 2]


async def test_data_that_is_no_json_fails_its_own_act_only(store: Store) -> None:
    """An entry that can't be written fails the act that made it, never the commit of the others."""
    good = store.write(lambda tx: tx.audit.append(1, _entry(n=1)))
    bad = store.write(lambda tx: tx.audit.append(1, _entry(n=object())))

    results = await asyncio.gather(good, bad, return_exceptions=True)

    assert results[0] is None
    assert isinstance(results[1], TypeError)
    assert [row.entry.data for row in store.read(lambda tx: tx.audit.rows(1))] == [{"n": 1}]


class _WrongError(Exception):
    pass


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(
    batches=st.lists(
        st.lists(st.tuples(st.integers(1, 3), st.integers(0, 3), st.booleans()), min_size=1, max_size=12), max_size=4
    )
)
async def test_the_audit_has_exactly_the_rows_of_what_happened(
    store: Store, batches: list[list[tuple[int, int, bool]]]
) -> None:
    """Whatever fails beside it, an act's rows are there if and only if it succeeded, numbered without gaps."""
    before = {account_id: store.read(lambda tx, a=account_id: tx.audit.head(a)).seq for account_id in (1, 2, 3)}
    expected: dict[int, list[int]] = {1: [], 2: [], 3: []}

    def act(tx: Transaction, number: int, account_id: int, rows: int, fails: bool) -> None:
        for _ in range(rows):
            tx.audit.append(account_id, _entry(number=number))
        if fails:
            raise _WrongError

    for batch in batches:
        writes = []
        for number, (account_id, rows, fails) in enumerate(batch):
            writes.append(store.write(lambda tx, n=number, a=account_id, r=rows, f=fails: act(tx, n, a, r, f)))
            expected[account_id] += [] if fails else [number] * rows
        await asyncio.gather(*writes, return_exceptions=True)

    for account_id, numbers in expected.items():
        rows = store.read(lambda tx, a=account_id: tx.audit.rows(a, after=before[a], limit=1000))
        assert [row.entry.data["number"] for row in rows] == numbers
        assert [row.seq for row in rows] == list(range(before[account_id] + 1, before[account_id] + 1 + len(rows)))


async def test_rows_are_read_as_they_were_sealed(store: Store) -> None:
    """`sealed` gives the stored rows with the personal values that are left, a page at a time."""
    entry = AuditEntry(act=Act.USER_CREATED, data={"n": 1}, personal={"email": "a@b.se", "name": "Åsa"})
    await store.write(lambda tx: [tx.audit.append(1, one) for one in (_entry(), entry, _entry())])

    pages = [store.read(lambda tx, a=a: tx.audit.sealed(1, after=a, limit=2)) for a in (0, 2, 3)]

    assert [[row.seq for row, _ in page] for page in pages] == [[1, 2], [3], []]
    row, personal = pages[0][1]
    assert [(one.field, one.value, len(one.salt)) for one in personal] == [("email", "a@b.se", 32), ("name", "Åsa", 32)]
    assert row.mac == store.read(lambda tx: tx.audit.rows(1))[1].mac
    assert list(pages[0][0][1]) == []
