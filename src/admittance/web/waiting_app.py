"""Which app waits behind a sign-in: read from the install link the person came by."""

from urllib.parse import urlsplit

from msgspec import Struct

from admittance.core.redirect import is_registered
from admittance.http.errors import OAuthCode
from admittance.http.parameters import Parameters, read_encoded
from admittance.http.redirect_errors import GAVE_UP, error_at
from admittance.usecases.records import App
from admittance.web.pages.parts import BackToApp, Mark
from admittance.web.present.reader import mark_of
from admittance.web.visit import Visit


class WaitingApp(Struct, frozen=True):
    """The app of an install link. `back` tells it that the person gave up; None where the link's way back isn't its."""

    mark: Mark
    back: BackToApp | None


def app_behind(visit: Visit, next_path: str) -> WaitingApp | None:
    """The app of an install link on this server; None for any other place, and for an app that isn't there."""
    parts = urlsplit(next_path)
    if not parts.path.rstrip("/").endswith("/authorize"):
        return None
    sent = read_encoded(parts.query.encode(), visit.services.settings.max_parameters)
    client_id = sent.get("client_id") if isinstance(sent, Parameters) and not sent.twice(("client_id",)) else None
    if client_id is None or not isinstance(sent, Parameters):
        return None
    app = visit.services.store.read(lambda tx: tx.apps.by_client_id(client_id))
    return WaitingApp(mark_of(app), _back(visit, app, sent)) if app is not None and app.enabled else None


def _back(visit: Visit, app: App, sent: Parameters) -> BackToApp | None:
    """Judged here again: the place that a sign-in form goes on to comes from the browser."""
    asked = sent.get("redirect_uri") or (app.redirect_uris[0] if len(app.redirect_uris) == 1 else "")
    # INVARIANT: only an address that is registered for the app is ever linked (RFC 9700 section 2.1).
    if sent.twice(("redirect_uri", "state")) or not is_registered(asked, app.redirect_uris, public=app.public):
        return None
    url = error_at(visit.services.settings, asked, sent.get("state"), OAuthCode.ACCESS_DENIED, GAVE_UP)
    return BackToApp(app.name, url)
