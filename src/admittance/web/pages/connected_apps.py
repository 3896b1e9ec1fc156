"""Connected apps: who connected what, with which rights, and when; and the page that asks before an uninstall."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.parts import Avatar, Mark


class GivenScope(Struct, frozen=True):
    """A scope of a connection in plain words."""

    scope: str
    label: str


class ConnectionRow(Struct, frozen=True, kw_only=True):
    """One connection. `granted_under` is "Super Admin", a permission set's name or "Custom access", as it was then.

    `rights_now` says what they are today where it is something else. `drift` are the scopes they couldn't grant any
    more, `not_consented` those the app has come to require; `ask_consent_action` asks the person to consent again,
    `re_anchor_url` proposes somebody else, `remove_action` is where Remove access posts: all empty where the reader may
    not.
    """

    person: Avatar
    note: str = ""
    granted_under: str
    rights_now: str = ""
    drift: tuple[GivenScope, ...] = ()
    not_consented: tuple[GivenScope, ...] = ()
    ask_consent_action: str = ""
    re_anchor_url: str = ""
    scopes: tuple[GivenScope, ...]
    left_out: tuple[GivenScope, ...] = ()
    declined: tuple[GivenScope, ...] = ()
    since: int
    last_used: int | None = None
    remove_action: str = ""


class AppCard(Struct, frozen=True, kw_only=True):
    """An installed app. `uninstall_url` is the page that asks first, `uninstall_action` what it posts to; both empty
    where the reader may not. Without connections the app is still installed.
    """

    key: str
    app: Mark
    maker: str
    verified: bool
    manifest_version: int
    people: int
    rows: tuple[ConnectionRow, ...]
    uninstall_url: str = ""
    uninstall_action: str = ""


class AskedToTakeOver(Struct, frozen=True):
    """A connection that somebody asks the reader to take over."""

    app: str
    person: str
    url: str


class ConnectedAppsPage(Struct, frozen=True, kw_only=True):
    """All apps of the account. `sees_everyone` is False where only the reader's own connections are shown: then the
    page counts nobody. `drift_policy` is "keep", "warn" or "suspend"; `policy_action` is where the choice posts, empty
    where the reader may not choose.
    """

    template: ClassVar[str] = "connected_apps.html"
    apps: tuple[AppCard, ...]
    sees_everyone: bool = True
    drift_policy: str = "keep"
    policy_action: str = ""
    asked: tuple[AskedToTakeOver, ...] = ()

    @property
    def drifted(self) -> int:
        """How many of the connections shown have drifted."""
        return sum(1 for card in self.apps for row in card.rows if row.drift)


class UninstallPage(Struct, frozen=True, kw_only=True):
    """Asks before an app is removed from the account."""

    template: ClassVar[str] = "uninstall.html"
    card: AppCard
    cancel_url: str
