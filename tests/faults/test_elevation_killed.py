"""A process that is killed at any step of an elevation: a real one, really killed."""

import asyncio
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from admittance.core.decide import Granted, Refused
from admittance.storage.audit_file import verify_audit
from admittance.storage.places import database_in
from admittance.usecases.audit_chain import Verified
from admittance.usecases.case_records import USUAL_ELEVATION, CaseState, ElevationEnd
from tests.usecases.cases.conftest import APP, CONTACTS, HOME, MARIA, NOW, World

pytestmark = [pytest.mark.anyio, pytest.mark.faults]

ROOT = Path(__file__).parents[2]
REFUSED, APPROVED, SHOWN, GIVEN, REDEEMED = range(2, 7)
EVERY_MOMENT = [(step, moment) for step in range(REFUSED, REDEEMED + 1) for moment in ("inside", "after")]
SAMPLE = [(APPROVED, "inside"), (APPROVED, "after"), (REDEEMED, "inside"), (REDEEMED, "after")]
MOMENTS = EVERY_MOMENT if os.environ.get("ADMITTANCE_FAULTS") == "full" else SAMPLE


@pytest.mark.parametrize(("step", "moment"), MOMENTS)
async def test_an_elevation_is_whole_or_not_there(tmp_path: Path, step: int, moment: str) -> None:
    """Killed at any step: the approval and its elevation are both there or neither, the connection and the
    elevation's end too; the person's own rights are what they were; and when its time is up, server off or on, no
    decision is made with it.
    """
    child = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-m", "tests.faults.elevating_child", str(tmp_path), str(step), moment],
        cwd=ROOT,
        check=False,
    )
    assert child.returncode == -signal.SIGKILL
    done = step if moment == "after" else step - 1

    world = World(tmp_path)
    try:
        _check(world, done)
    finally:
        await world.store.close()
    verified = verify_audit(database_in(tmp_path), b"an audit key of 32 bytes........")
    assert isinstance(verified, Verified)
    assert verified.findings == ()


def _check(world: World, done: int) -> None:
    """What has to be there when the transactions up to `done` were committed."""
    cases = world.look(lambda tx: tx.cases.in_account(HOME))
    elevation = world.look(lambda tx: tx.elevations.get(HOME, 1))
    connection = world.look(lambda tx: tx.connections.live(HOME, APP, MARIA))
    assert (world.member().rights, world.member().version) == (CONTACTS, 0)
    assert [case.state for case in cases] == (
        [] if done < REFUSED else [CaseState.OPEN if done < APPROVED else CaseState.APPROVED]
    )
    assert (elevation is not None) is (done >= APPROVED)
    assert (connection is not None) is (done >= REDEEMED)
    lent = elevation is not None and elevation.ended_at is None
    assert lent is (APPROVED <= done < REDEEMED)
    assert isinstance(world.decision(), Granted if lent else Refused)
    if elevation is not None and connection is not None:
        assert (elevation.ended_why, connection.authority.elevation) == (ElevationEnd.REDEEMED, elevation.id)
    world.now = NOW + USUAL_ELEVATION  # the server was off when its time was up
    assert isinstance(world.decision(), Refused)
