"""What the audit chains need from storage."""

from collections.abc import Sequence
from typing import Protocol

from admittance.usecases.audit_chain import PersonalValue, SealedRow
from admittance.usecases.audit_entry import AuditEntry, AuditRow, ChainHead


class Audit(Protocol):
    """The chains of audit rows. Rows of a transaction are numbered and sealed when it commits."""

    def append(self, account_id: int, entry: AuditEntry) -> None: ...
    def rows(self, account_id: int, *, after: int = 0, limit: int = 100) -> Sequence[AuditRow]: ...
    def head(self, account_id: int) -> ChainHead: ...
    def sealed(
        self, account_id: int, *, after: int = 0, limit: int = 100
    ) -> Sequence[tuple[SealedRow, Sequence[PersonalValue]]]:
        """The rows exactly as stored, with their personal values that are left: what a `ChainCheck` looks at."""
