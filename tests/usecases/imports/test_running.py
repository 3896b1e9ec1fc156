"""An import is checked to its end, written in pieces, and undone as a whole."""

from collections.abc import Sequence
from functools import partial

import pytest
from msgspec.structs import replace

from admittance.core.levels import Level
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_entry import Act
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES
from admittance.usecases.crm.object_types import CALLS, CONTACTS
from admittance.usecases.crm.records import Record, Search
from admittance.usecases.imports import running
from admittance.usecases.imports.asking import (
    Choice,
    ImportShown,
    NotNow,
    cancel_import,
    choose_columns,
    see_import,
    take_file,
)
from admittance.usecases.imports.csv_file import BadFile, Encoding, FileFault, Row
from admittance.usecases.imports.records import Duplicates, Import, ImportState, RowCode, RowNote, WhyOver
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
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from tests.usecases.contacts.world import A1, A2, ADMIN, MATE, NOW, OTHER, POLICY, REP, STRANGER, add

pytestmark = pytest.mark.anyio

COLUMNS = ("email", "firstname", "hubspot_owner_id", "")
ROWS = (
    Row(2, ("a@x.test", "Anna", "", "left out")),
    Row(3, ("b@x.test", "Bo", "u12@a.test", "")),
    Row(4, ("c@x.test", "'=1+1")),
)


async def begin(
    store: SqliteStore, user: int | None = ADMIN, columns: Sequence[str] = COLUMNS, *, skip: bool = False,
    whole: bool = False,
) -> Import:  # fmt: skip
    """An import with its columns chosen."""
    choice = Choice(
        columns=tuple(columns), encoding=Encoding.UTF_8, delimiter=",", whole=whole,
        duplicates=Duplicates.SKIP if skip else Duplicates.UPDATE,
    )  # fmt: skip
    taken = await store.write(lambda tx: take_file(tx, POLICY, A1, user or ADMIN, "a.csv", 9, NOW))
    assert isinstance(taken, Import)
    begun = await store.write(lambda tx: choose_columns(tx, POLICY, A1, user or ADMIN, taken.id, choice, NOW))
    assert isinstance(begun, Import)
    return begun


async def check(store: SqliteStore, one: Import, rows: Sequence[Row], fault: BadFile | None = None) -> Import:
    """The whole check."""
    await store.write(lambda tx: begin_check(tx, A1, one.id, NOW))
    notes = store.read(lambda tx: check_rows(tx, one, rows))
    await store.write(lambda tx: note_checked(tx, A1, one.id, len(rows), notes, NOW))
    checked = await store.write(lambda tx: end_check(tx, A1, one.id, fault, NOW))
    assert checked is not None
    return checked


async def write(store: SqliteStore, one: Import, rows: Sequence[Row], first: int = 0) -> Import | None:
    """One piece."""
    return await store.write(lambda tx: write_rows(tx, A1, one.id, POLICY, first, rows, NOW))


async def whole(store: SqliteStore, one: Import, rows: Sequence[Row]) -> Import:
    """From the check to the end."""
    await check(store, one, rows)
    await write(store, one, rows)
    done = await store.write(lambda tx: end_writing(tx, A1, one.id, NOW))
    assert done is not None
    return done


def contacts(store: SqliteStore) -> dict[str, dict[str, str]]:
    """E-mail -> properties of every live contact."""
    found = store.read(lambda tx: tx.crm.records.find(A1, CONTACTS, Search(limit=200)))
    return {one.properties.get("email", ""): dict(one.properties) for one in found}


def notes_of(store: SqliteStore, one: Import) -> list[RowNote]:
    """The report."""
    return list(store.read(lambda tx: tx.imports.notes(A1, one.id, after=(0, ""), limit=100)))


async def test_rows_become_contacts(store: SqliteStore) -> None:
    """Columns become properties, owners are found by e-mail, an apostrophe before a formula is taken away again."""
    done = await whole(store, await begin(store), ROWS)
    assert (done.state, done.rows, done.created, done.updated, done.wrong) == (ImportState.DONE, 3, 3, 0, 0)
    assert contacts(store) == {
        "a@x.test": {"email": "a@x.test", "firstname": "Anna"},
        "b@x.test": {"email": "b@x.test", "firstname": "Bo", "hubspot_owner_id": str(REP)},
        "c@x.test": {"email": "c@x.test", "firstname": "=1+1"},
    }
    acts = [row.entry for row in store.read(lambda tx: tx.audit.rows(A1, limit=50))]
    assert [one.act for one in acts][-3:] == [Act.IMPORT_STARTED, Act.RECORD_WRITTEN, Act.IMPORT_DONE]
    assert {one.actor for one in acts[-3:]} == {ADMIN}


async def test_every_wrong_row_is_named_and_the_others_are_in(store: SqliteStore) -> None:
    """Wrong types, unknown owners, too many cells and empty rows stand in the report with their line and value."""
    wrong = (
        Row(5, ("no mail", "X", "nobody@x.test", "")),
        Row(6, ("", "", "", "only what is left out")),
        Row(7, ("d@x.test", "D", "", "", "")),
    )
    one = await begin(store)
    done = await whole(store, one, (*ROWS, *wrong))
    assert (done.created, done.wrong) == (3, 3)
    assert notes_of(store, one) == [
        RowNote(5, "email", "INVALID_EMAIL", "no mail"),
        RowNote(5, "hubspot_owner_id", "INVALID_OWNER_ID", "nobody@x.test"),
        RowNote(6, "", "EMPTY"),
        RowNote(7, "", "TOO_MANY_CELLS"),
    ]


async def test_an_owner_of_another_account_reads_like_nobody(store: SqliteStore) -> None:
    """Whether an address is somebody's elsewhere on the server, and whose number it is, stays unsaid."""
    one = await begin(store)
    rows = (Row(2, ("a@x.test", "A", "u16@a.test")), Row(3, ("b@x.test", "B", "nobody@a.test")))
    assert (await whole(store, one, rows)).wrong == 2
    assert notes_of(store, one) == [
        RowNote(2, "hubspot_owner_id", "INVALID_OWNER_ID", "u16@a.test"),
        RowNote(3, "hubspot_owner_id", "INVALID_OWNER_ID", "nobody@a.test"),
    ]


async def test_a_contact_out_of_sight_is_no_contact(store: SqliteStore) -> None:
    """By its record id it reads like one that is absent, whether known contacts are updated or skipped."""
    hidden = await add(store, OTHER, email="a@x.test")
    for skip in (False, True):
        one = await begin(store, REP, ("hs_object_id", "firstname"), skip=skip)
        await whole(store, one, (Row(2, (str(hidden.id), "New")),))
        assert notes_of(store, one) == [RowNote(2, "hs_object_id", RowCode.NO_SUCH_CONTACT, str(hidden.id))]


async def test_all_or_nothing_writes_nothing_for_one_wrong_row(store: SqliteStore) -> None:
    """Where the person asked for it, a wrong row refuses the file before anything is written."""
    checked = await check(store, await begin(store, whole=True), (*ROWS, Row(5, ("no mail",))))
    assert (checked.state, checked.why) == (ImportState.REFUSED, WhyOver.ROWS_WRONG)
    assert contacts(store) == {}


async def test_a_file_that_can_not_be_read_writes_nothing(store: SqliteStore) -> None:
    """Broken quoting on the last line refuses the rows before it as well, and says where."""
    checked = await check(store, await begin(store), ROWS, BadFile(FileFault.QUOTES, 5))
    assert (checked.state, checked.fault, checked.fault_line) == (ImportState.REFUSED, FileFault.QUOTES, 5)
    assert contacts(store) == {}


async def test_known_contacts_are_updated_or_skipped(store: SqliteStore) -> None:
    """By e-mail in any case, or by record id; an empty cell clears nothing; a skipped row is named."""
    old = await add(store, REP, email="a@x.test", firstname="Old", city="Umeå")
    done = await whole(store, await begin(store), (Row(2, ("A@x.test", "New", "", "")),))
    assert (done.created, done.updated) == (0, 1)
    assert contacts(store)["a@x.test"] == {
        "email": "a@x.test", "firstname": "New", "city": "Umeå", "hubspot_owner_id": str(REP)
    }  # fmt: skip
    by_id = await begin(store, columns=("hs_object_id", "email"))
    done = await whole(store, by_id, (Row(2, (str(old.id), "z@x.test")), Row(3, ("77", "y@x.test"))))
    assert (done.updated, done.wrong) == (1, 1)
    assert notes_of(store, by_id) == [RowNote(3, "hs_object_id", RowCode.NO_SUCH_CONTACT, "77")]
    skipping = await begin(store, skip=True)
    rows = (Row(2, ("z@x.test", "Skipped")), Row(3, ("n@x.test", "New")), Row(4, ("n@x.test", "Again")))
    done = await whole(store, skipping, rows)
    assert (done.created, done.skipped) == (1, 2)
    assert notes_of(store, skipping) == [
        RowNote(2, "email", RowCode.THERE_ALREADY),
        RowNote(4, "email", RowCode.EARLIER_ROW, "3"),
    ]


async def test_an_importer_changes_no_more_than_by_hand(store: SqliteStore) -> None:
    """With Edit at Owned, new contacts are the importer's own, and a colleague's contact stays as it is."""
    await add(store, MATE, email="a@x.test", firstname="Mates")
    done = await whole(store, await begin(store, REP), ROWS[:2])
    assert (done.created, done.wrong) == (1, 1)
    assert contacts(store)["a@x.test"]["firstname"] == "Mates"
    assert contacts(store)["b@x.test"]["hubspot_owner_id"] == str(REP)


async def test_a_piece_is_written_once_whoever_asks_again(store: SqliteStore) -> None:
    """A server that was killed after the commit begins behind what is stored: the same rows again change nothing."""
    one = await begin(store)
    await check(store, one, ROWS)
    assert await write(store, one, ROWS[:2]) is not None
    assert await write(store, one, ROWS[:2]) is None
    assert await write(store, one, ROWS[2:], 2) is not None
    assert len(contacts(store)) == 3


async def test_a_cancelled_import_is_taken_back(store: SqliteStore) -> None:
    """What it made is gone, what it changed is as before, and e-mail addresses are free again."""
    await add(store, REP, email="a@x.test", firstname="Old")
    before = contacts(store)
    one = await begin(store)
    await check(store, one, (*ROWS, Row(5, ("a@x.test", "Twice"))))
    await write(store, one, (*ROWS, Row(5, ("a@x.test", "Twice"))))
    assert contacts(store)["a@x.test"]["firstname"] == "Twice"
    cancelled = await store.write(lambda tx: cancel_import(tx, POLICY, A1, ADMIN, one.id, NOW))
    assert isinstance(cancelled, Import)
    assert cancelled.state is ImportState.UNDOING
    undone: Import | None = cancelled
    while undone is not None and undone.state is ImportState.UNDOING:
        undone = await store.write(lambda tx: undo_some(tx, A1, one.id, 2, NOW))
    assert undone is not None
    assert (undone.state, undone.kept) == (ImportState.UNDONE, 0)
    assert contacts(store) == before
    assert isinstance(await store.write(lambda tx: cancel_import(tx, POLICY, A1, ADMIN, one.id, NOW)), NotNow)
    assert store.read(lambda tx: tx.audit.rows(A1, limit=99))[-1].entry.act is Act.IMPORT_UNDONE


async def test_undoing_takes_nobody_elses_work(store: SqliteStore) -> None:
    """By difference: a value that somebody changed since stays, and so does a new contact that they work with."""
    old = await add(store, REP, email="a@x.test", firstname="Old", city="Umeå")
    one = await begin(store, columns=("email", "firstname", "city"))
    rows = (Row(2, ("a@x.test", "New", "Lund")), Row(3, ("b@x.test", "Bo")), Row(4, ("c@x.test", "Cia")))
    await check(store, one, rows)
    await write(store, one, rows)

    def meanwhile(tx: Transaction) -> None:
        kind = next(kind for kind in ASSOCIATION_TYPES.values() if kind.name == "call_to_contact")
        a = tx.crm.records.get(A1, CONTACTS, old.id)
        tx.crm.records.replace(A1, a, {**a.properties, "firstname": "Theirs"}, NOW)
        b = tx.crm.records.by_unique(A1, CONTACTS, "email", "b@x.test")
        call = tx.crm.records.add(A1, CALLS, {}, NOW)
        assert isinstance(call, Record)
        tx.crm.associations.add(A1, kind, call.id, b.id)

    await store.write(meanwhile)
    await store.write(lambda tx: give_up(tx, A1, one.id, WhyOver.FAILED, NOW))
    undone = await store.write(lambda tx: undo_some(tx, A1, one.id, 99, NOW))
    assert undone is not None
    assert (undone.state, undone.kept) == (ImportState.UNDONE, 1)
    assert {email: own.get("firstname") for email, own in contacts(store).items()} == {
        "a@x.test": "Theirs",
        "b@x.test": "Bo",
    }
    assert contacts(store)["a@x.test"]["city"] == "Umeå"
    assert [(note.line, note.code) for note in notes_of(store, one)] == [(3, RowCode.KEPT)]


async def test_an_importer_who_may_no_longer_is_stopped(store: SqliteStore) -> None:
    """Rights are looked at with every piece: losing them undoes the import."""
    one = await begin(store, REP)
    await check(store, one, ROWS)
    await write(store, one, ROWS[:1])
    rights = {"crm.contacts.view": Level.ALL}
    await store.write(lambda tx: tx.people.set_rights(A1, REP, super_admin=False, permission_set=None, rights=rights))
    stopped = await write(store, one, ROWS[1:], 1)
    assert stopped is not None
    assert (stopped.state, stopped.why) == (ImportState.UNDOING, WhyOver.RIGHTS_LOST)


async def test_an_import_is_its_importers_alone(store: SqliteStore) -> None:
    """A colleague, another account and a made-up number find nothing there."""
    one = await begin(store)
    for account, user, number in ((A1, REP, one.id), (A2, STRANGER, one.id), (A1, ADMIN, one.id + 1)):
        seen = store.read(lambda tx, a=account, u=user, n=number: see_import(tx, POLICY, a, u, n))  # type: ignore[misc]
        assert isinstance(seen, NotThere), (account, user, number)


async def test_an_import_waits_for_its_own_account_alone(store: SqliteStore) -> None:
    """In the order in which columns were chosen, whoever did it and whichever file came first; the first of each
    account is in line.
    """
    later, sooner = await begin(store), await begin(store, REP)
    await store.write(lambda tx: tx.imports.put(replace(later, begun_at=NOW + 1)))
    other = await store.write(lambda tx: tx.imports.add(replace(sooner, account_id=A2, user_id=STRANGER)))

    def waiting(tx: Transaction) -> list[bool]:
        shown = ((A1, ADMIN, later), (A1, REP, sooner), (A2, STRANGER, other))
        seen = [see_import(tx, POLICY, account, user, one.id) for account, user, one in shown]
        return [isinstance(one, ImportShown) and one.waits for one in seen]

    assert store.read(waiting) == [True, False, False]
    assert [one.id for one in store.read(lambda tx: tx.imports.in_line(9))] == [sooner.id, other.id]
    assert [one.id for one in store.read(lambda tx: tx.imports.in_line(1))] == [sooner.id]
    await store.write(lambda tx: give_up(tx, A1, sooner.id, WhyOver.CANCELLED, NOW))
    assert store.read(waiting) == [False, False, False]


async def test_the_report_has_so_many_lines(store: SqliteStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """Counted are its lines, of which a row may have many; rows beyond are only counted, and it goes piece by piece."""
    monkeypatch.setattr(running, "MOST_NOTED", 3)
    one = await begin(store)
    await store.write(lambda tx: begin_check(tx, A1, one.id, NOW))
    for line in (2, 4):
        notes = [RowNote(place, name, "WRONG") for place in (line, line + 1) for name in ("a", "b")]
        checked = await store.write(partial(_checked, one=one, looked=line, notes=notes))
    assert checked is not None
    assert (checked.wrong, checked.noted) == (4, 3)
    assert [(note.line, note.property) for note in notes_of(store, one)] == [(2, "a"), (2, "b"), (3, "a")]

    assert await store.write(lambda tx: tx.imports.forget_notes(A1, one.id, 1))
    assert [note.line for note in notes_of(store, one)] == [3]
    assert await store.write(lambda tx: tx.imports.forget_notes(A1, one.id, 1))
    assert not await store.write(lambda tx: tx.imports.forget_notes(A1, one.id, 1))
    assert notes_of(store, one) == []


def _checked(tx: Transaction, *, one: Import, looked: int, notes: Sequence[RowNote]) -> Import | None:
    return note_checked(tx, A1, one.id, looked, notes, NOW)
