"""Undoing an import, piece by piece."""

import pytest

from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.imports.records import WhyOver
from admittance.usecases.imports.running import give_up
from admittance.usecases.imports.undoing import undo_some
from tests.usecases.contacts.world import A1, ADMIN, NOW, REP, add
from tests.usecases.imports.test_running import ROWS, begin, check, write

pytestmark = pytest.mark.anyio


async def test_each_piece_of_undoing_is_in_the_audit(store: SqliteStore) -> None:
    """Cut off after its first piece, the audit has what that piece removed; what it put back stands there as well."""
    await add(store, REP, email="a@x.test", firstname="Old")
    one = await begin(store)
    await check(store, one, ROWS)
    await write(store, one, ROWS)
    await store.write(lambda tx: give_up(tx, A1, one.id, WhyOver.FAILED, NOW))
    before = len(store.read(lambda tx: tx.audit.rows(A1, limit=99)))
    told: list[AuditEntry] = []
    for _ in range(3):
        await store.write(lambda tx: undo_some(tx, A1, one.id, 1, NOW))
        told = [row.entry for row in store.read(lambda tx: tx.audit.rows(A1, limit=99))[before:]]
        assert sum(int(str(entry.data["count"])) for entry in told) == len(told)
    acts = [entry.act for entry in told]
    assert (acts.count(Act.RECORD_DELETED), acts.count(Act.RECORD_WRITTEN)) == (2, 1)
    assert {entry.data["import"] for entry in told} == {one.id}
    assert {entry.actor for entry in told} == {ADMIN}
