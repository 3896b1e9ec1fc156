"""What stands around every page: language, theme, who is signed in, the account, the navigation."""

from enum import StrEnum

from msgspec import Struct

from admittance.usecases.records import Theme
from admittance.web.pages.parts import AccountMark, Avatar


class Section(StrEnum):
    """The entries of the side navigation. A page that does not exist yet has no entry."""

    USERS = "users"
    CONNECTED_APPS = "connected_apps"
    CASES = "cases"
    PLAN = "plan"
    AUDIT = "audit"
    MAIL = "mail"
    WHY = "why"
    CONSOLE = "console"
    CONTACTS = "contacts"
    IMPORT = "import"
    EXPORT = "export"
    PROFILE = "profile"


class Tone(StrEnum):
    """What kind of thing a notice says."""

    INFORMATION = "information"
    OPEN = "open"
    DONE = "done"


class Notice(Struct, frozen=True):
    """One sentence about what has just happened, in the page's language."""

    tone: Tone
    text: str


class SignedIn(Struct, frozen=True):
    """The person at the browser."""

    avatar: Avatar
    email: str

    @property
    def name(self) -> str:
        """First and last name."""
        return self.avatar.name


class Place(Struct, frozen=True):
    """An entry of the side navigation. `count` is how many things wait there for the reader."""

    section: Section
    url: str
    count: int = 0


class AccountPlace(Struct, frozen=True):
    """An entry of the account switch."""

    account: AccountMark
    url: str


class Frame(Struct, frozen=True, kw_only=True):
    """Everything around a page. `csrf` goes into every form; `now` and `time_zone` (IANA) tell how times read.

    `contacts` are the entries of the main navigation's Contacts menu, `settings_url` what stands beside it; both
    are empty where there is nothing to go to. `return_to` is the path that the language and theme forms, and "sign
    in as someone else", come back to. The addresses of the foot are empty where there is no such page.
    """

    now: int
    return_to: str
    csrf: str
    theme: Theme = Theme.SYSTEM
    time_zone: str = "UTC"
    signed_in: SignedIn | None = None
    account: AccountMark | None = None
    accounts: tuple[AccountPlace, ...] = ()
    places: tuple[Place, ...] = ()
    contacts: tuple[Place, ...] = ()
    settings_url: str = ""
    current: Section | None = None
    notice: Notice | None = None
    home_url: str = "/"
    language_action: str = "/preferences/language"
    theme_action: str = "/preferences/theme"
    sign_out_action: str = "/sign-out"
    switch_user_action: str = "/sign-out"
    help_url: str = ""
    privacy_url: str = ""
    status_url: str = ""
