"""Contacts from a file and into one."""

from typing import ClassVar

from msgspec import Struct

from admittance.web.pages.users import Option


class ImportLine(Struct, frozen=True, kw_only=True):
    """An earlier import in the list."""

    name: str
    url: str
    state: str
    tone: str
    counts: str
    at: int


class ImportPage(Struct, frozen=True, kw_only=True):
    """Where a file is uploaded. `limit` is the largest in words."""

    template: ClassVar[str] = "import.html"
    action: str
    limit: str
    earlier: tuple[ImportLine, ...]
    problem: str = ""


class ImportColumn(Struct, frozen=True, kw_only=True):
    """A column of the file: its title, what its first rows hold, and what it may become."""

    field: str
    title: str
    samples: tuple[str, ...]
    options: tuple[Option, ...]


class ImportColumnsPage(Struct, frozen=True, kw_only=True):
    """What each column is. Without `columns` the file can't be read as it is: `problem` says where, and without
    `other_letters` reading it in another encoding wouldn't help.
    """

    template: ClassVar[str] = "import_columns.html"
    name: str
    action: str
    cancel_action: str
    look_action: str
    columns: tuple[ImportColumn, ...]
    encoding_options: tuple[Option, ...]
    encoding: str
    delimiter: str
    other_letters: bool = True
    update: bool = True
    whole: bool = False
    problem: str = ""


class Count(Struct, frozen=True):
    """How many rows something came of."""

    words: str
    number: str


class ReportLine(Struct, frozen=True, kw_only=True):
    """A row that was not simply written."""

    line: int
    column: str
    what: str
    value: str


class ImportProgressPage(Struct, frozen=True, kw_only=True):
    """An import under way or over. `percent` None while that can't be known; `live_url` is followed by a script.
    `done_words` is empty while it waits or is over, `report_part` where the whole report is shown.
    """

    template: ClassVar[str] = "import_progress.html"
    name: str
    title: str
    summary: str
    running: bool
    percent: int | None
    done_words: str
    counts: tuple[Count, ...]
    report: tuple[ReportLine, ...]
    report_url: str
    report_part: str
    live_url: str
    cancel_action: str
    contacts_url: str
    again_url: str
    tone: str
    here_url: str


class ExportPage(Struct, frozen=True, kw_only=True):
    """What would be written, and the link that does it."""

    template: ClassVar[str] = "export.html"
    summary: str
    download_url: str
    all_url: str
    cancel_url: str
