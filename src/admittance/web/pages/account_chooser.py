"""Choose the account, only when there are several."""

from enum import StrEnum
from typing import ClassVar, TypeAlias

from msgspec import Struct

from admittance.web.pages.parts import AccountMark, BackToApp, Mark


class Lacking(StrEnum):
    """What is missing in an account, where it is one kind of thing."""

    PERMISSIONS = "permissions"
    FEATURES = "features"
    THINGS = "things"


class Ready(Struct, frozen=True, tag="ready"):
    """Nothing is missing."""


class Missing(Struct, frozen=True, tag="missing"):
    """`count` things are, at least one."""

    count: int
    what: Lacking


class LinkToCorrect(Struct, frozen=True, tag="link"):
    """The install link needs correcting, whichever account is chosen."""


class ConnectedSince(Struct, frozen=True, tag="connected"):
    """The person has connected the app here already."""

    at: int


Outlook: TypeAlias = Ready | Missing | LinkToCorrect | ConnectedSince


class AccountRow(Struct, frozen=True, kw_only=True):
    """One account: what the person is there, and what would happen. `access` is "Super Admin", a permission set's name,
    or "Custom access", in the page's language.
    """

    account: AccountMark
    access: str
    outlook: Outlook
    url: str

    @property
    def outlook_kind(self) -> str:
        """ready, missing, link or connected."""
        return str(self.outlook.__struct_config__.tag)


class AccountChooserPage(Struct, frozen=True, kw_only=True):
    """The person's accounts, none at all included."""

    template: ClassVar[str] = "account_chooser.html"
    app: Mark
    email: str
    rows: tuple[AccountRow, ...]
    back: BackToApp | None = None

    @property
    def all_ready(self) -> bool:
        """Whether nothing is missing anywhere."""
        return all(isinstance(row.outlook, Ready | ConnectedSince) for row in self.rows)
