"""What storage keeps, as values. Times are milliseconds since the epoch, UTC; digests are 32 bytes."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from admittance.core.install_url import InstallUrl
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.reasons import Dropped


class DriftPolicy(StrEnum):
    """What happens to a connection whose person lost the rights it was granted under (product section 2)."""

    KEEP = "keep"
    WARN = "warn"
    SUSPEND = "suspend"


class Account(Struct, frozen=True, kw_only=True):
    """A tenant; `id` is the `hub_id` of the wire."""

    id: int
    name: str
    domain: str
    time_zone: str = "UTC"
    currency: str = "EUR"
    always_ask_marketplace: bool = False
    drift_policy: DriftPolicy = DriftPolicy.KEEP
    created_at: int


class Theme(StrEnum):
    """A person's choice of colours."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class User(Struct, frozen=True, kw_only=True):
    """A person who can sign in. `email` is stored as typed and compared case-folded."""

    id: int
    email: str
    first_name: str
    last_name: str
    password_hash: str | None
    language: str | None = None
    theme: Theme = Theme.SYSTEM
    active: bool = True
    created_at: int

    @property
    def name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    def __repr__(self) -> str:
        return f"User({self.id})"


class Membership(Struct, frozen=True, kw_only=True):
    """A user in an account. `rights` are the person's own, or what the permission set gave when it was assigned.

    `version` counts changes, so that a page that was open meanwhile can tell.
    """

    account_id: int
    user_id: int
    super_admin: bool = False
    permission_set: str | None = None
    rights: Mapping[str, Level] = {}
    team: str | None = None
    active: bool = True
    created_at: int
    version: int = 0


class Member(Struct, frozen=True):
    """A membership with its user."""

    membership: Membership
    user: User


class Profile(StrEnum):
    """What an app is held to (product section 2). Public clients are always strict."""

    COMPATIBLE = "compatible"
    STRICT = "strict"


class Support(Struct, frozen=True, kw_only=True):
    """How to reach an app's maker, from the manifest. Empty where not given."""

    email: str = ""
    documentation_url: str = ""
    url: str = ""
    phone: str = ""


class OldSecret(Struct, frozen=True):
    """The digest of the client secret before the present one, which works before `until`. It stays known afterwards."""

    digest: bytes
    until: int

    def works(self, now: int) -> bool:
        """Whether it counts at `now`."""
        return now < self.until


class App(Struct, frozen=True, kw_only=True):
    """A registered app with its published manifest. `secret_digest` is None for a public client.

    `secret_version` counts changes of the client secret, so that a page that was open meanwhile can tell.
    """

    id: int
    client_id: str
    name: str
    description: str = ""
    maker: str
    website: str = ""
    privacy_url: str = ""
    support: Support = Support()
    verified: bool = False
    enabled: bool = True
    profile: Profile = Profile.STRICT
    secret_digest: bytes | None
    redirect_uris: tuple[str, ...]
    manifest: Manifest
    manifest_version: int = 1
    created_at: int
    old_secret: OldSecret | None = None
    secret_replaced_at: int | None = None
    secret_version: int = 0

    @property
    def public(self) -> bool:
        """Whether the app can keep no secret (RFC 6749 section 2.1)."""
        return self.secret_digest is None

    @property
    def strict(self) -> bool:
        """Whether PKCE, response_type and refresh rotation are demanded."""
        return self.public or self.profile is Profile.STRICT

    def running_old_secret(self, now: int) -> OldSecret | None:
        """The old client secret, if it works at `now`."""
        return self.old_secret if self.old_secret is not None and self.old_secret.works(now) else None


class Install(Struct, frozen=True, kw_only=True):
    """An app in an account until it is uninstalled; a demanded scope outside `granted` is *new* (product rule 3)."""

    account_id: int
    app_id: int
    installed_at: int
    installed_by: int
    granted: frozenset[str]


class Authority(Struct, frozen=True):
    """The rights under which a connection was granted, to show drift against; `elevation` where one was needed."""

    super_admin: bool
    permission_set: str | None
    rights: Mapping[str, Level]
    elevation: int | None = None


class ConnectionEnd(StrEnum):
    """Why a connection is over."""

    REMOVED = "removed"
    UNINSTALLED = "uninstalled"
    PERSON_LEFT = "person_left"
    RESTORED = "restored"


class Connection(Struct, frozen=True, kw_only=True):
    """App × account × user. At most one is live (`ended_at` None) for the three; granting again renews it."""

    account_id: int
    id: int
    app_id: int
    user_id: int
    granted: frozenset[str]
    dropped: tuple[Dropped, ...]
    declined: frozenset[str]
    authority: Authority
    manifest_version: int
    created_at: int
    last_used_at: int | None = None
    ended_at: int | None = None
    ended_why: ConnectionEnd | None = None


class Session(Struct, frozen=True, kw_only=True):
    """A signed-in browser. `csrf` is the random key its form tokens are made with."""

    id: int
    digest: bytes
    user_id: int
    csrf: bytes
    created_at: int
    seen_at: int


class AskedInstall(Struct, frozen=True, kw_only=True):
    """A checked authorization request, as consent stores it. Its `redirect_uri` is trusted."""

    client_id: str
    redirect_uri: str
    redirect_uri_given: bool
    url: InstallUrl
    state: str | None = None
    challenge: str | None = None


class Consent(Struct, frozen=True, kw_only=True):
    """A consent page that was shown: what it asks, for one session, once, for half an hour."""

    account_id: int
    id: int
    digest: bytes
    session_id: int
    user_id: int
    app_id: int
    asked: AskedInstall
    expires_at: int
    used_at: int | None = None


class PasswordReset(Struct, frozen=True, kw_only=True):
    """A one-time link to choose a new password."""

    id: int
    digest: bytes
    user_id: int
    expires_at: int
    used_at: int | None = None
