"""An app's client secret over HTTP, for its developers; for everybody else nothing is there."""

from typing import assert_never

from admittance.core.whole_number import whole_number
from admittance.http.headers import see_other
from admittance.http.parameters import Parameters
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.sealing import fresh_sealing
from admittance.http.services import Services
from admittance.usecases.client_secret import (
    Kept,
    NoOldSecret,
    OldLasts,
    OldSecretEnded,
    PublicApp,
    Replacement,
    SecretReplaced,
    SecretsChanged,
    end_old_secret,
    replace_secret,
    secret_path,
)
from admittance.usecases.records import App
from admittance.web.form import Refuse, posted
from admittance.web.handlers.console import as_developer, own_app
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.present.client_secret import client_secret_page, new_secret_page
from admittance.web.visit import Visit, begin, page, query

_NEVER = -1
"""A version that no app has: what a form stands for that names none."""


async def show(services: Services, request: Request) -> Response:
    """GET /console/apps/{client_id}/secret: since when, whether an old one works, and the form for another."""
    visit = await begin(services, request)
    own = own_app(visit)
    return own.response if isinstance(own, Refuse) else _page(visit, own.app)


async def take_replace(services: Services, request: Request) -> Response:
    """POST to the same. The answer to the post shows the new secret: it is shown nowhere else again."""
    visit = await begin(services, request)
    own, sent = own_app(visit), posted(visit)
    if isinstance(own, Refuse):
        return own.response
    if isinstance(sent, Refuse):
        return sent.response
    asked = _replacement(sent)
    if asked is None:
        return _page(visit, own.app, visit.gettext("Choose how long the old secret goes on working."), 400)
    secret, now = services.new_secret(), services.clock.now()
    sealing = fresh_sealing(services)
    done = await as_developer(
        visit, own, lambda tx, app: replace_secret(tx, app, asked, secret, sealing, now, actor=own.user.id)
    )
    match done:
        case Refuse():
            return done.response
        case SecretReplaced():
            shown = new_secret_page(done.app, secret, now, listens=_listens(visit, done.app))
            return page(visit, shown, section=Section.CONSOLE)
        case SecretsChanged():
            return _changed_meanwhile(visit, done.app)
        case PublicApp():
            return _page(visit, done.app, status=409)
        case _:
            assert_never(done)


async def take_end_old(services: Services, request: Request) -> Response:
    """POST …/secret/end-old: only the newest one works from now on."""
    visit = await begin(services, request)
    own, sent = own_app(visit), posted(visit)
    if isinstance(own, Refuse):
        return own.response
    if isinstance(sent, Refuse):
        return sent.response
    seen, now = _seen(sent), services.clock.now()
    done = await as_developer(visit, own, lambda tx, app: end_old_secret(tx, app, seen, now, actor=own.user.id))
    match done:
        case Refuse():
            return done.response
        case OldSecretEnded() | NoOldSecret():
            return see_other(f"{secret_path(done.app.client_id)}?done=ended")
        case SecretsChanged():
            return _changed_meanwhile(visit, done.app)
        case _:
            assert_never(done)


def _replacement(sent: Parameters) -> Replacement | None:
    lasts, kept = sent.get("old_lasts"), sent.get("keep") or Kept.NEWER
    if lasts not in set(OldLasts) or kept not in set(Kept):
        return None
    return Replacement(lasts=OldLasts(lasts), keep=Kept(kept), seen=_seen(sent))


def _seen(sent: Parameters) -> int:
    seen = whole_number(sent.get("seen"))
    return _NEVER if seen is None else seen


def _changed_meanwhile(visit: Visit, app: App) -> Response:
    said = visit.gettext(
        "Nothing was changed now: the secret was replaced, or the old one ended, after this form was opened. Perhaps "
        "the form was sent twice. A new secret is shown only in the answer to the form that made it. If nobody has it, "
        "make another, and keep the older one of the two."
    )
    return _page(visit, app, said, 409)


def _page(visit: Visit, app: App, problem: str = "", status: int = 200) -> Response:
    now = visit.services.clock.now()
    model = client_secret_page(visit.reader, app, now, listens=_listens(visit, app), problem=problem)
    return page(visit, model, status, section=Section.CONSOLE, notice=_notice(visit))


def _listens(visit: Visit, app: App) -> bool:
    return visit.services.store.read(lambda tx: tx.webhooks.settings.get(app.id)) is not None


def _notice(visit: Visit) -> Notice | None:
    ended = query(visit).get("done") == "ended"
    return Notice(Tone.DONE, visit.gettext("Only the newest secret works now.")) if ended else None
