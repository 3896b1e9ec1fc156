"""Events that wait to be told to apps."""

from collections.abc import Sequence
from typing import Any

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_json
from admittance.usecases.webhooks.records import CASE_SUBJECT, EventEnd, QueuedEvent, Told

_COLUMNS = "account_id, id, told, attempts, due_at, ended_why"
CLEARED_AT_ONCE = 1_000
"""Events that are removed where they are dropped. Of more the rest is only marked as gone, and removed by `clear`."""

_OF_LANE = "account_id = ?1 AND app_id = ?2"
# INVARIANT: an event that was dropped is there for nobody, whether `clear` has come to it or not.
_LANE = (
    f"{_OF_LANE} AND NOT EXISTS (SELECT 1 FROM webhook_cleared AS gone"
    " WHERE gone.account_id = ?1 AND gone.app_id = ?2 AND webhook_events.id <= gone.up_to"
    f" AND iif(gone.waiting, due_at IS NOT NULL, subject NOT GLOB '{CASE_SUBJECT}*'))"
)
_IDS = "id IN (SELECT value FROM json_each(?3))"
_ADD = (
    "INSERT INTO webhook_events (account_id, app_id, id, told, subject, attempts, due_at) VALUES (?, ?, ?, ?, ?, 0, ?)"
)
# Of one subject the newest is never due before the others, so one look is enough, however many wait.
_LAST_OF_SUBJECT = (
    "SELECT due_at FROM webhook_events INDEXED BY webhook_events_of_subject"
    f" WHERE {_LANE} AND subject = ?3 AND due_at IS NOT NULL ORDER BY id DESC LIMIT 1"
)
_DUE = (
    f"SELECT {_COLUMNS} FROM webhook_events WHERE {_OF_LANE} AND due_at IS NOT NULL AND due_at <= ?3"
    " ORDER BY due_at, id LIMIT ?4"
)
# Of a lane with a mark: what came behind it, and what is about cases. Nobody walks over all that is marked as gone.
_BEHIND = f"FROM webhook_events NOT INDEXED WHERE {_LANE} AND due_at IS NOT NULL AND id > ?3"
_OF_CASES = (
    f"FROM webhook_events INDEXED BY webhook_events_of_subject WHERE {_LANE} AND due_at IS NOT NULL"
    f" AND subject >= '{CASE_SUBJECT}' AND subject GLOB '{CASE_SUBJECT}*'"
)
_DUE_MARKED = (
    f"SELECT {_COLUMNS} FROM (SELECT {_COLUMNS} {_BEHIND} UNION SELECT {_COLUMNS} {_OF_CASES})"
    " WHERE due_at <= ?4 ORDER BY due_at, id LIMIT ?5"
)
_BOUND = f"SELECT max(up_to) FROM webhook_cleared WHERE {_OF_LANE}"
_GET = f"SELECT {_COLUMNS} FROM webhook_events WHERE {_LANE} AND {_IDS} ORDER BY id"
_END = f"UPDATE webhook_events SET due_at = NULL, ended_at = ?4, ended_why = ?5 WHERE {_LANE} AND {_IDS}"
_FAILED = f"UPDATE webhook_events SET attempts = attempts + 1 WHERE {_LANE} AND {_IDS} AND due_at IS NOT NULL"
_OF_SAME_SUBJECTS = (
    f"{_LANE} AND due_at IS NOT NULL AND subject IN"
    f" (SELECT subject FROM webhook_events WHERE {_LANE} AND {_IDS} AND due_at IS NOT NULL)"
)
_LATER = f"UPDATE webhook_events SET due_at = max(due_at, ?4) WHERE {_OF_SAME_SUBJECTS}"
_AGAIN = (
    f"UPDATE webhook_events SET due_at = ?4, attempts = 0, ended_at = NULL, ended_why = NULL WHERE {_LANE} AND {_IDS}"
)
_ALL_NOW = f"UPDATE webhook_events SET due_at = ?4 WHERE {_OF_SAME_SUBJECTS}"
_DROP = f"DELETE FROM webhook_events WHERE {_LANE} AND {_IDS}"
_LAST = f"SELECT max(id) FROM webhook_events WHERE {_OF_LANE}"
_CLEAR_ALL = (
    f"DELETE FROM webhook_events WHERE {_OF_LANE} AND id IN (SELECT id FROM webhook_events"
    f" WHERE {_OF_LANE} AND id <= ?3 AND subject NOT GLOB '{CASE_SUBJECT}*' LIMIT ?4)"
)
_CLEAR_WAITING = (
    f"DELETE FROM webhook_events WHERE {_OF_LANE} AND id IN (SELECT id FROM webhook_events"
    f" INDEXED BY webhook_events_due WHERE {_OF_LANE} AND due_at IS NOT NULL AND id <= ?3 LIMIT ?4)"
)
_MARK = "INSERT OR REPLACE INTO webhook_cleared (account_id, app_id, waiting, up_to) VALUES (?, ?, ?, ?)"
_MARKED = "SELECT account_id, app_id, waiting, up_to FROM webhook_cleared LIMIT 1"
_UNMARK = f"DELETE FROM webhook_cleared WHERE {_OF_LANE} AND waiting = ?3"
_FORGET = (
    "DELETE FROM webhook_events WHERE (account_id, app_id, id) IN"
    " (SELECT account_id, app_id, id FROM webhook_events WHERE ended_at IS NOT NULL AND ended_at < ? LIMIT ?)"
)
_FIRST_DUE = f"SELECT min(due_at) FROM webhook_events WHERE {_OF_LANE} AND due_at IS NOT NULL"
_FIRST_DUE_MARKED = f"SELECT min(due_at) FROM (SELECT due_at {_BEHIND} UNION SELECT due_at {_OF_CASES})"
_SET_LANE = (
    "INSERT INTO webhook_lanes (account_id, app_id, due_at) VALUES (?, ?, ?)"
    " ON CONFLICT (account_id, app_id) DO UPDATE SET due_at = excluded.due_at WHERE due_at <> excluded.due_at"
)
_BRING_FORWARD = (
    "INSERT INTO webhook_lanes (account_id, app_id, due_at) VALUES (?, ?, ?)"
    " ON CONFLICT (account_id, app_id) DO UPDATE SET due_at = excluded.due_at WHERE due_at > excluded.due_at"
)
_CLOSE_LANE = f"DELETE FROM webhook_lanes WHERE {_OF_LANE}"
_LANES = "SELECT account_id FROM webhook_lanes WHERE app_id = ? AND due_at <= ? ORDER BY due_at, account_id LIMIT ?"
_LANES_OF_APP = "SELECT account_id FROM webhook_lanes WHERE app_id = ?"
_WAITING = (
    "SELECT count(*) FROM webhook_lanes l JOIN webhook_events e ON e.account_id = l.account_id AND e.app_id = l.app_id"
    " WHERE l.app_id = ? AND e.due_at IS NOT NULL AND NOT EXISTS (SELECT 1 FROM webhook_cleared AS gone"
    " WHERE gone.account_id = e.account_id AND gone.app_id = e.app_id AND e.id <= gone.up_to"
    f" AND (gone.waiting OR e.subject NOT GLOB '{CASE_SUBJECT}*'))"
)

_told = msgspec.json.Decoder(Told)


def _event_of(row: tuple[Any, ...]) -> QueuedEvent:
    return QueuedEvent(
        account_id=row[0],
        id=row[1],
        told=_told.decode(row[2]),
        attempts=row[3],
        due_at=row[4],
        ended_why=None if row[5] is None else EventEnd(row[5]),
    )


class SqliteWebhookQueue:
    """See `webhook_ports.WebhookQueue`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, account_id: int, told: Told, now: int) -> QueuedEvent:
        last = self._db.execute(_LAST_OF_SUBJECT, (account_id, told.app_id, told.subject)).fetchone()
        # INVARIANT: never due before what waits about the same subject.
        due_at = now if last is None else max(now, last[0])
        event_id = self._db.next_id("webhook_events")
        self._db.execute(_ADD, (account_id, told.app_id, event_id, to_json(told), told.subject, due_at))
        self._db.execute(_BRING_FORWARD, (account_id, told.app_id, due_at))
        return QueuedEvent(account_id=account_id, id=event_id, told=told, due_at=due_at)

    def lanes(self, app_id: int, now: int, limit: int) -> Sequence[int]:
        return [row[0] for row in self._db.execute(_LANES, (app_id, now, limit)).fetchall()]

    def due(self, account_id: int, app_id: int, now: int, limit: int) -> Sequence[QueuedEvent]:
        # Of one subject this is the order of ids, since no later event of it is due before an earlier one.
        bound = self._bound(account_id, app_id)
        if bound is None:
            rows = self._db.execute(_DUE, (account_id, app_id, now, limit))
        else:
            rows = self._db.execute(_DUE_MARKED, (account_id, app_id, bound, now, limit))
        return [_event_of(row) for row in rows.fetchall()]

    def get(self, account_id: int, app_id: int, ids: Sequence[int]) -> Sequence[QueuedEvent]:
        rows = self._db.execute(_GET, (account_id, app_id, to_json(ids))).fetchall()
        return [_event_of(row) for row in rows]

    def end(self, account_id: int, app_id: int, ids: Sequence[int], why: EventEnd, now: int) -> None:
        self._db.execute(_END, (account_id, app_id, to_json(ids), now, why.value))
        self._settle(account_id, app_id)

    def put_off(self, account_id: int, app_id: int, ids: Sequence[int], until: int) -> None:
        lane = (account_id, app_id, to_json(ids))
        self._db.execute(_FAILED, lane)
        self._db.execute(_LATER, (*lane, until))
        self._settle(account_id, app_id)

    def drop(self, account_id: int, app_id: int, ids: Sequence[int]) -> None:
        self._db.execute(_DROP, (account_id, app_id, to_json(ids)))
        self._settle(account_id, app_id)

    def drop_lane(self, account_id: int, app_id: int) -> None:
        self._clear(account_id, app_id, waiting=False)

    def drop_app(self, app_id: int) -> None:
        for (account_id,) in self._db.execute(_LANES_OF_APP, (app_id,)).fetchall():
            self._clear(account_id, app_id, waiting=True)

    def clear(self, limit: int) -> bool:
        found = self._db.execute(_MARKED).fetchone()
        if found is None:
            return False
        account_id, app_id, waiting, up_to = found
        if self._remove(account_id, app_id, up_to, limit, waiting=bool(waiting)) < limit:
            self._db.execute(_UNMARK, (account_id, app_id, waiting))
        return True

    def _clear(self, account_id: int, app_id: int, *, waiting: bool) -> None:
        """Drop the lane's events so far: only those that wait, or all but those about cases."""
        (last,) = self._db.execute(_LAST, (account_id, app_id)).fetchone()
        if (
            last is not None
            and self._remove(account_id, app_id, last, CLEARED_AT_ONCE, waiting=waiting) >= CLEARED_AT_ONCE
        ):
            self._db.execute(_MARK, (account_id, app_id, waiting, last))
        self._settle(account_id, app_id)

    def _remove(self, account_id: int, app_id: int, up_to: int, limit: int, *, waiting: bool) -> int:
        return self._db.execute(_CLEAR_WAITING if waiting else _CLEAR_ALL, (account_id, app_id, up_to, limit)).rowcount

    def again(self, account_id: int, app_id: int, ids: Sequence[int], now: int) -> int:
        lane = (account_id, app_id, to_json(ids))
        known = self._db.execute(_AGAIN, (*lane, now)).rowcount
        self._db.execute(_ALL_NOW, (*lane, now))
        self._settle(account_id, app_id)
        return known

    def waiting(self, app_id: int) -> int:
        return int(self._db.execute(_WAITING, (app_id,)).fetchone()[0])

    def forget(self, before: int, limit: int) -> int:
        return self._db.execute(_FORGET, (before, limit)).rowcount

    def _bound(self, account_id: int, app_id: int) -> int | None:
        """The last event of the lane that may be gone without having been removed."""
        bound: int | None = self._db.execute(_BOUND, (account_id, app_id)).fetchone()[0]
        return bound

    def _settle(self, account_id: int, app_id: int) -> None:
        """Let the lane's row say when its first event is due."""
        bound = self._bound(account_id, app_id)
        if bound is None:
            due_at = self._db.execute(_FIRST_DUE, (account_id, app_id)).fetchone()[0]
        else:
            due_at = self._db.execute(_FIRST_DUE_MARKED, (account_id, app_id, bound)).fetchone()[0]
        if due_at is None:
            self._db.execute(_CLOSE_LANE, (account_id, app_id))
        else:
            self._db.execute(_SET_LANE, (account_id, app_id, due_at))
