"""The app developer's pages: one's apps, an app's refusals, and one refusal."""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct

from admittance.core.reasons import RefusalCode
from admittance.explain.address import Addresses
from admittance.explain.explanation import Explanation
from admittance.explain.headings import Heading
from admittance.web.pages.parts import Mark


class ConsoleTab(StrEnum):
    """The tabs of an app, in their order. A page that does not exist yet has no tab."""

    REFUSALS = "refusals"
    WEBHOOKS = "webhooks"
    SECRET = "secret"


class TabLink(Struct, frozen=True):
    """One tab."""

    tab: ConsoleTab
    url: str


class ConsoleHead(Struct, frozen=True, kw_only=True):
    """What stands above every page about one app: which app, and its tabs. `current` None marks none."""

    app: Mark
    client_id: str
    tabs: tuple[TabLink, ...]
    current: ConsoleTab | None = None


class AppRow(Struct, frozen=True, kw_only=True):
    """One of the reader's apps. `last_at` is its newest refusal, None without any."""

    app: Mark
    client_id: str
    url: str
    enabled: bool
    last_at: int | None


class ConsoleAppsPage(Struct, frozen=True, kw_only=True):
    """All apps that the reader develops, at least one."""

    template: ClassVar[str] = "console_apps.html"
    rows: tuple[AppRow, ...]
    head: ConsoleHead | None = None


class DeveloperStatus(StrEnum):
    """How a refusal stands for the app's developer. ELSEWHERE: nothing of it is theirs to mend."""

    TO_CORRECT = "to_correct"
    ELSEWHERE = "elsewhere"
    OVER = "over"


class RefusalRow(Struct, frozen=True, kw_only=True):
    """One refusal in the list. `codes` are the headings as the wire names them; `what` says it in few words, `told`
    that the refused person sent it.
    """

    name: str
    url: str
    codes: tuple[str, ...]
    what: str
    status: DeveloperStatus
    at: int
    told: bool = False


class ConsoleRefusalsPage(Struct, frozen=True, kw_only=True):
    """An app's refusals in all accounts, the newest first, without saying in which. `older_url` is the next page."""

    template: ClassVar[str] = "console_refusals.html"
    head: ConsoleHead
    rows: tuple[RefusalRow, ...]
    older_url: str = ""
    newest_url: str = ""


class ConsoleRefusalPage(Struct, frozen=True, kw_only=True):
    """One refusal. `explanations` are the parts that the developer, or whoever runs the server, can mend; `elsewhere`
    are sentences about the rest. `addresses` are the followed and the corrected link, where that was wrong.

    INVARIANT: nothing in here tells one account or person from another.
    """

    template: ClassVar[str] = "console_refusal.html"
    head: ConsoleHead
    name: str
    code: RefusalCode
    heading: Heading
    status: DeveloperStatus
    explanations: tuple[Explanation, ...]
    fixes: tuple[str, ...]
    elsewhere: tuple[str, ...]
    addresses: Addresses | None
    list_url: str
    help_url: str
    help_title: str
    access_url: str
    opened_at: int
    seen_at: int
    told_at: int | None = None
