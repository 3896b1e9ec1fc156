"""The contract: accounts."""

from admittance.usecases.ports import Store
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
