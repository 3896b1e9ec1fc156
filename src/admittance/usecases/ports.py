"""What the acts need from storage. Account id leads every signature that touches an account's data.

A `Store` runs an act inside one transaction: `await store.write(act)` commits when `act` returns and rolls back when it
raises. Acts are plain functions; they may run again after a conflict, so they touch nothing but the transaction.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Protocol, TypeVar

from msgspec import Struct

from admittance.core.levels import Level
from admittance.usecases.audit_ports import Audit
from admittance.usecases.case_ports import Cases, Elevations, Feedback, Outbox
from admittance.usecases.connection_ports import Connections
from admittance.usecases.crm_ports import Crm
from admittance.usecases.developer_ports import Developers, OutsideMail
from admittance.usecases.import_ports import Imports
from admittance.usecases.invitation_ports import Invitations
from admittance.usecases.outcomes import AlreadySpent, EmailTaken, Spent, Unknown
from admittance.usecases.records import (
    Account,
    App,
    Consent,
    DriftPolicy,
    Install,
    Member,
    Membership,
    PasswordReset,
    Session,
    Theme,
    User,
)
from admittance.usecases.token_records import AccessToken, Code, Family, LiveAccess, LiveRefresh, RefreshToken
from admittance.usecases.webhook_ports import Webhooks

T = TypeVar("T")


class StoreUnavailable(Exception):
    """The database can't take a write or answer a read now (disk full, closing). Nothing of the act happened."""


class Accounts(Protocol):
    """Accounts and their subscriptions."""

    def get(self, account_id: int) -> Account | None: ...
    def all(self) -> Sequence[Account]: ...
    def add(self, account: Account) -> None: ...
    def always_ask_marketplace(self, account_id: int, wanted: bool) -> None: ...
    def set_drift_policy(self, account_id: int, policy: DriftPolicy) -> None: ...
    def teams(self, account_id: int) -> Sequence[str]:
        """The account's teams by name, with or without members."""

    def add_team(self, account_id: int, name: str) -> bool:
        """False when there is one of that name."""

    def rename_team(self, account_id: int, name: str, new: str) -> bool:
        """With its members; False when `name` is absent or `new` taken."""

    def remove_team(self, account_id: int, name: str) -> bool:
        """Members stay, without a team."""

    def subscriptions(self, account_id: int) -> Mapping[str, str]:
        """Product -> tier."""

    def subscribe(self, account_id: int, product: str, tier: str | None) -> None:
        """Set the tier of one product; None ends the subscription."""


class People(Protocol):
    """Users and their memberships."""

    def user(self, user_id: int) -> User | None: ...
    def by_email(self, email: str) -> User | None:
        """Compared case-folded after NFC."""

    def add(self, user: User) -> User | EmailTaken:
        """Store `user` under the next id when its own is 0; the stored one is returned."""

    def set_name(self, user_id: int, first_name: str, last_name: str) -> None: ...
    def set_password(self, user_id: int, password_hash: str) -> None: ...
    def set_language(self, user_id: int, language: str | None) -> None: ...
    def set_theme(self, user_id: int, theme: Theme) -> None: ...
    def set_active(self, user_id: int, active: bool) -> None: ...
    def membership(self, account_id: int, user_id: int) -> Membership | None: ...
    def memberships(self, user_id: int) -> Sequence[Membership]:
        """The user's active memberships in every account, by account id."""

    def accounts_of(self, user_id: int) -> Sequence[int]:
        """Every account that the user has a membership in, active or not, by id."""

    def members(self, account_id: int) -> Sequence[Member]:
        """All memberships of the account with their users, by user id."""

    def members_after(self, account_id: int, user_id: int, limit: int, *, active: bool) -> Sequence[Member]:
        """A page of them by user id: at most `limit` above `user_id`, of those who are active in the account and on the
        server, or of the others.
        """

    def with_rights(self, account_id: int, wanted: Callable[[Membership], bool]) -> Sequence[int]:
        """Ids of the active people of the account whose membership is `wanted`, by id. It looks at rights alone: of
        those who hold the same one is asked about. Cheap where thousands are members.
        """

    def put(self, membership: Membership) -> None:
        """Insert or replace the membership; `version` is counted up by storage."""

    def remove(self, account_id: int, user_id: int) -> bool:
        """Take the person out of the account with sessions, codes and connections; False when they were no member."""

    def set_team(self, account_id: int, user_id: int, team: str | None) -> None: ...
    def permanent_super_admins(self, account_id: int) -> int:
        """How many active members with an active user are Super Admins: never 0 after a commit (product section 3)."""

    def set_rights(
        self,
        account_id: int,
        user_id: int,
        *,
        super_admin: bool,
        permission_set: str | None,
        rights: Mapping[str, Level],
    ) -> None: ...


class Apps(Protocol):
    """Registered apps; they belong to no account."""

    def get(self, app_id: int) -> App | None: ...
    def by_client_id(self, client_id: str) -> App | None: ...
    def all(self) -> Sequence[App]: ...
    def add(self, app: App) -> App:
        """Store `app` under the next id when its own is 0; the stored one is returned."""

    def replace(self, app: App) -> None:
        """Overwrite the app; every published manifest version stays readable in its history."""


class Installs(Protocol):
    """Apps in accounts, from an app's first token exchange in the account until it is uninstalled."""

    def get(self, account_id: int, app_id: int) -> Install | None: ...
    def in_account(self, account_id: int) -> Sequence[Install]: ...
    def record(self, account_id: int, app_id: int, user_id: int, granted: frozenset[str], now: int) -> Install | None:
        """Install, or widen what was granted to an app already installed; the install as it was before."""

    def remove(self, account_id: int, app_id: int) -> bool:
        """Whether there was something to uninstall."""


class Codes(Protocol):
    """Authorization codes."""

    def add(self, code: Code) -> Code:
        """Store under the next id of the account (the given id is ignored); the stored one is returned."""

    def get(self, account_id: int, code_id: int) -> Code | None: ...
    def spend(self, account_id: int, code_id: int, now: int) -> Spent | AlreadySpent | Unknown:
        """INVARIANT: of any number of calls for one code, exactly one answers `Spent`."""

    def set_family(self, account_id: int, code_id: int, family_id: int) -> None: ...


class Tokens(Protocol):
    """Token families with their refresh and access tokens. Ids given to `add_*` are ignored; the next one is used."""

    def add_family(self, family: Family) -> Family: ...
    def end_family(self, account_id: int, family_id: int, now: int) -> bool:
        """End every token of the family; False when it was over already."""

    def add_refresh(self, token: RefreshToken) -> RefreshToken: ...
    def refresh(self, account_id: int, token_id: int) -> LiveRefresh | None: ...
    def spend_refresh(self, account_id: int, token_id: int, now: int) -> Spent | AlreadySpent | Unknown:
        """INVARIANT: of any number of calls for one token, exactly one answers `Spent`."""

    def add_access(self, token: AccessToken) -> AccessToken: ...
    def access(self, account_id: int, token_id: int) -> LiveAccess | None: ...
    def end_access(self, account_id: int, token_id: int, now: int) -> bool: ...


class Sessions(Protocol):
    """Signed-in browsers, by a server-wide id."""

    def add(self, session: Session) -> Session:
        """Store under the next id; the stored one is returned."""

    def get(self, session_id: int) -> Session | None: ...
    def touch(self, session_id: int, now: int) -> None: ...
    def end(self, session_id: int) -> bool: ...
    def end_all(self, user_id: int, *, but: int | None = None) -> int:
        """How many sessions ended."""


class Consents(Protocol):
    """Consent pages that were shown."""

    def add(self, consent: Consent) -> Consent:
        """Store under the next id of the account; the stored one is returned."""

    def get(self, account_id: int, consent_id: int) -> Consent | None: ...
    def spend(self, account_id: int, consent_id: int, now: int) -> Spent | AlreadySpent | Unknown:
        """INVARIANT: of any number of calls for one consent, exactly one answers `Spent`."""


class Resets(Protocol):
    """One-time password links."""

    def add(self, reset: PasswordReset) -> PasswordReset: ...
    def get(self, reset_id: int) -> PasswordReset | None: ...
    def spend(self, reset_id: int, now: int) -> Spent | AlreadySpent | Unknown: ...
    def end_all(self, user_id: int) -> int:
        """No link of the user opens anything any more. How many did."""


class SpentProofs(Protocol):
    """Captcha answers already used, so that none works twice."""

    def spend(self, proof: bytes, expires_at: int) -> bool:
        """True for the first call with this 32-byte digest, False for every later one until `expires_at`."""


class Transaction(Protocol):
    """Everything an act can reach. Reads see the transaction's own writes."""

    @property
    def accounts(self) -> Accounts: ...
    @property
    def people(self) -> People: ...
    @property
    def apps(self) -> Apps: ...
    @property
    def installs(self) -> Installs: ...
    @property
    def connections(self) -> Connections: ...
    @property
    def codes(self) -> Codes: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def sessions(self) -> Sessions: ...
    @property
    def consents(self) -> Consents: ...
    @property
    def cases(self) -> Cases: ...
    @property
    def elevations(self) -> Elevations: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def invitations(self) -> Invitations: ...
    @property
    def developers(self) -> Developers: ...
    @property
    def outside_mail(self) -> OutsideMail: ...
    @property
    def feedback(self) -> Feedback: ...
    @property
    def resets(self) -> Resets: ...
    @property
    def proofs(self) -> SpentProofs: ...
    @property
    def crm(self) -> Crm: ...
    @property
    def imports(self) -> Imports: ...
    @property
    def webhooks(self) -> Webhooks: ...
    @property
    def audit(self) -> Audit: ...


class TooLong(Struct, frozen=True):
    """A look was ended before it was through: what it asks for is too much work."""


class Store(Protocol):
    """A database with one writer and many readers."""

    def read(self, look: Callable[[Transaction], T]) -> T:
        """Run `look` on a consistent snapshot of what is committed. A write inside it raises."""

    async def read_apart(self, look: Callable[[Transaction], T]) -> T | TooLong:
        """The same for a `look` that may take long: other requests are answered meanwhile. One that looks at far more
        than any that is meant to be is ended.
        """

    async def write(self, act: Callable[[Transaction], T]) -> T:
        """Run `act` in a transaction; when this returns, its effects survive a power loss."""

    def latest_time(self) -> int:
        """The latest time ever committed, in ms; 0 for a new database. The clock never reads less."""

    async def close(self) -> None:
        """Let writes under way commit, then release everything."""
