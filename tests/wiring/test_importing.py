"""An import is taken on piece by piece: it goes on after a restart, and its file doesn't outlive it."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from admittance.http.staged_files import staged_path
from admittance.usecases.imports.csv_file import FileFault
from admittance.usecases.imports.records import OVER, Import, ImportState, WhyOver
from admittance.wiring import importing
from admittance.wiring.importing import BESIDE_OTHERS, advance
from tests.wiring.staging import contacts, csv_of, look, open_services, run_until, run_until_over, staged

pytestmark = pytest.mark.anyio

ROWS = 300
CSV = csv_of(ROWS)


async def test_what_undoing_would_take_is_dropped_in_the_end(tmp_path: Path) -> None:
    """A finished import keeps its report, and neither its file nor what its contacts were before."""
    services = open_services(tmp_path)
    one = await staged(services, CSV)
    while look(services, one).state not in OVER:
        await advance(services, look(services, one), BESIDE_OTHERS)
    assert not staged_path(services.settings, one).exists()
    assert services.store.read(lambda tx: tx.imports.changes(1, one.id, 10)) == []
    await services.store.close()


@pytest.mark.parametrize("blank", [b"", b"\n , \n" * 150], ids=["dense", "blank"])
async def test_a_killed_server_goes_on_where_it_was(tmp_path: Path, blank: bytes) -> None:
    """Cut off in the middle of the writing, the import is finished by the next server: each row once, however many
    blank ones stand before and between them.
    """
    services = open_services(tmp_path)
    half = CSV.index(b"p150@")
    one = await staged(services, blank + CSV[:half] + blank + CSV[half:] + blank)
    await advance(services, one, BESIDE_OTHERS)
    assert look(services, one).state is ImportState.WRITING

    class Killed(BaseException):
        pass

    def kill(so_far: Import) -> None:
        if so_far.looked >= ROWS // 2:
            raise Killed

    with pytest.raises(Killed):
        await advance(services, look(services, one), BESIDE_OTHERS, kill)
    assert 0 < contacts(services) < ROWS
    await services.store.close()
    again = open_services(tmp_path)
    done = await run_until_over(again, one)
    assert (done.state, done.created, done.rows, contacts(again)) == (ImportState.DONE, ROWS, ROWS, ROWS)
    await again.store.close()


@pytest.mark.parametrize("loss", ["gone", "cut"])
async def test_an_import_whose_file_is_lost_is_undone(tmp_path: Path, loss: str) -> None:
    """Without its file, or with half of it, an import that had begun leaves nothing behind."""
    services = open_services(tmp_path)
    one = await staged(services, CSV)
    await advance(services, one, BESIDE_OTHERS)

    path = staged_path(services.settings, one)
    if loss == "gone":
        path.unlink()
    else:
        path.write_bytes(CSV[: len(CSV) // 2])
    over = await run_until_over(services, one)
    assert (over.state, over.why, contacts(services)) == (ImportState.UNDONE, WhyOver.FILE_GONE, 0)
    await services.store.close()


async def test_a_mistake_of_ours_leaves_nothing_half_imported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever breaks on the way, what was written is taken back, and the reason is kept."""
    services = open_services(tmp_path)
    one = await staged(services, CSV)
    await advance(services, one, BESIDE_OTHERS)
    written = importing.write_rows

    def breaks(
        tx: object, account_id: int, import_id: int, policy: object, first: int, rows: object, now: int
    ) -> object:
        if first:
            raise RuntimeError("a mistake of ours")
        return written(tx, account_id, import_id, policy, first, rows, now)  # type: ignore[arg-type]

    monkeypatch.setattr(importing, "write_rows", breaks)
    over = await run_until_over(services, one)
    assert (over.state, over.why, contacts(services)) == (ImportState.UNDONE, WhyOver.FAILED, 0)
    await services.store.close()


async def test_a_file_that_breaks_far_in_writes_nothing(tmp_path: Path) -> None:
    """A quote that is never closed on the last line is found before the first row is written."""
    services = open_services(tmp_path)
    one = await staged(services, CSV + b'"broken\n')
    over = await run_until_over(services, one)
    assert (over.state, over.fault, over.fault_line) == (ImportState.REFUSED, FileFault.QUOTES, ROWS + 2)
    assert contacts(services) == 0
    await services.store.close()


async def test_old_reports_and_forgotten_files_go(tmp_path: Path) -> None:
    """A file whose columns nobody chose goes after a day, a finished import's report after a month."""
    services = open_services(tmp_path)
    one = await staged(services, CSV)
    forgotten = replace(one, id=0, state=ImportState.CHOOSING, changed_at=0)
    stored = await services.store.write(lambda tx: tx.imports.add(forgotten))
    path = staged_path(services.settings, stored)
    path.write_bytes(b"x")
    (path.parent / "half.part").write_bytes(b"x")
    await run_until(services, lambda: services.store.read(lambda tx: tx.imports.get(1, stored.id)) is None)
    assert not path.exists()
    assert not list(path.parent.glob("*.part"))
    assert look(services, one).state is ImportState.DONE
    await services.store.close()
