"""Contacts within what each person may see and change (product section 3)."""

import pytest

from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.audit_entry import Act
from admittance.usecases.contacts.list_contacts import (
    FOUND_SIZE,
    MOST_LOOKED_AT,
    PAGE_SIZE,
    AskedContacts,
    ContactList,
    Order,
    Wanted,
    list_contacts,
)
from admittance.usecases.contacts.show_contact import ContactShown, show_contact
from admittance.usecases.contacts.standing import MayNot
from admittance.usecases.contacts.write_contact import (
    Stale,
    create_contact,
    delete_contact,
    save_contact,
    write_note,
)
from admittance.usecases.crm.associating import AskedAssociation
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES
from admittance.usecases.crm.create_record import AskedRecord, create_record
from admittance.usecases.crm.object_types import CALLS, CONTACTS
from admittance.usecases.crm.problems import AlreadyExists, BadProperties
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.outcomes import NotThere
from tests.usecases.contacts.world import A1, A2, ADMIN, MATE, NONE, NOW, OTHER, POLICY, REP, STRANGER, add

pytestmark = pytest.mark.anyio


def listed(store: SqliteStore, user: int, asked: AskedContacts = AskedContacts(), account: int = A1) -> list[str]:  # noqa: B008
    """First names over all pages."""
    names: list[str] = []
    while True:
        page = store.read(lambda tx, asked=asked: list_contacts(tx, POLICY, account, user, asked))  # type: ignore[misc]
        assert isinstance(page, ContactList)
        names += [one.properties.get("firstname", "") for one in page.contacts]
        if page.next is None:
            return names
        asked = AskedContacts(
            **{name: getattr(asked, name) for name in asked.__struct_fields__} | {"cursor": page.next}
        )


async def everybodys(store: SqliteStore) -> dict[str, Record]:
    """A contact of each owner, and one of nobody's."""
    return {
        name: await add(store, owner, firstname=name)
        for name, owner in (("admins", ADMIN), ("reps", REP), ("mates", MATE), ("others", OTHER), ("nobodys", None))
    }


async def test_everybody_sees_what_their_right_reaches(store: SqliteStore) -> None:
    """View at All, Team, Owned with unassigned, None: the list holds these contacts and no other, whatever is asked."""
    await everybodys(store)
    seen = {
        ADMIN: {"admins", "reps", "mates", "others", "nobodys"},
        REP: {"reps", "mates"},
        MATE: {"reps", "mates"},
        OTHER: {"others", "nobodys"},
    }
    for user, names in seen.items():
        for asked in (AskedContacts(), AskedContacts(order=Order.NAME)):
            assert set(listed(store, user, asked)) == names, (user, asked)
        for name in ("admins", "reps", "mates", "others", "nobodys"):
            assert (listed(store, user, AskedContacts(query=name)) == [name]) == (name in names), (user, name)
    for user, account in ((NONE, A1), (STRANGER, A1), (ADMIN, A2)):
        look = store.read(
            lambda tx, user=user, account=account: list_contacts(tx, POLICY, account, user, AskedContacts())
        )  # type: ignore[misc]
        assert isinstance(look, NotThere)


async def test_a_filter_never_widens_what_one_sees(store: SqliteStore) -> None:
    """Asking for a colleague's contacts gives none that one could not see anyway."""
    await everybodys(store)
    assert listed(store, REP, AskedContacts(owner=ADMIN)) == []
    assert listed(store, REP, AskedContacts(owner=MATE)) == ["mates"]
    assert listed(store, REP, AskedContacts(owner=0)) == []
    assert listed(store, OTHER, AskedContacts(owner=0)) == ["nobodys"]


async def test_filters_find_what_they_say(store: SqliteStore) -> None:
    """Owner, company, with or without e-mail and number, and the day of creation narrow the list together."""
    await add(store, REP, firstname="all", company="Firm AB", email="a@a.test", phone="1234")
    await add(store, None, firstname="mobile", mobilephone="1234", company="firm ab")
    await add(store, None, firstname="bare")
    found = {
        AskedContacts(company="FIRM AB"): {"all", "mobile"},
        AskedContacts(email=Wanted.YES): {"all"},
        AskedContacts(email=Wanted.NO): {"mobile", "bare"},
        AskedContacts(phone=Wanted.YES): {"all", "mobile"},
        AskedContacts(phone=Wanted.NO, email=Wanted.NO): {"bare"},
        AskedContacts(owner=REP, email=Wanted.YES, company="firm ab"): {"all"},
        AskedContacts(since=NOW): {"all", "mobile", "bare"},
        AskedContacts(since=NOW + 1): set(),
    }
    for asked, names in found.items():
        assert set(listed(store, ADMIN, asked)) == names, asked


@pytest.mark.parametrize("order", [Order.NEWEST, Order.NAME])
@pytest.mark.parametrize("user", [ADMIN, REP])
async def test_pages_hold_each_contact_once(store: SqliteStore, order: Order, user: int) -> None:
    """Following the cursor goes through all of them in order, also through many of one name."""
    names = [f"{chr(97 + number % 3)}" for number in range(3 * PAGE_SIZE)]
    for name in names:
        await add(store, REP, firstname=name)
    got = listed(store, user, AskedContacts(order=order))
    assert got == (sorted(names) if order is Order.NAME else names[::-1])


async def test_a_search_goes_on_behind_its_last(store: SqliteStore) -> None:
    """While a search is on the oldest comes first, ten at a time, and every one of them once."""
    names = [f"anna{number}" for number in range(2 * FOUND_SIZE + 3)]
    for name in (*names, "bo"):
        await add(store, None, firstname=name)
    first = store.read(lambda tx: list_contacts(tx, POLICY, A1, ADMIN, AskedContacts(query="anna")))
    assert isinstance(first, ContactList)
    assert len(first.contacts) == FOUND_SIZE
    assert listed(store, ADMIN, AskedContacts(query="anna", order=Order.NAME)) == names


async def test_a_page_looks_at_a_bounded_number(store: SqliteStore) -> None:
    """A filter that few meet ends a page early, says so, and the cursor goes on where it stopped."""
    rows = [{"firstname": "x", "email": f"{number}@a.test"} for number in range(MOST_LOOKED_AT + 10)]
    await store.write(lambda tx: tx.crm.records.add_many(A1, CONTACTS, [{"firstname": "old"}, *rows], NOW))
    asked = AskedContacts(email=Wanted.NO)
    page = store.read(lambda tx: list_contacts(tx, POLICY, A1, ADMIN, asked))
    assert isinstance(page, ContactList)
    assert (page.contacts, page.unfinished, page.next is None) == ((), True, False)
    assert listed(store, ADMIN, asked) == ["old"]


async def test_who_may_change_what(store: SqliteStore) -> None:
    """Edit and Delete at Owned: one's own; what one doesn't see is not there, what one only sees stays as it is."""
    made = await everybodys(store)

    async def save(user: int, name: str) -> object:
        one = made[name]
        return await store.write(
            lambda tx: save_contact(tx, POLICY, A1, user, str(one.id), {"city": "Umeå"}, one.version, NOW)
        )

    async def delete(user: int, name: str) -> object:
        one = made[name]
        return await store.write(lambda tx: delete_contact(tx, POLICY, A1, user, str(one.id), one.version, NOW))

    assert isinstance(await delete(REP, "mates"), MayNot)
    assert isinstance(await save(REP, "mates"), MayNot)
    assert isinstance(await save(REP, "admins"), NotThere)
    assert isinstance(await delete(STRANGER, "reps"), NotThere)
    assert isinstance(await delete(OTHER, "nobodys"), Record)
    assert isinstance(await save(REP, "reps"), Record)
    assert isinstance(await delete(REP, "reps"), Stale)
    assert isinstance(await save(ADMIN, "mates"), Record)


async def test_two_people_at_once_lose_nothing(store: SqliteStore) -> None:
    """Our pages send the version: the second save finds what the first one did and changes nothing."""
    one = await add(store, REP, firstname="Anna")
    first = await store.write(
        lambda tx: save_contact(tx, POLICY, A1, REP, str(one.id), {"city": "Umeå"}, one.version, NOW)
    )
    assert isinstance(first, Record)
    second = await store.write(
        lambda tx: save_contact(tx, POLICY, A1, ADMIN, str(one.id), {"city": "Lund"}, one.version, NOW)
    )
    assert second == Stale(first)


async def test_what_is_created_is_the_creators_to_see(store: SqliteStore) -> None:
    """Whoever may change only their own becomes the owner; a Super Admin's contact is nobody's unless they say so."""
    for user, owner in ((REP, str(REP)), (ADMIN, None)):
        made = await store.write(lambda tx, user=user: create_contact(tx, POLICY, A1, user, {"firstname": "New"}, NOW))  # type: ignore[misc]
        assert isinstance(made, Record)
        assert made.properties.get("hubspot_owner_id") == owner
    wrong = await store.write(lambda tx: create_contact(tx, POLICY, A1, REP, {"email": "no"}, NOW))
    assert isinstance(wrong, BadProperties)
    await add(store, ADMIN, email="a@a.test")
    taken = await store.write(lambda tx: create_contact(tx, POLICY, A1, REP, {"email": "A@a.test"}, NOW))
    assert isinstance(taken, AlreadyExists)


async def test_the_timeline_holds_calls_and_notes_newest_first(store: SqliteStore) -> None:
    """By when they happened; a call that the person may not see isn't there, and the audit names who wrote."""
    one = await add(store, REP, firstname="Anna")
    kind = next(one for one in ASSOCIATION_TYPES.values() if one.name == "call_to_contact")
    for at in (NOW - 5_000, NOW + 5_000):
        asked = AskedRecord({"hs_timestamp": at}, (AskedAssociation(one.id, "HUBSPOT_DEFINED", kind.id),))
        await store.write(lambda tx, asked=asked: create_record(tx, A1, CALLS, asked, Writer(user_id=REP), NOW))  # type: ignore[misc]
    note = await store.write(lambda tx: write_note(tx, POLICY, A1, REP, str(one.id), "Hello", NOW))
    assert isinstance(note, Record)
    shown = store.read(lambda tx: show_contact(tx, POLICY, A1, REP, str(one.id)))
    assert isinstance(shown, ContactShown)
    assert [entry.record.kind.name for entry in shown.entries] == ["calls", "notes", "calls"]
    mates = store.read(lambda tx: show_contact(tx, POLICY, A1, MATE, str(one.id)))
    assert isinstance(mates, ContactShown)
    assert [entry.record.kind.name for entry in mates.entries] == ["calls", "calls"]
    rows = store.read(lambda tx: tx.audit.rows(A1, limit=100))
    assert [row.entry.actor for row in rows if row.entry.act is Act.RECORD_WRITTEN] == [REP] * 3
