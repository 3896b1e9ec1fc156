"""An app's client secret in its developer's console: never replaced, while two work, afterwards, and shown once."""

from functools import partial

from msgspec.structs import replace

from admittance.explain.languages import Language
from admittance.usecases.records import App, OldSecret
from admittance.web.pages.client_secret import ClientSecretPage, NewSecretPage
from admittance.web.present.client_secret import client_secret_page, new_secret_page
from tests.web.sample_console import APP, console_frame, console_reader
from tests.web.sample_parts import DAY, NOW, Pages, Sample

FIRST = replace(APP, created_at=NOW - 200 * DAY)
TWO = replace(FIRST, old_secret=OldSecret(b"", NOW + DAY), secret_replaced_at=NOW - 3_600_000, secret_version=1)
ONE = replace(TWO, old_secret=OldSecret(b"", NOW - DAY), secret_replaced_at=NOW - 2 * DAY)
PUBLIC = replace(APP, secret_digest=None)
SHOWN = "Zm9yIHRoZSBwaWN0dXJlIG9ubHksIG5vdCBhIHNlY3I"
PROBLEM = "Nothing was changed now: the secret was replaced, or the old one ended, after this form was opened."


def secret_pages() -> Pages:
    """Every state."""
    around = console_frame()
    yield Sample("client-secret", partial(_page, FIRST, listens=False), around)
    yield Sample("client-secret-two", partial(_page, TWO), around)
    yield Sample("client-secret-one", partial(_page, ONE), around)
    yield Sample("client-secret-changed", partial(_page, TWO, problem=PROBLEM), around)
    yield Sample("client-secret-public", partial(_page, PUBLIC), around)
    yield Sample("client-secret-new", lambda _: _new(TWO), around)
    yield Sample("client-secret-new-alone", lambda _: _new(ONE), around)


def _page(app: App, language: Language, *, listens: bool = True, problem: str = "") -> ClientSecretPage:
    return client_secret_page(console_reader(language), app, NOW, listens=listens, problem=problem)


def _new(app: App) -> NewSecretPage:
    return new_secret_page(app, SHOWN, NOW, listens=True)
