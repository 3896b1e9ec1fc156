"""What rarely changes, kept decoded: apps, accounts with their plans and properties, people and their
memberships, and what apps want to be told.

Every request with a token reads a handful of these rows and nearly always finds them as they were. A memory belongs to
one connection and is emptied by whatever changes one of its tables, so that it never tells more than a query would.
"""

from collections.abc import Mapping
from typing import Generic, TypeVar

from admittance.storage.sqlite.connection import Connection
from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.records import Account, App, Membership, User
from admittance.usecases.webhooks.records import Listening

WATCHED = (
    "accounts",
    "subscriptions",
    "users",
    "memberships",
    "apps",
    "crm_properties",
    "crm_pipelines",
    "webhook_subscriptions",
)
K = TypeVar("K")
V = TypeVar("V")

MOST_KEPT = 4096
"""Rows of one kind."""


class Kept(Generic[K, V]):
    """Rows of one kind by their key."""

    __slots__ = ("_most", "_rows", "empty", "get")

    def __init__(self, most: int) -> None:
        self._rows: dict[K, V] = {}
        self._most = most
        # The dict's own methods: a call of ours around each would cost as much again.
        self.get = self._rows.get
        self.empty = self._rows.clear

    def keep(self, key: K, row: V) -> V:
        """Remember `row`, and return it."""
        if len(self._rows) >= self._most:
            self.empty()
        if self._most:
            self._rows[key] = row
        return row


class Memory:
    """None of the rows is ever changed in place. With `most` 0 nothing is kept: for connections that do not hear of
    changes.
    """

    __slots__ = ("_all", "accounts", "apps", "client_ids", "kinds", "listening", "memberships", "plans", "users")

    def __init__(self, most: int = MOST_KEPT) -> None:
        self.apps: Kept[int, App] = Kept(most)
        self.client_ids: Kept[str, App] = Kept(most)
        self.accounts: Kept[int, Account] = Kept(most)
        self.plans: Kept[int, Mapping[str, str]] = Kept(most)
        self.users: Kept[int, User] = Kept(most)
        self.memberships: Kept[tuple[int, int], Membership] = Kept(most)
        self.kinds: Kept[tuple[int, int], ObjectType] = Kept(most)
        self.listening: Kept[int, Listening] = Kept(most)
        """Under 0: there is one for all accounts."""
        self._all = (
            self.apps,
            self.client_ids,
            self.accounts,
            self.plans,
            self.users,
            self.memberships,
            self.kinds,
            self.listening,
        )

    def empty(self) -> None:
        """Forget everything."""
        for kept in self._all:
            kept.empty()


class Changes:
    """Tells readers when what they remember may be over.

    `version` is odd from the first statement that touches a watched table until its transaction has ended, and higher
    afterwards. INVARIANT: a row remembered under an even version is as committed for as long as the version stays.
    """

    def __init__(self, writer: Connection, memory: Memory) -> None:
        self.version = 0
        self._memory = memory
        # Triggers rather than calls beside the statements: no statement can be forgotten, whoever writes it.
        writer.create_function("watched_table_changed", 0, self._changing)
        for table in WATCHED:
            for act in ("INSERT", "UPDATE", "DELETE"):
                writer.execute(
                    f"CREATE TEMP TRIGGER watch_{table}_{act.lower()} AFTER {act} ON main.{table}"
                    " BEGIN SELECT watched_table_changed(); END"
                )

    def _changing(self) -> None:
        self._memory.empty()
        self.version |= 1

    def settled(self) -> None:
        """The transaction has been committed or undone."""
        if self.version & 1:
            self._memory.empty()
            self.version += 1

    def partly_undone(self) -> None:
        """An act of the transaction was undone; others go on."""
        self._memory.empty()
