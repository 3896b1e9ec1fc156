"""Mails about a connection: rights that changed, taking it over, consenting once more. See `letters` for what holds of
every letter.
"""

from gettext import NullTranslations

from msgspec import Struct

from admittance.explain.letters import Words, letter


class AboutConnection(Struct, frozen=True, kw_only=True):
    """What every letter about a connection names. `person` has it now; `path` is the page it leads to."""

    person: str
    app: str
    account: str
    path: str


def drifted(about: AboutConnection, t: NullTranslations) -> Words:
    """To whoever manages apps, where the account has chosen to be warned (product section 2)."""
    subject = t.gettext("%(person)s's rights have changed since %(app)s was connected") % _names(about)
    text = t.gettext(
        "%(person)s connected %(app)s to %(account)s and couldn't grant all of it today. The connection keeps working. "
        "On this page you see what has changed, and can ask somebody else to take it over."
    )
    return letter(subject, text % _names(about), "", about.path)


def proposed(about: AboutConnection, by: str, t: NullTranslations) -> Words:
    """To the person whom an admin asks to take a connection over."""
    subject = t.gettext("Will you take %(app)s over from %(person)s?") % _names(about)
    text = t.gettext(
        "%(by)s asks you to take %(person)s's connection to %(app)s in %(account)s over. Nothing changes until you "
        "have looked at it and said yes."
    )
    return letter(subject, text % (_names(about) | {"by": by}), "", about.path)


def asked_again(about: AboutConnection, by: str, t: NullTranslations) -> Words:
    """To the person whose connection lacks what the app has come to require (product section 9)."""
    subject = t.gettext("%(app)s asks for something new") % _names(about)
    text = t.gettext(
        "%(by)s asks you to connect %(app)s to %(account)s once more. What you granted stays as it is until you do; on "
        "this page you see what is new."
    )
    return letter(subject, text % (_names(about) | {"by": by}), "", about.path)


def _names(about: AboutConnection) -> dict[str, str]:
    return {"person": about.person, "app": about.app, "account": about.account}
