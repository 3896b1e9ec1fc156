"""What an app wants to be told, and where: read from a form, a command or a file, and set."""

import re
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.tokens import TokenKind, matches
from admittance.core.webhooks.addresses import Network
from admittance.core.webhooks.signing import seal_secret
from admittance.core.webhooks.target import Target, WhyNoTarget, read_target
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.usecases.webhooks.event_types import EVENT_TYPES
from admittance.usecases.webhooks.records import Subscription, Wanted, Webhook
from admittance.usecases.webhooks.sending import client_secret

MOST_SUBSCRIPTIONS = 1_000
_PROPERTY = re.compile(r"[a-z][a-z0-9_]{0,99}\Z")


class WhyNotWanted(StrEnum):
    """What is wrong with one wish."""

    UNKNOWN_TYPE = "unknown_type"
    PROPERTY_MISSING = "property_missing"
    PROPERTY_UNREADABLE = "property_unreadable"
    PROPERTY_NOT_EXPECTED = "property_not_expected"


class BadWanted(Struct, frozen=True):
    """`text` as it was written."""

    text: str
    why: WhyNotWanted


class WhyNoSecret(StrEnum):
    """Why nothing could be signed."""

    MISSING = "missing"
    WRONG = "wrong"
    OLD = "old"
    PUBLIC_APP = "public_app"


class WebhookProblems(Struct, frozen=True, kw_only=True):
    """Everything that keeps a webhook from being set; nothing was changed."""

    target: WhyNoTarget | None = None
    secret: WhyNoSecret | None = None
    wanted: tuple[BadWanted, ...] = ()
    too_many: bool = False


class WebhookSet(Struct, frozen=True):
    """In force for what happens from now on."""

    webhook: Webhook
    subscriptions: tuple[Subscription, ...]


class Sealing(Struct, frozen=True):
    """What a secret is sealed with: the server's key, and 32 fresh random bytes."""

    key: bytes
    nonce: bytes

    def __repr__(self) -> str:
        return "Sealing(…)"


class AskedWebhook(Struct, frozen=True, kw_only=True):
    """As somebody typed it. `wanted` are words like `contact.creation` and `contact.propertyChange:email`; `secret`
    None keeps the one that is sealed already.
    """

    url: str
    wanted: tuple[str, ...]
    secret: str | None = None

    def __repr__(self) -> str:
        return f"AskedWebhook({len(self.wanted)} events)"


Setting: TypeAlias = WebhookSet | WebhookProblems


def read_wanted(texts: Iterable[str]) -> frozenset[Wanted] | tuple[BadWanted, ...]:
    """The wishes that `texts` write, or every one that is none."""
    read = [_read_one(text.strip()) for text in texts if text.strip()]
    bad = tuple(one for one in read if isinstance(one, BadWanted))
    return bad or frozenset(one for one in read if isinstance(one, Wanted))


def written(wanted: Wanted) -> str:
    """How `read_wanted` reads it."""
    return f"{wanted.type}:{wanted.property}" if wanted.property else wanted.type


def _read_one(text: str) -> Wanted | BadWanted:
    name, colon, prop = text.partition(":")
    kind = EVENT_TYPES.get(name)
    if kind is None:
        return BadWanted(text[:200], WhyNotWanted.UNKNOWN_TYPE)
    if not kind.takes_property:
        return BadWanted(text[:200], WhyNotWanted.PROPERTY_NOT_EXPECTED) if colon else Wanted(name)
    if not prop:
        return BadWanted(text[:200], WhyNotWanted.PROPERTY_MISSING)
    return Wanted(name, prop) if _PROPERTY.match(prop) else BadWanted(text[:200], WhyNotWanted.PROPERTY_UNREADABLE)


def set_webhook(
    tx: Transaction,
    app: App,
    asked: AskedWebhook,
    sealing: Sealing,
    allowed: tuple[Network, ...],
    now: int,
    *,
    actor: int | None = None,
) -> Setting:
    """Give `app` this webhook with exactly these subscriptions. `actor` None is the operator.

    What waits already goes to the new address.
    """
    target, wanted = read_target(asked.url.strip(), allowed), read_wanted(asked.wanted)
    sealed = _sealed(tx, app, asked.secret, sealing, now)
    too_many = isinstance(wanted, frozenset) and len(wanted) > MOST_SUBSCRIPTIONS
    if not isinstance(target, Target) or not isinstance(wanted, frozenset) or not isinstance(sealed, bytes) or too_many:
        return WebhookProblems(
            target=target if isinstance(target, WhyNoTarget) else None,
            secret=sealed if isinstance(sealed, WhyNoSecret) else None,
            wanted=wanted if isinstance(wanted, tuple) else (),
            too_many=too_many,
        )
    webhook = Webhook(app_id=app.id, url=target.url, sealed_secret=sealed, changed_at=now)
    tx.webhooks.settings.put(webhook)
    tx.webhooks.settings.subscribe(app.id, wanted)
    # The address may hold a key in its path or query: the audit has its host.
    data = {"host": target.host, "events": sorted(written(one) for one in wanted)}
    tx.audit.append(SERVER_CHAIN, _entry(app, actor, data))
    return WebhookSet(webhook, tuple(tx.webhooks.settings.subscriptions(app.id)))


def remove_webhook(tx: Transaction, app: App, *, actor: int | None = None) -> bool:
    """Nothing more is sent; what waited is forgotten. False where there was none."""
    if not tx.webhooks.settings.remove(app.id):
        return False
    tx.webhooks.queue.drop_app(app.id)
    tx.audit.append(SERVER_CHAIN, _entry(app, actor, {"removed": True}))
    return True


def keep_signing(tx: Transaction, app: App, secret: str, sealing: Sealing) -> None:
    """Sign the app's webhooks, if it has any, with `secret`, its new client secret: nobody has to enter it there."""
    webhook = tx.webhooks.settings.get(app.id)
    if webhook is not None:
        sealed = seal_secret(sealing.key, sealing.nonce, secret)
        tx.webhooks.settings.put(replace(webhook, sealed_secret=sealed))


def _sealed(tx: Transaction, app: App, secret: str | None, sealing: Sealing, now: int) -> bytes | WhyNoSecret:
    if app.secret_digest is None:
        return WhyNoSecret.PUBLIC_APP
    if secret and matches(app.secret_digest, TokenKind.CLIENT_SECRET, secret):
        return seal_secret(sealing.key, sealing.nonce, secret)
    if secret:
        old = app.running_old_secret(now)
        is_old = old is not None and matches(old.digest, TokenKind.CLIENT_SECRET, secret)
        return WhyNoSecret.OLD if is_old else WhyNoSecret.WRONG
    webhook = tx.webhooks.settings.get(app.id)
    if webhook is None or client_secret(webhook, app, sealing.key) is None:
        return WhyNoSecret.MISSING
    return webhook.sealed_secret


def _entry(app: App, actor: int | None, data: Mapping[str, object]) -> AuditEntry:
    by = "operator" if actor is None else None
    return AuditEntry(act=Act.WEBHOOK_CHANGED, actor=actor, by=by, app_id=app.id, data=data)
