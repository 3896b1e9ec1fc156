"""The contract: records of the CRM, their links, and idempotency keys."""

import asyncio

from msgspec.structs import replace

from admittance.core import lifetimes
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES
from admittance.usecases.crm.object_types import CALLS, CONTACTS, DEALS, TICKETS
from admittance.usecases.crm.pipelines import first_pipelines
from admittance.usecases.crm.records import Associated, Filter, Operator, Record, Search, Sort, Taken
from admittance.usecases.crm_ports import KeptReply, Stale
from admittance.usecases.ports import Store, Transaction
from tests.storage.contract.fixtures import Reopen

NOW = 1_700_000_000_000
ASA = {"firstname": "Åsa", "lastname": "Öberg", "email": "asa@oberg.example", "phone": "+46 70-123 45 67"}


async def _add(store: Store, account_id: int = 1, now: int = NOW, **properties: str) -> Record:
    made = await store.write(lambda tx: tx.crm.records.add(account_id, CONTACTS, properties, now))
    assert isinstance(made, Record)
    return made


def _found(store: Store, query: str, account_id: int = 1) -> list[int]:
    search = Search(query=query, limit=50)
    return [one.id for one in store.read(lambda tx: tx.crm.records.find(account_id, CONTACTS, search))]


async def test_a_record_is_read_as_it_was_added(store: Store, reopen: Reopen) -> None:
    """A record is found by id and by unique value, whatever the case, also after the store was opened again."""
    made = await _add(store, **ASA)

    assert (made.version, made.created_at, made.updated_at, made.archived_at) == (1, NOW, NOW, None)
    again = await reopen()
    assert again.read(lambda tx: tx.crm.records.get(1, CONTACTS, made.id)) == made
    assert again.read(lambda tx: tx.crm.records.by_unique(1, CONTACTS, "email", "ASA@oberg.example")) == made


async def test_an_id_means_nothing_elsewhere(store: Store) -> None:
    """A record is of one account and one type: its id is nobody's in another, and the ids of two accounts differ."""
    mine, theirs = await _add(store, 1, **ASA), await _add(store, 2, **ASA)

    assert mine.id != theirs.id
    assert 0 < mine.id < 2**53
    assert store.read(lambda tx: tx.crm.records.get(2, CONTACTS, mine.id)) is None
    assert store.read(lambda tx: tx.crm.records.get(1, CALLS, mine.id)) is None
    assert store.read(lambda tx: tx.crm.records.get(1, CONTACTS, 2**53 - 1)) is None
    assert store.read(lambda tx: tx.crm.records.get(1, CONTACTS, 0)) is None


async def test_live_records_share_no_unique_value(store: Store) -> None:
    """A unique value is taken in any case, and free again when its record changes it or is archived."""
    asa = await _add(store, **ASA)

    def take(tx: Transaction) -> Record | Taken:
        return tx.crm.records.add(1, CONTACTS, {"email": "Asa@Oberg.Example"}, NOW)

    assert await store.write(take) == Taken("email", asa.id)
    await store.write(lambda tx: tx.crm.records.replace(1, asa, {"email": "other@oberg.example"}, NOW))
    second = await store.write(take)
    assert isinstance(second, Record)
    changed = store.read(lambda tx: tx.crm.records.get(1, CONTACTS, asa.id))
    assert changed is not None
    taken = await store.write(lambda tx: tx.crm.records.replace(1, changed, {"email": "ASA@oberg.example"}, NOW))
    assert taken == Taken("email", second.id)
    assert await store.write(lambda tx: tx.crm.records.archive(1, CONTACTS, second.id, NOW))
    assert isinstance(await store.write(take), Record)


async def test_of_many_at_once_one_gets_the_value(store: Store) -> None:
    """64 simultaneous adds with one e-mail address make one record."""
    made = await asyncio.gather(
        *(store.write(lambda tx: tx.crm.records.add(1, CONTACTS, {"email": "a@b.example"}, NOW)) for _ in range(64))
    )

    assert sum(isinstance(one, Record) for one in made) == 1
    assert sum(isinstance(one, Taken) for one in made) == 63


async def test_a_record_changes_only_from_the_version_that_was_seen(store: Store) -> None:
    """Each change counts the version up; one that names an older version changes nothing."""
    made = await _add(store, **ASA)

    changed = await store.write(lambda tx: tx.crm.records.replace(1, made, {"lastname": "Berg"}, NOW + 5, 1))
    assert isinstance(changed, Record)
    assert (changed.version, changed.properties, changed.updated_at) == (2, {"lastname": "Berg"}, NOW + 5)
    stale = await store.write(lambda tx: tx.crm.records.replace(1, changed, {}, NOW + 9, 1))
    assert stale == Stale(2)
    assert store.read(lambda tx: tx.crm.records.get(1, CONTACTS, made.id)) == changed


async def test_an_archived_record_is_out_of_the_way(store: Store) -> None:
    """It is read only as archived, archived only once, and is in no list and no search."""
    asa, bo = await _add(store, **ASA), await _add(store, firstname="Bo")

    assert await store.write(lambda tx: tx.crm.records.archive(1, CONTACTS, asa.id, NOW + 5))
    assert not await store.write(lambda tx: tx.crm.records.archive(1, CONTACTS, asa.id, NOW + 6))

    assert store.read(lambda tx: tx.crm.records.get(1, CONTACTS, asa.id)) is None
    archived = store.read(lambda tx: tx.crm.records.get(1, CONTACTS, asa.id, archived=True))
    assert archived is not None
    assert archived.archived_at == NOW + 5
    live = store.read(lambda tx: tx.crm.records.page(1, CONTACTS, after=0, limit=9))
    gone = store.read(lambda tx: tx.crm.records.page(1, CONTACTS, after=0, limit=9, archived=True))
    assert ([one.id for one in live], [one.id for one in gone]) == ([bo.id], [asa.id])
    assert _found(store, "asa") == []
    assert store.read(lambda tx: tx.crm.records.count(1, CONTACTS, Search(), 99)) == 1


async def test_a_list_goes_on_after_an_id(store: Store) -> None:
    """Pages by id hold every record once, in the order of making, and none of another account."""
    ids = [(await _add(store, firstname=f"Number {number}")).id for number in range(7)]
    await _add(store, 2, firstname="Elsewhere")

    seen: list[int] = []

    def page(tx: Transaction) -> list[int]:
        return [one.id for one in tx.crm.records.page(1, CONTACTS, after=max(seen, default=0), limit=3)]

    while more := store.read(page):
        seen += more
    assert seen == ids == sorted(ids)


async def test_search_finds_without_case_and_marks(store: Store) -> None:
    """Pieces of names, addresses and numbers find a record: "asa" finds "Åsa", digits find a number however grouped."""
    asa, bo = await _add(store, **ASA), await _add(store, firstname="Bo", company="Ægir & Søn AB")

    for query in ("asa", "ÅSA", "öberg", "ober", "ASA oberg", "asa@oberg", "as", "ö", "o as", "^^as", "46701234567"):
        assert _found(store, query) == [asa.id], query
    for query in ("+46 70 123", "070-123 45", "0046701234567", "+4670-1234567", "12345", "070123"):
        assert _found(store, query) == [asa.id], query
    for query in ("aegir", "son", "b", "ab son", "ægir", "& b"):
        assert _found(store, query) == [bo.id], query
    for query in ("sa", "zz", "asa bo", "@", '"', "asa*", "asa OR bo", "%", "asa%"):
        assert _found(store, query) == [], query
    assert _found(store, "asa", account_id=2) == []


async def test_search_follows_every_change(store: Store) -> None:
    """What a record no longer holds finds it no more, and what it holds now does."""
    asa = await _add(store, **ASA)

    await store.write(lambda tx: tx.crm.records.replace(1, asa, {"firstname": "Eva", "phone": "08-22"}, NOW))

    assert (_found(store, "asa"), _found(store, "oberg"), _found(store, "701234")) == ([], [], [])
    assert (_found(store, "eva"), _found(store, "0822"), _found(store, "ev")) == ([asa.id], [asa.id], [asa.id])


async def test_a_search_has_pages_and_a_count(store: Store) -> None:
    """A page holds one record more than asked where there is one; the count stops where it is told to."""
    ids = [(await _add(store, firstname=f"Anna {number}")).id for number in range(7)]
    search = Search(query="anna", offset=2, limit=3)

    page = store.read(lambda tx: tx.crm.records.find(1, CONTACTS, search))

    assert [one.id for one in page] == ids[2:6]
    assert store.read(lambda tx: tx.crm.records.count(1, CONTACTS, search, 99)) == 7
    assert store.read(lambda tx: tx.crm.records.count(1, CONTACTS, search, 5)) == 5
    assert store.read(lambda tx: tx.crm.records.count(2, CONTACTS, Search(), 5)) == 0


async def test_what_was_written_last_comes_first(store: Store) -> None:
    """Sorted by time of change, with or without a filter on it: the way of those who follow what is new."""
    first, second = await _add(store, now=NOW, firstname="A"), await _add(store, now=NOW + 1, firstname="B")
    await store.write(lambda tx: tx.crm.records.replace(1, first, {"firstname": "C"}, NOW + 2))
    modified = CONTACTS.properties["lastmodifieddate"]
    newest = Search(sorts=(Sort(modified, descending=True),))
    since = Search(groups=((Filter(modified, Operator.GTE, (NOW + 2,)),),), sorts=(Sort(modified),))

    def ids(search: Search) -> list[int]:
        return [one.id for one in store.read(lambda tx: tx.crm.records.find(1, CONTACTS, search))]

    assert (ids(newest), ids(since)) == ([first.id, second.id], [first.id])


async def test_many_are_added_or_none(store: Store) -> None:
    """A batch is stored in its order; one taken value, among them or before them, and nothing of it is."""
    ids = await store.write(
        lambda tx: tx.crm.records.add_many(1, CONTACTS, [{"email": "a@b.example"}, {"email": "c@b.example"}, {}], NOW)
    )
    assert not isinstance(ids, Taken)
    assert [one.id for one in store.read(lambda tx: tx.crm.records.page(1, CONTACTS, after=0, limit=9))] == list(ids)

    for rows in ([{"email": "d@b.example"}, {"email": "D@b.example"}], [{}, {"email": "A@b.example"}]):
        refused = await store.write(lambda tx, rows=rows: tx.crm.records.add_many(1, CONTACTS, rows, NOW))  # type: ignore[misc]
        assert isinstance(refused, Taken)
    assert store.read(lambda tx: tx.crm.records.count(1, CONTACTS, Search(), 99)) == 3
    assert await store.write(lambda tx: tx.crm.records.add_many(1, CONTACTS, [], NOW)) == []


async def test_a_link_is_seen_from_both_ends(store: Store) -> None:
    """An association has its inverse by itself, exists once however often it is made, and ends with either record."""
    asa = await _add(store, **ASA)
    call = await store.write(lambda tx: tx.crm.records.add(1, CALLS, {"hs_call_title": "Hello"}, NOW))
    assert isinstance(call, Record)
    there, back = ASSOCIATION_TYPES[194], ASSOCIATION_TYPES[193]

    for _ in range(2):
        await store.write(lambda tx: tx.crm.associations.add(1, there, call.id, asa.id))

    def seen(tx: Transaction) -> tuple[list[Associated], list[Associated], list[Associated]]:
        links = tx.crm.associations
        return (
            list(links.of(1, CALLS, CONTACTS, call.id, after=0, limit=9)),
            list(links.of(1, CONTACTS, CALLS, asa.id, after=0, limit=9)),
            list(links.of(1, CONTACTS, CONTACTS, asa.id, after=0, limit=9)),
        )

    assert store.read(seen) == ([Associated(asa.id, (there,))], [Associated(call.id, (back,))], [])
    assert store.read(lambda tx: tx.crm.associations.of(1, CALLS, CONTACTS, call.id, after=asa.id, limit=9)) == []
    later = await store.write(lambda tx: tx.crm.records.add(1, CALLS, {"hs_call_title": "Again"}, NOW))
    assert isinstance(later, Record)
    await store.write(lambda tx: tx.crm.associations.add(1, there, later.id, asa.id))
    newest = [store.read(lambda tx, n=n: tx.crm.associations.newest(1, CONTACTS, CALLS, asa.id, n)) for n in (1, 9)]  # type: ignore[misc]
    assert newest == [[later.id], [later.id, call.id]]
    for gone in (call.id, later.id):
        await store.write(lambda tx, gone=gone: tx.crm.records.archive(1, CALLS, gone, NOW))  # type: ignore[misc]
    assert store.read(seen) == ([], [], [])


async def test_an_idempotency_key_is_kept_for_a_day(store: Store) -> None:
    """What a key made is known for 24 hours, to one app in one account."""
    reply, end = KeptReply(7, b"r" * 32), NOW + lifetimes.IDEMPOTENCY_KEY
    await store.write(lambda tx: tx.crm.replies.keep(1, 1, b"k" * 32, reply, NOW))

    def kept(account_id: int, app_id: int, now: int) -> KeptReply | None:
        return store.read(lambda tx: tx.crm.replies.kept(account_id, app_id, b"k" * 32, now))

    assert (kept(1, 1, NOW), kept(1, 1, end - 1), kept(1, 1, end)) == (reply, reply, None)
    assert (kept(2, 1, NOW), kept(1, 2, NOW)) == (None, None)
    await store.write(lambda tx: tx.crm.replies.keep(1, 1, b"l" * 32, reply, end))
    assert kept(1, 1, NOW) is None


async def test_pipelines_are_an_accounts_own(store: Store, reopen: Reopen) -> None:
    """Stored whole, in the place of one of the same id; the type's stages follow at once, in this account alone."""
    (first,) = first_pipelines(DEALS, NOW)
    assert store.read(lambda tx: tx.crm.pipelines.of(1, DEALS)) == []

    await store.write(lambda tx: tx.crm.pipelines.put(1, DEALS, replace(first, stages=first.stages[:2])))

    def options(tx: Transaction) -> list[int]:
        return [len(tx.crm.definitions.kind(account, DEALS).properties["dealstage"].options) for account in (1, 2)]

    assert store.read(options) == [2, 7]
    await store.write(lambda tx: tx.crm.pipelines.put(1, DEALS, first))
    assert store.read(options) == [7, 7]
    again = await reopen()
    assert again.read(lambda tx: tx.crm.pipelines.of(1, DEALS)) == [first]
    assert again.read(lambda tx: tx.crm.pipelines.of(1, TICKETS)) == []


async def test_a_list_knows_the_ids_it_gave(store: Store) -> None:
    """Every id that a record of the type had, also an archived one; none of another type, account, or of the future."""
    asa, eva = await _add(store, **ASA), await _add(store, 2, **ASA)
    await store.write(lambda tx: tx.crm.records.archive(1, CONTACTS, asa.id, NOW))

    def known(tx: Transaction) -> list[bool]:
        ids = (asa.id, asa.id + 1, asa.id - 1, eva.id, 0)
        return [tx.crm.records.knows(1, CONTACTS, one) for one in ids]

    assert store.read(known) == [True, False, False, False, False]
    assert not store.read(lambda tx: tx.crm.records.knows(1, CALLS, asa.id))
