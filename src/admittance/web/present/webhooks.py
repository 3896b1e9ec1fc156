"""An app's webhooks as its developer sees them."""

from admittance.usecases.case_name import case_name, console_path
from admittance.usecases.records import App
from admittance.usecases.webhooks.following import DeliveryShown, Page, Standing
from admittance.usecases.webhooks.records import Delivery, EventEnd, QueuedEvent
from admittance.web.pages.console import ConsoleTab
from admittance.web.pages.webhooks import DeliveryPage, DeliveryRow, EventLine, Outcome, WebhooksPage
from admittance.web.present.console import console_head
from admittance.web.present.reader import Reader
from admittance.web.present.webhook_words import problem_words


def webhooks_path(app: App) -> str:
    """The app's log of webhooks."""
    return f"{console_path(app.client_id)}/webhooks"


def webhooks_page(reader: Reader, stands: Standing, log: Page, *, first: bool) -> WebhooksPage:
    """The log with how things stand; `first` is the page with the newest attempts."""
    base = webhooks_path(stands.app)
    last = log.deliveries[-1].delivery.id if log.more else 0
    return WebhooksPage(
        head=console_head(stands.app, ConsoleTab.WEBHOOKS),
        settings_url=f"{base}/settings",
        address=stands.webhook.url if stands.webhook else "",
        signs=stands.signs,
        wanted=len(stands.subscriptions),
        waiting=stands.waiting,
        rows=tuple(_row(reader, base, one) for one in log.deliveries),
        older_url=f"{base}?before={last}" if log.more else "",
        newest_url="" if first else base,
    )


def delivery_page(reader: Reader, app: App, shown: DeliveryShown) -> DeliveryPage:
    """One attempt."""
    base, row = webhooks_path(app), _row(reader, webhooks_path(app), shown)
    return DeliveryPage(
        head=console_head(app, ConsoleTab.WEBHOOKS),
        list_url=base,
        row=row,
        address=shown.delivery.url,
        answer=shown.delivery.answer,
        events=tuple(_event(reader, event) for event in shown.events),
        action=f"{row.url}/again" if shown.events else "",
    )


def _row(reader: Reader, base: str, shown: DeliveryShown) -> DeliveryRow:
    delivery = shown.delivery
    forgotten = reader.words.gettext("Events that are forgotten by now")
    return DeliveryRow(
        url=f"{base}/{delivery.id}",
        at=delivery.at,
        what=shown.events[0].told.type if shown.events else forgotten,
        known=bool(shown.events),
        more=len(delivery.events) - 1,
        attempt=delivery.attempt,
        outcome=_outcome(reader, delivery),
        took=delivery.took,
        account_id=shown.account_id,
    )


def _outcome(reader: Reader, delivery: Delivery) -> Outcome:
    t, status = reader.words, delivery.status
    if delivery.problem is not None:
        return Outcome(False, problem_words(delivery.problem, t))
    if delivery.taken:
        return Outcome(True, t.gettext("Taken"), status)
    if status is not None and 300 <= status < 400:
        return Outcome(False, t.gettext("Points elsewhere"), status)
    return Outcome(False, t.gettext("Not taken"), status)


def _event(reader: Reader, event: QueuedEvent) -> EventLine:
    told, data = event.told, event.told.data
    number = str(data.get("objectId") or data.get("fromObjectId") or data.get("primaryObjectId") or "")
    about = case_name(int(number)) if told.about_case else number
    return EventLine(
        id=event.id,
        type=told.type,
        about=" · ".join(word for word in (about, str(data.get("propertyName", ""))) if word),
        at=told.occurred_at,
        state=_state(reader, event),
    )


def _state(reader: Reader, event: QueuedEvent) -> str:
    t = reader.words
    match event.ended_why:
        case EventEnd.DELIVERED:
            return t.gettext("Delivered")
        case EventEnd.GIVEN_UP:
            return t.gettext("Given up")
        case None:
            return t.gettext("Waits for the next attempt") if event.attempts else t.gettext("Waits")
