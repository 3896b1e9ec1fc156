"""An import of contacts as a value."""

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from admittance.usecases.crm.records import Writer
from admittance.usecases.imports.csv_file import Encoding, FileFault


class ImportState(StrEnum):
    """Where an import stands. Nothing is written before `WRITING`; `DONE`, `REFUSED` and `UNDONE` are the ends."""

    CHOOSING = "choosing"
    CHECKING = "checking"
    WRITING = "writing"
    UNDOING = "undoing"
    DONE = "done"
    REFUSED = "refused"
    UNDONE = "undone"


AT_WORK = frozenset({ImportState.CHECKING, ImportState.WRITING, ImportState.UNDOING})
OVER = frozenset({ImportState.DONE, ImportState.REFUSED, ImportState.UNDONE})


class Duplicates(StrEnum):
    """What happens to a row whose contact is there already."""

    UPDATE = "update"
    SKIP = "skip"


class WhyOver(StrEnum):
    """Why an import ended without being done."""

    CANCELLED = "cancelled"
    RIGHTS_LOST = "rights_lost"
    FILE_GONE = "file_gone"
    FILE_UNREADABLE = "file_unreadable"
    ROWS_WRONG = "rows_wrong"
    FAILED = "failed"


class Import(Struct, frozen=True, kw_only=True):
    """One file on its way into an account. `user_id` is who imports, None for the operator.

    `columns` name a property for each column, empty where it is left out. `whole`: a single wrong row refuses the file.
    `rows` is how many the file has, 0 before it was read to its end; `looked` how many of them the present state is
    through with. `fault` and `fault_line` say where the file can't be read. `begun_at` is when the columns were chosen:
    imports of one account are run one after another in that order.
    """

    account_id: int
    id: int = 0
    user_id: int | None
    name: str
    size: int
    state: ImportState = ImportState.CHOOSING
    encoding: Encoding | None = None
    delimiter: str = ","
    columns: tuple[str, ...] = ()
    duplicates: Duplicates = Duplicates.UPDATE
    whole: bool = False
    rows: int = 0
    looked: int = 0
    created: int = 0
    updated: int = 0
    skipped: int = 0
    wrong: int = 0
    kept: int = 0
    noted: int = 0
    fault: FileFault | None = None
    fault_line: int = 0
    why: WhyOver | None = None
    created_at: int
    changed_at: int
    begun_at: int = 0

    @property
    def writer(self) -> Writer:
        """Whoever imports, for the audit."""
        return Writer(user_id=self.user_id) if self.user_id is not None else Writer(by="operator")

    def mark(self, *, waits: bool) -> str:
        """Another text whenever there is something new to show: every few percent, and at each new state; `waits` for
        an earlier import is one.
        """
        far = self.looked * 25 // self.rows if self.rows else self.looked // 20_000
        return "waiting" if waits else f"{self.state.value}-{far}"


class RowCode(StrEnum):
    """Ours beside the codes of `BadValue`: what came of a row that was not simply written."""

    TOO_MANY_CELLS = "TOO_MANY_CELLS"
    EMPTY = "EMPTY"
    NO_SUCH_CONTACT = "NO_SUCH_CONTACT"
    NOT_YOURS = "NOT_YOURS"
    TAKEN = "TAKEN"
    THERE_ALREADY = "THERE_ALREADY"
    EARLIER_ROW = "EARLIER_ROW"
    KEPT = "KEPT"


SKIPS = frozenset({RowCode.THERE_ALREADY, RowCode.EARLIER_ROW})
"""Codes of rows that nothing is wrong with."""


class RowNote(Struct, frozen=True):
    """A line of the report: where, which property, what (a `RowCode` or a `BadValue`'s code), and the value or, for an
    `EARLIER_ROW`, that row's line.
    """

    line: int
    property: str
    code: str
    value: str = ""


class Change(Struct, frozen=True, kw_only=True):
    """What an import did to one contact, for undoing it. `was` holds the old values of what it `wrote` (None: not set);
    it is None itself for a contact that the import made. `version` is the contact's after the import's last write.
    """

    record_id: int
    line: int
    version: int
    was: Mapping[str, str | None] | None
    wrote: Mapping[str, str]
