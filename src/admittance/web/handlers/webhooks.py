"""An app's webhooks over HTTP, for its developers; for everybody else nothing is there."""

from typing import assert_never

from admittance.core.webhooks.signing import sealing_key
from admittance.core.whole_number import whole_number
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters
from admittance.http.problems import NOT_FOUND
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.sealing import fresh_sealing
from admittance.http.services import Services
from admittance.usecases.crm.object_types import OBJECT_TYPES
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
    WebhookProblems,
    WebhookSet,
    remove_webhook,
    set_webhook,
)
from admittance.web.form import Refuse, posted
from admittance.web.handlers.console import OwnApp, as_developer, own_app
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.present.webhook_settings import PROPERTIES_FIELD, webhook_settings_page
from admittance.web.present.webhooks import delivery_page, webhooks_page, webhooks_path
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, page, query

ROWS = 50


async def log(services: Services, request: Request) -> Response:
    """GET /console/apps/{client_id}/webhooks: how it stands, and what was answered."""
    visit = await begin(services, request)
    own = own_app(visit)
    if isinstance(own, Refuse):
        return own.response
    key, before = sealing_key(services.keys.forms), whole_number(query(visit).get("before"))
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
    done = await as_developer(visit, own, lambda tx, app: send_again(tx, app, number, now, actor=own.user.id))
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
    sealing = fresh_sealing(services)
    allowed, now = services.settings.allowed_networks, services.clock.now()
    done = await as_developer(
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
    done = await as_developer(visit, own, lambda tx, app: remove_webhook(tx, app, actor=own.user.id))
    if isinstance(done, Refuse):
        return done.response
    return see_other(f"{webhooks_path(own.app)}?done=removed")


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


def _delivery_id(visit: Visit) -> int:
    return int(visit.request.path_values["delivery_id"])


def _notice(visit: Visit) -> Notice | None:
    words = {
        "saved": visit.gettext("Saved. It counts for what happens from now on."),
        "removed": visit.gettext("Removed. Nothing more is sent."),
        "again": visit.gettext("The events go out again now. Open this page once more to see the answer."),
        "nothing": visit.gettext("Nothing of it is left to send: too old, or the app was uninstalled."),
    }
    done = query(visit).get("done")
    return Notice(Tone.OPEN if done == "nothing" else Tone.DONE, words[done]) if done in words else None
