"""An app's webhooks over HTTP, for its developers; for everybody else nothing is there."""

import secrets
from collections.abc import Callable
from typing import TypeVar, assert_never

from admittance.core.webhooks.signing import NONCE_LENGTH, sealing_key
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters, read_encoded
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.app_developers import AppNotThere, developed_app
from admittance.usecases.crm.object_types import OBJECT_TYPES
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App
from admittance.usecases.webhooks.event_types import Change, change_name
from admittance.usecases.webhooks.following import (
    NoDelivery,
    NothingLeft,
    SentAgain,
    deliveries,
    delivery,
    send_again,
    standing,
)
from admittance.usecases.webhooks.subscribing import (
    AskedWebhook,
    Sealing,
    WebhookProblems,
    WebhookSet,
    remove_webhook,
    set_webhook,
)
from admittance.web.form import Refuse, posted
from admittance.web.handlers.console import OwnApp, own_app
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.present.webhook_settings import PROPERTIES_FIELD, webhook_settings_page
from admittance.web.present.webhooks import delivery_page, webhooks_page, webhooks_path
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, page

ROWS = 50
T = TypeVar("T")


async def log(services: Services, request: Request) -> Response:
    """GET /console/apps/{client_id}/webhooks: how it stands, and what was answered."""
    visit = await begin(services, request)
    own = own_app(visit)
    if isinstance(own, Refuse):
        return own.response
    key, before = sealing_key(services.keys.forms), _number(_query(visit).get("before"))
    stands, found = services.store.read(
        lambda tx: (standing(tx, own.app, key), deliveries(tx, own.app.id, limit=ROWS, before=before))
    )
    model = webhooks_page(visit.reader, stands, found, first=before is None)
    return page(visit, model, section=Section.CONSOLE, notice=_notice(visit))


async def one(services: Services, request: Request) -> Response:
    """GET …/webhooks/{delivery_id}: one attempt."""
    visit = await begin(services, request)
    own = own_app(visit)
    if isinstance(own, Refuse):
        return own.response
    found = services.store.read(lambda tx: delivery(tx, own.app.id, _delivery_id(visit)))
    if isinstance(found, NoDelivery):
        return problem_page(visit, NOT_FOUND)
    return page(visit, delivery_page(visit.reader, own.app, found), section=Section.CONSOLE, notice=_notice(visit))


async def again(services: Services, request: Request) -> Response:
    """POST …/webhooks/{delivery_id}/again: send its events once more."""
    visit = await begin(services, request)
    own, sent = own_app(visit), posted(visit)
    if isinstance(own, Refuse):
        return own.response
    if isinstance(sent, Refuse):
        return sent.response
    number, now = _delivery_id(visit), services.clock.now()
    done = await _as_developer(visit, own, lambda tx, app: send_again(tx, app, number, now, actor=own.user.id))
    match done:
        case Refuse():
            return done.response
        case SentAgain():
            return see_other(f"{webhooks_path(own.app)}?done=again")
        case NothingLeft():
            return see_other(f"{webhooks_path(own.app)}/{number}?done=nothing")
        case NoDelivery():
            return problem_page(visit, NOT_FOUND)
        case _:
            assert_never(done)


async def settings(services: Services, request: Request) -> Response:
    """GET …/webhooks/settings: where to, and what."""
    visit = await begin(services, request)
    own = own_app(visit)
    return own.response if isinstance(own, Refuse) else _form(visit, own)


async def take_settings(services: Services, request: Request) -> Response:
    """POST to the same: set it."""
    visit = await begin(services, request)
    own, sent = own_app(visit), posted(visit)
    if isinstance(own, Refuse):
        return own.response
    if isinstance(sent, Refuse):
        return sent.response
    asked = AskedWebhook(url=sent.get("address") or "", wanted=_wanted(sent), secret=sent.get("secret"))
    sealing = Sealing(sealing_key(services.keys.forms), secrets.token_bytes(NONCE_LENGTH))
    allowed, now = services.settings.allowed_networks, services.clock.now()
    done = await _as_developer(
        visit, own, lambda tx, app: set_webhook(tx, app, asked, sealing, allowed, now, actor=own.user.id)
    )
    if isinstance(done, Refuse):
        return done.response
    if isinstance(done, WebhookSet):
        return see_other(f"{webhooks_path(own.app)}?done=saved")
    return _form(visit, own, asked, done)


async def remove(services: Services, request: Request) -> Response:
    """POST …/webhooks/remove: nothing more is sent."""
    visit = await begin(services, request)
    own, sent = own_app(visit), posted(visit)
    if isinstance(own, Refuse):
        return own.response
    if isinstance(sent, Refuse):
        return sent.response
    done = await _as_developer(visit, own, lambda tx, app: remove_webhook(tx, app, actor=own.user.id))
    if isinstance(done, Refuse):
        return done.response
    return see_other(f"{webhooks_path(own.app)}?done=removed")


async def _as_developer(visit: Visit, own: OwnApp, act: Callable[[Transaction, App], T]) -> T | Refuse:
    """Run `act` in a transaction in which the person still is a developer of the app, as it stands now.

    INVARIANT: whoever commits first wins: a developer who was dismissed changes nothing more.
    """

    def checked(tx: Transaction) -> T | AppNotThere:
        app = developed_app(tx, own.user.id, own.app.client_id)
        return app if isinstance(app, AppNotThere) else act(tx, app)

    done = await visit.services.store.write(checked)
    return Refuse(problem_page(visit, NOT_FOUND)) if isinstance(done, AppNotThere) else done


def _form(
    visit: Visit, own: OwnApp, sent: AskedWebhook | None = None, problems: WebhookProblems | None = None
) -> Response:
    key = sealing_key(visit.services.keys.forms)
    stands = visit.services.store.read(lambda tx: standing(tx, own.app, key))
    model = webhook_settings_page(visit.reader, stands, sent, problems)
    return page(visit, model, 400 if problems else 200, section=Section.CONSOLE)


def _wanted(sent: Parameters) -> tuple[str, ...]:
    """The ticked events, and a change of each named property."""
    named = [
        f"{change_name(kind, Change.PROPERTY_CHANGE)}:{prop}"
        for kind in OBJECT_TYPES
        for prop in (sent.get(f"{PROPERTIES_FIELD}{kind.singular}") or "").replace(",", " ").split()
    ]
    return (*sent.all("event"), *named)


def _query(visit: Visit) -> Parameters:
    sent = read_encoded(visit.request.query, visit.services.settings.max_parameters)
    return sent if isinstance(sent, Parameters) else Parameters()


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 16 else None


def _delivery_id(visit: Visit) -> int:
    return int(visit.request.path_values["delivery_id"])


def _notice(visit: Visit) -> Notice | None:
    words = {
        "saved": visit.gettext("Saved. It counts for what happens from now on."),
        "removed": visit.gettext("Removed. Nothing more is sent."),
        "again": visit.gettext("The events go out again now. Open this page once more to see the answer."),
        "nothing": visit.gettext("Nothing of it is left to send: too old, or the app was uninstalled."),
    }
    done = _query(visit).get("done")
    return Notice(Tone.OPEN if done == "nothing" else Tone.DONE, words[done]) if done in words else None
