"""What apps want to be told, and the log of what was answered; `tx.webhooks` with the queue."""

from collections.abc import Sequence
from typing import Any

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_json, to_numbers
from admittance.storage.sqlite.memory import Memory
from admittance.storage.sqlite.webhook_queue import SqliteWebhookQueue
from admittance.usecases.webhooks.records import (
    Delivery,
    DeliveryProblem,
    Listening,
    Subscription,
    Wanted,
    Webhook,
)

_WEBHOOK = "app_id, url, sealed_secret, changed_at"
_GET = f"SELECT {_WEBHOOK} FROM webhooks WHERE app_id = ?"
_PUT = f"INSERT OR REPLACE INTO webhooks ({_WEBHOOK}) VALUES (?, ?, ?, ?)"
_REMOVE = "DELETE FROM webhooks WHERE app_id = ?"
_APPS = "SELECT app_id FROM webhooks ORDER BY app_id"
_SUBSCRIPTIONS = "SELECT id, app_id, type, property FROM webhook_subscriptions WHERE app_id = ? ORDER BY id"
_ALL = "SELECT id, app_id, type, property FROM webhook_subscriptions ORDER BY app_id, id"
_SUBSCRIBE = "INSERT INTO webhook_subscriptions (id, app_id, type, property) VALUES (?, ?, ?, ?)"
_UNSUBSCRIBE = "DELETE FROM webhook_subscriptions WHERE app_id = ? AND id = ?"
_UNSUBSCRIBE_ALL = "DELETE FROM webhook_subscriptions WHERE app_id = ?"

_DELIVERY = "account_id, app_id, id, at, took, url, events, attempt, about_cases, status, problem, answer"
_ADD = f"INSERT INTO webhook_deliveries ({_DELIVERY}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_OF_APP = (
    f"SELECT {_DELIVERY} FROM webhook_deliveries WHERE app_id = ?1 AND (?2 IS NULL OR id < ?2)"
    " ORDER BY id DESC LIMIT ?3"
)
_ONE = f"SELECT {_DELIVERY} FROM webhook_deliveries WHERE app_id = ? AND id = ?"
_FORGET = (
    "DELETE FROM webhook_deliveries WHERE (account_id, app_id, id) IN"
    " (SELECT account_id, app_id, id FROM webhook_deliveries WHERE at < ? LIMIT ?)"
)


def _subscription_of(row: tuple[Any, ...]) -> Subscription:
    return Subscription(id=row[0], app_id=row[1], wanted=Wanted(row[2], row[3]))


class SqliteWebhookSettings:
    """See `webhook_ports.WebhookSettings`."""

    def __init__(self, db: Database, memory: Memory) -> None:
        self._db = db
        self._listening = memory.listening

    def get(self, app_id: int) -> Webhook | None:
        row = self._db.execute(_GET, (app_id,)).fetchone()
        return row and Webhook(app_id=row[0], url=row[1], sealed_secret=row[2], changed_at=row[3])

    def put(self, webhook: Webhook) -> None:
        self._db.execute(_PUT, (webhook.app_id, webhook.url, webhook.sealed_secret, webhook.changed_at))

    def remove(self, app_id: int) -> bool:
        self._db.execute(_UNSUBSCRIBE_ALL, (app_id,))
        return self._db.execute(_REMOVE, (app_id,)).rowcount > 0

    def apps(self) -> Sequence[int]:
        return [row[0] for row in self._db.execute(_APPS).fetchall()]

    def subscriptions(self, app_id: int) -> Sequence[Subscription]:
        return [_subscription_of(row) for row in self._db.execute(_SUBSCRIPTIONS, (app_id,)).fetchall()]

    def subscribe(self, app_id: int, wanted: frozenset[Wanted]) -> None:
        before = {one.wanted: one.id for one in self.subscriptions(app_id)}
        for gone in before.keys() - wanted:
            self._db.execute(_UNSUBSCRIBE, (app_id, before[gone]))
        for new in sorted(wanted - before.keys()):
            self._db.execute(_SUBSCRIBE, (self._db.next_id("webhook_subscriptions"), app_id, new.type, new.property))

    def listening(self) -> Listening:
        kept = self._listening.get(0)
        return kept if kept is not None else self._listening.keep(0, self._read())

    def _read(self) -> Listening:
        by_type: dict[str, dict[int, list[Subscription]]] = {}
        for one in map(_subscription_of, self._db.execute(_ALL).fetchall()):
            by_type.setdefault(one.wanted.type, {}).setdefault(one.app_id, []).append(one)
        return {name: {app: tuple(ones) for app, ones in apps.items()} for name, apps in by_type.items()}


def _delivery_of(row: tuple[Any, ...]) -> Delivery:
    return Delivery(
        account_id=row[0],
        app_id=row[1],
        id=row[2],
        at=row[3],
        took=row[4],
        url=row[5],
        events=to_numbers(row[6]),
        attempt=row[7],
        about_cases=bool(row[8]),
        status=row[9],
        problem=None if row[10] is None else DeliveryProblem(row[10]),
        answer=row[11],
    )


class SqliteWebhookLog:
    """See `webhook_ports.WebhookLog`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, delivery: Delivery) -> Delivery:
        row = (
            delivery.account_id,
            delivery.app_id,
            self._db.next_id("webhook_deliveries"),
            delivery.at,
            delivery.took,
            delivery.url,
            to_json(delivery.events),
            delivery.attempt,
            delivery.about_cases,
            delivery.status,
            None if delivery.problem is None else delivery.problem.value,
            delivery.answer,
        )
        self._db.execute(_ADD, row)
        return _delivery_of(row)

    def of_app(self, app_id: int, *, limit: int, before: int | None = None) -> Sequence[Delivery]:
        return [_delivery_of(row) for row in self._db.execute(_OF_APP, (app_id, before, limit)).fetchall()]

    def get(self, app_id: int, delivery_id: int) -> Delivery | None:
        row = self._db.execute(_ONE, (app_id, delivery_id)).fetchone()
        return None if row is None else _delivery_of(row)

    def forget(self, before: int, limit: int) -> int:
        return self._db.execute(_FORGET, (before, limit)).rowcount


class SqliteWebhooks:
    """See `webhook_ports.Webhooks`."""

    def __init__(self, db: Database, memory: Memory) -> None:
        self.settings = SqliteWebhookSettings(db, memory)
        self.queue = SqliteWebhookQueue(db)
        self.log = SqliteWebhookLog(db)
