"""Things to store."""

from admittance.core.install_url import InstallUrl
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.reasons import Dropped, PermissionMissing, Shortfall, ToolMissing
from admittance.core.scopes import ScopeKind
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.ports import Transaction
from admittance.usecases.records import (
    Account,
    App,
    AskedInstall,
    Authority,
    Connection,
    Consent,
    Membership,
    PasswordReset,
    Session,
    Support,
    User,
)
from admittance.usecases.token_records import AccessToken, Code, Family, RefreshToken

NOW = 1_800_000_000_000
GRANTED = frozenset({"oauth", "crm.objects.contacts.read"})
URL = InstallUrl(GRANTED, frozenset({"tickets"}))
ASKED = AskedInstall(client_id="client-1", redirect_uri="https://app.example/cb", redirect_uri_given=True, url=URL)
ENTRY = AuditEntry(act=Act.PLAN_CHANGED, actor=1, data={"product": "sales"})
AUTHORITY = Authority(False, "sales", {"contacts.view": Level.TEAM, "marketplace": Level.ON})
DROPPED = (
    Dropped(
        "tickets",
        (
            PermissionMissing("tickets", ScopeKind.OPTIONAL, ((Shortfall("tickets.view", Level.OWNED, Level.NONE),),)),
            ToolMissing("tickets", ScopeKind.OPTIONAL, (("ticketing",),)),
        ),
    ),
)


def digest(number: int) -> bytes:
    """32 bytes that differ by number."""
    return number.to_bytes(32, "big")


def account(number: int = 1) -> Account:
    """An account."""
    return Account(id=number, name=f"Account {number}", domain=f"a{number}.example", created_at=NOW)


def user(number: int = 0, email: str | None = None) -> User:
    """A user; 0 takes the next id."""
    return User(
        id=number,
        email=email or f"person{number}@example.com",
        first_name="Åsa",
        last_name="Öberg",
        password_hash="$argon2id$…",
        created_at=NOW,
    )


def membership(account_id: int = 1, user_id: int = 1, *, active: bool = True) -> Membership:
    """A membership with two rights."""
    return Membership(
        account_id=account_id,
        user_id=user_id,
        permission_set="sales",
        rights={"contacts.view": Level.ALL, "marketplace": Level.ON},
        team="North",
        active=active,
        created_at=NOW,
    )


def app(number: int = 0, client_id: str = "client-1") -> App:
    """A confidential app; 0 takes the next id."""
    return App(
        id=number,
        client_id=client_id,
        name="Phone panel",
        description="Calls",
        maker="Maker Ltd",
        support=Support(email="help@maker.example"),
        secret_digest=digest(7),
        redirect_uris=("https://app.example/cb", "http://127.0.0.1/cb"),
        manifest=Manifest(frozenset({"oauth"}), frozenset({"crm.lists.read"}), frozenset({"tickets"})),
        created_at=NOW,
    )


def found(tx: Transaction, accounts: int = 2, users: int = 2) -> None:
    """Accounts 1.., users 1.. who are members of all of them, and app 1."""
    for number in range(1, accounts + 1):
        tx.accounts.add(account(number))
    for number in range(1, users + 1):
        tx.people.add(user(number))
        for account_id in range(1, accounts + 1):
            tx.people.put(membership(account_id, number))
    tx.apps.add(app(1))


def connect(
    tx: Transaction, account_id: int = 1, user_id: int = 1, app_id: int = 1, granted: frozenset[str] = GRANTED
) -> Connection:
    """Open, or renew, a connection."""
    return tx.connections.open(
        account_id,
        app_id=app_id,
        user_id=user_id,
        granted=granted,
        dropped=DROPPED,
        declined=frozenset({"crm.lists.read"}),
        authority=AUTHORITY,
        manifest_version=3,
        now=NOW,
    )


def family(connection: Connection) -> Family:
    """A family of the connection's tokens, to be added."""
    return Family(
        account_id=connection.account_id,
        id=0,
        connection_id=connection.id,
        app_id=connection.app_id,
        user_id=connection.user_id,
        created_at=NOW,
        expires_at=NOW + 90,
    )


def refresh_token(of: Family, number: int = 1) -> RefreshToken:
    """A refresh token of the family, to be added."""
    return RefreshToken(
        account_id=of.account_id, id=0, family_id=of.id, digest=digest(number), created_at=NOW, expires_at=NOW + 30
    )


def access_token(of: Family, number: int = 2) -> AccessToken:
    """An access token of the family, to be added."""
    return AccessToken(
        account_id=of.account_id,
        id=0,
        family_id=of.id,
        digest=digest(number),
        scopes=GRANTED,
        created_at=NOW,
        expires_at=NOW + 30,
    )


def code(account_id: int = 1, user_id: int = 1, number: int = 3) -> Code:
    """An authorization code, to be added."""
    return Code(
        account_id=account_id,
        id=0,
        digest=digest(number),
        app_id=1,
        user_id=user_id,
        redirect_uri=None,
        challenge="c" * 43,
        url=URL,
        ticked=frozenset({"tickets"}),
        expires_at=NOW + 60_000,
    )


def session(user_id: int = 1, number: int = 4) -> Session:
    """A session, to be added."""
    return Session(id=0, digest=digest(number), user_id=user_id, csrf=digest(5), created_at=NOW, seen_at=NOW)


def consent(account_id: int = 1, number: int = 6) -> Consent:
    """A consent page, to be added."""
    return Consent(
        account_id=account_id,
        id=0,
        digest=digest(number),
        session_id=1,
        user_id=1,
        app_id=1,
        asked=ASKED,
        expires_at=NOW + 1800,
    )


def reset(user_id: int = 1) -> PasswordReset:
    """A password link, to be added."""
    return PasswordReset(id=0, digest=digest(8), user_id=user_id, expires_at=NOW + 3600)
