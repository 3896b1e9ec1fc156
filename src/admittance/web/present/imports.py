"""Imports as their pages."""

from collections.abc import Iterable, Iterator, Sequence
from gettext import NullTranslations
from typing import assert_never

from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.csv_cells import csv_lines
from admittance.usecases.imports.columns import guess_columns, importable
from admittance.usecases.imports.csv_file import BadFile, Encoding, Opening
from admittance.usecases.imports.records import AT_WORK, Duplicates, Import, ImportState, RowNote
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


def upload_page(reader: Reader, account_id: int, most: int, earlier: Sequence[Import], problem: str = "") -> ImportPage:
    """Where a file is chosen, with what was imported before."""
    t = reader.words
    return ImportPage(
        action=f"{base_of(account_id)}/import",
        limit=t.gettext("%(num)s MB") % {"num": most // (1024 * 1024)},
        earlier=tuple(
            ImportLine(
                name=one.name or t.gettext("File without a name"),
                url=import_url(one),
                state=_state_words(one, t),
                tone=_tone(one),
                counts=t.ngettext("%(num)s row", "%(num)s rows", one.rows) % {"num": one.rows} if one.rows else "",
                at=one.created_at,
            )
            for one in earlier
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
    used = encoding
    if isinstance(opening, Opening):
        used = opening.format.encoding
        columns = tuple(_columns(t, kind, opening, chosen))
    return ImportColumnsPage(
        name=one.name,
        action=url,
        cancel_action=f"{url}/cancel",
        look_action=url,
        columns=columns,
        encoding_options=_encodings(t, used or Encoding.UTF_8),
        encoding=(used or Encoding.UTF_8).value,
        delimiter=opening.format.delimiter if isinstance(opening, Opening) else ",",
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


def progress_page(reader: Reader, one: Import, notes: Sequence[RowNote], kind: ObjectType) -> ImportProgressPage:
    """Where it stands, what came of it, and the first lines of the report."""
    t, url, running = reader.words, import_url(one), one.state in AT_WORK
    return ImportProgressPage(
        name=one.name,
        title=_state_words(one, t),
        summary=_summary(one, t),
        running=running,
        percent=one.looked * 100 // one.rows if running and one.rows else None,
        done_words=_done_words(one, t) if running else "",
        counts=tuple(_counts(one, t)),
        report=tuple(report_line(note, kind, t) for note in notes[:REPORT_SHOWN]),
        report_url=f"{url}/report.csv" if notes else "",
        live_url=f"{url}/events?after={one.mark}" if running else "",
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
        value=note.value,
    )


def report_csv(notes: Iterable[RowNote], kind: ObjectType, t: NullTranslations) -> bytes:
    """Lines of the report as CSV."""
    lines = (report_line(note, kind, t) for note in notes)
    return csv_lines((str(line.line), line.column, line.what, line.value) for line in lines)


def report_head(t: NullTranslations) -> bytes:
    """The report's first line."""
    head = (t.gettext("Line"), t.gettext("Property"), t.gettext("What"), t.gettext("Value"))
    return b"\xef\xbb\xbf" + csv_lines([head])


def _state_words(one: Import, t: NullTranslations) -> str:
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
            return t.gettext("Undone: nothing is imported") if not one.kept else t.gettext("Undone")
        case _:
            assert_never(one.state)


def _tone(one: Import) -> str:
    if one.state in AT_WORK:
        return "accent"
    return {ImportState.DONE: "ok", ImportState.CHOOSING: "open"}.get(one.state, "neutral")


def _summary(one: Import, t: NullTranslations) -> str:
    match one.state:
        case ImportState.CHOOSING:
            return ""
        case ImportState.CHECKING:
            return t.gettext("The whole file is read before anything is written. You can close this page.")
        case ImportState.WRITING:
            return t.gettext("You can close this page. If something stops the import, all of it is undone.")
        case ImportState.DONE:
            return t.gettext("Every row that nothing is wrong with is in.")
        case ImportState.UNDOING | ImportState.REFUSED | ImportState.UNDONE:
            return why_words(one, t)
        case _:
            assert_never(one.state)


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
