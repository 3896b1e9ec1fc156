"""The form of an app's webhook: as it is set, or as it was just sent with what is wrong."""

from collections.abc import Collection

from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType
from admittance.usecases.webhooks.event_types import AppEvent, CaseNews, Change, change_name
from admittance.usecases.webhooks.following import Standing
from admittance.usecases.webhooks.subscribing import AskedWebhook, WebhookProblems, written
from admittance.web.pages.console import ConsoleTab
from admittance.web.pages.webhooks import RecordRow, Tick, WebhookMistakes, WebhookSettingsPage
from admittance.web.present.console import console_head
from admittance.web.present.reader import Reader
from admittance.web.present.webhook_words import (
    app_event_words,
    case_news_words,
    change_words,
    record_words,
    secret_words,
    target_words,
    wanted_words,
)
from admittance.web.present.webhooks import webhooks_path

_TICKED = tuple(change for change in Change if change is not Change.PROPERTY_CHANGE)
PROPERTIES_FIELD = "properties."
"""How the fields that take names of properties begin; the type's singular name follows."""


def webhook_settings_page(
    reader: Reader, stands: Standing, sent: AskedWebhook | None = None, problems: WebhookProblems | None = None
) -> WebhookSettingsPage:
    """The form with what is set, or with what was `sent` and its `problems`."""
    base, t = webhooks_path(stands.app), reader.words
    address = stands.webhook.url if stands.webhook else ""
    wanted = tuple(written(one.wanted) for one in stands.subscriptions)
    if sent is not None:
        address, wanted = sent.url, sent.wanted
    return WebhookSettingsPage(
        head=console_head(stands.app, ConsoleTab.WEBHOOKS),
        list_url=base,
        action=f"{base}/settings",
        address=address,
        secret_kept=stands.signs,
        records=tuple(_record_row(reader, kind, wanted) for kind in OBJECT_TYPES),
        app=tuple(_tick(event.value, app_event_words(event, t), wanted) for event in AppEvent),
        cases=tuple(_tick(news.value, case_news_words(news, t), wanted) for news in CaseNews),
        mistakes=_mistakes(reader, problems) if problems else WebhookMistakes(),
        remove_action=f"{base}/remove" if stands.webhook else "",
    )


def _record_row(reader: Reader, kind: ObjectType, wanted: Collection[str]) -> RecordRow:
    t = reader.words
    name, prefix = record_words(kind, t), f"{change_name(kind, Change.PROPERTY_CHANGE)}:"
    return RecordRow(
        name=name,
        ticks=tuple(_tick(change_name(kind, change), change_words(change, t), wanted, of=name) for change in _TICKED),
        field=f"{PROPERTIES_FIELD}{kind.singular}",
        properties=", ".join(sorted(one.removeprefix(prefix) for one in wanted if one.startswith(prefix))),
    )


def _tick(value: str, words: str, wanted: Collection[str], of: str = "") -> Tick:
    return Tick(value=value, words=words, label=f"{of}: {words}" if of else words, ticked=value in wanted)


def _mistakes(reader: Reader, problems: WebhookProblems) -> WebhookMistakes:
    t = reader.words
    events = [wanted_words(one, t) for one in problems.wanted]
    if problems.too_many:
        events.append(t.gettext("These are more events than one app can ask for."))
    return WebhookMistakes(
        address=target_words(problems.target, t) if problems.target else "",
        secret=secret_words(problems.secret, t) if problems.secret else "",
        events=tuple(events),
    )
