"""Replacing an app's client secret: what works how long, who wins, and who is told."""

from collections.abc import AsyncGenerator
from pathlib import Path

import pytest
from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.core.tokens import TokenKind, digest
from admittance.core.webhooks.addresses import Network
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.app_developers import name_developer
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditRow
from admittance.usecases.client_secret import (
    EndingOld,
    Kept,
    NoOldSecret,
    OldLasts,
    OldSecretEnded,
    PublicApp,
    Replacement,
    Replacing,
    SecretReplaced,
    SecretsChanged,
    end_old_secret,
    replace_secret,
)
from admittance.usecases.clients import ClientRejected, WhyNoClient, authenticate_client
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.usecases.webhooks.sending import client_secret
from admittance.usecases.webhooks.subscribing import (
    AskedWebhook,
    Sealing,
    Setting,
    WebhookProblems,
    WebhookSet,
    WhyNoSecret,
    set_webhook,
)
from tests.storage import sample
from tests.storage.clock import MovableClock
from tests.storage.conftest import opened

pytestmark = pytest.mark.anyio
NOW = sample.NOW
FIRST, SECOND, THIRD = ("first".ljust(43, "1"), "second".ljust(43, "2"), "third".ljust(43, "3"))
ENGLISH, SWEDISH = 1, 2
KEY = b"a sealing key of 32 bytes......."
SEALING = Sealing(KEY, bytes(range(32)))
NOWHERE: tuple[Network, ...] = ()


@pytest.fixture
async def store(tmp_path: Path) -> AsyncGenerator[SqliteStore]:
    """An app whose secret is `FIRST`, and its two developers."""
    made = opened(tmp_path, MovableClock())

    def fill(tx: Transaction) -> None:
        sample.found(tx)
        tx.apps.replace(replace(sample.app(1), secret_digest=digest(TokenKind.CLIENT_SECRET, FIRST)))
        tx.people.set_language(SWEDISH, "sv")
        for user_id in (ENGLISH, SWEDISH):
            name_developer(tx, 1, user_id, NOW, by="test")

    await made.write(fill)
    yield made
    await made.close()


def the_app(tx: Transaction) -> App:
    """The app as it stands."""
    app = tx.apps.get(1)
    assert app is not None
    return app


async def replaced(
    store: SqliteStore,
    secret: str,
    *,
    at: int = NOW,
    lasts: OldLasts = OldLasts.DAY,
    keep: Kept = Kept.NEWER,
    seen: int | None = None,
) -> Replacing:
    """Replace it, as a developer."""
    asked = Replacement(lasts=lasts, keep=keep, seen=seen)
    return await store.write(lambda tx: replace_secret(tx, the_app(tx), asked, secret, SEALING, at, actor=ENGLISH))


async def ended(store: SqliteStore, *, at: int = NOW, seen: int | None = None) -> EndingOld:
    """End the old one, as a developer."""
    return await store.write(lambda tx: end_old_secret(tx, the_app(tx), seen, at, actor=ENGLISH))


def working(store: SqliteStore, at: int) -> list[str]:
    """Which of the secrets are taken at `at`."""
    return [
        one
        for one in (FIRST, SECOND, THIRD)
        if isinstance(store.read(lambda tx, one=one: authenticate_client(tx, "client-1", one, at)), App)
    ]


def why(store: SqliteStore, secret: str, at: int) -> WhyNoClient:
    """Why a secret is not taken."""
    found = store.read(lambda tx: authenticate_client(tx, "client-1", secret, at))
    assert isinstance(found, ClientRejected)
    return found.why


@pytest.mark.parametrize(
    ("lasts", "ms"),
    [(OldLasts.HOUR, lifetimes.HOUR), (OldLasts.DAY, lifetimes.DAY), (OldLasts.WEEK, 7 * lifetimes.DAY)],
)
async def test_both_work_for_the_chosen_time(store: SqliteStore, lasts: OldLasts, ms: int) -> None:
    """Either authenticates the app until the time is over, to the millisecond; after it only the new one."""
    assert isinstance(await replaced(store, SECOND, lasts=lasts), SecretReplaced)
    assert working(store, NOW) == [FIRST, SECOND]
    assert working(store, NOW + ms - 1) == [FIRST, SECOND]
    assert working(store, NOW + ms) == [SECOND]
    assert why(store, FIRST, NOW + ms) is WhyNoClient.SECRET_REPLACED
    assert why(store, THIRD, NOW) is WhyNoClient.SECRET_WRONG


async def test_the_old_one_can_end_at_once(store: SqliteStore) -> None:
    """Chosen for a secret that leaked: the new one alone counts at the very same moment."""
    await replaced(store, SECOND, lasts=OldLasts.NOT_AT_ALL)
    assert working(store, NOW) == [SECOND]
    assert why(store, FIRST, NOW) is WhyNoClient.SECRET_REPLACED


async def test_a_third_secret_ends_the_oldest(store: SqliteStore) -> None:
    """At most two work at once: of the two that do the newer goes on beside the third."""
    await replaced(store, SECOND)
    await replaced(store, THIRD, at=NOW + 1, lasts=OldLasts.HOUR)
    assert working(store, NOW + 1) == [SECOND, THIRD]
    assert working(store, NOW + 1 + lifetimes.HOUR) == [THIRD]


async def test_a_secret_that_was_lost_is_replaced_without_an_outage(store: SqliteStore) -> None:
    """Where nobody has the newer one the older goes on beside the third, and the newer ends."""
    await replaced(store, SECOND, lasts=OldLasts.HOUR)
    await replaced(store, THIRD, at=NOW + 1, keep=Kept.OLDER)
    assert working(store, NOW + lifetimes.HOUR) == [FIRST, THIRD]
    assert working(store, NOW + 1 + lifetimes.DAY) == [THIRD]


async def test_an_old_one_whose_time_is_over_is_not_brought_back(store: SqliteStore) -> None:
    """Asked to keep the older one after its time, the one that works goes on."""
    await replaced(store, SECOND, lasts=OldLasts.HOUR)
    later = NOW + lifetimes.HOUR
    await replaced(store, THIRD, at=later, keep=Kept.OLDER)
    assert working(store, later) == [SECOND, THIRD]


async def test_of_two_replacements_one_wins(store: SqliteStore) -> None:
    """Two who saw the same page, or one form sent twice: the second is told, and changes nothing."""
    first = await replaced(store, SECOND, seen=0)
    second = await replaced(store, THIRD, seen=0)
    assert isinstance(first, SecretReplaced)
    assert second == SecretsChanged(first.app)
    assert working(store, NOW) == [FIRST, SECOND]
    assert [row.entry.act for row in rows(store)] == [Act.SECRET_REPLACED]


async def test_the_old_one_is_ended_by_an_act_of_its_own(store: SqliteStore) -> None:
    """From then on the newest alone counts; once more there is nothing to end."""
    await replaced(store, SECOND)
    assert isinstance(await ended(store, at=NOW + 5, seen=1), OldSecretEnded)
    assert working(store, NOW + 5) == [SECOND]
    assert isinstance(await ended(store, at=NOW + 6, seen=2), NoOldSecret)
    assert [row.entry.act for row in rows(store)] == [Act.SECRET_REPLACED, Act.OLD_SECRET_ENDED]


async def test_a_page_that_is_out_of_date_ends_nothing(store: SqliteStore) -> None:
    """The old one of the page is gone and another is old by now, which servers may be using."""
    await replaced(store, SECOND)
    await replaced(store, THIRD, at=NOW + 1)
    assert isinstance(await ended(store, at=NOW + 2, seen=1), SecretsChanged)
    assert working(store, NOW + 2) == [SECOND, THIRD]


async def test_a_public_app_gets_no_secret(store: SqliteStore) -> None:
    """It could keep none: nothing is changed, and it stays public."""
    await store.write(lambda tx: tx.apps.replace(replace(the_app(tx), secret_digest=None)))
    assert isinstance(await replaced(store, SECOND), PublicApp)
    assert isinstance(await ended(store), NoOldSecret)
    assert store.read(the_app).public


def rows(store: SqliteStore) -> list[AuditRow]:
    """What the server's chain says about client secrets."""
    acts = (Act.SECRET_REPLACED, Act.OLD_SECRET_ENDED)
    return [row for row in store.read(lambda tx: tx.audit.rows(SERVER_CHAIN, limit=100)) if row.entry.act in acts]


async def test_every_act_is_written_down(store: SqliteStore) -> None:
    """Who, which app, and what was chosen; the operator stands there as such."""
    await replaced(store, SECOND, lasts=OldLasts.WEEK)
    await replaced(store, THIRD, keep=Kept.OLDER)
    await store.write(lambda tx: end_old_secret(tx, the_app(tx), None, NOW))
    told = [(row.entry.actor, row.entry.by, row.entry.app_id, dict(row.entry.data)) for row in rows(store)]
    assert told == [
        (ENGLISH, None, 1, {"version": 1, "old_lasts": "7d"}),
        (ENGLISH, None, 1, {"version": 2, "old_lasts": "24h", "kept": "older"}),
        (None, "operator", 1, {"version": 3}),
    ]


async def test_every_developer_is_told_in_their_language(store: SqliteStore) -> None:
    """A letter of the server's own to each, with the time until the old one works, and without either secret."""
    await replaced(store, SECOND)
    await ended(store, at=NOW + 1)
    await replaced(store, THIRD, at=NOW + 2, lasts=OldLasts.NOT_AT_ALL)
    letters = store.read(lambda tx: tx.outbox.waiting(10))
    assert [(one.account_id, one.user_id) for one in letters] == [(SERVER_CHAIN, ENGLISH), (SERVER_CHAIN, SWEDISH)] * 3
    assert letters[0].subject == "The client secret of Phone panel was replaced"
    assert "The old one works until 2027-01-16 08:00 UTC." in letters[0].body
    assert letters[0].body.endswith("/console/apps/client-1/secret")
    assert letters[1].subject.startswith("Klienthemligheten")
    assert "2027-01-16 08:00 UTC" in letters[1].body
    assert "Only the new one works." in letters[2].body
    assert "The old one doesn't work any more." in letters[4].body
    said = "".join(one.subject + one.body for one in letters)
    assert not [one for one in (FIRST, SECOND, THIRD) if one in said]


def asked(secret: str | None) -> AskedWebhook:
    """A webhook with its settings."""
    return AskedWebhook(url="https://app.example/hooks", wanted=("app.installed",), secret=secret)


async def set_up(store: SqliteStore, secret: str | None) -> Setting:
    """Set it."""
    return await store.write(lambda tx: set_webhook(tx, the_app(tx), asked(secret), SEALING, NOWHERE, NOW))


async def test_webhooks_go_on_with_the_new_secret(store: SqliteStore) -> None:
    """What is sent from then on is signed with the new one, without anybody entering it."""
    assert isinstance(await set_up(store, FIRST), WebhookSet)
    await replaced(store, SECOND)

    def signs_with(tx: Transaction) -> str | None:
        webhook = tx.webhooks.settings.get(1)
        assert webhook is not None
        return client_secret(webhook, the_app(tx), KEY)

    assert store.read(signs_with) == SECOND
    assert isinstance(await set_up(store, None), WebhookSet)


async def test_the_old_secret_signs_nothing(store: SqliteStore) -> None:
    """Entered in the webhook's settings while it still works for tokens, it is called what it is."""
    await replaced(store, SECOND)
    assert await set_up(store, FIRST) == WebhookProblems(secret=WhyNoSecret.OLD)
    assert await set_up(store, THIRD) == WebhookProblems(secret=WhyNoSecret.WRONG)
    assert store.read(lambda tx: tx.webhooks.settings.get(1)) is None
