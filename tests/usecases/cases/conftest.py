"""An account with everybody a case needs, on a real store with the default catalogue and a clock that can be moved.

Maria may not connect Callpop: it wants lists, contacts and, being new to the account, App Marketplace access.
"""

from collections.abc import AsyncGenerator, Callable, Mapping
from pathlib import Path
from typing import TypeVar

import pytest
from msgspec.structs import replace

from admittance.catalogue.loader import default_catalogue
from admittance.core.decide import Granted, Refused, decide
from admittance.core.install_url import InstallUrl
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.tokens import TokenKind, digest
from admittance.storage.sqlite.opening import open_store
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_entry import AuditRow
from admittance.usecases.case_records import Case
from admittance.usecases.ports import Transaction
from admittance.usecases.question import question_for
from admittance.usecases.records import Account, App, AskedInstall, Membership, Session, Support, User
from admittance.usecases.start_install import InstallRefused, InstallStarted, start_install

T = TypeVar("T")
NOW = 1_800_000_000_000
HOME, AWAY = 1, 2
JONAS, PRIYA, MARIA, ADAM, EVE, ELIN, OSKAR, OTHER = range(11, 19)
APP = 21

LISTS = {"marketing.lists.view": Level.ON}
MARKETPLACE = {"account.marketplace_access": Level.ON}
EDITS_PEOPLE = {"account.users.view": Level.ON, "account.users.edit": Level.ON}
CONTACTS = {"crm.contacts.view": Level.ALL}
REQUIRED = frozenset({"oauth", "crm.objects.contacts.read", "crm.lists.read"})

PEOPLE: dict[int, tuple[str, bool, Mapping[str, Level]]] = {
    JONAS: ("Jonas Berg", True, {}),
    PRIYA: ("Priya Raman", True, {}),
    MARIA: ("Maria Lindqvist", False, CONTACTS),
    ADAM: ("Adam Admin", False, {**EDITS_PEOPLE, **LISTS, **MARKETPLACE, **CONTACTS}),
    EVE: ("Eve Editor", False, EDITS_PEOPLE),
    ELIN: ("Elin Sandberg", False, {"account.billing.edit": Level.ON}),
    OSKAR: ("Oskar Nyman", False, CONTACTS),
}


class World:
    """The store, its catalogue, and what people do with it."""

    def __init__(self, data: Path) -> None:
        self.catalogue = default_catalogue()
        self.policy = self.catalogue.policy
        self.now = NOW
        store = open_store(data, b"an audit key of 32 bytes........", lambda: self.now)
        assert isinstance(store, SqliteStore), store
        self.store = store

    async def do(self, act: Callable[[Transaction], T]) -> T:
        """One act, committed."""
        return await self.store.write(act)

    def look(self, look: Callable[[Transaction], T]) -> T:
        """One look at what is committed."""
        return self.store.read(look)

    async def refused(self, user_id: int = MARIA, *, scope: frozenset[str] = REQUIRED, account: int = HOME) -> Case:
        """The person opens the install URL and is refused: the case."""
        started = await self.open_install(user_id, scope=scope, account=account)
        assert isinstance(started, InstallRefused), started
        return started.case

    async def open_install(
        self, user_id: int = MARIA, *, scope: frozenset[str] = REQUIRED, account: int = HOME
    ) -> InstallStarted:
        """The person opens the install URL."""

        def act(tx: Transaction) -> InstallStarted:
            app = tx.apps.get(APP)
            assert app is not None
            session = tx.sessions.add(
                Session(id=0, digest=bytes(32), user_id=user_id, csrf=bytes(32), created_at=NOW, seen_at=NOW)
            )
            asked = AskedInstall(
                client_id=app.client_id,
                redirect_uri=app.redirect_uris[0],
                redirect_uri_given=True,
                url=InstallUrl(scope, frozenset()),
            )
            return start_install(
                tx,
                self.policy,
                account_id=account,
                session=session,
                app=app,
                asked=asked,
                consent_digest=digest(TokenKind.CONSENT, "s"),
                now=self.now,
            )

        return await self.do(act)

    def decision(self, user_id: int = MARIA, scope: frozenset[str] = REQUIRED) -> Granted | Refused:
        """What would be decided now."""

        def look(tx: Transaction) -> Granted | Refused:
            account, member, app = tx.accounts.get(HOME), tx.people.membership(HOME, user_id), tx.apps.get(APP)
            assert account is not None
            assert member is not None
            assert app is not None
            url = InstallUrl(scope, frozenset())
            return decide(self.policy, question_for(tx, self.policy, account, member, app, url, self.now))

        return self.look(look)

    def case(self, case_id: int, account: int = HOME) -> Case:
        """The case as it is committed."""
        found = self.look(lambda tx: tx.cases.get(account, case_id))
        assert found is not None
        return found

    def member(self, user_id: int = MARIA) -> Membership:
        """The membership as it is committed."""
        found = self.look(lambda tx: tx.people.membership(HOME, user_id))
        assert found is not None
        return found

    async def set_rights(self, user_id: int, rights: Mapping[str, Level], *, super_admin: bool = False) -> None:
        """Behind everybody's back."""
        await self.do(
            lambda tx: tx.people.set_rights(HOME, user_id, super_admin=super_admin, permission_set=None, rights=rights)
        )

    async def leave(self, user_id: int) -> None:
        """The person leaves the account."""
        await self.do(lambda tx: tx.people.put(replace(self.member(user_id), active=False)))

    def acts(self, account: int = HOME) -> list[str]:
        """The acts in the account's chain, oldest first."""
        return [row.entry.act.value for row in self.audit(account)]

    def audit(self, account: int = HOME) -> list[AuditRow]:
        """The account's chain."""
        return list(self.look(lambda tx: tx.audit.rows(account, limit=1000)))


def found(tx: Transaction) -> None:
    """Make everybody, and the app."""
    for account_id in (HOME, AWAY):
        name = f"Account {account_id}"
        tx.accounts.add(Account(id=account_id, name=name, domain=f"a{account_id}.example", created_at=NOW))
    for user_id, (name, super_admin, rights) in PEOPLE.items():
        _join(tx, HOME, user_id, name, super_admin, rights)
    _join(tx, AWAY, OTHER, "Somebody Else", True, {})
    tx.apps.add(
        App(
            id=APP,
            client_id="callpop",
            name="Callpop",
            maker="Callpop Oy",
            support=Support(email="help@callpop.example"),
            secret_digest=digest(TokenKind.CLIENT_SECRET, "secret"),
            redirect_uris=("https://callpop.example/cb",),
            manifest=Manifest(REQUIRED, frozenset({"automation"})),
            created_at=NOW,
        )
    )


def _join(
    tx: Transaction, account: int, user_id: int, name: str, super_admin: bool, rights: Mapping[str, Level]
) -> None:
    first, last = name.split()
    tx.people.add(
        User(
            id=user_id,
            email=f"{first.lower()}@a{account}.example",
            first_name=first,
            last_name=last,
            password_hash=None,
            language="sv" if user_id == ELIN else None,
            created_at=NOW,
        )
    )
    tx.people.put(
        Membership(account_id=account, user_id=user_id, super_admin=super_admin, rights=rights, created_at=NOW)
    )


@pytest.fixture
async def world(tmp_path: Path) -> AsyncGenerator[World]:
    """Everybody, and nothing refused yet."""
    world = World(tmp_path)
    await world.do(found)
    yield world
    await world.store.close()
