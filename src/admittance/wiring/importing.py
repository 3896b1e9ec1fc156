"""An import goes on, in pieces small enough that nobody waits for them. Beside the server `import_turns` calls."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Iterator
from contextlib import asynccontextmanager
from functools import partial
from itertools import count
from typing import BinaryIO

from msgspec import Struct

from admittance.core import lifetimes
from admittance.http.logs import frames_of, logger
from admittance.http.services import Services
from admittance.http.staged_files import drop_staged, open_staged
from admittance.usecases.imports.csv_file import BadFile, Encoding, Format, Read, Row, read_rows
from admittance.usecases.imports.records import OVER, Import, ImportState, RowNote, WhyOver
from admittance.usecases.imports.running import (
    begin_check,
    check_rows,
    end_check,
    end_writing,
    give_up,
    note_checked,
    write_rows,
)
from admittance.usecases.imports.undoing import undo_some
from admittance.usecases.ports import StoreUnavailable

KEPT = 30 * lifetimes.DAY
"""How long an import's report can be looked at."""
CHECKED_AT_ONCE = 100
TOLD_EVERY = 20
"""Pieces between two notes of how far a check is."""
NOTED_AT_ONCE = 2_000
"""About so many lines of a report are written, or forgotten, in one transaction."""


class Pace(Struct, frozen=True):
    """How much is done in one piece: beside a server few rows, or everybody else waits."""

    rows: int
    pause_s: float


BESIDE_OTHERS = Pace(40, 0.001)
ALONE = Pace(1_000, 0.0)

Told = Callable[[Import], None]


async def advance(
    services: Services, one: Import, pace: Pace, told: Told = lambda one: None, turn: asyncio.Lock | None = None
) -> None:
    """Take the import to its next state. A mistake of ours undoes it: nothing half imported stays.

    Imports that share a `turn` do a piece each in turn: the lock lets in whoever has waited longest.
    """
    run = _Run(services, one, pace, told, turn or asyncio.Lock())
    try:
        await _advance(run)
    except (StoreUnavailable, asyncio.CancelledError):
        raise
    except Exception as problem:  # why: whatever it was, the import must not be tried for ever
        logger("server").error("import_failed", error=type(problem).__name__, frames=frames_of(problem))
        await run.act(give_up, WhyOver.FAILED)
        return
    after = services.store.read(lambda tx: tx.imports.get(one.account_id, one.id))
    if after is not None and after.state in OVER:
        await _clear(run)


class _Run(Struct, frozen=True):
    """One import being taken on."""

    services: Services
    one: Import
    pace: Pace
    told: Told
    turn: asyncio.Lock

    @asynccontextmanager
    async def piece(self) -> AsyncGenerator[None]:
        """A piece of the work and the pause after it. INVARIANT: of imports that share a turn one has it at a time, so
        however many there are, everybody else waits for one piece.
        """
        async with self.turn:
            yield
            await asyncio.sleep(self.pace.pause_s)

    async def act(self, act: Callable[..., Import | None], *what: object) -> Import | None:
        """Run one act of `usecases.imports` on it, and tell how it stands then."""
        one, now = self.one, self.services.clock.now()
        after = await self.services.store.write(lambda tx: act(tx, one.account_id, one.id, *what, now))
        if after is not None:
            self.told(after)
        return after


async def _advance(run: _Run) -> None:
    if run.one.state is ImportState.UNDOING:
        await _undo(run)
        return
    file = open_staged(run.services.settings, run.one)
    if file is None:
        await run.act(give_up, WhyOver.FILE_GONE)
        return
    with file:
        await (_check(run, file) if run.one.state is ImportState.CHECKING else _write(run, file))


async def _check(run: _Run, file: BinaryIO) -> None:
    await _forget_notes(run)
    if await run.act(begin_check) is None:
        return
    looked = 0
    notes: list[RowNote] = []
    reading = _body(file, run.one)
    for piece in count(1):
        async with run.piece():
            rows, fault, over = _some(reading, CHECKED_AT_ONCE)
            notes += run.services.store.read(partial(check_rows, one=run.one, rows=rows))
            looked += len(rows)
            if over or piece % TOLD_EVERY == 0 or len(notes) >= NOTED_AT_ONCE:
                if await run.act(note_checked, looked, notes) is None:
                    return  # it was cancelled
                notes = []
            if over:
                await run.act(end_check, fault)
                return


async def _write(run: _Run, file: BinaryIO) -> None:
    if not run.one.looked:
        await _forget_notes(run)  # what the check noted
    reading = _body(file, run.one)
    at, over = 0, False
    while at < run.one.looked and not over:  # what a killed server has written already
        async with run.piece():
            rows, _, over = _some(reading, min(CHECKED_AT_ONCE, run.one.looked - at))
            at += len(rows)
    while not over:
        async with run.piece():
            rows, fault, over = _some(reading, run.pace.rows)
            if fault is not None:
                await run.act(give_up, WhyOver.FILE_GONE)  # it was whole when it was checked
                return
            if rows:
                written = await run.act(write_rows, run.services.catalogue.policy, at, rows)
                if written is None or written.state is not ImportState.WRITING:
                    return
                at += len(rows)
    await run.act(end_writing)


async def _undo(run: _Run) -> None:
    undone: Import | None = run.one
    while undone is not None and undone.state is ImportState.UNDOING:
        async with run.piece():
            undone = await run.act(undo_some, run.pace.rows)


async def _clear(run: _Run) -> None:
    """Its file and what undoing would have taken are needed no longer."""
    one, more = run.one, True
    drop_staged(run.services.settings, one)
    while more:
        async with run.piece():
            more = await run.services.store.write(
                lambda tx: tx.imports.forget_changes(one.account_id, one.id, NOTED_AT_ONCE)
            )


async def _forget_notes(run: _Run) -> None:
    one, more = run.one, True
    while more:
        async with run.piece():
            more = await run.services.store.write(
                lambda tx: tx.imports.forget_notes(one.account_id, one.id, NOTED_AT_ONCE)
            )


async def tidy(services: Services, turn: asyncio.Lock) -> None:
    """Old imports go, with their reports; a file whose columns nobody chose goes after a day."""
    now = services.clock.now()
    for one in services.store.read(lambda tx: tx.imports.over_before(now - lifetimes.DAY, 100)):
        if one.state is ImportState.CHOOSING or one.changed_at < now - KEPT:
            run = _Run(services, one, BESIDE_OTHERS, lambda one: None, turn)
            await _clear(run)
            await _forget_notes(run)
            await services.store.write(lambda tx, one=one: tx.imports.remove(one.account_id, one.id))  # type: ignore[misc]


def _body(file: BinaryIO, one: Import) -> Iterator[Read]:
    """The rows below the header."""
    reading = read_rows(file, Format(one.encoding or Encoding.UTF_8, one.delimiter))
    next((read for read in reading if isinstance(read, BadFile) or read.cells), None)
    return reading


def _some(reading: Iterator[Read], most: int) -> tuple[list[Row], BadFile | None, bool]:
    """Of the next `most` rows those that aren't blank, what ended them too early, and whether it was the end."""
    rows: list[Row] = []
    for _ in range(most):
        read = next(reading, None)
        if read is None or isinstance(read, BadFile):
            return rows, read, True
        if read.cells:
            rows.append(read)
    return rows, None, False
