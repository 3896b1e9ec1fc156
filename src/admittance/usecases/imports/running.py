"""An import runs: checked to the end, then written in pieces, each of which is one transaction with its progress.

Whoever runs it calls these one after another and may be killed between any two: each act starts from what is stored,
and `looked` is stored with what it counts, so no row is written twice and none is left out (decision 0050).
"""

from collections.abc import Sequence

from msgspec.structs import replace

from admittance.core.policy import Policy
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.contacts.standing import Standing, stand
from admittance.usecases.imports.csv_file import BadFile, Row
from admittance.usecases.imports.records import SKIPS, Import, ImportState, RowNote, WhyOver
from admittance.usecases.imports.rows import Came, Wish, counted, read_row, write_row
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction

MOST_NOTED = 100_000
"""Lines of the report; rows that have further ones are only counted."""


def check_rows(tx: Transaction, one: Import, rows: Sequence[Row]) -> list[RowNote]:
    """What is wrong with these rows, as far as a row can tell. Reads only."""
    checked = (read_row(tx, one, row) for row in rows)
    return [note for read in checked if not isinstance(read, Wish) for note in read]


def begin_check(tx: Transaction, account_id: int, import_id: int, now: int) -> Import | None:
    """Check from the beginning, also after a restart; None when there is nothing to check any more. What an earlier
    check noted is to be forgotten before (`Imports.forget_notes`).
    """
    one = tx.imports.get(account_id, import_id)
    if one is None or one.state is not ImportState.CHECKING:
        return None
    return _put(tx, one, now, looked=0, wrong=0, noted=0)


def note_checked(
    tx: Transaction, account_id: int, import_id: int, looked: int, notes: Sequence[RowNote], now: int
) -> Import | None:
    """So far `looked` rows are read; `notes` are new. None when it was cancelled meanwhile."""
    one = tx.imports.get(account_id, import_id)
    if one is None or one.state is not ImportState.CHECKING:
        return None
    noted = list_notes(tx, one, notes)
    return _put(tx, one, now, looked=looked, wrong=one.wrong + len({note.line for note in notes}), noted=noted)


def end_check(tx: Transaction, account_id: int, import_id: int, fault: BadFile | None, now: int) -> Import | None:
    """The file is read to its end, or to what can't be read. With nothing in the way the writing begins, once what the
    check noted is forgotten.
    """
    one = tx.imports.get(account_id, import_id)
    if one is None or one.state is not ImportState.CHECKING:
        return None
    if fault is not None:
        why = {"why": WhyOver.FILE_UNREADABLE, "fault": fault.fault, "fault_line": fault.line}
        return _put(tx, one, now, state=ImportState.REFUSED, rows=one.looked, **why)
    if one.whole and one.wrong:
        return _put(tx, one, now, state=ImportState.REFUSED, rows=one.looked, why=WhyOver.ROWS_WRONG)
    data = {"import": one.id, "type": "contacts", "rows": one.looked}
    tx.audit.append(account_id, _entry(one, Act.IMPORT_STARTED, data))
    # Counted anew: what is wrong may be mended by the time a row is written, and the other way round.
    return _put(tx, one, now, state=ImportState.WRITING, rows=one.looked, looked=0, wrong=0, noted=0)


def write_rows(
    tx: Transaction, account_id: int, import_id: int, policy: Policy, first: int, rows: Sequence[Row], now: int
) -> Import | None:
    """Write the rows from number `first` on. None when something else is to be done now: ask `at_work` again."""
    one = tx.imports.get(account_id, import_id)
    # INVARIANT: progress is committed with the rows it counts, so a row is written once whoever asks again.
    if one is None or one.state is not ImportState.WRITING or one.looked != first:
        return None
    standing = _standing(tx, policy, one)
    if isinstance(standing, NotThere):
        return _undo(tx, one, WhyOver.RIGHTS_LOST, now)
    outcomes = [write_row(tx, standing, one, row, now) for row in rows]
    notes = [note for _, noted in outcomes for note in noted]
    noted = list_notes(tx, one, notes)
    if one.whole and any(note.code not in SKIPS for note in notes):
        return _undo(tx, replace(one, noted=noted), WhyOver.ROWS_WRONG, now)
    counts = counted(one, [came for came, _ in outcomes])
    written = sum(came in (Came.CREATED, Came.UPDATED) for came, _ in outcomes)
    if written:
        data = {"type": "contacts", "what": "imported", "import": one.id, "count": written}
        tx.audit.append(account_id, _entry(one, Act.RECORD_WRITTEN, data))
    return _put(tx, one, now, looked=first + len(rows), noted=noted, **counts)


def end_writing(tx: Transaction, account_id: int, import_id: int, now: int) -> Import | None:
    """Every row is written: from here on nothing is undone any more."""
    one = tx.imports.get(account_id, import_id)
    if one is None or one.state is not ImportState.WRITING:
        return None
    data = {name: getattr(one, name) for name in ("created", "updated", "skipped", "wrong")} | {"import": one.id}
    tx.audit.append(account_id, _entry(one, Act.IMPORT_DONE, data))
    return _put(tx, one, now, state=ImportState.DONE)


def give_up(tx: Transaction, account_id: int, import_id: int, why: WhyOver, now: int) -> Import | None:
    """Stop it and undo what it wrote; None when it is over already."""
    one = tx.imports.get(account_id, import_id)
    if one is None:
        return None
    match one.state:
        case ImportState.CHOOSING | ImportState.CHECKING:
            return _put(tx, one, now, state=ImportState.UNDONE, why=why)
        case ImportState.WRITING:
            return _undo(tx, one, why, now)
        case ImportState.UNDOING | ImportState.DONE | ImportState.REFUSED | ImportState.UNDONE:
            return None


def _undo(tx: Transaction, one: Import, why: WhyOver, now: int) -> Import:
    return _put(tx, one, now, state=ImportState.UNDOING, why=why, looked=0)


def list_notes(tx: Transaction, one: Import, notes: Sequence[RowNote]) -> int:
    """Put them into the report, as many as there is room for; how many it then has."""
    listed = notes[: MOST_NOTED - one.noted]
    tx.imports.note(one.account_id, one.id, listed)
    return one.noted + len(listed)


def _standing(tx: Transaction, policy: Policy, one: Import) -> Standing | NotThere | None:
    """What the importer may do now; None for the operator."""
    if one.user_id is None:
        return None
    standing = stand(tx, policy, one.account_id, one.user_id)
    return standing if isinstance(standing, NotThere) or standing.may_import else NotThere()


def _entry(one: Import, act: Act, data: dict[str, object]) -> AuditEntry:
    return AuditEntry(act=act, actor=one.user_id, by=one.writer.by, data=data)


def _put(tx: Transaction, one: Import, now: int, **changes: object) -> Import:
    changed = replace(one, changed_at=now, **changes)
    tx.imports.put(changed)
    return changed
