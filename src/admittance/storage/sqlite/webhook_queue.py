"""Events that wait to be told to apps."""

from collections.abc import Sequence
from typing import Any

import msgspec

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_json
from admittance.usecases.webhooks.records import CASE_SUBJECT, EventEnd, QueuedEvent, Told

_COLUMNS = "account_id, id, told, attempts, due_at, ended_why"
_LANE = "account_id = ?1 AND app_id = ?2"
_IDS = "id IN (SELECT value FROM json_each(?3))"
_ADD = (
    "INSERT INTO webhook_events (account_id, app_id, id, told, subject, attempts, due_at) VALUES (?, ?, ?, ?, ?, 0, ?)"
)
_LAST_OF_SUBJECT = f"SELECT max(due_at) FROM webhook_events WHERE {_LANE} AND subject = ?3 AND due_at IS NOT NULL"
_DUE = (
    f"SELECT {_COLUMNS} FROM webhook_events WHERE {_LANE} AND due_at IS NOT NULL AND due_at <= ?3"
    " ORDER BY due_at, id LIMIT ?4"
)
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
_DROP_LANE = f"DELETE FROM webhook_events WHERE {_LANE} AND subject NOT GLOB '{CASE_SUBJECT}*'"
_DROP_WAITING = f"DELETE FROM webhook_events WHERE {_LANE} AND due_at IS NOT NULL"
_FORGET = (
    "DELETE FROM webhook_events WHERE (account_id, app_id, id) IN"
    " (SELECT account_id, app_id, id FROM webhook_events WHERE ended_at IS NOT NULL AND ended_at < ? LIMIT ?)"
)
_FIRST_DUE = f"SELECT min(due_at) FROM webhook_events WHERE {_LANE} AND due_at IS NOT NULL"
_SET_LANE = (
    "INSERT INTO webhook_lanes (account_id, app_id, due_at) VALUES (?, ?, ?)"
    " ON CONFLICT (account_id, app_id) DO UPDATE SET due_at = excluded.due_at WHERE due_at <> excluded.due_at"
)
_BRING_FORWARD = (
    "INSERT INTO webhook_lanes (account_id, app_id, due_at) VALUES (?, ?, ?)"
    " ON CONFLICT (account_id, app_id) DO UPDATE SET due_at = excluded.due_at WHERE due_at > excluded.due_at"
)
_CLOSE_LANE = f"DELETE FROM webhook_lanes WHERE {_LANE}"
_LANES = "SELECT account_id FROM webhook_lanes WHERE app_id = ? AND due_at <= ? ORDER BY due_at, account_id LIMIT ?"
_LANES_OF_APP = "SELECT account_id FROM webhook_lanes WHERE app_id = ?"
_WAITING = (
    "SELECT count(*) FROM webhook_lanes l JOIN webhook_events e ON e.account_id = l.account_id AND e.app_id = l.app_id"
    " WHERE l.app_id = ? AND e.due_at IS NOT NULL"
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
        last = self._db.execute(_LAST_OF_SUBJECT, (account_id, told.app_id, told.subject)).fetchone()[0]
        # INVARIANT: never due before what waits about the same subject.
        due_at = now if last is None else max(now, last)
        event_id = self._db.next_id("webhook_events")
        self._db.execute(_ADD, (account_id, told.app_id, event_id, to_json(told), told.subject, due_at))
        self._db.execute(_BRING_FORWARD, (account_id, told.app_id, due_at))
        return QueuedEvent(account_id=account_id, id=event_id, told=told, due_at=due_at)

    def lanes(self, app_id: int, now: int, limit: int) -> Sequence[int]:
        return [row[0] for row in self._db.execute(_LANES, (app_id, now, limit)).fetchall()]

    def due(self, account_id: int, app_id: int, now: int, limit: int) -> Sequence[QueuedEvent]:
        # Of one subject this is the order of ids, since no later event of it is due before an earlier one.
        return [_event_of(row) for row in self._db.execute(_DUE, (account_id, app_id, now, limit)).fetchall()]

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
        self._db.execute(_DROP_LANE, (account_id, app_id))
        self._settle(account_id, app_id)

    def drop_app(self, app_id: int) -> None:
        for (account_id,) in self._db.execute(_LANES_OF_APP, (app_id,)).fetchall():
            self._db.execute(_DROP_WAITING, (account_id, app_id))
            self._settle(account_id, app_id)

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

    def _settle(self, account_id: int, app_id: int) -> None:
        """Let the lane's row say when its first event is due."""
        due_at = self._db.execute(_FIRST_DUE, (account_id, app_id)).fetchone()[0]
        if due_at is None:
            self._db.execute(_CLOSE_LANE, (account_id, app_id))
        else:
            self._db.execute(_SET_LANE, (account_id, app_id, due_at))
