"""Mails to an app's developers about its client secret. They hold none, and name nobody; see `letters` for the rest."""

from datetime import UTC, datetime
from gettext import NullTranslations

from msgspec import Struct

from admittance.explain.letters import Words, letter


class AboutSecret(Struct, frozen=True, kw_only=True):
    """What every letter about a client secret says. `path` is the secret's page; `by_operator`: not a developer."""

    app: str
    path: str
    by_operator: bool


def secret_replaced(about: AboutSecret, until: int | None, t: NullTranslations) -> Words:
    """There is a new one; the old one works until then (ms), or not at all."""
    named = {"app": about.app}
    subject = t.gettext("The client secret of %(app)s was replaced") % named
    if about.by_operator:
        said = t.gettext("Whoever runs the server made a new client secret for %(app)s. It was shown once, to them.")
    else:
        said = t.gettext("A developer of %(app)s made a new client secret. It was shown once, to them.")
    if until is None:
        old = t.gettext("The old one doesn't work any more.")
    else:
        old = t.gettext("The old one works until %(until)s. Give your servers the new one by then.")
        old %= {"until": _utc(until)}
    return letter(subject, f"{said % named} {old}\n\n{_unexpected(t)}", "", about.path)


def old_secret_ended(about: AboutSecret, t: NullTranslations) -> Words:
    """Before its time was over: only the new one works."""
    named = {"app": about.app}
    subject = t.gettext("The old client secret of %(app)s doesn't work any more") % named
    if about.by_operator:
        said = t.gettext("Whoever runs the server ended the old client secret of %(app)s. Only the new one works.")
    else:
        said = t.gettext("A developer ended the old client secret of %(app)s. Only the new one works.")
    return letter(subject, f"{said % named}\n\n{_unexpected(t)}", "", about.path)


def _unexpected(t: NullTranslations) -> str:
    return t.gettext("If none of you did this, tell whoever runs the server.")


def _utc(at: int) -> str:
    """ "2026-11-21 18:04 UTC", alike in every language."""
    return f"{datetime.fromtimestamp(at / 1000, UTC):%Y-%m-%d %H:%M} UTC"
