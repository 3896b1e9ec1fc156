"""What is sent next to an app, and what follows from the answer."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from admittance.core.policy import Policy
from admittance.core.tokens import TokenKind, matches
from admittance.core.webhooks.schedule import OLDEST, batch_size, next_attempt_at
from admittance.core.webhooks.signing import open_secret
from admittance.usecases.drift import is_suspended
from admittance.usecases.ports import Transaction
from admittance.usecases.reach import reach_of
from admittance.usecases.records import App
from admittance.usecases.webhooks.records import Delivery, EventEnd, QueuedEvent, Webhook

MOST_AT_ONCE = 100
"""Events of one request."""
LARGEST_BODY = 1_000_000
"""Bytes; one event alone may be larger."""

_encode = msgspec.json.Encoder().encode


class Batch(Struct, frozen=True, kw_only=True):
    """One request to be made. `secret` is None where what was sealed is not the app's client secret (any more)."""

    account_id: int
    app_id: int
    url: str
    secret: str | None
    events: tuple[QueuedEvent, ...]
    body: bytes

    def __repr__(self) -> str:
        return f"Batch({self.account_id}, {self.app_id}, {len(self.events)} events)"

    @property
    def about_cases(self) -> bool:
        """INVARIANT: one batch is about cases or about an account, so that the one never gives away the other."""
        return self.events[0].told.about_case


class NextBatch(Struct, frozen=True):
    """`dropped` are due events that the app may not have (any more)."""

    batch: Batch | None
    dropped: tuple[int, ...] = ()


def next_batch(tx: Transaction, policy: Policy, key: bytes, account_id: int, app_id: int, now: int) -> NextBatch:
    """The lane's next request. `key` opens the sealed secret.

    INVARIANT: rights are looked at when an event is sent, not only when it happened: after an uninstall, a removed
    connection or a lost tool nothing more is told.
    """
    due = tx.webhooks.queue.due(account_id, app_id, now, MOST_AT_ONCE)
    webhook, app = tx.webhooks.settings.get(app_id), tx.apps.get(app_id)
    if webhook is None or app is None or not app.enabled:
        return NextBatch(None, tuple(event.id for event in due))
    wanted = {one.id for one in tx.webhooks.settings.subscriptions(app_id)}
    reach = _reach(tx, policy, account_id, app) if any(event.told.needs for event in due) else ()
    allowed = [event for event in due if event.told.subscription_id in wanted and _may_know(event, reach)]
    dropped = tuple({event.id for event in due} - {event.id for event in allowed})
    if not allowed:
        return NextBatch(None, dropped)
    events, body = _together(allowed)
    secret = client_secret(webhook, app, key)
    batch = Batch(account_id=account_id, app_id=app_id, url=webhook.url, secret=secret, events=events, body=body)
    return NextBatch(batch, dropped)


def client_secret(webhook: Webhook, app: App, key: bytes) -> str | None:
    """The app's client secret; None where another one was given out since, or the key is another."""
    secret = open_secret(key, webhook.sealed_secret)
    if secret is None or app.secret_digest is None:
        return None
    return secret if matches(app.secret_digest, TokenKind.CLIENT_SECRET, secret) else None


def settle(tx: Transaction, batch: Batch, answered: Delivery, chance: float, retry_after: int, now: int) -> Delivery:
    """Note the attempt; what was not taken waits for the next one, or is given up (see `schedule` for the times)."""
    queue, account_id, app_id = tx.webhooks.queue, batch.account_id, batch.app_id
    if answered.taken:
        queue.end(account_id, app_id, [event.id for event in batch.events], EventEnd.DELIVERED, now)
        return tx.webhooks.log.add(answered)
    again: dict[int | None, list[int]] = {}
    for event in batch.events:
        old = now - event.told.occurred_at > OLDEST
        until = None if old else next_attempt_at(event.attempts + 1, now, chance, retry_after)
        again.setdefault(until, []).append(event.id)
    for until, ids in again.items():
        if until is None:
            queue.end(account_id, app_id, ids, EventEnd.GIVEN_UP, now)
        else:
            queue.put_off(account_id, app_id, ids, until)
    return tx.webhooks.log.add(answered)


def _reach(tx: Transaction, policy: Policy, account_id: int, app: App) -> tuple[frozenset[str], ...]:
    """What each live connection of the app could read with today."""
    connections = [one for one in tx.connections.of_app(account_id, app.id) if not is_suspended(tx, policy, one)]
    return tuple({reach_of(tx, policy, account_id, app, one.granted).usable for one in connections})


def _may_know(event: QueuedEvent, reach: tuple[frozenset[str], ...]) -> bool:
    needs = event.told.needs
    return not needs or any(scopes.issuperset(needed) for scopes in reach for needed in needs)


def _together(due: Sequence[QueuedEvent]) -> tuple[tuple[QueuedEvent, ...], bytes]:
    """The first of `due` that go in one request, as a JSON array."""
    about_case = due[0].told.about_case
    kin = [event for event in due if event.told.about_case == about_case]
    parts: list[bytes] = []
    size = 0
    for event in kin[: batch_size(due[0].attempts, MOST_AT_ONCE)]:
        part = _encode(_wire(event))
        size += len(part) + 1
        if parts and size > LARGEST_BODY:
            break
        parts.append(part)
    return tuple(kin[: len(parts)]), b"[" + b",".join(parts) + b"]"


def _wire(event: QueuedEvent) -> dict[str, Any]:
    told = event.told
    where = {} if told.about_case else {"portalId": event.account_id}
    return {
        "eventId": event.id,
        "subscriptionId": told.subscription_id,
        **where,
        "appId": told.app_id,
        "occurredAt": told.occurred_at,
        "subscriptionType": told.type,
        "attemptNumber": event.attempts,
        **told.data,
    }
