"""Contacts in and out from the command line: the same import and the same file as in the browser, by the operator."""

import asyncio
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

from admittance.explain.languages import Language, translations
from admittance.http.services import Services
from admittance.http.staged_files import begin_arrival, drop_arrival, finish_arrival, keep_arrival
from admittance.usecases.contacts.export_contacts import Export, export_all, export_of, note_export
from admittance.usecases.crm.object_types import CONTACTS, ObjectType
from admittance.usecases.imports.asking import Choice, started
from admittance.usecases.imports.columns import BadColumns, check_columns, guess_columns
from admittance.usecases.imports.csv_file import BadFile, Encoding, Opening, look_into
from admittance.usecases.imports.records import OVER, Duplicates, Import, ImportState, WhyOver
from admittance.usecases.imports.running import give_up
from admittance.usecases.ports import Transaction
from admittance.web.present.import_words import columns_words, fault_words
from admittance.web.present.imports import progress_page, report_csv, report_head
from admittance.web.present.reader import Reader
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.data_directory import act_in
from admittance.wiring.importing import ALONE, advance

SHOWN = 20
"""Lines of the report that are printed."""


class ImportAsked(Struct, frozen=True, kw_only=True):
    """What to import, and how. `columns` maps titles of the file to properties, where the titles don't say enough."""

    account_id: int
    file: Path
    columns: Mapping[str, str]
    encoding: Encoding | None
    skip: bool
    whole: bool
    report: Path | None


class Going(Struct, frozen=True):
    """How far it is; `earlier`: not the file of this command yet, but an import that the account began before it."""

    one: Import
    earlier: bool


Told = Callable[[Going], None]


class ImportTold(Struct, frozen=True):
    """How it ended, in lines for a person."""

    done: bool
    lines: tuple[str, ...]


def import_contacts(data_dir: Path, asked: ImportAsked, told: Told) -> ImportTold | CannotStart:
    """Import the file; only while no server holds the database. Ctrl+C undoes what was written."""
    return act_in(data_dir, lambda services: _import(services, asked, told))


async def _import(services: Services, asked: ImportAsked, told: Told) -> ImportTold | CannotStart:
    begun = await _begin(services, asked)
    if isinstance(begun, CannotStart):
        return begun
    try:
        over = await _run(services, begun, told)
    except asyncio.CancelledError:  # Ctrl+C: nothing half imported stays
        now = services.clock.now()
        await services.store.write(lambda tx: give_up(tx, begun.account_id, begun.id, WhyOver.CANCELLED, now))
        over = await _run(services, begun, told)
    if asked.report is not None:
        _write_report(services, over, asked.report)
    return _told(services, over)


async def _begin(services: Services, asked: ImportAsked) -> Import | CannotStart:
    """The file beside the database, and the import ready to run."""
    if services.store.read(lambda tx: tx.accounts.get(asked.account_id)) is None:
        return CannotStart(f"there is no account {asked.account_id}")
    try:
        with asked.file.open("rb") as file:
            return await _take(services, asked, file)
    except OSError as problem:
        return CannotStart(f"{asked.file} can't be taken in: {problem.strerror}")


async def _take(services: Services, asked: ImportAsked, file: BinaryIO) -> Import | CannotStart:
    kind = services.store.read(lambda tx: tx.crm.definitions.kind(asked.account_id, CONTACTS))
    choice = _choice(kind, asked, file)
    if isinstance(choice, CannotStart):
        return choice
    file.seek(0)
    arriving = begin_arrival(services.settings, services.new_reference())
    try:
        shutil.copyfileobj(file, arriving.file)
        size = arriving.file.tell()
        await finish_arrival(arriving)
        now = services.clock.now()

        def begin(tx: Transaction) -> Import:
            one = Import(
                account_id=asked.account_id, user_id=None, name=asked.file.name, size=size, created_at=now,
                changed_at=now,
            )  # fmt: skip
            return started(tx, tx.imports.add(one), choice, now)

        begun = await services.store.write(begin)
        keep_arrival(services.settings, arriving, begun)
        return begun
    finally:
        drop_arrival(arriving)


def _choice(kind: ObjectType, asked: ImportAsked, file: BinaryIO) -> Choice | CannotStart:
    words = translations(Language.EN)
    opening = look_into(file, asked.encoding)
    if isinstance(opening, BadFile):
        return CannotStart(f"{asked.file}: {fault_words(opening.fault, opening.line, words)}")
    columns = _columns(kind, asked, opening)
    if isinstance(columns, CannotStart):
        return columns
    bad = check_columns(kind, columns)
    if isinstance(bad, BadColumns):
        return CannotStart(f"{asked.file}: {columns_words(bad, kind, words)}")
    return Choice(
        columns=columns,
        encoding=opening.format.encoding,
        delimiter=opening.format.delimiter,
        duplicates=Duplicates.SKIP if asked.skip else Duplicates.UPDATE,
        whole=asked.whole,
    )


def _columns(kind: ObjectType, asked: ImportAsked, opening: Opening) -> tuple[str, ...] | CannotStart:
    """What the titles suggest, overruled by what was asked for: a property is taken from one column only."""
    strange = [title for title in asked.columns if title not in opening.header]
    if strange:
        return CannotStart(f"{asked.file} has no column {strange[0]!r}; it has {', '.join(opening.header)}")
    guessed = guess_columns(kind, opening.header)
    named = frozenset(asked.columns.values())
    return tuple(
        asked.columns.get(title, "" if guess in named else guess)
        for title, guess in zip(opening.header, guessed, strict=True)
    )


async def _run(services: Services, one: Import, told: Told) -> Import:
    """Take it to its end, after what a stopped server left behind in the account."""
    while True:
        now = services.store.read(lambda tx: tx.imports.get(one.account_id, one.id)) or one
        if now.state in OVER:
            return now
        first = services.store.read(lambda tx: tx.imports.first_at_work(one.account_id)) or now
        await advance(services, first, ALONE, lambda going: told(Going(going, going.id != one.id)))


def _told(services: Services, over: Import) -> ImportTold:
    reader = Reader(language=Language.EN, catalogue=services.catalogue, settings=services.settings)
    notes = services.store.read(lambda tx: tx.imports.notes(over.account_id, over.id, after=(0, ""), limit=SHOWN + 1))
    page = progress_page(reader, over, notes, CONTACTS)
    counts = tuple(f"  {count.words}: {count.number}" for count in page.counts)
    lines = tuple(f"  line {line.line}: {line.column}: {line.what} {line.value}".rstrip() for line in page.report)
    more = ("  … (--report writes all of them)",) if len(notes) > SHOWN else ()
    return ImportTold(over.state is ImportState.DONE, (f"{page.title}. {page.summary}", *counts, *lines, *more))


def _write_report(services: Services, over: Import, to: Path) -> None:
    words, after = translations(Language.EN), (0, "")
    with to.open("wb") as file:
        file.write(report_head(words))
        while notes := services.store.read(
            lambda tx, at=after: tx.imports.notes(over.account_id, over.id, after=at, limit=500)  # type: ignore[misc]
        ):
            file.write(report_csv(notes, CONTACTS, words))
            after = (notes[-1].line, notes[-1].property)


def export_contacts(data_dir: Path, account_id: int, file: BinaryIO) -> int | CannotStart:
    """Write every contact of the account to `file`; how many. Only while no server holds the database: that they left
    is written in the audit.
    """
    return act_in(data_dir, lambda services: _export(services, account_id, file))


async def _export(services: Services, account_id: int, file: BinaryIO) -> int | CannotStart:
    if services.store.read(lambda tx: tx.accounts.get(account_id)) is None:
        return CannotStart(f"there is no account {account_id}")

    def begin(tx: Transaction) -> Export:
        export = export_of(tx, account_id)
        note_export(tx, account_id, export, filtered=False, user_id=None)
        return export

    export = await services.store.write(begin)
    file.write(export.header)
    after, lines = 0, 0
    while True:
        part = services.store.read(lambda tx, at=after: export_all(tx, account_id, export, at))  # type: ignore[misc]
        file.write(part.lines)
        lines += part.many
        if not part.after:
            return lines
        after = part.after
