"""The audit chains: entries wait here until their transaction commits, then they are numbered and sealed."""

from collections.abc import Sequence
from typing import Any

import msgspec
from msgspec import Struct

from admittance.storage.sqlite.connection import Database
from admittance.storage.sqlite.forms import to_json
from admittance.usecases.audit_chain import PersonalValue, SealedRow
from admittance.usecases.audit_entry import Act, AuditEntry, AuditRow, ChainHead

COLUMNS = "account_id, seq, at, act, actor, app_id, by_whom, data, personal, mac"
_ROWS = f"SELECT {COLUMNS} FROM audit WHERE account_id = ? AND seq > ? ORDER BY seq LIMIT ?"
_PERSONAL = "SELECT seq, field, value FROM audit_personal WHERE account_id = ? AND seq BETWEEN ? AND ?"
_SALTED = (
    "SELECT seq, field, salt, value FROM audit_personal WHERE account_id = ? AND seq BETWEEN ? AND ?"
    " ORDER BY seq, field"
)
_HEAD = "SELECT seq, mac FROM audit WHERE account_id = ? ORDER BY seq DESC LIMIT 1"


class Pending(Struct, frozen=True):
    """An entry in written form, waiting for its number."""

    account_id: int
    act: Act
    actor: int | None
    app_id: int | None
    by: str | None
    data: str
    personal: tuple[tuple[str, str], ...]


def pending(account_id: int, entry: AuditEntry) -> Pending:
    """`entry` in written form. Raises where its data is not JSON: in the act that made it, not at the commit of all."""
    personal = tuple(sorted(entry.personal.items())) if entry.personal else ()
    return Pending(account_id, entry.act, entry.actor, entry.app_id, entry.by, to_json(entry.data), personal)


class SqliteAudit:
    """See `ports.Audit`. `waiting` collects what the transaction appends; None in a read."""

    def __init__(self, db: Database, waiting: list[Pending] | None) -> None:
        self._db = db
        self._waiting = waiting

    def append(self, account_id: int, entry: AuditEntry) -> None:
        if self._waiting is None:
            self._db.next_id("audit")  # raises: this is a read
        else:
            self._waiting.append(pending(account_id, entry))

    def rows(self, account_id: int, *, after: int = 0, limit: int = 100) -> Sequence[AuditRow]:
        rows = self._db.execute(_ROWS, (account_id, after, limit)).fetchall()
        if not rows:
            return []
        personal: dict[int, dict[str, str]] = {}
        for seq, field, value in self._db.execute(_PERSONAL, (account_id, rows[0][1], rows[-1][1])):
            personal.setdefault(seq, {})[field] = value
        return [_row_of(row, personal.get(row[1], {})) for row in rows]

    def sealed(
        self, account_id: int, *, after: int = 0, limit: int = 100
    ) -> Sequence[tuple[SealedRow, Sequence[PersonalValue]]]:
        rows = [SealedRow(*row) for row in self._db.execute(_ROWS, (account_id, after, limit)).fetchall()]
        if not rows:
            return []
        personal: dict[int, list[PersonalValue]] = {}
        for seq, *found in self._db.execute(_SALTED, (account_id, rows[0].seq, rows[-1].seq)):
            personal.setdefault(seq, []).append(PersonalValue(*found))
        return [(row, personal.get(row.seq, [])) for row in rows]

    def head(self, account_id: int) -> ChainHead:
        row = self._db.execute(_HEAD, (account_id,)).fetchone()
        return ChainHead(account_id, 0, b"") if row is None else ChainHead(account_id, row[0], row[1])


def _row_of(row: tuple[Any, ...], personal: dict[str, str]) -> AuditRow:
    entry = AuditEntry(
        act=Act(row[3]),
        actor=row[4],
        app_id=row[5],
        by=row[6],
        data=msgspec.json.decode(row[7]),
        personal=personal,
    )
    return AuditRow(account_id=row[0], seq=row[1], at=row[2], entry=entry, mac=row[9])
