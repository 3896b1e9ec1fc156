"""An app's client secret is replaced without an outage: for a while the one before works as well (decision 42).

INVARIANT: at most two secrets of an app work. Every change raises `App.secret_version`, and whoever acts says which
version they have seen: of two replacements at once one wins, and a form that is sent twice replaces once.
"""

from collections.abc import Callable, Mapping
from enum import StrEnum
from gettext import NullTranslations
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.core.tokens import TokenKind, digest
from admittance.explain.languages import choose_language, translations
from admittance.explain.letters import Words
from admittance.explain.secret_letters import AboutSecret, old_secret_ended, secret_replaced
from admittance.usecases.app_developers import developers_of
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.case_name import console_path
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App, OldSecret
from admittance.usecases.webhooks.subscribing import Sealing, keep_signing


class OldLasts(StrEnum):
    """How long the old secret goes on working."""

    NOT_AT_ALL = "now"
    HOUR = "1h"
    DAY = "24h"
    WEEK = "7d"


LASTING: Mapping[OldLasts, int] = {
    OldLasts.NOT_AT_ALL: 0,
    OldLasts.HOUR: lifetimes.HOUR,
    OldLasts.DAY: lifetimes.DAY,
    OldLasts.WEEK: 7 * lifetimes.DAY,
}
"""In ms."""


class Kept(StrEnum):
    """Which of two secrets that work is the old one beside a third; the other ends at once.

    The older one where nobody has put the newer to use, because whoever made it lost it: the servers that run on the
    older go on.
    """

    NEWER = "newer"
    OLDER = "older"


class Replacement(Struct, frozen=True, kw_only=True):
    """What is asked for. `seen` is the version that whoever asks has before them; None looks at none."""

    lasts: OldLasts = OldLasts.DAY
    keep: Kept = Kept.NEWER
    seen: int | None = None


class SecretReplaced(Struct, frozen=True):
    """The new secret works now; `app` says until when the old one does."""

    app: App


class OldSecretEnded(Struct, frozen=True):
    """Only the newest works."""

    app: App


class SecretsChanged(Struct, frozen=True):
    """Somebody was faster, or the same form came before. Nothing was changed."""

    app: App


class NoOldSecret(Struct, frozen=True):
    """One secret works, if any. Nothing was changed."""

    app: App


class PublicApp(Struct, frozen=True):
    """The app has no client secret, and gets none (RFC 6749 section 2.1)."""

    app: App


Replacing: TypeAlias = SecretReplaced | SecretsChanged | PublicApp
EndingOld: TypeAlias = OldSecretEnded | SecretsChanged | NoOldSecret


def replace_secret(
    tx: Transaction, app: App, asked: Replacement, secret: str, sealing: Sealing, now: int, *, actor: int | None = None
) -> Replacing:
    """Make `secret` the app's client secret, with one audit row and a letter to each of its developers. `actor` None is
    the operator.

    Webhooks are signed with it from then on. Storage keeps its digest; whoever calls shows it once.
    """
    if app.secret_digest is None:
        return PublicApp(app)
    if asked.seen not in (None, app.secret_version):
        return SecretsChanged(app)
    running = app.running_old_secret(now)
    stays = running.digest if running is not None and asked.keep is Kept.OLDER else app.secret_digest
    after = replace(
        app,
        secret_digest=digest(TokenKind.CLIENT_SECRET, secret),
        old_secret=OldSecret(stays, now + LASTING[asked.lasts]),
        secret_replaced_at=now,
        secret_version=app.secret_version + 1,
    )
    tx.apps.replace(after)
    keep_signing(tx, after, secret, sealing)
    kept = {"kept": asked.keep.value} if running is not None else {}
    _note(tx, after, Act.SECRET_REPLACED, {"old_lasts": asked.lasts.value} | kept, actor)
    about = AboutSecret(app=app.name, path=secret_path(app.client_id), by_operator=actor is None)
    old = after.running_old_secret(now)
    _tell(tx, after, lambda t: secret_replaced(about, old.until if old else None, t), now)
    return SecretReplaced(after)


def end_old_secret(tx: Transaction, app: App, seen: int | None, now: int, *, actor: int | None = None) -> EndingOld:
    """Let only the newest secret count from `now` on, with one audit row and letters as above."""
    old = app.running_old_secret(now)
    if old is None:
        return NoOldSecret(app)
    if seen not in (None, app.secret_version):
        return SecretsChanged(app)
    after = replace(app, old_secret=OldSecret(old.digest, now), secret_version=app.secret_version + 1)
    tx.apps.replace(after)
    _note(tx, after, Act.OLD_SECRET_ENDED, {}, actor)
    about = AboutSecret(app=app.name, path=secret_path(app.client_id), by_operator=actor is None)
    _tell(tx, after, lambda t: old_secret_ended(about, t), now)
    return OldSecretEnded(after)


def secret_path(client_id: str) -> str:
    """The page of an app's client secret, for its developers."""
    return f"{console_path(client_id)}/secret"


def _note(tx: Transaction, app: App, act: Act, data: Mapping[str, str], actor: int | None) -> None:
    by, row = "operator" if actor is None else None, {"version": app.secret_version, **data}
    tx.audit.append(SERVER_CHAIN, AuditEntry(act=act, actor=actor, by=by, app_id=app.id, data=row))


def _tell(tx: Transaction, app: App, written: Callable[[NullTranslations], Words], now: int) -> None:
    """A letter to each of the app's developers, whoever did it: it is the server's own, as all that they are sent."""
    for user in developers_of(tx, app.id):
        words = written(translations(choose_language(user.language, None)))
        key = f"secret/{app.id}/{app.secret_version}/{user.id}"
        tx.outbox.write(SERVER_CHAIN, key, user.id, words.subject, words.body, now)
