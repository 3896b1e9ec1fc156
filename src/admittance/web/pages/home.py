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


class HomePage(Struct, frozen=True, kw_only=True):
    """One's accounts, none at all included."""

    template: ClassVar[str] = "home.html"
    email: str
    rows: tuple[HomeRow, ...]
