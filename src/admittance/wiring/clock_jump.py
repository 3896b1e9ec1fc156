"""A clock that has jumped ahead while the server was off (product section 5).

Time here never runs back past what was committed. So one start under a clock that is a month ahead would end every
elevation, session and token for good, and setting the clock right again would not bring them back.
"""

from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from admittance.clock import Clock
from admittance.core import lifetimes
from admittance.storage.places import database_in
from admittance.storage.sqlite.opening import latest_time_in
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.ports import Transaction

MOST_AHEAD = lifetimes.DAY
CONFIRM = "--confirm-clock"


class ClockJump(Struct, frozen=True):
    """The clock reads `now`, and the last thing that was written here is of `last`: both ms, UTC."""

    last: int
    now: int

    @property
    def message(self) -> str:
        """For the operator: what is in the way, and the two ways on."""
        return (
            f"the clock says {_said(self.now)}, {_days(self.now - self.last)} after this server last wrote anything"
            f" ({_said(self.last)}). If the clock is right, start once with {CONFIRM}. If it is wrong, set it first:"
            " what has a time limit would end, and time never runs back here"
        )


def clock_jump(data_dir: Path, clock_file: Path | None = None) -> ClockJump | None:
    """How far the clock is ahead of the data, where that is over a day. Nothing is opened for writing."""
    last, now = latest_time_in(database_in(data_dir)), Clock(lambda: 0, clock_file).now()
    return ClockJump(last, now) if last and now - last > MOST_AHEAD else None


def confirm_clock(tx: Transaction, jump: ClockJump) -> None:
    """The operator said that the clock is right. Committing this moves the data's own time along."""
    data = {"last": jump.last, "now": jump.now}
    tx.audit.append(SERVER_CHAIN, AuditEntry(act=Act.CLOCK_CONFIRMED, by="operator", data=data))


def _said(at: int) -> str:
    return datetime.fromtimestamp(at / 1000, UTC).strftime("%Y-%m-%d %H:%M UTC")


def _days(duration: int) -> str:
    days = duration // lifetimes.DAY
    return "a day" if days == 1 else f"{days} days"
