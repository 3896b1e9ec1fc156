"""Imports as their pages."""

from collections.abc import Iterable, Iterator, Sequence
from gettext import NullTranslations
from typing import assert_never

from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.csv_cells import csv_lines
from admittance.usecases.imports.asking import OwnImport
from admittance.usecases.imports.columns import guess_columns, importable
from admittance.usecases.imports.csv_file import ENCODING_FAULTS, BadFile, Encoding, FileFault, Opening
from admittance.usecases.imports.records import AT_WORK, Duplicates, Import, ImportState, RowCode, RowNote
from admittance.web.pages.contact_files import (
    Count,
    ImportColumn,
    ImportColumnsPage,
    ImportLine,
    ImportPage,
    ImportProgressPage,
    ReportLine,
)
from admittance.web.pages.users import Option
from admittance.web.present.contact_words import property_label
from admittance.web.present.contacts import base_of
from admittance.web.present.import_words import fault_words, note_words, why_words
from admittance.web.present.reader import Reader

REPORT_SHOWN = 20
_LONGEST_SAMPLE = 60


def import_url(one: Import) -> str:
    """An import's own page."""
    return f"{base_of(one.account_id)}/imports/{one.id}"


def upload_page(
    reader: Reader, account_id: int, most: int, earlier: Sequence[OwnImport], problem: str = ""
) -> ImportPage:
    """Where a file is chosen, with what was imported before."""
    t = reader.words
    return ImportPage(
        action=f"{base_of(account_id)}/import",
        limit=t.gettext("%(num)s MB") % {"num": most // (1024 * 1024)},
        earlier=tuple(
            ImportLine(
                name=one.name or t.gettext("File without a name"),
                url=import_url(one),
                state=_state_words(one, t, waits=own.waits),
                tone="open" if own.waits else _tone(one),
                counts=t.ngettext("%(num)s row", "%(num)s rows", one.rows) % {"num": one.rows} if one.rows else "",
                at=one.created_at,
            )
            for own in earlier
            for one in (own.one,)
        ),
        problem=problem,
    )


def columns_page(
    reader: Reader,
    one: Import,
    kind: ObjectType,
    opening: Opening | BadFile,
    encoding: Encoding | None,
    chosen: Sequence[str] | None = None,
    problem: str = "",
) -> ImportColumnsPage:
    """What each column is: as chosen before, else as its title suggests."""
    t, url = reader.words, import_url(one)
    columns: tuple[ImportColumn, ...] = ()
    used = encoding or Encoding.UTF_8
    if isinstance(opening, Opening):
        used = opening.format.encoding
        columns = tuple(_columns(t, kind, opening, chosen))
    elif opening.fault is FileFault.NOT_UTF_8:
        used = Encoding.WINDOWS_1252  # what the sentence about it proposes
    return ImportColumnsPage(
        name=one.name,
        action=url,
        cancel_action=f"{url}/cancel",
        look_action=url,
        columns=columns,
        encoding_options=_encodings(t, used),
        encoding=used.value,
        delimiter=opening.format.delimiter if isinstance(opening, Opening) else ",",
        other_letters=encoding is not None or not isinstance(opening, BadFile) or opening.fault in ENCODING_FAULTS,
        update=one.duplicates is Duplicates.UPDATE,
        whole=one.whole,
        problem=problem or (fault_words(opening.fault, opening.line, t) if isinstance(opening, BadFile) else ""),
    )


def _columns(
    t: NullTranslations, kind: ObjectType, opening: Opening, chosen: Sequence[str] | None
) -> Iterator[ImportColumn]:
    names = importable(kind)
    places = chosen if chosen is not None else guess_columns(kind, opening.header)
    for position, title in enumerate(opening.header):
        name = places[position] if position < len(places) else ""
        known = (Option(one, property_label(kind.properties[one], t), one == name) for one in names)
        samples = (row.cells[position] for row in opening.sample if position < len(row.cells))
        yield ImportColumn(
            field=f"c{position}",
            title=title or t.gettext("Column %(num)s") % {"num": position + 1},
            samples=tuple(sample[:_LONGEST_SAMPLE] for sample in samples if sample.strip()),
            options=(Option("", t.gettext("Leave out"), not name), *known),
        )


def _encodings(t: NullTranslations, chosen: Encoding) -> tuple[Option, ...]:
    words = {
        Encoding.UTF_8: t.gettext("UTF-8"),
        Encoding.UTF_16: t.gettext("UTF-16"),
        Encoding.WINDOWS_1252: t.gettext("Windows-1252 (Latin-1)"),
    }
    return tuple(Option(one.value, text, one is chosen) for one, text in words.items())


def progress_page(
    reader: Reader, one: Import, notes: Sequence[RowNote], kind: ObjectType, *, waits: bool = False
) -> ImportProgressPage:
    """Where it stands, what came of it, and the first lines of the report; `waits` as in `ImportShown`."""
    t, url, running = reader.words, import_url(one), one.state in AT_WORK
    return ImportProgressPage(
        name=one.name,
        title=_state_words(one, t, waits=waits),
        summary=_waits_words(t) if waits else _summary(one, t),
        running=running,
        percent=one.looked * 100 // one.rows if running and one.rows else None,
        done_words=_done_words(one, t) if running and not waits else "",
        counts=tuple(_counts(one, t)),
        report=tuple(report_line(note, kind, t) for note in notes[:REPORT_SHOWN]),
        report_url=f"{url}/report.csv" if notes else "",
        report_part=_report_part(one, t) if notes else "",
        live_url=f"{url}/events?after={one.mark(waits=waits)}" if running else "",
        cancel_action=f"{url}/cancel" if one.state in (ImportState.CHECKING, ImportState.WRITING) else "",
        contacts_url=base_of(one.account_id),
        again_url="" if running else f"{base_of(one.account_id)}/import",
        tone=_tone(one),
        here_url=url,
    )


def report_line(note: RowNote, kind: ObjectType, t: NullTranslations) -> ReportLine:
    """A line of the report in words."""
    prop = kind.properties.get(note.property)
    return ReportLine(
        line=note.line,
        column=property_label(prop, t) if prop is not None else note.property,
        what=note_words(note, t),
        value="" if note.code == RowCode.EARLIER_ROW else note.value,  # its line stands in the sentence
    )


def report_csv(notes: Iterable[RowNote], kind: ObjectType, t: NullTranslations) -> bytes:
    """Lines of the report as CSV."""
    lines = (report_line(note, kind, t) for note in notes)
    return csv_lines((str(line.line), line.column, line.what, line.value) for line in lines)


def report_head(t: NullTranslations) -> bytes:
    """The report's first line."""
    head = (t.gettext("Line"), t.gettext("Property"), t.gettext("What"), t.gettext("Value"))
    return b"\xef\xbb\xbf" + csv_lines([head])


def _state_words(one: Import, t: NullTranslations, *, waits: bool) -> str:
    if waits:
        return t.gettext("Waiting for an earlier import")
    match one.state:
        case ImportState.CHOOSING:
            return t.gettext("Columns to choose")
        case ImportState.CHECKING:
            return t.gettext("Checking the file")
        case ImportState.WRITING:
            return t.gettext("Importing")
        case ImportState.UNDOING:
            return t.gettext("Undoing the import")
        case ImportState.DONE:
            return t.gettext("Imported")
        case ImportState.REFUSED:
            return t.gettext("Nothing was imported")
        case ImportState.UNDONE:
            if not one.columns:
                return t.gettext("Not imported")
            return t.gettext("Undone: nothing is imported") if not one.kept else t.gettext("Undone")
        case _:
            assert_never(one.state)


def _tone(one: Import) -> str:
    if one.state in AT_WORK:
        return "accent"
    return {ImportState.DONE: "ok", ImportState.CHOOSING: "open"}.get(one.state, "neutral")


def _waits_words(t: NullTranslations) -> str:
    return t.gettext(
        "It begins when the import that was started before it in this account is over. You can close this page."
    )


def _summary(one: Import, t: NullTranslations) -> str:
    match one.state:
        case ImportState.CHOOSING:
            return ""
        case ImportState.CHECKING:
            return t.gettext("The whole file is read before anything is written. You can close this page.")
        case ImportState.WRITING:
            return t.gettext("You can close this page. If something stops the import, all of it is undone.")
        case ImportState.DONE:
            return _wrong_words(one, t)
        case ImportState.UNDOING | ImportState.REFUSED | ImportState.UNDONE:
            return why_words(one, t)
        case _:
            assert_never(one.state)


def _report_part(one: Import, t: NullTranslations) -> str:
    if one.noted <= REPORT_SHOWN:
        return ""
    return t.gettext("The first %(shown)s of %(all)s lines.") % {"shown": REPORT_SHOWN, "all": one.noted}


def _wrong_words(one: Import, t: NullTranslations) -> str:
    if not one.wrong:
        return t.gettext("Nothing was wrong with any row.")
    return t.ngettext(
        "%(num)s row could not be imported. The report says why.",
        "%(num)s rows could not be imported. The report says why.",
        one.wrong,
    ) % {"num": one.wrong}


def _done_words(one: Import, t: NullTranslations) -> str:
    if one.state is ImportState.UNDOING:
        return t.ngettext("%(num)s change undone", "%(num)s changes undone", one.looked) % {"num": one.looked}
    if not one.rows:
        return t.ngettext("%(num)s row read", "%(num)s rows read", one.looked) % {"num": one.looked}
    return t.gettext("%(done)s of %(all)s rows") % {"done": one.looked, "all": one.rows}


def _counts(one: Import, t: NullTranslations) -> Iterator[Count]:
    """What came of the rows; of what came to nothing, nothing."""
    written = one.state in (ImportState.WRITING, ImportState.DONE)
    counts = (
        (t.pgettext("rows", "Created"), one.created, written),
        (t.pgettext("rows", "Updated"), one.updated, written),
        (t.pgettext("rows", "Skipped"), one.skipped, written),
        (t.gettext("Rows that can't be imported"), one.wrong, written or one.wrong > 0),
        (t.gettext("Kept, because somebody works with them"), one.kept, one.kept > 0),
    )
    for words, number, shown in counts:
        if shown:
            yield Count(words, str(number))
