"""After signing in without an app: one's accounts."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.parts import AccountMark


class HomeRow(Struct, frozen=True, kw_only=True):
    """One account: what the person is there, how many apps are connected, and its page."""

    account: AccountMark
    access: str
    apps: int
    url: str


class InvitedTo(Struct, frozen=True):
    """An account into which somebody asks the reader, and the page where they answer."""

    account: str
    by: str
    url: str


class HomePage(Struct, frozen=True, kw_only=True):
    """One's accounts, none at all included, and the invitations that wait for an answer."""

    template: ClassVar[str] = "home.html"
    email: str
    rows: tuple[HomeRow, ...]
    invitations: tuple[InvitedTo, ...] = ()
