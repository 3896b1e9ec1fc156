"""The contract: apps and where they are installed."""

import pytest
from msgspec.structs import replace

from admittance.usecases.ports import Store, Transaction
from admittance.usecases.records import Install, OldSecret, Profile
from tests.storage import sample


async def test_an_app_is_read_as_it_was_added(store: Store) -> None:
    """An app is found by id and by client id, a public one without a secret."""
    app = await store.write(lambda tx: tx.apps.add(sample.app()))
    public = await store.write(lambda tx: tx.apps.add(replace(sample.app(0, "client-2"), secret_digest=None)))

    assert (app.id, public.id, public.public) == (1, 2, True)
    assert store.read(lambda tx: tx.apps.get(1)) == app
    assert store.read(lambda tx: tx.apps.by_client_id("client-2")) == public
    assert store.read(lambda tx: tx.apps.all()) == [app, public]
    assert store.read(lambda tx: (tx.apps.get(3), tx.apps.by_client_id("client"))) == (None, None)


async def test_a_replaced_app_counts_at_the_next_read(store: Store) -> None:
    """Everything about an app can change, and a read after the change sees it."""
    app = await store.write(lambda tx: tx.apps.add(sample.app()))
    changed = replace(app, enabled=False, profile=Profile.COMPATIBLE, redirect_uris=("https://b.example",),
                      manifest_version=2, secret_digest=None, name="Other")  # fmt: skip
    assert store.read(lambda tx: tx.apps.get(1)) == app

    await store.write(lambda tx: tx.apps.replace(changed))

    assert store.read(lambda tx: tx.apps.get(1)) == changed


async def test_an_app_keeps_the_secret_before_its_present_one(store: Store) -> None:
    """Until when the old one works, when it was replaced and how often are read as they were written, also as none."""
    plain = await store.write(lambda tx: tx.apps.add(sample.app()))
    assert (plain.old_secret, plain.secret_replaced_at, plain.secret_version) == (None, None, 0)
    changed = replace(plain, secret_digest=sample.digest(8), old_secret=OldSecret(sample.digest(7), sample.NOW + 5),
                      secret_replaced_at=sample.NOW, secret_version=1)  # fmt: skip

    await store.write(lambda tx: tx.apps.replace(changed))
    assert store.read(lambda tx: tx.apps.by_client_id("client-1")) == changed
    await store.write(lambda tx: tx.apps.replace(plain))
    assert store.read(lambda tx: tx.apps.get(1)) == plain
    other = await store.write(lambda tx: tx.apps.add(replace(changed, id=0, client_id="client-2")))
    assert store.read(lambda tx: tx.apps.get(other.id)) == other


async def test_what_was_granted_to_an_installed_app_only_grows(store: Store) -> None:
    """Rule 3: a scope stays known to the account from its first grant until the app is uninstalled."""
    await store.write(sample.found)

    await store.write(lambda tx: tx.installs.record(1, 1, 2, frozenset({"oauth", "a"}), 10))
    await store.write(lambda tx: tx.installs.record(1, 1, 1, frozenset({"b"}), 20))
    await store.write(lambda tx: tx.installs.record(1, 1, 1, frozenset({"a"}), 30))

    granted = frozenset({"oauth", "a", "b"})
    install = Install(account_id=1, app_id=1, installed_at=10, installed_by=2, granted=granted)
    assert store.read(lambda tx: tx.installs.get(1, 1)) == install
    assert store.read(lambda tx: tx.installs.in_account(1)) == [install]
    assert store.read(lambda tx: (tx.installs.get(2, 1), tx.installs.in_account(2))) == (None, [])


async def test_an_app_is_uninstalled_once(store: Store) -> None:
    """Only the first uninstall has something to do, and it forgets what was granted."""
    await store.write(sample.found)
    await store.write(lambda tx: tx.installs.record(1, 1, 1, sample.GRANTED, 10))

    assert not await store.write(lambda tx: tx.installs.remove(2, 1))
    assert await store.write(lambda tx: tx.installs.remove(1, 1))
    assert not await store.write(lambda tx: tx.installs.remove(1, 1))
    assert store.read(lambda tx: tx.installs.get(1, 1)) is None


async def test_a_change_that_was_rolled_back_is_never_seen(store: Store) -> None:
    """An app that an act changed, read, and failed to keep is read unchanged by everyone after it."""
    app = await store.write(lambda tx: tx.apps.add(sample.app()))

    def act(tx: Transaction) -> None:
        tx.apps.replace(replace(app, enabled=False))
        assert tx.apps.get(1) == replace(app, enabled=False)
        raise LookupError

    for _ in range(2):
        with pytest.raises(LookupError):
            await store.write(act)
        assert store.read(lambda tx: tx.apps.get(1)) == app
        assert await store.write(lambda tx: tx.apps.by_client_id("client-1")) == app
