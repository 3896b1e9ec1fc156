"""Numbering and sealing of audit rows, last thing before a commit."""

import os
from collections.abc import Sequence
from typing import Any

from admittance.storage.sqlite.audit import COLUMNS, Pending, SqliteAudit
from admittance.storage.sqlite.connection import Connection
from admittance.storage.sqlite.forms import to_json
from admittance.storage.sqlite.summaries import Summaries
from admittance.usecases.audit_chain import SALT_LENGTH, personal_digest, seal
from admittance.usecases.audit_entry import ChainHead

_ADD = f"INSERT INTO audit ({COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_PERSONAL = "INSERT INTO audit_personal (account_id, seq, field, salt, value) VALUES (?, ?, ?, ?, ?)"
_KEPT_HEADS = 20_000


class Sealer:
    """Gives waiting entries their place in the chains.

    INVARIANT: heads are read after all acts of the transaction ran and nothing else writes before the commit, so
    numbers have no gaps. Heads kept between transactions are those of committed rows only.
    """

    def __init__(self, db: Connection, key: bytes) -> None:
        self._db = db
        self._key = key
        self._audit = SqliteAudit(db, None)
        self._heads: dict[int, tuple[int, bytes]] = {}
        self._moved: dict[int, tuple[int, bytes]] = {}
        self.summaries = Summaries(db)

    def write(self, waiting: Sequence[Pending], at: int, *, ending: bool = False) -> None:
        """Write the rows at time `at`. With `ending`, sum up what is held back even if its minute is not over."""
        admitted = self.summaries.admit(waiting, at, ending=ending)
        rows: list[tuple[Any, ...]] = []
        personal: list[tuple[Any, ...]] = []
        for entry in admitted:
            self._place(entry, at, rows, personal)
        self._db.executemany(_ADD, rows)
        if personal:
            self._db.executemany(_ADD_PERSONAL, personal)

    def _place(self, entry: Pending, at: int, rows: list[tuple[Any, ...]], personal: list[tuple[Any, ...]]) -> None:
        account_id = entry.account_id
        head = self._moved.get(account_id) or self._heads.get(account_id) or self._read(account_id)
        seq = head[0] + 1
        digests = self._salt(entry, seq, personal) if entry.personal else ""
        act, actor, app_id, by, data = entry.act.value, entry.actor, entry.app_id, entry.by, entry.data
        mac = seal(self._key, head[1], account_id, seq, at, act, actor, app_id, by, data, digests)
        rows.append((account_id, seq, at, act, actor, app_id, by, data, digests, mac))
        self._moved[account_id] = (seq, mac)

    def _salt(self, entry: Pending, seq: int, personal: list[tuple[Any, ...]]) -> str:
        digests = {}
        for field, value in entry.personal:
            salt = os.urandom(SALT_LENGTH)
            digests[field] = personal_digest(salt, field, value)
            personal.append((entry.account_id, seq, field, salt, value))
        return to_json(digests)

    def _read(self, account_id: int) -> tuple[int, bytes]:
        head: ChainHead = self._audit.head(account_id)
        return head.seq, head.mac

    def committed(self) -> None:
        """The rows are durable."""
        if len(self._heads) > _KEPT_HEADS:
            self._heads.clear()
        self._heads.update(self._moved)
        self._moved.clear()
        self.summaries.committed()

    def rolled_back(self) -> None:
        """The rows never were."""
        self._moved.clear()
        self.summaries.rolled_back()
