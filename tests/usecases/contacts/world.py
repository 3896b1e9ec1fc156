"""An account with people of every reach, in a store of its own."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

from admittance.catalogue.loader import default_catalogue
from admittance.core.levels import Level
from admittance.storage.sqlite.opening import open_store
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.crm.records import Record
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, Membership, User

NOW = 1_700_000_000_000
A1, A2 = 1, 2
ADMIN, REP, MATE, OTHER, NONE, STRANGER = 11, 12, 13, 14, 15, 16
POLICY = default_catalogue().policy
_REP = {"crm.contacts.view": Level.TEAM, "crm.contacts.edit": Level.OWNED, "crm.contacts.delete": Level.OWNED,
        "crm.notes.edit": Level.OWNED, "crm.notes.view": Level.OWNED, "crm.calls.view": Level.ALL}  # fmt: skip
_MEMBERS: tuple[tuple[int, int, str | None, bool, Mapping[str, Level]], ...] = (
    (A1, ADMIN, None, True, {}),
    (A1, REP, "North", False, _REP | {"crm_tools.import": Level.ON}),
    (A1, MATE, "North", False, _REP),
    (A1, OTHER, "South", False, _REP | {"crm.contacts.unassigned": Level.ON, "crm.contacts.view": Level.OWNED}),
    (A1, NONE, "North", False, {}),
    (A2, STRANGER, None, True, {}),
)


@asynccontextmanager
async def contacts_world(folder: Path) -> AsyncGenerator[SqliteStore]:
    """The store with everybody in it."""
    store = open_store(folder, b"k" * 32, lambda: NOW)
    assert isinstance(store, SqliteStore)

    def fill(tx: Transaction) -> None:
        for account_id in (A1, A2):
            tx.accounts.add(Account(id=account_id, name="A", domain=f"{account_id}.test", created_at=NOW))
        for account_id, user_id, team, super_admin, rights in _MEMBERS:
            user = User(id=user_id, email=f"u{user_id}@a.test", first_name=f"U{user_id}", last_name="Test",
                        password_hash=None, created_at=NOW)  # fmt: skip
            tx.people.add(user)
            if team is not None:
                tx.accounts.add_team(account_id, team)
            member = Membership(account_id=account_id, user_id=user_id, team=team, super_admin=super_admin,
                                rights=rights, created_at=NOW)  # fmt: skip
            tx.people.put(member)

    await store.write(fill)
    yield store
    await store.close()


async def add(store: SqliteStore, owner: int | None = None, account_id: int = A1, **properties: str) -> Record:
    """A contact, as the API would make it."""
    own = properties | ({"hubspot_owner_id": str(owner)} if owner is not None else {})
    made = await store.write(lambda tx: tx.crm.records.add(account_id, CONTACTS, own, NOW))
    assert isinstance(made, Record)
    return made
