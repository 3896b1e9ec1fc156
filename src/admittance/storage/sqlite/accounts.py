"""Accounts and their subscriptions."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.memory import Memory
from admittance.usecases.records import Account

_COLUMNS = "id, name, domain, time_zone, currency, always_ask_marketplace, created_at"
_GET = f"SELECT {_COLUMNS} FROM accounts WHERE id = ?"
_ALL = f"SELECT {_COLUMNS} FROM accounts ORDER BY id"
_ADD = f"INSERT INTO accounts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?)"
_ASK = "UPDATE accounts SET always_ask_marketplace = ? WHERE id = ?"
_SUBSCRIPTIONS = "SELECT product, tier FROM subscriptions WHERE account_id = ? ORDER BY product"
_SUBSCRIBE = (
    "INSERT INTO subscriptions (account_id, product, tier) VALUES (?, ?, ?)"
    " ON CONFLICT (account_id, product) DO UPDATE SET tier = excluded.tier"
)
_UNSUBSCRIBE = "DELETE FROM subscriptions WHERE account_id = ? AND product = ?"


def account_of(row: tuple[Any, ...]) -> Account:
    """One row of `accounts`."""
    return Account(
        id=row[0],
        name=row[1],
        domain=row[2],
        time_zone=row[3],
        currency=row[4],
        always_ask_marketplace=bool(row[5]),
        created_at=row[6],
    )


class SqliteAccounts:
    """See `ports.Accounts`."""

    def __init__(self, db: Database, memory: Memory) -> None:
        self._db = db
        self._accounts = memory.accounts
        self._plans = memory.plans

    def get(self, account_id: int) -> Account | None:
        if (kept := self._accounts.get(account_id)) is not None:
            return kept
        row = self._db.execute(_GET, (account_id,)).fetchone()
        return None if row is None else self._accounts.keep(account_id, account_of(row))

    def all(self) -> Sequence[Account]:
        return [account_of(row) for row in self._db.execute(_ALL)]

    def add(self, account: Account) -> None:
        self._db.execute(
            _ADD,
            (
                account.id,
                account.name,
                account.domain,
                account.time_zone,
                account.currency,
                account.always_ask_marketplace,
                account.created_at,
            ),
        )

    def always_ask_marketplace(self, account_id: int, wanted: bool) -> None:
        self._db.execute(_ASK, (wanted, account_id))

    def subscriptions(self, account_id: int) -> Mapping[str, str]:
        if (kept := self._plans.get(account_id)) is not None:
            return kept
        rows = self._db.execute(_SUBSCRIPTIONS, (account_id,)).fetchall()
        return self._plans.keep(account_id, MappingProxyType(dict(rows)))

    def subscribe(self, account_id: int, product: str, tier: str | None) -> None:
        if tier is None:
            self._db.execute(_UNSUBSCRIBE, (account_id, product))
        else:
            self._db.execute(_SUBSCRIBE, (account_id, product, tier))
