"""An app's webhooks: the log, one attempt, and the settings, with and without mistakes."""

from admittance.core.manifest import Manifest
from admittance.core.webhooks.target import WhyNoTarget
from admittance.explain.languages import Language
from admittance.usecases.records import App
from admittance.usecases.webhooks.following import DeliveryShown, Page, Standing
from admittance.usecases.webhooks.records import (
    Delivery,
    DeliveryProblem,
    EventEnd,
    QueuedEvent,
    Subscription,
    Told,
    Wanted,
    Webhook,
)
from admittance.usecases.webhooks.subscribing import (
    AskedWebhook,
    BadWanted,
    WebhookProblems,
    WhyNoSecret,
    WhyNotWanted,
)
from admittance.web.present.webhook_settings import webhook_settings_page
from admittance.web.present.webhooks import delivery_page, webhooks_page
from tests.web.sample_parts import NOW, Pages, Sample, frame
from tests.web.sample_people import reader

APP = App(
    id=7,
    client_id="5b1c40e2",
    name="Ringlane Phone",
    maker="Ringlane",
    secret_digest=b"",
    redirect_uris=("https://app.ringlane.example/callback",),
    manifest=Manifest(frozenset({"oauth"})),
    created_at=0,
)
URL = "https://hooks.ringlane.example/admittance/contacts?key=8f31"
WEBHOOK = Webhook(app_id=7, url=URL, sealed_secret=b"", changed_at=NOW)
WANTED = ("contact.creation", "contact.propertyChange:email", "contact.propertyChange:phone", "case.opened")
MINUTE = 60_000
AROUND = frame("/console/apps/5b1c40e2/webhooks")


def webhook_pages() -> Pages:
    """Every state."""
    log = Page(tuple(_deliveries()), True)
    yield Sample("webhooks", lambda lang: webhooks_page(reader(lang), _standing(waiting=3), log, first=True), AROUND)
    yield Sample(
        "webhooks-unsigned", lambda lang: webhooks_page(reader(lang), _standing(signs=False), NONE, first=True), AROUND
    )
    yield Sample(
        "webhooks-none", lambda lang: webhooks_page(reader(lang), _standing(set_up=False), NONE, first=True), AROUND
    )
    yield Sample("webhook-delivery", lambda lang: delivery_page(reader(lang), APP, log.deliveries[1]), AROUND)
    yield Sample("webhook-delivery-case", lambda lang: delivery_page(reader(lang), APP, log.deliveries[2]), AROUND)
    yield Sample("webhook-delivery-gone", lambda lang: delivery_page(reader(lang), APP, log.deliveries[3]), AROUND)
    yield Sample("webhook-settings", lambda lang: webhook_settings_page(reader(lang), _standing()), AROUND)
    yield Sample("webhook-settings-wrong", _wrong, AROUND)


NONE = Page((), False)


def _standing(*, signs: bool = True, set_up: bool = True, waiting: int = 0) -> Standing:
    wanted = [Wanted(*one.partition(":")[::2]) for one in WANTED]
    return Standing(
        app=APP,
        webhook=WEBHOOK if set_up else None,
        signs=signs and set_up,
        subscriptions=tuple(Subscription(id=n, app_id=7, wanted=one) for n, one in enumerate(wanted)) if set_up else (),
        waiting=waiting,
    )


def _wrong(language: Language) -> object:
    asked = AskedWebhook(url="http://10.0.0.4/hooks", wanted=(*WANTED, "contact.propertyChange:E-mail"), secret="x")
    problems = WebhookProblems(
        target=WhyNoTarget.NOT_HTTPS,
        secret=WhyNoSecret.WRONG,
        wanted=(BadWanted("contact.propertyChange:E-mail", WhyNotWanted.PROPERTY_UNREADABLE),),
    )
    return webhook_settings_page(reader(language), _standing(), asked, problems)


def _deliveries() -> list[DeliveryShown]:
    return [
        _shown(412, 2, status=200, took=84, events=(_event(901), _event(902, "contact.propertyChange"))),
        _shown(
            411,
            9,
            status=503,
            took=1260,
            attempt=3,
            events=(_event(900, "contact.propertyChange", attempts=3),),
            answer="<html>\n<body>The service is down for maintenance.</body>\n</html>",
        ),
        _shown(410, 32, took=10_000, problem=DeliveryProblem.TIMED_OUT, events=(_case(899),)),
        _shown(389, 3 * 24 * 60, took=31, problem=DeliveryProblem.NOT_TRUSTED, attempt=10, lost=3),
        _shown(388, 4 * 24 * 60, status=302, took=12, events=(_event(880, ended=EventEnd.GIVEN_UP),)),
    ]


def _shown(
    number: int,
    minutes: int,
    *,
    took: int,
    events: tuple[QueuedEvent, ...] = (),
    status: int | None = None,
    problem: DeliveryProblem | None = None,
    attempt: int = 1,
    answer: str = "",
    lost: int = 0,
) -> DeliveryShown:
    about_cases = any(event.told.about_case for event in events)
    delivery = Delivery(
        account_id=4821907,
        app_id=7,
        id=number,
        at=NOW - minutes * MINUTE,
        took=took,
        url=URL,
        events=tuple(event.id for event in events) or tuple(range(lost)),
        attempt=attempt,
        about_cases=about_cases,
        status=status,
        problem=problem,
        answer=answer,
    )
    return DeliveryShown(delivery, None if about_cases else 4821907, events)


def _event(
    number: int, kind: str = "contact.creation", *, attempts: int = 0, ended: EventEnd | None = None
) -> QueuedEvent:
    data = {"objectId": 512_059_460_426} | ({"propertyName": "email"} if "property" in kind else {})
    told = Told(app_id=7, subscription_id=1, type=kind, subject="0-1:1", occurred_at=NOW - 40 * MINUTE, data=data)
    why = ended if attempts else ended or EventEnd.DELIVERED
    return QueuedEvent(account_id=4821907, id=number, told=told, attempts=attempts, ended_why=why)


def _case(number: int) -> QueuedEvent:
    told = Told(
        app_id=7,
        subscription_id=2,
        type="case.opened",
        subject="case:88",
        occurred_at=NOW - 33 * MINUTE,
        data={"objectId": 88},
    )
    return QueuedEvent(account_id=4821907, id=number, told=told, attempts=1)
