"""Which app waits behind a sign-in: read from the install link the person came by."""

from urllib.parse import parse_qs, urlsplit

from admittance.web.pages.parts import Mark
from admittance.web.present.reader import mark_of
from admittance.web.visit import Visit


def app_behind(visit: Visit, next_path: str) -> Mark | None:
    """The app of an install link on this server; None for any other place, and for an app that isn't there."""
    parts = urlsplit(next_path)
    if not parts.path.rstrip("/").endswith("/authorize"):
        return None
    named = parse_qs(parts.query).get("client_id", [])
    if len(named) != 1:
        return None
    app = visit.services.store.read(lambda tx: tx.apps.by_client_id(named[0]))
    return mark_of(app) if app is not None and app.enabled else None
