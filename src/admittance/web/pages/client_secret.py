"""The app developer's pages about the client secret: how it stands, and the one showing of a new one."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.console import ConsoleHead


class Choice(Struct, frozen=True, kw_only=True):
    """One of several, with a sentence where it needs one."""

    value: str
    words: str
    note: str = ""
    chosen: bool = False


class ClientSecretPage(Struct, frozen=True, kw_only=True):
    """How the secret stands. `action` is empty for a public app, which has none; `end_action` where no old one works.

    `old_until` is when the old one ends, or ended; None without any. `keeps` are empty where one secret works.
    """

    template: ClassVar[str] = "console_secret.html"
    head: ConsoleHead
    action: str
    seen: int
    made_at: int
    replaced_at: int | None
    old_until: int | None
    end_action: str
    lasts: tuple[Choice, ...]
    keeps: tuple[Choice, ...]
    listens: bool
    problem: str = ""


class NewSecretPage(Struct, frozen=True, kw_only=True):
    """The one showing. `old_until` is None where only the new one works."""

    template: ClassVar[str] = "console_secret_new.html"
    head: ConsoleHead
    secret: str
    old_until: int | None
    listens: bool
    back_url: str

    def __repr__(self) -> str:
        return "NewSecretPage(…)"
