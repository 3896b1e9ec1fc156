"""Mails to an app's developer: what is wrong with the install link, and the corrected one.

INVARIANT: no sentence here takes an account or a person.
"""

from collections.abc import Sequence
from gettext import NullTranslations

from admittance.explain.letters import Words, letter


def told(app: str, case: str, wrong: Sequence[str], corrected: str, path: str, t: NullTranslations) -> Words:
    """Somebody could not connect the app for what only its developer can correct. `wrong` are sentences, `corrected`
    the whole link, empty where there is none; `path` is the page that says more.
    """
    subject = t.gettext("The install link of %(app)s needs correcting") % {"app": app}
    text = t.gettext(
        "A connection of %(app)s was refused, and only you can correct why. Somebody sent you this case, %(case)s. "
        "Their name and account aren't shown to an app's developer."
    )
    parts = [text % {"app": app, "case": case}, "\n".join(f"- {one.replace('`', '')}" for one in wrong)]
    if corrected:
        parts.append(t.gettext("The corrected link:") + f"\n{corrected}")
    return letter(subject, "\n\n".join(part for part in parts if part), "", path)
