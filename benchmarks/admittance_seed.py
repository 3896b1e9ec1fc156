"""Fills a data directory of Admittance through its own storage layer: accounts, people, connections, codes, tokens."""

import asyncio
import json
import secrets
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import cycle, islice
from pathlib import Path
from typing import TypeVar

from msgspec import Struct

from admittance.adapters.key_file import KeysUnreadable, load_keys
from admittance.catalogue.loader import default_catalogue
from admittance.core import lifetimes
from admittance.core.install_url import InstallUrl
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.tokens import Token, TokenKind, digest
from admittance.storage.problems import CannotOpen
from admittance.storage.sqlite.opening import open_store
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Account, App, Authority, Membership, Profile, User
from admittance.usecases.token_records import AccessToken, Code, Family, RefreshToken

REDIRECT_URI = "https://app.example/callback"
SCOPES = frozenset({"oauth", "crm.objects.contacts.read", "crm.objects.contacts.write"})
_PEOPLE_OF_ONE_ACCOUNT = 64
_AT_ONCE = 1_000
_LONG = 7 * lifetimes.DAY
"""Codes and tokens outlive the whole run."""
S = TypeVar("S")
T = TypeVar("T")


class Seat(Struct, frozen=True):
    """A person in an account."""

    account_id: int
    user_id: int


class Seeder:
    """Writes the world in transactions of a thousand things, and remembers the secrets that the load will present."""

    def __init__(self, store: SqliteStore, now: int) -> None:
        self._store = store
        self._now = now
        self._secret = secrets.token_urlsafe(32)
        self._app = self._make_app()
        self._membership_rights = self._rights()

    async def fill(self, accounts: int, codes: int, tokens: int) -> dict[str, object]:
        """The pools, as the load generator reads them."""
        self._app = await self._store.write(lambda tx: tx.apps.add(self._app))
        seats = await self._seats(accounts)
        pairs = await self._each(islice(cycle(seats), tokens), self._connect)
        return {
            "client_id": self._app.client_id,
            "client_secret": self._secret,
            "redirect_uri": REDIRECT_URI,
            "codes": await self._each(islice(cycle(seats), codes), self._add_code),
            "refresh_tokens": [refresh for refresh, _ in pairs],
            "access_tokens": [access for _, access in pairs],
        }

    async def _each(self, items: Iterable[S], one: Callable[[Transaction, S], T]) -> list[T]:
        """What `one` gives for each item, a thousand items a transaction."""
        remaining, made = iter(items), list[T]()
        while part := list(islice(remaining, _AT_ONCE)):
            made += await self._store.write(partial(_all, part, one))
        return made

    async def _seats(self, accounts: int) -> list[Seat]:
        """One account with many people, or many accounts with one person each."""
        people = _PEOPLE_OF_ONE_ACCOUNT if accounts == 1 else 1
        made = await self._each(range(accounts), lambda tx, number: list(self._account(tx, number, people)))
        return [seat for seats in made for seat in seats]

    def _account(self, tx: Transaction, number: int, people: int) -> Iterator[Seat]:
        account_id = 7_000_000 + number
        tx.accounts.add(Account(id=account_id, name=f"Account {number}", domain="bench.example", created_at=self._now))
        tx.accounts.subscribe(account_id, "sales_hub", "professional")
        tx.accounts.subscribe(account_id, "marketing_hub", "starter")
        tx.audit.append(account_id, AuditEntry(act=Act.ACCOUNT_CREATED, by="benchmark"))
        for seat in range(people):
            user = tx.people.add(self._user(number, seat))
            assert isinstance(user, User)
            tx.people.put(
                Membership(account_id=account_id, user_id=user.id, rights=self._membership_rights, created_at=self._now)
            )
            yield Seat(account_id, user.id)

    def _user(self, number: int, seat: int) -> User:
        return User(
            id=0,
            email=f"person{seat}@account{number}.example",
            first_name="Person",
            last_name=str(seat),
            password_hash=None,
            created_at=self._now,
        )

    def _rights(self) -> dict[str, Level]:
        """A sales manager's, and App Marketplace access: what connecting the app takes, and much that it doesn't."""
        catalogue = default_catalogue()
        rights = dict(catalogue.sets["sales_manager"].grants)
        if catalogue.marketplace is not None:
            rights[catalogue.marketplace.permission] = catalogue.marketplace.level
        return rights

    def _make_app(self) -> App:
        return App(
            id=0,
            client_id="bench",
            name="Bench",
            maker="Bench",
            profile=Profile.COMPATIBLE,
            secret_digest=digest(TokenKind.CLIENT_SECRET, self._secret),
            redirect_uris=(REDIRECT_URI,),
            manifest=Manifest(required=SCOPES),
            created_at=self._now,
        )

    def _add_code(self, tx: Transaction, seat: Seat) -> str:
        secret = secrets.token_urlsafe(32)
        code = tx.codes.add(
            Code(
                account_id=seat.account_id,
                id=0,
                digest=digest(TokenKind.CODE, secret),
                app_id=self._app.id,
                user_id=seat.user_id,
                redirect_uri=REDIRECT_URI,
                challenge=None,
                url=InstallUrl(SCOPES),
                ticked=frozenset(),
                expires_at=self._now + _LONG,
            )
        )
        return Token(TokenKind.CODE, seat.account_id, code.id, secret).written()

    def _connect(self, tx: Transaction, seat: Seat) -> tuple[str, str]:
        """A connection with a refresh and an access token, as an exchange leaves it."""
        connection = tx.connections.open(
            seat.account_id,
            app_id=self._app.id,
            user_id=seat.user_id,
            granted=SCOPES,
            dropped=(),
            declined=frozenset(),
            authority=Authority(False, None, self._membership_rights),
            manifest_version=1,
            now=self._now,
        )
        tx.installs.record(seat.account_id, self._app.id, seat.user_id, SCOPES, self._now)
        family = tx.tokens.add_family(
            Family(
                account_id=seat.account_id,
                id=0,
                connection_id=connection.id,
                app_id=self._app.id,
                user_id=seat.user_id,
                created_at=self._now,
                expires_at=None,
            )
        )
        return self._refresh(tx, family), self._access(tx, family)

    def _refresh(self, tx: Transaction, family: Family) -> str:
        secret = secrets.token_urlsafe(32)
        token = tx.tokens.add_refresh(
            RefreshToken(
                account_id=family.account_id,
                id=0,
                family_id=family.id,
                digest=digest(TokenKind.REFRESH, secret),
                created_at=self._now,
                expires_at=None,
            )
        )
        return Token(TokenKind.REFRESH, family.account_id, token.id, secret).written()

    def _access(self, tx: Transaction, family: Family) -> str:
        secret = secrets.token_urlsafe(32)
        token = tx.tokens.add_access(
            AccessToken(
                account_id=family.account_id,
                id=0,
                family_id=family.id,
                digest=digest(TokenKind.ACCESS, secret),
                scopes=SCOPES,
                created_at=self._now,
                expires_at=self._now + _LONG,
            )
        )
        return Token(TokenKind.ACCESS, family.account_id, token.id, secret).written()


def _all(items: list[S], one: Callable[[Transaction, S], T], tx: Transaction) -> list[T]:
    return [one(tx, item) for item in items]


async def main(directory: Path, codes: int, tokens: int, accounts: int) -> None:
    """Write `directory`/data and `directory`/pools.json."""
    data = directory / "data"
    data.mkdir(mode=0o700)
    keys = load_keys(data)
    if isinstance(keys, KeysUnreadable):
        raise SystemExit(keys.message)
    now = time.time_ns() // 1_000_000
    store = open_store(data, keys.audit, lambda: time.time_ns() // 1_000_000)
    if isinstance(store, CannotOpen):
        raise SystemExit(store.message)
    pools = await Seeder(store, now).fill(accounts, codes, tokens)
    await store.close()
    (directory / "pools.json").write_text(json.dumps(pools))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])))
