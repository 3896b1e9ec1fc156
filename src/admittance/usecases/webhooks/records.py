"""Webhooks as storage keeps them. Times are milliseconds since the epoch, UTC."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any, TypeAlias

from msgspec import Struct

from admittance.usecases.crm.object_types import ScopeSets


class Webhook(Struct, frozen=True, kw_only=True):
    """Where an app's webhooks go. `sealed_secret` is its client secret, readable only with the server's key: receivers
    check signatures with that secret, and storage otherwise has only its digest.
    """

    app_id: int
    url: str
    sealed_secret: bytes
    changed_at: int

    def __repr__(self) -> str:
        return f"Webhook({self.app_id})"


class Wanted(Struct, frozen=True, order=True):
    """What a subscription is about. `property` is empty for all types but a property's change."""

    type: str
    property: str = ""


class Subscription(Struct, frozen=True, kw_only=True):
    """One wish of an app, in all accounts where it may know."""

    id: int
    app_id: int
    wanted: Wanted


CASE_SUBJECT = "case:"
"""How the subject of what happens to a case begins."""

Listening: TypeAlias = Mapping[str, Mapping[int, tuple[Subscription, ...]]]
"""Event type -> app id -> its subscriptions, of apps that have a webhook."""


class Told(Struct, frozen=True, kw_only=True):
    """An event for one subscription. `subject` is what is kept in order: a record, a case, or the app itself.

    `data` are the members of the wire's object that belong to the type. `needs`: a connection of the app holds one of
    these sets of scopes when the event is queued, and again when it is sent; empty asks for none.
    """

    app_id: int
    subscription_id: int
    type: str
    subject: str
    occurred_at: int
    data: Mapping[str, Any]
    needs: ScopeSets = ()

    @property
    def about_case(self) -> bool:
        """Whether the account is not for the developer to know (product section 4)."""
        return self.subject.startswith(CASE_SUBJECT)


class EventEnd(StrEnum):
    """Why an event does not wait any more."""

    DELIVERED = "delivered"
    GIVEN_UP = "given_up"


class QueuedEvent(Struct, frozen=True, kw_only=True):
    """`attempts` is how many have failed. `due_at` is None once it is over, and `ended_why` says why."""

    account_id: int
    id: int
    told: Told
    attempts: int = 0
    due_at: int | None = None
    ended_why: EventEnd | None = None


class DeliveryProblem(StrEnum):
    """Why a receiver gave no answer."""

    NO_SECRET = "no_secret"
    BAD_TARGET = "bad_target"
    UNKNOWN_HOST = "unknown_host"
    PRIVATE_ADDRESS = "private_address"
    NOT_CONNECTED = "not_connected"
    NOT_TRUSTED = "not_trusted"
    TIMED_OUT = "timed_out"
    BAD_ANSWER = "bad_answer"


LONGEST_ANSWER = 1_000
"""Characters of an answer that are kept."""


class Delivery(Struct, frozen=True, kw_only=True):
    """One attempt. `status` is None where `problem` says why there was no answer; `answer` is its beginning.

    `attempt` counts from 1, for the event that had most. `about_cases`: then the account is not for the developer.
    """

    account_id: int
    app_id: int
    id: int
    at: int
    took: int
    url: str
    events: tuple[int, ...]
    attempt: int
    about_cases: bool
    status: int | None = None
    problem: DeliveryProblem | None = None
    answer: str = ""

    @property
    def taken(self) -> bool:
        """Whether the receiver has it. A redirect is no answer: nothing is sent anywhere else."""
        return self.status is not None and 200 <= self.status < 300
