"""Links on their way: nobody can tell them from links that have arrived."""

from random import Random

import pytest
from msgspec import Struct

from admittance.storage.sqlite import crm_moves
from admittance.storage.sqlite.store import SqliteStore
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES, types_between
from admittance.usecases.crm.linking import end_link, end_links, make_link
from admittance.usecases.crm.merge_records import merge_records
from admittance.usecases.crm.object_types import COMPANIES, CONTACTS, ObjectType
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.ports import Transaction

pytestmark = pytest.mark.anyio

NOW = 1_700_000_000_000
AT_ONCE, IN_PIECES = 1, 2
"""The same happens in both accounts. In one every link is moved there and then, in the other none is."""
KINDS = (CONTACTS, COMPANIES)
MANY = 6
"""Records of each type."""
ONLY_LINKS = (1, 0, 0, 0, 0)


class Place(Struct, frozen=True):
    """A record of both accounts: the `number`th of its type."""

    kind: ObjectType
    number: int


PLACES = [Place(kind, number) for kind in KINDS for number in range(MANY)]


class World:
    """The two accounts. Plain and mutable: it lives for one act."""

    def __init__(self, tx: Transaction, most_at_once: pytest.MonkeyPatch) -> None:
        self.tx = tx
        self.patch = most_at_once
        self.live = dict.fromkeys(PLACES)
        self.ids = {
            (account, kind): list(tx.crm.records.add_many(account, kind, [{}] * MANY, NOW))
            for account in (AT_ONCE, IN_PIECES)
            for kind in KINDS
        }

    def id(self, account: int, place: Place) -> int:
        return self.ids[account, place.kind][place.number]

    def both(self, chance: Random, weights: tuple[int, ...] = (4, 3, 2, 4, 2)) -> None:
        """Do one thing by chance, in both."""
        first, second = chance.sample(list(self.live), 2)
        kind = chance.choice(types_between(first.kind, second.kind))
        what = chance.choices(("link", "unlink", "part", "merge", "archive"), weights)[0]
        for account in (AT_ONCE, IN_PIECES):
            self.patch.setattr(crm_moves, "AT_ONCE", 10_000 if account == AT_ONCE else 0)
            near, far = self.id(account, first), self.id(account, second)
            match what:
                case "link":
                    make_link(self.tx, account, kind, near, far)
                case "unlink":
                    end_link(self.tx, account, kind, near, far)
                case "part":
                    end_links(self.tx, account, first.kind, second.kind, near, far)
                case "merge" if first.kind == second.kind:
                    done = merge_records(self.tx, account, first.kind, str(near), str(far), Writer(app_id=1), NOW)
                    assert isinstance(done, Record)
                    self.live.pop(second, None)
                case "archive":
                    assert self.tx.crm.records.archive(account, first.kind, near, NOW)
                    self.live.pop(first, None)
                case _:
                    pass

    def seen(self, account: int, chance: Random) -> list[object]:
        """Everything that can be asked about links, ids as places."""
        names = {self.id(account, place): place for place in PLACES}
        links, told = self.tx.crm.associations, list[object]()
        limit, after = chance.choice((1, 2, 99)), chance.choice((None, *PLACES))
        for near in self.live:
            one = self.id(account, near)
            for kind in KINDS:
                behind = self.id(account, after) if after is not None and after.kind == kind else 0
                page = links.of(account, near.kind, kind, one, after=behind, limit=limit)
                told.append([(names[end.id], [type.id for type in end.types]) for end in page])
                told.append([names[end] for end in links.newest(account, near.kind, kind, one, limit)])
            for far in self.live:
                between = links.between(account, near.kind, far.kind, one, self.id(account, far))
                told.append([type.id for type in between])
            for type in ASSOCIATION_TYPES.values():
                if type.origin == near.kind.singular and type.target in ("contact", "company"):
                    told.append(sorted(names[end].number for end in links.targets(account, type, one)))
        return told


@pytest.mark.parametrize("seed", range(12))
async def test_links_on_their_way_read_as_if_they_had_arrived(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Whatever is linked, separated, merged and archived meanwhile, every look tells the same as if all links moved in
    the act itself; and once all is worked off both accounts hold the same.
    """
    chance = Random(seed)

    def act(tx: Transaction) -> None:
        world = World(tx, monkeypatch)
        for _ in range(25):
            world.both(chance, ONLY_LINKS)
        while len(world.live) > 2:
            world.both(chance)
            if chance.random() < 0.2:
                tx.crm.associations.work_off(0, 2)
            asked = chance.random()
            assert world.seen(IN_PIECES, Random(asked)) == world.seen(AT_ONCE, Random(asked))
        _work_off(tx)
        asked = chance.random()
        assert world.seen(IN_PIECES, Random(asked)) == world.seen(AT_ONCE, Random(asked))

    await store.write(act)


@pytest.mark.parametrize("merges", [((0, 1), (1, 2)), ((0, 2), (1, 2))], ids=["chain", "star"])
async def test_what_was_linked_with_itself_is_linked_with_nobody(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch, merges: tuple[tuple[int, int], ...]
) -> None:
    """Three that were linked with each other become one: it has no link to itself, before and after all is moved."""
    monkeypatch.setattr(crm_moves, "AT_ONCE", 0)

    def act(tx: Transaction) -> None:
        ids = tx.crm.records.add_many(1, CONTACTS, [{}] * 3, NOW)
        assert not isinstance(ids, Struct)
        for near, far in ((0, 1), (0, 2), (1, 2)):
            tx.crm.associations.add(1, types_between(CONTACTS, CONTACTS)[0], ids[near], ids[far])
        for merged, kept in merges:
            merge_records(tx, 1, CONTACTS, str(ids[kept]), str(ids[merged]), Writer(app_id=1), NOW)
        assert tx.crm.associations.of(1, CONTACTS, CONTACTS, ids[2], after=0, limit=9) == []
        _work_off(tx)
        assert tx.crm.associations.of(1, CONTACTS, CONTACTS, ids[2], after=0, limit=9) == []

    await store.write(act)


async def test_a_piece_is_so_long_and_each_record_has_its_turn(
    store: SqliteStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of two records with links left each gives some in turn, so that a short one waits for no long one."""
    monkeypatch.setattr(crm_moves, "AT_ONCE", 0)
    plain = types_between(CONTACTS, COMPANIES)[0]

    def begin(tx: Transaction) -> None:
        contacts = tx.crm.records.add_many(1, CONTACTS, [{}] * 9, NOW)
        companies = tx.crm.records.add_many(1, COMPANIES, [{}] * 2, NOW)
        assert not isinstance(contacts, Struct)
        assert not isinstance(companies, Struct)
        for number, contact in enumerate(contacts):
            tx.crm.associations.add(1, plain, contact, companies[number == 8])
        for company in companies:
            tx.crm.records.archive(1, COMPANIES, company, NOW)

    await store.write(begin)
    assert store.read(lambda tx: tx.crm.associations.unfinished())
    places, place = list[int | None](), 0
    for _ in range(4):
        found = await store.write(lambda tx, at=place: tx.crm.associations.work_off(at, 3))  # type: ignore[misc]
        places.append(found)
        place = found or 0
    long, short = places[:2]
    assert places == [long, short, None, long]
    await store.write(_work_off)
    assert not store.read(lambda tx: tx.crm.associations.unfinished())


def _work_off(tx: Transaction) -> None:
    while tx.crm.associations.work_off(0, 100) is not None:
        pass
