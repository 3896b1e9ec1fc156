"""Whose import goes on: one account's never keeps another's waiting."""

import subprocess
import sys
from pathlib import Path

import pytest

from admittance.storage.audit_file import verify_audit
from admittance.storage.places import database_in
from admittance.usecases.audit_chain import Verified
from admittance.usecases.imports.records import AT_WORK, OVER, ImportState, WhyOver
from admittance.usecases.imports.running import give_up
from admittance.wiring import import_turns, importing
from tests.wiring.staging import contacts, csv_of, look, open_services, run_until, run_until_over, staged

pytestmark = pytest.mark.anyio

ROOT = Path(__file__).parents[2]


async def test_a_small_import_passes_a_large_one_of_another_account(tmp_path: Path) -> None:
    """Twenty rows of one account are in while thousands of another, begun before, are still being written."""
    services = open_services(tmp_path)
    large = await staged(services, csv_of(4_000), 1)
    await run_until(services, lambda: look(services, large).state is ImportState.WRITING)
    small = await staged(services, csv_of(20), 2)
    assert (await run_until_over(services, small)).created == 20
    still = look(services, large)
    assert (still.state, still.looked < 4_000) == (ImportState.WRITING, True)
    await services.store.close()


async def test_accounts_take_turns_piece_by_piece(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While several write, no account has two pieces before every other had one."""
    services, order = open_services(tmp_path), list[int]()
    written = importing.write_rows

    def noted(tx: object, account_id: int, *rest: object) -> object:
        order.append(account_id)
        return written(tx, account_id, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "write_rows", noted)
    imports = [await staged(services, csv_of(400), account_id) for account_id in (1, 2, 3)]
    await run_until(services, lambda: all(look(services, one).state in OVER for one in imports))
    begun = max(order.index(account_id) for account_id in (1, 2, 3))
    ended = min(len(order) - order[::-1].index(account_id) for account_id in (1, 2, 3))
    together = order[begun:ended]
    assert len(together) > len(order) // 2
    assert all(set(together[at : at + 3]) == {1, 2, 3} for at in range(len(together) - 2)), order
    assert [contacts(services, account_id) for account_id in (1, 2, 3)] == [400] * 3
    await services.store.close()


async def test_imports_of_an_account_come_one_after_another(tmp_path: Path) -> None:
    """In the order in which they were begun; the later one is not looked at before the first is over."""
    services = open_services(tmp_path)
    first, second = await staged(services, csv_of(600, "a")), await staged(services, csv_of(100, "b"))
    seen = list[tuple[ImportState, int]]()

    def half() -> bool:
        seen.append((look(services, second).state, look(services, second).looked))
        return look(services, first).looked >= 300 and look(services, first).state is ImportState.WRITING

    await run_until(services, half)
    assert set(seen) == {(ImportState.CHECKING, 0)}
    now = services.clock.now()
    await services.store.write(lambda tx: give_up(tx, 1, first.id, WhyOver.CANCELLED, now))
    assert (await run_until_over(services, second)).created == 100
    assert look(services, first).state is ImportState.UNDONE
    assert contacts(services) == 100
    await services.store.close()


async def test_further_accounts_begin_when_there_is_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """So many accounts have a file open at a time; all are served in the end."""
    monkeypatch.setattr(import_turns, "ACCOUNTS", 2)
    services = open_services(tmp_path)
    imports = [await staged(services, csv_of(60), account_id) for account_id in (1, 2, 3, 4)]
    most = 0

    def over() -> bool:
        nonlocal most
        states = [look(services, one) for one in imports]
        most = max(most, sum(one.state in AT_WORK and one.looked > 0 for one in states))
        return all(one.state is ImportState.DONE for one in states)

    await run_until(services, over)
    assert most == 2
    await services.store.close()


@pytest.mark.faults
async def test_killed_in_the_middle_of_two_both_are_finished(tmp_path: Path) -> None:
    """After kill -9 while two accounts were being written, the next server finishes both: each row once."""
    services = open_services(tmp_path)
    imports = [await staged(services, csv_of(3_000), account_id) for account_id in (1, 2)]
    await services.store.close()

    _run_and_kill(tmp_path)

    again = open_services(tmp_path)
    halves = [look(again, one) for one in imports]
    assert all(one.state is ImportState.WRITING and 0 < one.looked < 3_000 for one in halves), halves
    assert [contacts(again, account_id) for account_id in (1, 2)] == [one.looked for one in halves]
    await run_until(again, lambda: all(look(again, one).state in OVER for one in imports))
    assert [(look(again, one).state, look(again, one).created) for one in imports] == [(ImportState.DONE, 3_000)] * 2
    assert [contacts(again, account_id) for account_id in (1, 2)] == [3_000] * 2
    await again.store.close()
    verified = verify_audit(database_in(tmp_path), again.keys.audit)
    assert isinstance(verified, Verified)
    assert verified.findings == ()


def _run_and_kill(folder: Path) -> None:
    command = [sys.executable, "-m", "tests.wiring.importing_child", str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        assert child.stdout.readline() == "both\n"
        child.kill()
