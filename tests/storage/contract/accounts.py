"""The contract: accounts."""

from admittance.usecases.ports import Store, Transaction
from admittance.usecases.records import DriftPolicy
from tests.storage import sample


async def test_an_account_is_read_as_it_was_added(store: Store) -> None:
    """An account that was added is read back equal, alone and among all by id."""

    await store.write(lambda tx: [tx.accounts.add(sample.account(number)) for number in (2, 1)])

    assert store.read(lambda tx: tx.accounts.get(1)) == sample.account(1)
    assert store.read(lambda tx: tx.accounts.all()) == [sample.account(1), sample.account(2)]
    assert store.read(lambda tx: tx.accounts.get(3)) is None


async def test_a_subscription_is_set_changed_and_ended(store: Store) -> None:
    """Each product of an account has one tier at a time; None ends the subscription."""
    await store.write(sample.found)

    await store.write(lambda tx: tx.accounts.subscribe(1, "marketing", "starter"))
    await store.write(lambda tx: tx.accounts.subscribe(1, "sales", "free"))
    await store.write(lambda tx: tx.accounts.subscribe(2, "sales", "enterprise"))
    assert store.read(lambda tx: tx.accounts.subscriptions(1)) == {"marketing": "starter", "sales": "free"}

    await store.write(lambda tx: tx.accounts.subscribe(1, "marketing", "professional"))
    await store.write(lambda tx: tx.accounts.subscribe(1, "sales", None))
    assert store.read(lambda tx: tx.accounts.subscriptions(1)) == {"marketing": "professional"}
    assert store.read(lambda tx: tx.accounts.subscriptions(2)) == {"sales": "enterprise"}


async def test_an_account_may_always_ask_for_marketplace_access(store: Store) -> None:
    """The choice of rule 3 is kept per account."""
    await store.write(sample.found)

    await store.write(lambda tx: tx.accounts.always_ask_marketplace(2, True))

    asks = [account.always_ask_marketplace for account in store.read(lambda tx: tx.accounts.all())]
    assert asks == [False, True]


async def test_an_account_chooses_what_drift_means(store: Store) -> None:
    """What happens to connections whose person lost their rights is kept per account; keep is the default."""
    await store.write(sample.found)

    await store.write(lambda tx: tx.accounts.set_drift_policy(2, DriftPolicy.SUSPEND))

    chosen = [account.drift_policy for account in store.read(lambda tx: tx.accounts.all())]
    assert chosen == [DriftPolicy.KEEP, DriftPolicy.SUSPEND]


async def test_teams_are_named_once_in_an_account(store: Store) -> None:
    """Teams come by name, also without members; a name is given once; another account's are its own."""
    await store.write(sample.found)

    added = [await store.write(lambda tx, n=n: tx.accounts.add_team(1, n)) for n in ("South", "Alps", "South", "North")]

    assert added == [True, True, False, False]
    assert store.read(lambda tx: (tx.accounts.teams(1), tx.accounts.teams(2))) == (
        ["Alps", "North", "South"],
        ["North"],
    )


async def test_members_follow_their_team(store: Store) -> None:
    """A renamed team keeps its members, a removed one leaves them without; the version of each rises each time."""
    await store.write(sample.found)
    await store.write(lambda tx: tx.accounts.add_team(1, "South"))

    def teams_of_members(tx: Transaction) -> list[tuple[str | None, int]]:
        return [(one.membership.team, one.membership.version) for one in tx.people.members(1)]

    assert not await store.write(lambda tx: tx.accounts.rename_team(1, "North", "South"))
    assert not await store.write(lambda tx: tx.accounts.rename_team(1, "Nowhere", "East"))
    assert await store.write(lambda tx: tx.accounts.rename_team(1, "North", "East"))
    assert store.read(teams_of_members) == [("East", 1), ("East", 1)]

    await store.write(lambda tx: tx.people.set_team(1, 2, "West"))
    assert await store.write(lambda tx: tx.accounts.remove_team(1, "East"))
    assert not await store.write(lambda tx: tx.accounts.remove_team(1, "East"))
    assert store.read(teams_of_members) == [(None, 2), ("West", 2)]
    assert store.read(lambda tx: (tx.accounts.teams(1), tx.accounts.teams(2))) == (["South", "West"], ["North"])
