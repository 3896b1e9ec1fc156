"""What webhooks need from storage; reached as `tx.webhooks`."""

from collections.abc import Sequence
from typing import Protocol

from admittance.usecases.webhooks.records import (
    Delivery,
    EventEnd,
    Listening,
    QueuedEvent,
    Subscription,
    Told,
    Wanted,
    Webhook,
)


class WebhookSettings(Protocol):
    """What apps have asked for. Apps belong to no account, and neither does this."""

    def get(self, app_id: int) -> Webhook | None: ...
    def put(self, webhook: Webhook) -> None: ...
    def remove(self, app_id: int) -> bool:
        """With its subscriptions; False when there was none."""

    def apps(self) -> Sequence[int]:
        """Apps with a webhook, in order."""

    def subscriptions(self, app_id: int) -> Sequence[Subscription]:
        """The app's, by subscription id."""

    def subscribe(self, app_id: int, wanted: frozenset[Wanted]) -> None:
        """Exactly these: one that stays keeps its id."""

    def listening(self) -> Listening:
        """Who wants to hear what. Remembered: asked at every write of a record, and empty for nearly everybody."""


class WebhookQueue(Protocol):
    """What waits to be told. A lane is one app in one account.

    INVARIANT: of the waiting events of one lane about one subject, a later one (a higher id) is never due before an
    earlier one. So whoever takes what is due in the order of `due` keeps the order of each subject.
    """

    def add(self, account_id: int, told: Told, now: int) -> QueuedEvent:
        """Due at once, or with what waits about the same subject."""

    def lanes(self, app_id: int, now: int, limit: int) -> Sequence[int]:
        """Accounts in whose lane of the app something is due, the longest waiting first."""

    def due(self, account_id: int, app_id: int, now: int, limit: int) -> Sequence[QueuedEvent]:
        """Due at `now`, in an order that keeps each subject's."""

    def get(self, account_id: int, app_id: int, ids: Sequence[int]) -> Sequence[QueuedEvent]:
        """Those that are still known, waiting or over, by id."""

    def end(self, account_id: int, app_id: int, ids: Sequence[int], why: EventEnd, now: int) -> None:
        """They wait no more, for the reason `why`, and stay known for a while."""

    def put_off(self, account_id: int, app_id: int, ids: Sequence[int], until: int) -> None:
        """One more failed attempt: not before `until`, and neither what comes later about the same subjects."""

    def drop(self, account_id: int, app_id: int, ids: Sequence[int]) -> None:
        """Forget them, sent or not."""

    def drop_lane(self, account_id: int, app_id: int) -> None:
        """Forget all that the app was told or would have been told about the account's records and itself. What is
        about cases stays: nobody has to have the app installed for that.
        """

    def drop_app(self, app_id: int) -> None:
        """Forget all that waits for the app, in every account."""

    def clear(self, limit: int) -> bool:
        """Of what was dropped, and nobody sees any more, remove at most `limit` events; whether there may be more."""

    def again(self, account_id: int, app_id: int, ids: Sequence[int], now: int) -> int:
        """Due at once with all their attempts before them, and with them all that waits about the same subjects; how
        many of `ids` are still known."""

    def waiting(self, app_id: int) -> int:
        """How many events of the app wait, in all accounts."""

    def forget(self, before: int, limit: int) -> int:
        """Remove at most `limit` events that were over before then; how many."""


class WebhookLog(Protocol):
    """Attempts to tell an app something, with what was answered."""

    def add(self, delivery: Delivery) -> Delivery:
        """Store under the next id (the given one is ignored); the stored one is returned."""

    def of_app(self, app_id: int, *, limit: int, before: int | None = None) -> Sequence[Delivery]:
        """In all accounts, newest first; `before` is the last id of a page."""

    def get(self, app_id: int, delivery_id: int) -> Delivery | None: ...
    def forget(self, before: int, limit: int) -> int:
        """Remove at most `limit` attempts made before then; how many."""


class Webhooks(Protocol):
    """Everything of webhooks that is stored, by what it is about."""

    @property
    def settings(self) -> WebhookSettings: ...
    @property
    def queue(self) -> WebhookQueue: ...
    @property
    def log(self) -> WebhookLog: ...
