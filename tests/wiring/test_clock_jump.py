"""A clock that jumped ahead while the server was off."""

import asyncio
from pathlib import Path

import pytest

from admittance.http.services import Services
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.clock_jump import MOST_AHEAD, ClockJump, clock_jump, confirm_clock
from admittance.wiring.parts import build_services
from tests.wiring.test_parts import settings

DAY_S = 24 * 3600


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A directory in which something was committed just now."""
    services = build_services(settings(tmp_path))
    assert isinstance(services, Services)

    async def write() -> None:
        await services.store.write(
            lambda tx: tx.audit.append(SERVER_CHAIN, AuditEntry(act=Act.APP_CREATED, by="operator"))
        )
        await services.store.close()

    asyncio.run(write())
    return tmp_path


def ahead(data: Path, seconds: int) -> Path:
    """A file that sets the clock ahead."""
    file = data / "ahead"
    file.write_text(str(seconds))
    return file


def test_a_jump_of_over_a_day_stops_the_server(data: Path) -> None:
    """The message names both times and the option; nothing is opened, so nothing of it is undone by refusing."""
    stopped = build_services(settings(data), ahead(data, DAY_S + 60))
    assert isinstance(stopped, CannotStart)
    assert "a day after this server last wrote anything" in stopped.message
    assert "--confirm-clock" in stopped.message
    assert clock_jump(data) is None


@pytest.mark.parametrize("seconds", [0, DAY_S - 60, -30 * DAY_S])
def test_less_than_a_day_and_any_time_back_do_not(data: Path, seconds: int) -> None:
    """A night, or a clock set back: time goes on from what was committed."""
    services = build_services(settings(data), ahead(data, seconds))
    assert isinstance(services, Services)
    asyncio.run(services.store.close())


def test_a_new_directory_knows_no_time(tmp_path: Path) -> None:
    """Before anything was written there is nothing that the clock could be ahead of."""
    assert clock_jump(tmp_path, ahead(tmp_path, 900 * DAY_S)) is None


def test_once_confirmed_it_is_the_time(data: Path) -> None:
    """The confirmation is a row in the server's chain, and from then on the data's own time."""
    file = ahead(data, 30 * DAY_S)
    jump = clock_jump(data, file)
    assert jump is not None
    assert jump.now - jump.last > MOST_AHEAD
    services = build_services(settings(data), file, clock_confirmed=True)
    assert isinstance(services, Services)

    async def confirm() -> None:
        await services.store.write(lambda tx: confirm_clock(tx, jump))
        row = services.store.read(lambda tx: tx.audit.rows(SERVER_CHAIN, limit=9))[-1]
        assert (row.entry.act, row.entry.by, row.entry.data["last"]) == (Act.CLOCK_CONFIRMED, "operator", jump.last)
        await services.store.close()

    asyncio.run(confirm())
    assert clock_jump(data, file) is None


def test_the_message_is_for_whoever_reads_it() -> None:
    """Days, and both times in UTC."""
    said = ClockJump(1_800_000_000_000, 1_800_000_000_000 + 9 * MOST_AHEAD).message
    assert "the clock says 2027-01-24 08:00 UTC, 9 days after" in said
    assert "(2027-01-15 08:00 UTC)" in said
