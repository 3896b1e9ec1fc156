"""Accounts, their settings, subscriptions and teams."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.memory import Memory
from admittance.storage.sqlite.teams import Teams
from admittance.usecases.records import Account, DriftPolicy

_COLUMNS = "id, name, domain, time_zone, currency, always_ask_marketplace, created_at, drift_policy"
_GET = f"SELECT {_COLUMNS} FROM accounts WHERE id = ?"
_ALL = f"SELECT {_COLUMNS} FROM accounts ORDER BY id"
_ADD = f"INSERT INTO accounts ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"
_ASK = "UPDATE accounts SET always_ask_marketplace = ? WHERE id = ?"
_DRIFT = "UPDATE accounts SET drift_policy = ? WHERE id = ?"
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
        drift_policy=DriftPolicy(row[7]),
    )


class SqliteAccounts:
    """See `ports.Accounts`."""

    def __init__(self, db: Database, teams: Teams, memory: Memory) -> None:
        self._db = db
        self._teams = teams
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
                account.drift_policy.value,
            ),
        )

    def always_ask_marketplace(self, account_id: int, wanted: bool) -> None:
        self._db.execute(_ASK, (wanted, account_id))

    def set_drift_policy(self, account_id: int, policy: DriftPolicy) -> None:
        self._db.execute(_DRIFT, (policy.value, account_id))

    def teams(self, account_id: int) -> Sequence[str]:
        return self._teams.all(account_id)

    def add_team(self, account_id: int, name: str) -> bool:
        return self._teams.ensure(account_id, name)

    def rename_team(self, account_id: int, name: str, new: str) -> bool:
        return self._teams.rename(account_id, name, new)

    def remove_team(self, account_id: int, name: str) -> bool:
        return self._teams.remove(account_id, name)

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
