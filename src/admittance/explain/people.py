"""The people and addresses that a refusal may name."""

from collections.abc import Mapping, Sequence
from gettext import NullTranslations

from msgspec import Struct

from admittance.core.reasons import Audience


class Person(Struct, frozen=True):
    """Someone the reader may see. `note` is one short fact: the permission set, the team, or nothing."""

    user_id: int
    name: str
    note: str = ""


class Contact(Struct, frozen=True):
    """Somewhere to write: an app's maker, or whoever runs the server."""

    name: str
    email: str = ""
    url: str = ""


class Scene(Struct, frozen=True, kw_only=True):
    """Everything but the reason that the words of a refusal speak about.

    `product` is the setting named in the fourth heading. `developer` is the support contact of the app's manifest,
    `operator` whoever runs the server. `plans` are the account's subscriptions in words. `fixers` are those who can
    mend, by audience, the nearest first, and only those the reader may see. `about` names the person who would connect
    when the reader is somebody else; it is empty when it is the reader.
    """

    app: str
    account: str
    product: str
    developer: Contact
    operator: Contact
    plans: tuple[str, ...] = ()
    fixers: Mapping[Audience, tuple[Person, ...]] = {}
    about: str = ""

    def people(self, audience: Audience) -> tuple[Person, ...]:
        """The members of the account who can mend what `audience` mends."""
        return self.fixers.get(audience, ())


def one_of(names: Sequence[str], t: NullTranslations) -> str:
    """Names as a choice: "Jonas Berg", "Jonas Berg or Priya Raman", "Jonas Berg or 4 others". Empty for nobody."""
    if len(names) > 2:
        return t.gettext("%(one)s or %(count)d others") % {"one": names[0], "count": len(names) - 1}
    return any_of(names, t)


def all_of(names: Sequence[str], t: NullTranslations) -> str:
    """Names as a whole: "Tickets", "Tickets and Lists", "Tickets, Lists and Forms"."""
    if len(names) < 2:
        return "".join(names)
    return t.gettext("%(list)s and %(last)s") % {"list": ", ".join(names[:-1]), "last": names[-1]}


def any_of(names: Sequence[str], t: NullTranslations) -> str:
    """Names as alternatives, all of them: "Starter, Professional or Enterprise"."""
    if len(names) < 2:
        return "".join(names)
    return t.gettext("%(one)s or %(other)s") % {"one": ", ".join(names[:-1]), "other": names[-1]}
