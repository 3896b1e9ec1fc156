"""What imports say: of a row, of a file, of columns, and of why one ended."""

from gettext import NullTranslations
from typing import assert_never

from admittance.usecases.crm.object_types import ObjectType
from admittance.usecases.imports.columns import BadColumns, ColumnFault
from admittance.usecases.imports.csv_file import FileFault
from admittance.usecases.imports.records import Import, RowCode, RowNote, WhyOver
from admittance.web.present.contact_words import property_label, value_problem


def note_words(note: RowNote, t: NullTranslations) -> str:
    """What came of a row."""
    if note.code not in tuple(RowCode):
        return value_problem(note.code, t)
    match RowCode(note.code):
        case RowCode.TOO_MANY_CELLS:
            return t.gettext("The row has more cells than the header.")
        case RowCode.EMPTY:
            return t.gettext("Nothing in the chosen columns.")
        case RowCode.NO_SUCH_CONTACT:
            return t.gettext("No contact has this record ID.")
        case RowCode.NOT_YOURS:
            return t.gettext("The contact exists, and you may not change it.")
        case RowCode.TAKEN:
            return t.gettext("Another contact has this value already.")
        case RowCode.THERE_ALREADY:
            return t.gettext("Skipped: the contact exists already.")
        case RowCode.EARLIER_ROW:
            return t.gettext("Skipped: the same contact stands on line %(line)s.") % {"line": note.value}
        case RowCode.KEPT:
            return t.gettext("Kept: somebody works with this contact meanwhile.")
        case code:
            assert_never(code)


def fault_words(fault: FileFault, line: int, t: NullTranslations) -> str:
    """Why a file can't be read, where, and what helps. A test holds this table to the whole of `FileFault`."""
    words = {
        FileFault.EMPTY: t.gettext("The file is empty."),
        FileFault.NO_ROWS: t.gettext("The file has a header and no rows below it."),
        FileFault.NOT_UTF_8: t.gettext(
            "Line %(line)s isn't UTF-8. The file may be Windows-1252 (Latin-1): choose that, or save it as CSV UTF-8."
        ),
        FileFault.NOT_UTF_16: t.gettext("Line %(line)s isn't UTF-16. Save the file as CSV UTF-8."),
        FileFault.NOT_WINDOWS_1252: t.gettext("Line %(line)s isn't Windows-1252. Save the file as CSV UTF-8."),
        FileFault.UTF_16_WITHOUT_MARK: t.gettext(
            "The file looks like UTF-16 without a byte order mark. Save it as CSV UTF-8."
        ),
        FileFault.NOT_TEXT: t.gettext("This isn't a CSV file. Open it in a spreadsheet and save it as CSV."),
        FileFault.QUOTES: t.gettext("The quotes of the row that begins on line %(line)s don't match."),
        FileFault.LINE_ENDS: t.gettext(
            "Line %(line)s ends in a way that spreadsheets no longer write. Save the file as CSV again."
        ),
        FileFault.LINE_TOO_LONG: t.gettext("Line %(line)s is longer than 1 MB."),
        FileFault.CELL_TOO_LONG: t.gettext(
            "A cell of the row that begins on line %(line)s is too long, or a quote is missing there."
        ),
        FileFault.TOO_MANY_COLUMNS: t.gettext("The row that begins on line %(line)s has more than 200 columns."),
    }
    sentence = words[fault]
    return sentence % {"line": line} if "%(line)s" in sentence else sentence


def columns_words(bad: BadColumns, kind: ObjectType, t: NullTranslations) -> str:
    """What is wrong with a choice of columns."""
    prop = kind.properties.get(bad.property)
    match bad.fault:
        case ColumnFault.NONE_CHOSEN:
            return t.gettext("Choose at least one column to import.")
        case ColumnFault.TWICE:
            label = property_label(prop, t) if prop is not None else bad.property
            return t.gettext("Two columns are “%(property)s”. Leave one of them out.") % {"property": label}
        case ColumnFault.UNKNOWN:
            return t.gettext("This account has no such property.")
        case _:
            assert_never(bad.fault)


def why_words(one: Import, t: NullTranslations) -> str:
    """Why an import ended without being done."""
    match one.why:
        case WhyOver.CANCELLED:
            return t.gettext("The import was cancelled. What it had written is taken back.")
        case WhyOver.RIGHTS_LOST:
            return t.gettext("You may no longer import here. What was written is taken back.")
        case WhyOver.FILE_GONE:
            return t.gettext("The uploaded file is gone from the server. Upload it again.")
        case WhyOver.FILE_UNREADABLE:
            return fault_words(one.fault, one.fault_line, t) if one.fault is not None else ""
        case WhyOver.ROWS_WRONG:
            return t.gettext("You asked for all rows or none, and some can't be imported.")
        case WhyOver.FAILED:
            return t.gettext("Something went wrong on our side. What was written is taken back.")
        case None:
            return ""
        case _:
            assert_never(one.why)
