"""Mails about a case, each in the language of whoever reads it.

INVARIANT: no letter holds a secret. Its last line is the path of a page that asks who is there; whoever sends it puts
the server's address before that (`addressed`).
"""

from gettext import NullTranslations

from msgspec import Struct


class Words(Struct, frozen=True):
    """A mail: one line of subject, and a body."""

    subject: str
    body: str


class AboutCase(Struct, frozen=True, kw_only=True):
    """What every letter about a case names. `path` is the case's page."""

    person: str
    app: str
    account: str
    path: str


def asked(about: AboutCase, message: str, t: NullTranslations) -> Words:
    """To a fixer: somebody needs your help."""
    subject = t.gettext("%(person)s asks for help to connect %(app)s") % _names(about)
    text = t.gettext(
        "%(person)s could not connect %(app)s to %(account)s. On the page of this case you see what is missing, "
        "and can approve or decline."
    )
    return letter(subject, text % _names(about), message, about.path)


def approved(about: AboutCase, by: str, note: str, t: NullTranslations) -> Words:
    """To the person: it works now, because somebody approved."""
    subject = t.gettext("You can connect %(app)s now") % _names(about)
    text = t.gettext("%(by)s approved your request. Go on where you stopped: %(app)s, %(account)s.")
    return letter(subject, text % (_names(about) | {"by": by}), note, about.path)


def declined(about: AboutCase, by: str, reason: str, t: NullTranslations) -> Words:
    """To the person: somebody said no, and why."""
    subject = t.gettext("Your request for %(app)s was declined") % _names(about)
    text = t.gettext("%(by)s declined your request to connect %(app)s to %(account)s.")
    return letter(subject, text % (_names(about) | {"by": by}), reason, about.path)


def solved(about: AboutCase, t: NullTranslations) -> Words:
    """To the person: nothing is in the way any more."""
    subject = t.gettext("You can connect %(app)s now") % _names(about)
    text = t.gettext("What kept you from connecting %(app)s to %(account)s is gone. Go on where you stopped.")
    return letter(subject, text % _names(about), "", about.path)


def addressed(body: str, base_url: str) -> str:
    """The body as it is sent, with a link that works outside the server's own pages."""
    text, _, path = body.rpartition("\n")
    return f"{text}\n{base_url}{path}\n"


def letter(subject: str, text: str, quoted: str, path: str) -> Words:
    """A letter's three parts: the text, what somebody wrote with it, and the path of the page it leads to."""
    # Names may hold anything; a subject is one line (RFC 5322 section 2.1.1 keeps it under 998 characters).
    line = " ".join(subject.split())[:200]
    said = "".join(f"> {said}\n" for said in quoted.splitlines())
    return Words(line, "\n".join(part for part in (f"{text}\n", said, path) if part))


def _names(about: AboutCase) -> dict[str, str]:
    return {"person": about.person, "app": about.app, "account": about.account}
