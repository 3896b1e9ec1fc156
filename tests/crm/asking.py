"""Asking an application by hand, for tests that ask thousands of times: every route with every token."""

import json
import re
from collections.abc import MutableMapping
from typing import Any

import msgspec
from msgspec import Struct

from admittance.core.manifest import Manifest
from admittance.crm.routes import crm_routes
from admittance.http.routes import written_path
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Membership, User
from tests.crm.world import A1, APP, World

ROUTES = tuple(route for route in crm_routes() if route.name != "installs.remove")
"""All but the one that ends every token (see test_people)."""
ALL = frozenset({"oauth"}).union(*(needed for route in ROUTES for needed in route.scopes))
_PLACEHOLDER = re.compile(r"\{([a-z_]+)(?::[a-z]+)?\}")


def address(template: str, **values: str) -> str:
    """`template` with a month where it wants one, `values` where they are named, and 7 for every other id."""
    usual = {"month": "2026-03"} | values
    return _PLACEHOLDER.sub(lambda found: usual.get(found[1], "7"), written_path(template))


class Said(Struct, frozen=True):
    """An answer."""

    status: int
    headers: dict[str, str]
    content: bytes

    def json(self) -> Any:
        """Its body."""
        return json.loads(self.content)


async def ask(
    world: World, token: str, method: str, path: str, body: bytes | None = None, content_type: str = "application/json"
) -> Said:
    """One request."""
    sent: list[MutableMapping[str, Any]] = []
    headers = [(b"host", b"x"), (b"authorization", f"Bearer {token}".encode())]
    if body is not None:
        headers += [(b"content-type", content_type.encode()), (b"content-length", b"%d" % len(body))]

    async def receive() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body or b"", "more_body": False}

    async def send(message: MutableMapping[str, Any]) -> None:
        sent.append(message)

    scope = {"type": "http", "method": method, "raw_path": path.encode(), "query_string": b"", "headers": headers}
    await world.application(scope | {"client": ("127.0.0.1", 1)}, receive, send)
    start, end = sent
    return Said(start["status"], {key.decode(): value.decode() for key, value in start["headers"]}, end["body"])


class Tokens:
    """One token for each set of scopes, each of a person of its own: none narrows another's connection."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._known: dict[frozenset[str], str] = {}

    async def holding(self, scopes: frozenset[str] = ALL) -> str:
        """A token that holds exactly `scopes`."""
        if scopes not in self._known:
            user_id = 1000 + len(self._known)
            await self._world.services.store.write(lambda tx: _add_person(tx, user_id))
            self._known[scopes] = await self._world.token(scopes, user=user_id)
        return self._known[scopes]


def _add_person(tx: Transaction, user_id: int) -> None:
    email = f"{user_id}@example.com"
    tx.people.add(User(id=user_id, email=email, first_name="P", last_name="", password_hash=None, created_at=1))
    # What the installer may not do, an app may not: that is not what these tests are about.
    tx.people.put(Membership(account_id=A1, user_id=user_id, super_admin=True, created_at=1))


async def clear_the_way(world: World) -> None:
    """Scopes need tools and a manifest that names them: neither is in the way from here on."""

    def clear(tx: Transaction) -> None:
        app = tx.apps.get(APP)
        assert app is not None
        tx.apps.replace(msgspec.structs.replace(app, manifest=Manifest(ALL)))
        for name in world.services.catalogue.products:
            tx.accounts.subscribe(A1, name, "enterprise")

    await world.services.store.write(clear)
