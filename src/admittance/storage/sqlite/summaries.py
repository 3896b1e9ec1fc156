"""The server's own chain under a flood: so many rows a minute for one act, then one row that counts the rest.

Only requests that change nothing are summed up; a change always has its own row (product section 10).
"""

from collections.abc import Iterable, Sequence

from msgspec import Struct

from admittance.storage.sqlite.audit import Pending
from admittance.storage.sqlite.connection import Connection
from admittance.storage.sqlite.forms import to_json
from admittance.usecases.audit_entry import SERVER_CHAIN, Act

ROWS_A_MINUTE = 60
SUMMED_UP = frozenset(
    {Act.REQUEST_REJECTED, Act.SIGN_IN_FAILED, Act.CLIENT_REFUSED, Act.CODE_REFUSED, Act.REFRESH_REFUSED}
)
_MINUTE = 60_000
_LOAD = "SELECT act, minute, held FROM audit_held"
_HOLD = (
    "INSERT INTO audit_held (act, minute, held) VALUES (?, ?, ?)"
    " ON CONFLICT (act) DO UPDATE SET minute = excluded.minute, held = excluded.held"
)
_FORGET = "DELETE FROM audit_held WHERE act = ?"


class _Minute(Struct, frozen=True):
    """One act's rows in one minute: written, and held back."""

    minute: int
    written: int
    held: int


class Summaries:
    """Which rows of the server's chain are written. Counts are stored with the transaction that they belong to."""

    def __init__(self, db: Connection) -> None:
        self._db = db
        # What an earlier process left is over: its minute is summed up at the first occasion.
        self._now = {Act(act): _Minute(minute, ROWS_A_MINUTE, held) for act, minute, held in db.execute(_LOAD)}
        self._committed = dict(self._now)

    def due(self, at: int) -> bool:
        """Whether a minute with rows held back is over."""
        return any(counted.held and counted.minute != at // _MINUTE for counted in self._now.values())

    def admit(self, waiting: Sequence[Pending], at: int, *, ending: bool) -> Iterable[Pending]:
        """The rows to write now, in order: summaries of minutes that are over, then what of `waiting` is not held."""
        if not self._now and all(entry.account_id != SERVER_CHAIN for entry in waiting):
            return waiting
        before = dict(self._now)
        rows = [*self._over(at, ending=ending), *(entry for entry in waiting if self._written(entry, at))]
        self._store(before)
        return rows

    def _over(self, at: int, *, ending: bool) -> list[Pending]:
        minute = at // _MINUTE
        over = {act: counted for act, counted in self._now.items() if ending or counted.minute != minute}
        for act in over:
            del self._now[act]
        return [_summary(act, counted) for act, counted in over.items() if counted.held]

    def _written(self, entry: Pending, at: int) -> bool:
        if entry.account_id != SERVER_CHAIN or entry.act not in SUMMED_UP:
            return True
        counted = self._now.get(entry.act) or _Minute(at // _MINUTE, 0, 0)
        room = counted.written < ROWS_A_MINUTE
        written, held = (counted.written + 1, counted.held) if room else (counted.written, counted.held + 1)
        self._now[entry.act] = _Minute(counted.minute, written, held)
        return room

    def _store(self, before: dict[Act, _Minute]) -> None:
        for act in before.keys() | self._now.keys():
            was, counted = before.get(act), self._now.get(act)
            if counted is not None and counted.held and counted != was:
                self._db.execute(_HOLD, (act.value, counted.minute, counted.held))
            elif was is not None and was.held and (counted is None or not counted.held):
                self._db.execute(_FORGET, (act.value,))

    def committed(self) -> None:
        """The counts are durable."""
        if self._committed != self._now:
            self._committed = dict(self._now)

    def rolled_back(self) -> None:
        """The counts never were."""
        self._now = dict(self._committed)


def _summary(act: Act, counted: _Minute) -> Pending:
    data = to_json({"more": counted.held, "minute": counted.minute * _MINUTE})
    return Pending(SERVER_CHAIN, act, None, None, "summary", data, ())
