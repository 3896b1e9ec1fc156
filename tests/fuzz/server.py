"""A real server in a thread, with something of everything in it, tokens that may do all of it, and a session."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.decide import Refused, decide
from admittance.core.install_url import InstallUrl
from admittance.core.manifest import Manifest
from admittance.core.policy import Policy
from admittance.core.tokens import Token, TokenKind
from admittance.crm.edge import crm_edge
from admittance.http.application import Application
from admittance.http.cookies import SESSION, cookie_name
from admittance.http.csrf import HEADER, form_token
from admittance.http.documentation import documentation_edge
from admittance.http.errors import api_shape
from admittance.http.health import health_edge
from admittance.http.routes import Edge
from admittance.http.server import make_server
from admittance.oauth.edge import token_edge
from admittance.usecases.case_name import case_name
from admittance.usecases.crm.associate_records import AskedLink, associate
from admittance.usecases.crm.create_record import AskedRecord, create_record
from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.ports import Transaction
from admittance.usecases.question import question_for
from admittance.usecases.records import AskedInstall, Membership, User
from admittance.usecases.sign_in import SignedIn, open_session
from admittance.web.script_edge import script_edge
from tests.crm.world import A1, APP, ASA, BO, OTHER_APP, World, make_world

EDGES = (token_edge(), crm_edge(), health_edge(), script_edge(api_shape))
SCOPES = frozenset({"oauth"}).union(*(found for edge in EDGES for route in edge.routes for found in route.scopes))
OF_EACH_TYPE = 6
_WRITER = Writer(user_id=ASA)
NOW = 1_700_000_000_000
REFUSED = 98
REFUSABLE = frozenset({"oauth", "crm.objects.contacts.read", "crm.objects.deals.write"})
"""What somebody without rights is refused, and can be given."""


class Target(Struct, frozen=True):
    """Where random requests go. `records` are what is there of each object type, and under "tokens" and "cases" a few
    of these. `session` is what a script of a Super Admin's sends along.
    """

    address: str
    world: World
    records: dict[str, list[str]]
    session: dict[str, str]

    def token(self) -> str:
        """An access token that holds every scope."""
        return asyncio.run(self.world.token(SCOPES))

    def refill(self) -> None:
        """New records of each type, linked with each other, and cases: requests before may have ended the others."""
        services = self.world.services
        policy, now = services.catalogue.policy, services.clock.now()
        self.records.update(asyncio.run(services.store.write(_records)))
        self.records["cases"] = asyncio.run(services.store.write(lambda tx: _cases(tx, policy, now)))


@contextmanager
def running(data_dir: Path) -> Iterator[Target]:
    """The server while it runs."""
    world = asyncio.run(make_world(data_dir))
    asyncio.run(world.services.store.write(lambda tx: _clear_the_way(tx, world)))
    records = {"tokens": [asyncio.run(world.token(SCOPES)) for _ in range(3)]}
    session = asyncio.run(_session(world))
    rest = Application(world.services, (*EDGES, documentation_edge(EDGES), _nothing_else()))
    listener = socket.create_server(("127.0.0.1", 0))
    server = make_server(rest, world.services.settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Target(f"http://127.0.0.1:{listener.getsockname()[1]}", world, records, session)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


async def _session(world: World) -> dict[str, str]:
    """Cookie and token of somebody who has signed in."""
    services, secret = world.services, "s" * 43
    user = services.store.read(lambda tx: tx.people.user(ASA))
    assert user is not None
    now = services.clock.now()
    session = await services.store.write(lambda tx: open_session(tx, user, secret, b"c" * 32, now))
    assert session is not None
    written = Token(TokenKind.SESSION, 0, session.id, secret).written()
    return {
        "cookie": f"{cookie_name(services.settings, SESSION)}={written}",
        HEADER.decode(): form_token(services, SignedIn(session, user)),
    }


def _nothing_else() -> Edge:
    return Edge(name="rest", prefixes=("/",), routes=(), shape=api_shape)


def _clear_the_way(tx: Transaction, world: World) -> None:
    """Plans, rights and scopes that let everything through."""
    app = tx.apps.get(APP)
    assert app is not None
    tx.apps.replace(replace(app, manifest=Manifest(SCOPES)))
    tx.apps.replace(replace(app, id=OTHER_APP, client_id=f"client-{OTHER_APP}", manifest=Manifest(REFUSABLE)))
    for product in world.services.catalogue.products:
        tx.accounts.subscribe(A1, product, "enterprise")
    for user_id in (ASA, BO):
        tx.people.set_rights(A1, user_id, super_admin=True, permission_set=None, rights={})
    tx.installs.record(A1, APP, ASA, SCOPES, 1)
    tx.people.add(replace(_known(tx, BO), id=REFUSED, email="refused@example.com"))


def _known(tx: Transaction, user_id: int) -> User:
    user = tx.people.user(user_id)
    assert user is not None
    return user


def _cases(tx: Transaction, policy: Policy, now: int) -> list[str]:
    """One that the session's person may answer, and one of their own: of a refusal whose cause is gone."""
    tx.people.put(Membership(account_id=A1, user_id=REFUSED, created_at=1))
    account, app, member = tx.accounts.get(A1), tx.apps.get(OTHER_APP), tx.people.membership(A1, REFUSED)
    assert account is not None
    assert app is not None
    assert member is not None
    url = InstallUrl(REFUSABLE, frozenset())
    refused = decide(policy, question_for(tx, policy, account, member, app, url, now))
    assert isinstance(refused, Refused)
    asked = AskedInstall(client_id=app.client_id, redirect_uri=app.redirect_uris[0], redirect_uri_given=True, url=url)
    opened = [
        tx.cases.open(A1, app_id=OTHER_APP, user_id=user, reasons=refused.reasons, asked=asked, now=now)
        for user in (REFUSED, ASA)
    ]
    return [case_name(case.id) for case in opened]


def _records(tx: Transaction) -> dict[str, list[str]]:
    """Object type -> ids of new records. The first two of each hang together with those of every type."""
    ids = {kind: [_record(tx, kind, number) for number in range(OF_EACH_TYPE)] for kind in OBJECT_TYPES}
    for kind, near in ids.items():
        for other, far in ids.items():
            links = [AskedLink(one, two) for one, two in zip(near[:2], far[1:3], strict=True)]
            associate(tx, A1, kind, other, links, _WRITER, NOW)
    return {kind.name: found for kind, found in ids.items()}


def _record(tx: Transaction, kind: ObjectType, number: int) -> str:
    usual = {
        "hs_timestamp": "2026-01-01T00:00:00Z",
        "firstname": f"Åsa {number}",
        "name": f"Company {number}",
    }
    properties = {name: value for name, value in usual.items() if name in kind.properties}
    made = create_record(tx, A1, kind, AskedRecord(properties), _WRITER, NOW + number)
    assert isinstance(made, Record), made
    return str(made.id)
