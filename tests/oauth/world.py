"""The attack cases' world on the real store: two accounts, five people, four apps, and a clock that can be moved.

Use the `world` fixture (tests/oauth/conftest.py). Everything goes through the real application; a browser is a
`Browser`, an app's server is `World.call`.
"""

import io
import sqlite3
from base64 import urlsafe_b64encode
from collections.abc import Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import httpx
import msgspec

from admittance.config import CaptchaKind, Settings
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.tokens import TokenKind, digest
from admittance.http.application import Application
from admittance.http.services import Services
from admittance.storage.places import database_in
from admittance.usecases.audit_entry import SERVER_CHAIN, AuditRow
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, App, Membership, Profile, User
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.parts import build_services
from admittance.wiring.server import edges_of
from tests.oauth.html import Form, forms_in

A1, A2 = 1001, 1002
SA1, MP1, U1, SA2, BOTH = 11, 12, 13, 14, 15
X, P, Y, Z = 21, 22, 23, 24

BASE = "http://127.0.0.1:8400"
CALLBACK = "https://x.test/cb"
LOOPBACK = "http://127.0.0.1:4300/cb"
NATIVE = "http://127.0.0.1/cb"
PASSWORD = "correct horse battery"
READ, AUTOMATION, CUSTOM = "crm.objects.contacts.read", "automation", "crm.objects.custom.read"

VERIFIER = "v" * 43
CHALLENGE = urlsafe_b64encode(sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()

EMAILS = {SA1: "sa1@a1.test", MP1: "mp1@a1.test", U1: "u1@a1.test", SA2: "sa2@a2.test", BOTH: "both@a1.test"}
SECRETS = {app: f"secret-of-app-{app}".ljust(43, "x") for app in (X, Y, Z)}
CLIENT_IDS = {X: "client-x", P: "client-p", Y: "client-y", Z: "client-z"}


class World:
    """One server with its data. `secrets` are all that were ever made, to look for where they must not be."""

    def __init__(self, services: Services, clock_file: Path, logs: io.BytesIO) -> None:
        self.secrets: set[str] = {PASSWORD, *SECRETS.values()}
        made = services.new_secret
        self.services = msgspec.structs.replace(services, new_secret=lambda: self._recorded(made()))
        self.application = Application(self.services, edges_of(self.services))
        self.logs = logs
        self._clock_file = clock_file
        self._ahead = 0.0

    def _recorded(self, secret: str) -> str:
        self.secrets.add(secret)
        return secret

    def pass_time(self, seconds: float) -> None:
        """Move the clock on; a negative number moves it back."""
        self._ahead += seconds
        self._clock_file.write_text(str(self._ahead))

    def client(self, **settings: Any) -> httpx.AsyncClient:
        """A client without cookies or following of redirects."""
        transport = httpx.ASGITransport(app=self.application)  # type: ignore[arg-type]
        return httpx.AsyncClient(transport=transport, base_url=BASE, **settings)

    async def call(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request without cookies, as an app's server makes it."""
        async with self.client() as client:
            return await client.request(method, path, **sent)

    async def token(self, app: int = X, *, path: str = "/oauth/v1/token", **form: str) -> httpx.Response:
        """A token request with the app's credentials in the body; `form` may overrule them."""
        return await self.call("POST", path, data=credentials(app) | form)

    async def redeem(self, code: str, app: int = X, redirect_uri: str = CALLBACK, **form: str) -> httpx.Response:
        """Exchange a code."""
        sent = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri}
        if app != Z:
            sent["code_verifier"] = VERIFIER
        return await self.token(app, **sent | form)

    async def refresh(self, refresh_token: str, app: int = X, **form: str) -> httpx.Response:
        """Refresh."""
        return await self.token(app, **{"grant_type": "refresh_token", "refresh_token": refresh_token} | form)

    async def introspect(self, token: str, app: int = X) -> dict[str, Any]:
        """What introspection says of a token."""
        said = await self.token(app, path="/oauth/v3/token/introspect", token=token)
        assert said.status_code == 200, said.text
        answer: dict[str, Any] = said.json()
        return answer

    async def works(self, access_token: str) -> bool:
        """Whether an access token works now."""
        return (await self.call("GET", f"/oauth/v1/access-tokens/{access_token}")).status_code == 200

    async def code(self, user: int = SA1, app: int = X, account: int = A1, **changes: str) -> str:
        """Sign in, open G, grant: the code."""
        browser = await self.browser(user)
        where = await browser.grant(good(app, **changes), account=account)
        return where["code"]

    async def connect(self, user: int = SA1, app: int = X, account: int = A1, **changes: str) -> dict[str, Any]:
        """The whole way: the token answer."""
        code = await self.code(user, app, account, **changes)
        said = await self.redeem(code, app, changes.get("redirect_uri", redirect_of(app)))
        assert said.status_code == 200, said.text
        answer: dict[str, Any] = said.json()
        return answer

    async def browser(self, user: int | None = None) -> "Browser":
        """A browser, signed in as `user` by the sign-in form."""
        browser = Browser(self)
        if user is not None:
            await browser.sign_in(user)
        return browser

    async def change(self, act: Any) -> Any:
        """Change something in the store, as an administrator or the operator would."""
        return await self.services.store.write(act)

    def rows(self) -> dict[str, int]:
        """How many codes, tokens, connections and consents there are."""
        tables = ("codes", "refresh_tokens", "access_tokens", "families", "connections", "installs")
        with sqlite3.connect(f"file:{self._database}?mode=ro", uri=True) as db:
            return {table: db.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}

    def audit(self, account: int = A1) -> Sequence[AuditRow]:
        """The rows of an account's chain; 0 is the server's own."""
        rows: Sequence[AuditRow] = self.services.store.read(lambda tx: tx.audit.rows(account, limit=10_000))
        return rows

    def audit_count(self) -> int:
        """Rows in all chains."""
        return sum(len(self.audit(account)) for account in (A1, A2, SERVER_CHAIN))

    @property
    def _database(self) -> Path:
        return database_in(Path(self.services.settings.data_dir))

    def leaks(self) -> set[str]:
        """Secrets that stand in the log or in the database's files (attack case 95)."""
        kept = self.logs.getvalue() + b"".join(
            file.read_bytes() for file in self._database.parent.glob(f"{self._database.name}*")
        )
        return {secret for secret in self.secrets if secret.encode() in kept}


class Browser:
    """A browser with its cookies; it follows no redirect by itself and knows the last page's forms."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.http = world.client()
        self.page: httpx.Response = httpx.Response(204)

    async def get(self, path: str, **sent: Any) -> httpx.Response:
        """Open an address."""
        self.page = await self.http.get(path, **sent)
        return self.page

    async def post(self, path: str, data: Any, **sent: Any) -> httpx.Response:
        """Post a form; fields may repeat when they come as pairs."""
        pairs = list(data.items()) if isinstance(data, Mapping) else list(data)
        self.page = await self.http.post(
            path,
            content=httpx.QueryParams(pairs).__str__().encode(),
            headers={"content-type": "application/x-www-form-urlencoded"} | sent.pop("headers", {}),
            **sent,
        )
        return self.page

    def form(self, action: str) -> Form:
        """The last page's first form that posts to `action`."""
        return next(form for form in forms_in(self.page.text) if form.action == action)

    async def sign_in(self, user: int) -> httpx.Response:
        """By the form, as a person does."""
        await self.get("/sign-in")
        fields = self.form("/sign-in").fields | {"email": EMAILS[user], "password": PASSWORD}
        page = await self.post("/sign-in", fields)
        assert page.status_code == 303, page.text
        return page

    async def authorize(self, parameters: Any, account: int | str | None = None) -> httpx.Response:
        """Open an install URL; parameters may repeat when they come as pairs."""
        path = "/oauth/authorize" if account is None else f"/oauth/{account}/authorize"
        return await self.get(path, params=httpx.QueryParams(parameters))

    async def answer(self, answer: str = "grant", **changes: Any) -> httpx.Response:
        """Answer the consent page that is open, ticks as they stand."""
        form = self.form("/oauth/consent")
        pairs = [(name, value) for name, value in form.pairs if name not in changes]
        for name, value in changes.items():
            pairs += [(name, one) for one in ([value] if isinstance(value, str) else value)]
        return await self.post("/oauth/consent", [*pairs, ("answer", answer)])

    async def grant(self, parameters: Any, account: int | None = None, **changes: Any) -> dict[str, str]:
        """From the install URL to the redirect: its parameters."""
        page = await self.authorize(parameters, account)
        assert page.status_code == 200, page.text
        granted = await self.answer(**changes)
        assert granted.status_code == 303, granted.text
        return query_of(granted)


def good(app: int = X, **changes: str) -> dict[str, str]:
    """The good request G for `app`. A change to the empty text leaves the parameter out."""
    request = {
        "response_type": "code",
        "client_id": CLIENT_IDS[app],
        "redirect_uri": redirect_of(app),
        "scope": f"{READ} {AUTOMATION}" if app in (X, Z) else READ,
        "state": "st-4711",
        "code_challenge": CHALLENGE,
        "code_challenge_method": "S256",
    }
    if app == Z:
        del request["code_challenge"], request["code_challenge_method"]
    return {name: value for name, value in (request | changes).items() if value != ""}


def redirect_of(app: int) -> str:
    """The redirect URI that `good` uses."""
    return {X: CALLBACK, Z: CALLBACK, P: NATIVE, Y: "https://y.test/cb"}[app]


def credentials(app: int) -> dict[str, str]:
    """client_id, and client_secret where the app has one."""
    named = {"client_id": CLIENT_IDS[app]}
    return named | ({"client_secret": SECRETS[app]} if app in SECRETS else {})


def query_of(response: httpx.Response) -> dict[str, str]:
    """The parameters of a redirect. Each stands there once."""
    pairs = parse_qsl(urlsplit(response.headers["location"]).query, keep_blank_values=True)
    assert len(dict(pairs)) == len(pairs)
    return dict(pairs)


async def make_world(data_dir: Path, logs: io.BytesIO, captcha: CaptchaKind = CaptchaKind.OFF) -> World:
    """A server with the attack cases' accounts, people and apps."""
    clock_file = data_dir / "clock"
    settings = Settings(base_url=BASE, data_dir=str(data_dir), captcha=captcha, argon2_at_once=2)
    services = build_services(settings, clock_file)
    assert not isinstance(services, CannotStart), services
    world = World(services, clock_file, logs)
    password_hash = await services.passwords.make(PASSWORD)
    now = services.clock.now()
    await services.store.write(lambda tx: fill(tx, password_hash, now))
    return world


def fill(tx: Transaction, password_hash: str | None, now: int) -> None:
    """Everything the attack cases name."""
    for account_id, name, tier in ((A1, "Account One", "enterprise"), (A2, "Account Two", "starter")):
        tx.accounts.add(Account(id=account_id, name=name, domain=f"{account_id}.test", created_at=now))
        tx.accounts.subscribe(account_id, "marketing_hub", tier)
    for user_id, email in EMAILS.items():
        tx.people.add(
            User(
                id=user_id,
                email=email,
                first_name=email.partition("@")[0],
                last_name="Test",
                password_hash=password_hash,
                created_at=now,
            )
        )
    for membership in memberships(now):
        tx.people.put(membership)
    for app in apps(now):
        tx.apps.add(app)


MARKETPLACE = {"account.marketplace_access": Level.ON}
CONTACTS = {"crm.contacts.view": Level.ALL}
WORKFLOWS = {"crm_tools.workflows.view": Level.ON, "crm_tools.workflows.edit": Level.ON}


def memberships(now: int) -> list[Membership]:
    """Super Admins sa1 and sa2; mp1 with marketplace access and contacts; u1 with nothing; both in both accounts."""
    everyday = {**MARKETPLACE, **CONTACTS, **WORKFLOWS}
    return [
        Membership(account_id=A1, user_id=SA1, super_admin=True, created_at=now),
        Membership(account_id=A1, user_id=MP1, rights={**MARKETPLACE, **CONTACTS}, created_at=now),
        Membership(account_id=A1, user_id=U1, created_at=now),
        Membership(account_id=A2, user_id=SA2, super_admin=True, created_at=now),
        Membership(account_id=A1, user_id=BOTH, rights=everyday, created_at=now),
        Membership(account_id=A2, user_id=BOTH, rights=everyday, created_at=now),
    ]


def apps(now: int) -> list[App]:
    """X strict and confidential, P public, Y another developer's, Z like X with the compatible profile."""
    manifest = Manifest(
        required=frozenset({"oauth", READ}),
        conditionally_required=frozenset({AUTOMATION}),
        optional=frozenset({CUSTOM}),
    )
    small = Manifest(required=frozenset({"oauth", READ}), optional=frozenset({CUSTOM}))
    return [
        _app(X, "Xylo", (CALLBACK, LOOPBACK), manifest, now),
        _app(P, "Pocket", (NATIVE,), small, now),
        _app(Y, "Yonder", ("https://y.test/cb",), small, now, maker="Another developer"),
        _app(Z, "Zither", (CALLBACK, LOOPBACK), manifest, now, profile=Profile.COMPATIBLE),
    ]


def _app(
    app_id: int,
    name: str,
    redirect_uris: tuple[str, ...],
    manifest: Manifest,
    now: int,
    *,
    maker: str = "A developer",
    profile: Profile = Profile.STRICT,
) -> App:
    secret = SECRETS.get(app_id)
    return App(
        id=app_id,
        client_id=CLIENT_IDS[app_id],
        name=name,
        maker=maker,
        profile=profile,
        secret_digest=digest(TokenKind.CLIENT_SECRET, secret) if secret else None,
        redirect_uris=redirect_uris,
        manifest=manifest,
        created_at=now,
    )
