"""What several pages show: the marks of apps, accounts and people, links back, hidden fields."""

from hashlib import sha256
from typing import TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct

TONES = 6
"""How many colour pairs avatars and marks choose from; the style sheets hold one class each."""

Hidden: TypeAlias = tuple[tuple[str, str], ...]
"""Hidden fields of a form, name and value."""


class Mark(Struct, frozen=True):
    """The square of an app or an account: its icon, or its initial on a colour of its own."""

    name: str
    initial: str
    tone: int
    icon: str = ""


class Avatar(Struct, frozen=True):
    """The circle of a person."""

    name: str
    initials: str
    tone: int


class AccountMark(Struct, frozen=True):
    """An account as people see it: name, number, and its square."""

    hub_id: int
    mark: Mark

    @property
    def name(self) -> str:
        """The account's name."""
        return self.mark.name


class BackToApp(Struct, frozen=True):
    """The way back, carrying the OAuth error. Only ever built for a trusted redirect URI."""

    app: str
    url: str


class Maker(Struct, frozen=True, kw_only=True):
    """Who made an app, as far as its manifest says. Empty where it does not."""

    name: str
    website: str = ""
    privacy_url: str = ""
    verified: bool = False

    @property
    def website_host(self) -> str:
        """The website as people know it: "ringlane.example"."""
        return urlsplit(self.website).netloc.removeprefix("www.")


def tone(kind: str, key: int | str) -> int:
    """A colour that stays the same for the same thing, 0 to `TONES` - 1."""
    if isinstance(key, int):
        return key % TONES  # numbers are given in a row: neighbours differ
    return sha256(f"{kind}:{key}".encode()).digest()[0] % TONES


def app_mark(client_id: str, name: str, icon: str = "") -> Mark:
    """The square of an app."""
    return Mark(name, _initial(name), tone("app", client_id), icon)


def account_mark(hub_id: int, name: str) -> AccountMark:
    """An account with its square."""
    return AccountMark(hub_id, Mark(name, _initial(name), tone("account", hub_id)))


def avatar(user_id: int, name: str) -> Avatar:
    """The circle of a person: the first letters of the first and the last name."""
    words = name.split() or ["?"]
    initials = words[0][:1] + (words[-1][:1] if len(words) > 1 else "")
    return Avatar(name, initials.upper(), tone("person", user_id))


def _initial(name: str) -> str:
    return next((letter.upper() for letter in name if letter.isalnum()), "?")
