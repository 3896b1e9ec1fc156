"""A real server in a thread, with something of everything in it, and tokens that may do all of it."""

import asyncio
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.manifest import Manifest
from admittance.crm.edge import crm_edge
from admittance.http.application import Application
from admittance.http.documentation import documentation_edge
from admittance.http.health import health_edge
from admittance.http.server import make_server
from admittance.oauth.edge import token_edge
from admittance.usecases.crm.associate_records import AskedLink, associate
from admittance.usecases.crm.create_record import AskedRecord, create_record
from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.ports import Transaction
from tests.crm.world import A1, APP, ASA, BO, World, make_world

EDGES = (token_edge(), crm_edge(), health_edge())
SCOPES = frozenset({"oauth"}).union(*(found for edge in EDGES for route in edge.routes for found in route.scopes))
OF_EACH_TYPE = 6
_WRITER = Writer(user_id=ASA)
NOW = 1_700_000_000_000


class Target(Struct, frozen=True):
    """Where random requests go. `records` are what is there of each object type, and under "tokens" a few of these."""

    address: str
    world: World
    records: dict[str, list[str]]

    def token(self) -> str:
        """An access token that holds every scope."""
        return asyncio.run(self.world.token(SCOPES))

    def refill(self) -> None:
        """New records of each type, linked with each other: requests before may have archived the others."""
        self.records.update(asyncio.run(self.world.services.store.write(_records)))


@contextmanager
def running(data_dir: Path) -> Iterator[Target]:
    """The server while it runs."""
    world = asyncio.run(make_world(data_dir))
    asyncio.run(world.services.store.write(lambda tx: _clear_the_way(tx, world)))
    records = {"tokens": [asyncio.run(world.token(SCOPES)) for _ in range(3)]}
    rest = Application(world.services, (*EDGES, documentation_edge(EDGES), _nothing_else()))
    listener = socket.create_server(("127.0.0.1", 0))
    server = make_server(rest, world.services.settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Target(f"http://127.0.0.1:{listener.getsockname()[1]}", world, records)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def _nothing_else() -> Any:
    from admittance.http.errors import api_shape
    from admittance.http.routes import Edge

    return Edge(name="rest", prefixes=("/",), routes=(), shape=api_shape)


def _clear_the_way(tx: Transaction, world: World) -> None:
    """Plans, rights and scopes that let everything through."""
    app = tx.apps.get(APP)
    assert app is not None
    tx.apps.replace(replace(app, manifest=Manifest(SCOPES)))
    for product in world.services.catalogue.products:
        tx.accounts.subscribe(A1, product, "enterprise")
    for user_id in (ASA, BO):
        tx.people.set_rights(A1, user_id, super_admin=True, permission_set=None, rights={})
    tx.installs.record(A1, APP, ASA, SCOPES, 1)


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
