"""The contract: properties that accounts define for themselves, and records that were merged."""

from msgspec.structs import replace

from admittance.usecases.crm.definitions import Definition, Option, PropertyGroup
from admittance.usecases.crm.object_types import COMPANIES, CONTACTS
from admittance.usecases.crm.properties import PropertyType
from admittance.usecases.crm.records import Filter, Operator, Record, Search
from admittance.usecases.ports import Store
from tests.storage.contract.fixtures import Reopen

NOW = 1_700_000_000_000
SIZE = Definition(
    name="size",
    label="Size",
    type=PropertyType.ENUMERATION,
    field="select",
    group="club",
    options=(Option(value="s", label="Small", order=1), Option(value="l", label="Large", hidden=True)),
    created_at=NOW,
    updated_at=NOW,
    created_by=7,
)
SHOE = Definition(
    name="shoe", label="Shoe", type=PropertyType.NUMBER, field="number", group="club", created_at=NOW, updated_at=NOW
)


async def test_a_definition_is_kept_as_it_was_given(store: Store, reopen: Reopen) -> None:
    """With its options, by name, after a restart; put again, it takes the place of the earlier one."""
    for one in (SIZE, SHOE, replace(SIZE, label="T-shirt", archived_at=NOW + 1)):
        await store.write(lambda tx, one=one: tx.crm.definitions.put(1, CONTACTS, one))  # type: ignore[misc]

    again = await reopen()

    kept = again.read(lambda tx: tx.crm.definitions.own(1, CONTACTS))
    assert kept == [SHOE, replace(SIZE, label="T-shirt", archived_at=NOW + 1)]
    assert again.read(lambda tx: tx.crm.definitions.get(1, CONTACTS, "shoe")) == SHOE
    assert again.read(lambda tx: tx.crm.definitions.get(1, COMPANIES, "shoe")) is None
    assert again.read(lambda tx: tx.crm.definitions.own(2, CONTACTS)) == []


async def test_a_type_has_an_accounts_properties_at_once(store: Store) -> None:
    """In the act that defines them, in the next read, in no other account; an archived one is known and not shown."""

    def defined(account_id: int) -> tuple[bool, bool]:
        kind = store.read(lambda tx: tx.crm.definitions.kind(account_id, CONTACTS))
        assert kind == CONTACTS
        return "shoe" in kind.properties, kind.known("shoe") is not None

    assert defined(1) == (False, False)
    inside = await store.write(
        lambda tx: (tx.crm.definitions.put(1, CONTACTS, SHOE), tx.crm.definitions.kind(1, CONTACTS).known("shoe"))[1]
    )
    assert inside is not None
    assert (defined(1), defined(2)) == ((True, True), (False, False))
    await store.write(lambda tx: tx.crm.definitions.put(1, CONTACTS, replace(SHOE, archived_at=NOW)))
    assert defined(1) == (False, True)


async def test_records_are_indexed_with_an_accounts_properties(store: Store) -> None:
    """Whoever adds them with the plain type: filters find an own property's value, and it counts as used."""
    await store.write(lambda tx: tx.crm.definitions.put(1, CONTACTS, SHOE))
    assert not store.read(lambda tx: tx.crm.definitions.in_use(1, CONTACTS, "shoe"))
    made = await store.write(lambda tx: tx.crm.records.add(1, CONTACTS, {"shoe": "45"}, NOW))
    assert isinstance(made, Record)
    assert "shoe" in made.kind.properties

    shoe = store.read(lambda tx: tx.crm.definitions.kind(1, CONTACTS)).properties["shoe"]
    search = Search(groups=((Filter(shoe, Operator.GT, (9,)),),))
    assert [one.id for one in store.read(lambda tx: tx.crm.records.find(1, CONTACTS, search))] == [made.id]
    assert store.read(lambda tx: tx.crm.definitions.in_use(1, CONTACTS, "shoe"))
    assert not store.read(lambda tx: tx.crm.definitions.in_use(2, CONTACTS, "shoe"))


async def test_groups_come_and_go(store: Store) -> None:
    """By name, one of each; ending one that is not there is False."""
    club, firm = PropertyGroup(name="club", label="Club"), PropertyGroup(name="a_firm", label="Firm", order=2)
    for group in (club, firm, replace(club, label="The club")):
        await store.write(lambda tx, group=group: tx.crm.definitions.put_group(1, CONTACTS, group))  # type: ignore[misc]
    assert store.read(lambda tx: tx.crm.definitions.groups(1, CONTACTS)) == [firm, replace(club, label="The club")]
    assert store.read(lambda tx: tx.crm.definitions.groups(2, CONTACTS)) == []
    assert await store.write(lambda tx: tx.crm.definitions.end_group(1, CONTACTS, "club"))
    assert not await store.write(lambda tx: tx.crm.definitions.end_group(1, CONTACTS, "club"))


async def test_a_merged_record_answers_as_the_last_one(store: Store) -> None:
    """One step leads there however often merging went on, and never into another account or type."""
    ids = []
    for number in range(3):
        made = await store.write(lambda tx, n=number: tx.crm.records.add(1, CONTACTS, {"firstname": str(n)}, NOW))  # type: ignore[misc]
        assert isinstance(made, Record)
        ids.append(made.id)
    await store.write(lambda tx: tx.crm.merges.add(1, CONTACTS, ids[0], ids[1]))
    await store.write(lambda tx: tx.crm.merges.add(1, CONTACTS, ids[1], ids[2]))

    def into(account_id: int, record_id: int) -> int | None:
        return store.read(lambda tx: tx.crm.merges.into(account_id, CONTACTS, record_id))

    assert [into(1, one) for one in ids] == [ids[2], ids[2], None]
    assert into(2, ids[0]) is None
    assert store.read(lambda tx: tx.crm.merges.into(1, COMPANIES, ids[0])) is None
