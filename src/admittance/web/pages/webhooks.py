"""The app developer's pages about webhooks: the log, one attempt, and the settings."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.console import ConsoleHead


class Outcome(Struct, frozen=True):
    """What came of an attempt, in a few words. `status` is None where there was no answer."""

    taken: bool
    words: str
    status: int | None = None


class DeliveryRow(Struct, frozen=True, kw_only=True):
    """One attempt. `what` is the type of its first event, `more` how many came with it; `took` in ms. `known` is False
    where its events are forgotten, and `what` says so.

    `account_id` is None where it is not for the developer.
    """

    url: str
    at: int
    what: str
    known: bool
    more: int
    attempt: int
    outcome: Outcome
    took: int
    account_id: int | None


class WebhooksPage(Struct, frozen=True, kw_only=True):
    """How the app's webhook stands, and the log, newest first. `address` is empty where there is none yet."""

    template: ClassVar[str] = "console_webhooks.html"
    head: ConsoleHead
    settings_url: str
    address: str
    signs: bool
    wanted: int
    waiting: int
    rows: tuple[DeliveryRow, ...]
    older_url: str = ""
    newest_url: str = ""


class EventLine(Struct, frozen=True, kw_only=True):
    """One event of an attempt. `about` is the record's, case's or property's name; `state` how it stands now."""

    id: int
    type: str
    about: str
    at: int
    state: str


class DeliveryPage(Struct, frozen=True, kw_only=True):
    """One attempt with the beginning of its answer. `action` is empty where none of its events is known any more."""

    template: ClassVar[str] = "console_delivery.html"
    head: ConsoleHead
    list_url: str
    row: DeliveryRow
    address: str
    answer: str
    events: tuple[EventLine, ...]
    action: str


class Tick(Struct, frozen=True, kw_only=True):
    """A tick box. `label` says it in full for those who hear it."""

    value: str
    words: str
    label: str
    ticked: bool


class RecordRow(Struct, frozen=True, kw_only=True):
    """What can be heard of one type of record. `properties` are those whose changes are told, `field` its input."""

    name: str
    ticks: tuple[Tick, ...]
    field: str
    properties: str


class WebhookMistakes(Struct, frozen=True, kw_only=True):
    """What is wrong with the form, a sentence for each place; empty where nothing is."""

    address: str = ""
    secret: str = ""
    events: tuple[str, ...] = ()

    @property
    def all(self) -> tuple[tuple[str, str], ...]:
        """The place on the page and the sentence of each, in the order of the page."""
        places = (("address", self.address), ("secret", self.secret), *(("records", one) for one in self.events))
        return tuple((place, sentence) for place, sentence in places if sentence)


class WebhookSettingsPage(Struct, frozen=True, kw_only=True):
    """The form. `secret_kept`: the client secret is sealed already and need not be given again.

    `remove_action` is empty where there is nothing to remove.
    """

    template: ClassVar[str] = "console_webhook_settings.html"
    head: ConsoleHead
    list_url: str
    action: str
    address: str
    secret_kept: bool
    records: tuple[RecordRow, ...]
    app: tuple[Tick, ...]
    cases: tuple[Tick, ...]
    mistakes: WebhookMistakes
    remove_action: str = ""
