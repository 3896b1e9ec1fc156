"""What an app's developer sees of its webhooks: how they stand, what was answered, and sending once more."""

from collections.abc import Sequence
from typing import TypeAlias

from msgspec import Struct

from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.usecases.webhooks.records import Delivery, QueuedEvent, Subscription, Webhook
from admittance.usecases.webhooks.sending import client_secret


class Standing(Struct, frozen=True, kw_only=True):
    """An app's webhook. `signs`: whether the sealed secret is the app's own; without that nothing is sent."""

    app: App
    webhook: Webhook | None
    signs: bool
    subscriptions: tuple[Subscription, ...]
    waiting: int


class DeliveryShown(Struct, frozen=True):
    """One attempt with what is left of its events; `account_id` is None where that is not for the developer."""

    delivery: Delivery
    account_id: int | None
    events: tuple[QueuedEvent, ...]


class Page(Struct, frozen=True):
    """Attempts, newest first; `more` when there are older ones."""

    deliveries: tuple[DeliveryShown, ...]
    more: bool


class SentAgain(Struct, frozen=True):
    """So many events are due now."""

    events: int


class NothingLeft(Struct, frozen=True):
    """The attempt is known and its events are not any more: too old, or the app was uninstalled."""


class NoDelivery(Struct, frozen=True):
    """The app has no attempt of that number."""


SendingAgain: TypeAlias = SentAgain | NothingLeft | NoDelivery


def standing(tx: Transaction, app: App, key: bytes) -> Standing:
    """How the app's webhook stands. `key` opens the sealed secret, which goes nowhere from here."""
    webhook = tx.webhooks.settings.get(app.id)
    return Standing(
        app=app,
        webhook=webhook,
        signs=webhook is not None and client_secret(webhook, app, key) is not None,
        subscriptions=tuple(tx.webhooks.settings.subscriptions(app.id)),
        waiting=tx.webhooks.queue.waiting(app.id),
    )


def deliveries(tx: Transaction, app_id: int, *, limit: int, before: int | None = None) -> Page:
    """The app's attempts before the id `before`, `limit` of them, the newest first."""
    found = tx.webhooks.log.of_app(app_id, limit=limit + 1, before=before)
    return Page(tuple(_shown(tx, one) for one in found[:limit]), len(found) > limit)


def delivery(tx: Transaction, app_id: int, delivery_id: int) -> DeliveryShown | NoDelivery:
    """One attempt; another app's is not there."""
    found = tx.webhooks.log.get(app_id, delivery_id)
    return _shown(tx, found) if found is not None else NoDelivery()


def send_again(tx: Transaction, app: App, delivery_id: int, now: int, *, actor: int | None = None) -> SendingAgain:
    """Send the events of an attempt once more, at once and whether or not they were taken. Rights are looked at anew.

    With them goes what waits about the same subjects, so that the order among what waits is kept. `actor` None is the
    operator.
    """
    found = tx.webhooks.log.get(app.id, delivery_id)
    if found is None:
        return NoDelivery()
    events = tx.webhooks.queue.again(found.account_id, app.id, found.events, now)
    if not events:
        return NothingLeft()
    by = "operator" if actor is None else None
    data = {"delivery": delivery_id, "events": events}
    tx.audit.append(SERVER_CHAIN, AuditEntry(act=Act.WEBHOOK_SENT_AGAIN, actor=actor, by=by, app_id=app.id, data=data))
    return SentAgain(events)


def _shown(tx: Transaction, found: Delivery) -> DeliveryShown:
    events: Sequence[QueuedEvent] = tx.webhooks.queue.get(found.account_id, found.app_id, found.events)
    return DeliveryShown(found, None if found.about_cases else found.account_id, tuple(events))
