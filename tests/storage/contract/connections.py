"""The contract: connections."""

from msgspec.structs import replace

from admittance.usecases.ports import Store, Transaction
from admittance.usecases.proposal import Proposal
from admittance.usecases.records import Authority, Connection, ConnectionEnd
from tests.storage import sample
from tests.storage.sample import NOW


def _connected(tx: Transaction) -> Connection:
    sample.found(tx)
    return sample.connect(tx)


async def test_a_connection_is_read_as_it_was_opened(store: Store) -> None:
    """A connection keeps the grant, what was left out and why, and the rights it was granted under."""
    connection = await store.write(_connected)

    assert connection.id == 1
    assert (connection.dropped, connection.authority) == (sample.DROPPED, sample.AUTHORITY)
    assert store.read(lambda tx: tx.connections.get(1, 1)) == connection
    assert store.read(lambda tx: tx.connections.live(1, 1, 1)) == connection
    assert store.read(lambda tx: tx.connections.in_account(1)) == [connection]
    assert store.read(lambda tx: tx.connections.of_app(1, 1)) == [connection]


async def test_granting_again_renews_the_live_connection(store: Store) -> None:
    """App, account and user have one live connection: a second grant changes it and keeps its id."""
    first = await store.write(_connected)

    again = await store.write(lambda tx: sample.connect(tx, granted=frozenset({"oauth"})))

    assert (again.id, again.granted) == (first.id, frozenset({"oauth"}))
    assert store.read(lambda tx: tx.connections.in_account(1, live_only=False)) == [again]


async def test_granting_the_same_again_changes_nothing(store: Store) -> None:
    """A grant equal to the one a connection has leaves it as it is, under the manifest that was granted last."""
    first = await store.write(_connected)

    assert await store.write(sample.connect) == first
    assert store.read(lambda tx: tx.connections.get(1, 1)) == first


async def test_a_connection_ends_once_with_all_its_tokens(store: Store) -> None:
    """Remove access revokes one connection and its tokens at once; the second time it was over already."""

    def tokens(tx: Transaction) -> None:
        for _ in range(2):
            tx.tokens.add_refresh(sample.refresh_token(tx.tokens.add_family(sample.family(connection))))

    connection = await store.write(_connected)
    await store.write(tokens)

    assert await store.write(lambda tx: tx.connections.end(1, 1, ConnectionEnd.REMOVED, NOW + 1))
    assert not await store.write(lambda tx: tx.connections.end(1, 1, ConnectionEnd.UNINSTALLED, NOW + 2))

    ended = store.read(lambda tx: tx.connections.get(1, 1))
    assert ended is not None
    assert (ended.ended_at, ended.ended_why) == (NOW + 1, ConnectionEnd.REMOVED)
    live = [store.read(lambda tx, number=number: tx.tokens.refresh(1, number)) for number in (1, 2)]
    assert [one and one.connection.ended_at for one in live] == [NOW + 1, NOW + 1]
    assert store.read(lambda tx: (tx.connections.live(1, 1, 1), tx.connections.in_account(1))) == (None, [])
    assert store.read(lambda tx: tx.connections.of_app(1, 1)) == []


async def test_an_apps_connections_end_together(store: Store) -> None:
    """Uninstalling ends the app's own in that account, each once; their ids are told."""

    def act(tx: Transaction) -> list[list[int]]:
        sample.found(tx)
        tx.apps.add(sample.app(2, "client-2"))
        wanted = ((1, 1, 1), (1, 2, 1), (1, 1, 2), (2, 1, 1))
        ids = [sample.connect(tx, account_id, user_id, app_id).id for account_id, user_id, app_id in wanted]
        tx.connections.end(1, ids[1], ConnectionEnd.REMOVED, NOW)
        ended = [list(tx.connections.end_of_app(1, 1, ConnectionEnd.UNINSTALLED, NOW + 1)) for _ in range(2)]
        assert ended == [ids[:1], []]
        theirs = [[one.id for one in tx.connections.in_account(1, live_only=False, user_id=user)] for user in (1, 2)]
        assert theirs == [[ids[0], ids[2]], [ids[1]]]
        assert tx.connections.in_account(1, user_id=2) == []
        return [[one.id for one in tx.connections.in_account(account)] for account in (1, 2)] + [ids]

    of_one, of_two, ids = await store.write(act)
    assert (of_one, of_two) == (ids[2:3], ids[3:])
    why = [store.read(lambda tx, n=n: tx.connections.get(1, n)) for n in ids[:2]]  # type: ignore[misc]
    assert [one and one.ended_why for one in why] == [ConnectionEnd.UNINSTALLED, ConnectionEnd.REMOVED]


async def test_connecting_after_the_end_is_a_new_connection(store: Store) -> None:
    """An ended connection stays in the history and never comes back to life."""
    await store.write(_connected)
    await store.write(lambda tx: tx.connections.end(1, 1, ConnectionEnd.REMOVED, NOW))

    fresh = await store.write(sample.connect)

    assert (fresh.id, fresh.ended_at) == (2, None)
    assert [one.id for one in store.read(lambda tx: tx.connections.in_account(1, live_only=False))] == [1, 2]


async def test_one_accounts_connection_is_not_anothers(store: Store) -> None:
    """A connection is reached through its own account only, and ended through it only."""
    await store.write(_connected)

    assert not await store.write(lambda tx: tx.connections.end(2, 1, ConnectionEnd.REMOVED, NOW))
    await store.write(lambda tx: tx.connections.touch(2, 1, NOW + 5))

    assert store.read(lambda tx: tx.connections.get(2, 1)) is None
    mine = store.read(lambda tx: tx.connections.get(1, 1))
    assert mine is not None
    assert (mine.ended_at, mine.last_used_at) == (None, None)


async def test_the_time_of_use_is_kept(store: Store) -> None:
    """Connected apps shows when a connection was used last."""
    await store.write(_connected)

    await store.write(lambda tx: tx.connections.touch(1, 1, NOW + 5))

    used = store.read(lambda tx: tx.connections.get(1, 1))
    assert used is not None
    assert used.last_used_at == NOW + 5


async def test_a_connection_is_taken_over_with_its_tokens(store: Store) -> None:
    """The id, the grant and the tokens stay; user and authority are the new person's, and the proposal is gone."""
    connection = await store.write(_connected)
    await store.write(
        lambda tx: tx.tokens.add_refresh(sample.refresh_token(tx.tokens.add_family(sample.family(connection))))
    )
    asked = Proposal(account_id=1, connection_id=1, user_id=2, proposed_by=1, proposed_at=NOW)
    await store.write(lambda tx: tx.connections.propose(replace(asked, user_id=3)))
    await store.write(lambda tx: tx.connections.propose(asked))
    assert list(store.read(lambda tx: tx.connections.proposals(1))) == [asked]
    assert list(store.read(lambda tx: tx.connections.proposals(2))) == []

    authority = Authority(True, None, {})
    assert await store.write(lambda tx: tx.connections.re_anchor(1, 1, 2, authority))

    taken = store.read(lambda tx: tx.connections.get(1, 1))
    assert taken == replace(connection, user_id=2, authority=authority)
    token = store.read(lambda tx: tx.tokens.refresh(1, 1))
    assert token is not None
    assert (token.family.user_id, token.connection) == (2, taken)
    assert list(store.read(lambda tx: tx.connections.proposals(1))) == []


async def test_nobody_takes_over_what_is_over_or_has_two_connections(store: Store) -> None:
    """An ended connection, or one of an app that the person has connected, stays as it is; so do its proposals."""
    await store.write(_connected)
    asked = Proposal(account_id=1, connection_id=1, user_id=2, proposed_by=1, proposed_at=NOW)
    await store.write(lambda tx: tx.connections.propose(asked))
    assert not await store.write(lambda tx: tx.connections.re_anchor(1, 1, 1, sample.AUTHORITY))
    assert await store.write(lambda tx: tx.connections.end(1, 1, ConnectionEnd.REMOVED, NOW))
    assert list(store.read(lambda tx: tx.connections.proposals(1))) == []
    assert not await store.write(lambda tx: tx.connections.re_anchor(1, 1, 2, sample.AUTHORITY))
    assert await store.write(lambda tx: tx.connections.withdraw(1, 1))
    assert not await store.write(lambda tx: tx.connections.withdraw(1, 1))
