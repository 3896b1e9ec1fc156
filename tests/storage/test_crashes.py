"""What storage keeps when its process dies, or its disk fills up: a real process, really killed."""

import subprocess
import sys
from pathlib import Path

import pytest

from admittance.storage.audit_file import verify_audit
from admittance.storage.places import database_in
from admittance.usecases.audit_chain import Verified
from admittance.usecases.outcomes import AlreadySpent, Spent
from tests.storage import sample
from tests.storage.clock import MovableClock
from tests.storage.conftest import AUDIT_KEY, opened

ROOT = Path(__file__).parents[2]


def _child(*arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.storage.writing_child", *arguments]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)


def _acknowledged(child: "subprocess.Popen[str]", lines: int) -> dict[str, set[int]]:
    """What the child said until it was killed after `lines` lines, the last whole line included."""
    assert child.stdout is not None
    with child:
        said: list[str] = [child.stdout.readline() for _ in range(lines)]
        child.kill()
        said += child.stdout.readlines()
    words = [line.split() for line in said if line.endswith("\n")]
    return {what: {int(number) for w, number in words if w == what} for what in ("added", "spent")}


@pytest.mark.anyio
@pytest.mark.faults
@pytest.mark.parametrize("lines", [40, 300, 1500])
async def test_a_killed_process_loses_nothing_it_acknowledged(tmp_path: Path, lines: int) -> None:
    """After kill -9 every acknowledged write is there, no code can be spent again, and the chains verify."""
    child = _child(str(tmp_path))
    said = _acknowledged(child, lines)

    store = opened(tmp_path, MovableClock())
    try:
        assert len(said["added"]) >= lines // 3
        codes = {number: store.read(lambda tx, n=number: tx.codes.get(1, n)) for number in said["added"]}
        assert [number for number, code in codes.items() if code is None] == []
        for number in said["spent"]:
            assert await store.write(lambda tx, n=number: tx.codes.spend(1, n, sample.NOW)) == AlreadySpent()
        fresh = await store.write(lambda tx: tx.codes.add(sample.code()))
        assert fresh.id > max(said["added"])
        assert await store.write(lambda tx: tx.codes.spend(1, fresh.id, sample.NOW)) == Spent()
    finally:
        await store.close()
    verified = verify_audit(database_in(tmp_path), AUDIT_KEY)
    assert isinstance(verified, Verified)
    assert verified.findings == ()
    assert verified.rows >= len(said["added"]) + len(said["spent"])


@pytest.mark.faults
def test_a_disk_that_fills_up_fails_clearly_and_only_while_it_is_full(tmp_path: Path) -> None:
    """When the log can't grow a write fails as unavailable; with room again the same process writes on."""
    child = _child(str(tmp_path), str(600_000))
    said, _ = child.communicate(timeout=120)

    lines = said.split("\n")
    assert child.returncode == 0
    assert "failed" in lines
    assert lines[-2].startswith("again ")
    store = verify_audit(database_in(tmp_path), AUDIT_KEY)
    assert isinstance(store, Verified)
    assert store.findings == ()
    added = sum(line.startswith(("added", "again")) for line in lines)
    assert store.rows == added
