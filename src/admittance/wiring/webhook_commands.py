"""What the operator says about an app's webhooks, from the command line."""

from gettext import NullTranslations
from pathlib import Path

from admittance.explain.languages import Language, translations
from admittance.http.sealing import fresh_sealing
from admittance.http.services import Services
from admittance.usecases.crm.times import iso_time
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.usecases.webhooks.following import NoDelivery, NothingLeft, SentAgain, deliveries, send_again
from admittance.usecases.webhooks.records import Delivery
from admittance.usecases.webhooks.settings_file import UnreadableFile, read_webhooks_file
from admittance.usecases.webhooks.subscribing import (
    AskedWebhook,
    WebhookProblems,
    remove_webhook,
    set_webhook,
    written,
)
from admittance.web.present.webhook_words import problem_words, secret_words, target_words, wanted_words
from admittance.wiring.app_act import NO_APP, act_on_app
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import look_in

_SHOWN = 10
"""Attempts that `show` prints."""


def asked_by_file(file: Path) -> AskedWebhook | CannotStart:
    """What a `webhooks-hsmeta.json` asks for, without the secret, which no such file holds."""
    try:
        read = read_webhooks_file(file.read_bytes())
    except OSError as problem:
        return CannotStart(f"{file} can't be read: {problem.strerror}")
    if isinstance(read, UnreadableFile):
        return CannotStart(f"{file}: {read.message}")
    return AskedWebhook(url=read.url, wanted=read.wanted)


def set_app_webhook(data_dir: Path, client_id: str, asked: AskedWebhook) -> str | CannotStart:
    """Give the app this webhook; every problem is told, a line each. Only while no server holds the database."""

    def act(tx: Transaction, services: Services, app: App) -> str | CannotStart:
        sealing = fresh_sealing(services)
        allowed, now = services.settings.allowed_networks, services.clock.now()
        done = set_webhook(tx, app, asked, sealing, allowed, now)
        if isinstance(done, WebhookProblems):
            return CannotStart("\n".join(_problem_lines(done)))
        kinds = len(done.subscriptions)
        return f"{app.name} is told of {kinds} kind{'' if kinds == 1 else 's'} of events at {done.webhook.url}."

    return act_on_app(data_dir, client_id, act)


def remove_app_webhook(data_dir: Path, client_id: str) -> str | CannotStart:
    """Nothing more is sent. Only while no server holds the database."""

    def act(tx: Transaction, services: Services, app: App) -> str | CannotStart:
        removed = remove_webhook(tx, app)
        return f"{app.name} is told nothing more." if removed else CannotStart(f"{app.name} has no webhook")

    return act_on_app(data_dir, client_id, act)


def send_app_webhook_again(data_dir: Path, client_id: str, number: int) -> str | CannotStart:
    """Let the events of an attempt go again, once the server runs. Only while none holds the database."""

    def act(tx: Transaction, services: Services, app: App) -> str | CannotStart:
        match send_again(tx, app, number, services.clock.now()):
            case SentAgain(events):
                return f"{events} event{'' if events == 1 else 's'} will be sent again when the server runs."
            case NothingLeft():
                return CannotStart("nothing of it is left to send: too old, or the app was uninstalled")
            case NoDelivery():
                return CannotStart(f"{app.name} has no attempt {number}")

    return act_on_app(data_dir, client_id, act)


def webhook_text(data_dir: Path, client_id: str) -> str | CannotStart:
    """Where the app's webhooks go, what it is told, and the newest attempts; also while a server runs."""

    def look(tx: Transaction) -> str | CannotStart:
        app = tx.apps.by_client_id(client_id)
        return NO_APP if app is None else "\n".join(_lines(tx, app))

    return look_in(data_dir, look)


def _lines(tx: Transaction, app: App) -> list[str]:
    webhook = tx.webhooks.settings.get(app.id)
    if webhook is None:
        return [f"{app.name} has no webhook."]
    wanted = [f"  {written(one.wanted)}" for one in tx.webhooks.settings.subscriptions(app.id)]
    log = [_attempt(shown.delivery) for shown in deliveries(tx, app.id, limit=_SHOWN).deliveries]
    head = [f"{app.name}: {webhook.url}", f"{tx.webhooks.queue.waiting(app.id)} waiting; it is told of"]
    return [*head, *wanted, *(["the newest attempts:", *log] if log else ["nothing was sent yet"])]


def _attempt(one: Delivery) -> str:
    answer = problem_words(one.problem, _english()) if one.problem else f"answered {one.status}"
    return f"  {one.id}  {iso_time(one.at)}  {len(one.events)} event(s), attempt {one.attempt}: {answer}, {one.took} ms"


def _problem_lines(problems: WebhookProblems) -> list[str]:
    t = _english()
    lines = [target_words(problems.target, t)] if problems.target else []
    lines += [secret_words(problems.secret, t)] if problems.secret else []
    lines += [wanted_words(one, t) for one in problems.wanted]
    return [*lines, "These are more events than one app can ask for."] if problems.too_many else lines


def _english() -> NullTranslations:
    return translations(Language.EN)
