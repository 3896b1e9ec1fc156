"""The CRM on the real store: two accounts, their people, one app, and access tokens made through the ports.

Use the `world` fixture (tests/crm/conftest.py). Every call goes through the real application.
"""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import httpx

from admittance.config import CaptchaKind, Settings
from admittance.core import lifetimes
from admittance.core.manifest import Manifest
from admittance.core.tokens import Token, TokenKind, digest
from admittance.crm.edge import crm_edge
from admittance.http.application import Application
from admittance.http.health import health_edge
from admittance.http.problems import HttpProblem
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.routes import Edge
from admittance.http.services import Services
from admittance.usecases.crm.object_types import OBJECT_TYPES
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, App, Authority, Membership, Profile, User
from admittance.usecases.token_records import AccessToken, Family
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.parts import build_services

A1, A2 = 1001, 1002
ASA, BO, EVA = 11, 12, 13
APP, OTHER_APP = 21, 22
BASE = "http://127.0.0.1:8400"
READ, WRITE, OWNERS = "crm.objects.contacts.read", "crm.objects.contacts.write", "crm.objects.owners.read"
RECORDS = frozenset(scope for kind in OBJECT_TYPES for needed in (*kind.read, *kind.write) for scope in needed)
EVERYTHING = frozenset({"oauth", READ, WRITE, OWNERS}) | RECORDS
WORKFLOWS = "automation"
DEFINING = frozenset(
    f"crm.schemas.{name}.{act}" for name in ("contacts", "companies", "deals") for act in ("read", "write")
)
PEOPLE = frozenset(f"settings.users.{name}" for name in ("read", "write", "teams.read", "teams.write"))
OPTIONAL = DEFINING | PEOPLE | {WORKFLOWS, "crm.schemas.custom.read"}
"""What an app may hold besides: a token asks for it."""

_NO_LIMITS: dict[str, Any] = {"calls_per_10_s": 0, "searches_per_s": 0}

CONTACTS = "/crm/v3/objects/contacts"
CALLS = "/crm/v3/objects/calls"


class World:
    """One server with its data."""

    def __init__(self, services: Services, clock_file: Path) -> None:
        self.use(services)
        self._clock_file = clock_file
        self._secrets = 0

    def use(self, services: Services) -> None:
        """Serve with these parts."""
        self.services = services
        self.application = Application(services, (health_edge(), crm_edge(), _rest()))

    def pass_time(self, seconds: float) -> None:
        """Move the clock on."""
        self._clock_file.write_text(str(seconds))

    async def token(
        self, scopes: Collection[str] = EVERYTHING, *, account: int = A1, user: int = ASA, app: int = APP
    ) -> str:
        """An access token, as the authorization server would have given it."""
        self._secrets += 1
        secret, now = f"secret-{self._secrets}".ljust(43, "x"), self.services.clock.now()
        return await self.services.store.write(
            lambda tx: _issue(tx, frozenset(scopes) | {"oauth"}, account, user, app, secret, now)
        )

    async def client(self, scopes: Collection[str] = EVERYTHING, **of: int) -> "Client":
        """A client with a new token."""
        return Client(self, await self.token(scopes, **of))

    async def call(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request."""
        transport = httpx.ASGITransport(app=self.application)  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            return await client.request(method, path, **sent)

    def audit(self, account: int = A1) -> list[Mapping[str, Any]]:
        """Act and data of every row of the account's chain."""
        rows = self.services.store.read(lambda tx: tx.audit.rows(account, limit=10_000))
        return [{"act": row.entry.act.value, "app_id": row.entry.app_id, **row.entry.data} for row in rows]


class Client:
    """What an app does with one token."""

    def __init__(self, world: World, token: str) -> None:
        self.world = world
        self.token = token

    async def call(self, method: str, path: str, **sent: Any) -> httpx.Response:
        """One request with the token."""
        headers = {"authorization": f"Bearer {self.token}"} | sent.pop("headers", {})
        return await self.world.call(method, path, headers=headers, **sent)

    async def get(self, path: str, **sent: Any) -> httpx.Response:
        """GET."""
        return await self.call("GET", path, **sent)

    async def post(self, path: str, body: Any, **sent: Any) -> httpx.Response:
        """POST of JSON."""
        return await self.call("POST", path, json=body, **sent)

    async def patch(self, path: str, body: Any, **sent: Any) -> httpx.Response:
        """PATCH of JSON."""
        return await self.call("PATCH", path, json=body, **sent)

    async def contact(self, **properties: Any) -> dict[str, Any]:
        """A new contact."""
        made = await self.post(CONTACTS, {"properties": properties})
        assert made.status_code == 201, made.text
        answer: dict[str, Any] = made.json()
        return answer

    async def search(self, **body: Any) -> dict[str, Any]:
        """A search over contacts."""
        found = await self.post(f"{CONTACTS}/search", body)
        assert found.status_code == 200, found.text
        answer: dict[str, Any] = found.json()
        return answer


async def make_world(data_dir: Path, **chosen: Any) -> World:
    """A new server on an empty database, filled. `chosen` are settings of its own."""
    clock_file = data_dir / "clock"
    own = _NO_LIMITS | chosen
    settings = Settings(base_url=BASE, data_dir=str(data_dir / "data"), captcha=CaptchaKind.OFF, **own)
    services = build_services(settings, clock_file)
    assert not isinstance(services, CannotStart), services
    await services.store.write(_fill)
    return World(services, clock_file)


def _fill(tx: Transaction) -> None:
    for account_id, name, zone in ((A1, "Fjord", "Europe/Stockholm"), (A2, "Berg", "America/St_Johns")):
        tx.accounts.add(Account(id=account_id, name=name, domain=f"{name}.example", time_zone=zone, created_at=1))
    people = ((ASA, "asa", "Åsa", "Öberg", A1), (BO, "bo", "Bo", "Ek", A1), (EVA, "eva", "Eva", "Dahl", A2))
    for user_id, name, first, last, account_id in people:
        tx.people.add(
            User(
                id=user_id,
                email=f"{name}@example.com",
                first_name=first,
                last_name=last,
                password_hash=None,
                created_at=1,
            )
        )
        team = "North" if user_id == ASA else None
        tx.people.put(Membership(account_id=account_id, user_id=user_id, team=team, created_at=1))
    for app_id in (APP, OTHER_APP):
        tx.apps.add(_app(app_id))


def _app(app_id: int) -> App:
    return App(
        id=app_id,
        client_id=f"client-{app_id}",
        name=f"App {app_id}",
        maker="Maker",
        profile=Profile.COMPATIBLE,
        secret_digest=digest(TokenKind.CLIENT_SECRET, "s"),
        redirect_uris=("https://app.example/cb",),
        manifest=Manifest(EVERYTHING, optional=OPTIONAL),
        created_at=1,
    )


def _issue(
    tx: Transaction, scopes: frozenset[str], account_id: int, user_id: int, app_id: int, secret: str, now: int
) -> str:
    connection = tx.connections.open(
        account_id,
        app_id=app_id,
        user_id=user_id,
        granted=scopes,
        dropped=(),
        declined=frozenset(),
        authority=Authority(super_admin=False, permission_set=None, rights={}),
        manifest_version=1,
        now=now,
    )
    family = tx.tokens.add_family(
        Family(
            account_id=account_id,
            id=0,
            connection_id=connection.id,
            app_id=app_id,
            user_id=user_id,
            created_at=now,
            expires_at=None,
        )
    )
    token = tx.tokens.add_access(
        AccessToken(
            account_id=account_id,
            id=0,
            family_id=family.id,
            digest=digest(TokenKind.ACCESS, secret),
            scopes=scopes,
            created_at=now,
            expires_at=now + lifetimes.ACCESS_TOKEN,
        )
    )
    return Token(TokenKind.ACCESS, account_id, token.id, secret).written()


def _rest() -> Edge:
    """Answers for every address that is not the CRM's."""

    def shape(request: Request, problem: HttpProblem) -> Response:
        return Response(problem.kind.value)

    return Edge(name="rest", prefixes=("/",), routes=(), shape=shape)
