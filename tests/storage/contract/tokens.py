"""The contract: token families, refresh tokens and access tokens."""

from admittance.usecases.outcomes import AlreadySpent, Spent, Unknown
from admittance.usecases.ports import Store, Transaction
from admittance.usecases.records import Connection
from admittance.usecases.token_records import AccessToken, Family, LiveAccess, LiveRefresh, RefreshToken
from tests.storage import sample
from tests.storage.sample import NOW


def _issued(tx: Transaction) -> tuple[Connection, Family, RefreshToken, AccessToken]:
    sample.found(tx)
    connection = sample.connect(tx)
    family = tx.tokens.add_family(sample.family(connection))
    refresh = tx.tokens.add_refresh(sample.refresh_token(family))
    return connection, family, refresh, tx.tokens.add_access(sample.access_token(family))


async def test_a_token_is_read_with_what_it_hangs_on(store: Store) -> None:
    """One look-up gives the token, its family and its connection as they stand."""
    connection, family, refresh, access = await store.write(_issued)

    assert (family.id, refresh.id, access.id) == (1, 1, 1)
    assert store.read(lambda tx: tx.tokens.access(1, 1)) == LiveAccess(access, family, connection)
    assert store.read(lambda tx: tx.tokens.refresh(1, 1)) == LiveRefresh(refresh, family, connection)


async def test_a_token_of_another_account_is_not_there(store: Store) -> None:
    """The account in a token counts: under another one there is no such row, to read or to end."""
    await store.write(_issued)

    assert store.read(lambda tx: (tx.tokens.access(2, 1), tx.tokens.refresh(2, 1))) == (None, None)
    assert store.read(lambda tx: (tx.tokens.access(1, 2), tx.tokens.refresh(1, 2))) == (None, None)
    assert not await store.write(lambda tx: tx.tokens.end_access(2, 1, NOW))
    assert not await store.write(lambda tx: tx.tokens.end_family(2, 1, NOW))
    assert await store.write(lambda tx: tx.tokens.spend_refresh(2, 1, NOW)) == Unknown()


async def test_an_ended_family_ends_all_its_tokens(store: Store) -> None:
    """A family ends once, and every token of it shows the end."""
    await store.write(_issued)

    assert await store.write(lambda tx: tx.tokens.end_family(1, 1, NOW + 1))
    assert not await store.write(lambda tx: tx.tokens.end_family(1, 1, NOW + 2))

    access = store.read(lambda tx: tx.tokens.access(1, 1))
    refresh = store.read(lambda tx: tx.tokens.refresh(1, 1))
    assert access is not None
    assert refresh is not None
    assert (access.family.ended_at, refresh.family.ended_at) == (NOW + 1, NOW + 1)


async def test_an_access_token_ends_once(store: Store) -> None:
    """Revoking one access token leaves the rest of its family."""
    await store.write(_issued)

    assert await store.write(lambda tx: tx.tokens.end_access(1, 1, NOW + 1))
    assert not await store.write(lambda tx: tx.tokens.end_access(1, 1, NOW + 2))

    access = store.read(lambda tx: tx.tokens.access(1, 1))
    assert access is not None
    assert (access.token.ended_at, access.family.ended_at) == (NOW + 1, None)


async def test_a_refresh_token_is_spent_once(store: Store) -> None:
    """The first spend wins, a later one hears that it did not, an unknown token is unknown."""
    await store.write(_issued)

    assert await store.write(lambda tx: tx.tokens.spend_refresh(1, 1, NOW + 1)) == Spent()
    assert await store.write(lambda tx: tx.tokens.spend_refresh(1, 1, NOW + 2)) == AlreadySpent()
    assert await store.write(lambda tx: tx.tokens.spend_refresh(1, 9, NOW)) == Unknown()

    refresh = store.read(lambda tx: tx.tokens.refresh(1, 1))
    assert refresh is not None
    assert refresh.token.spent_at == NOW + 1


async def test_a_renewed_connection_shows_through_its_older_tokens(store: Store) -> None:
    """A token read after its connection was granted anew carries the new grant."""
    await store.write(_issued)

    await store.write(lambda tx: sample.connect(tx, granted=frozenset({"oauth"})))

    access = store.read(lambda tx: tx.tokens.access(1, 1))
    assert access is not None
    assert (access.connection.granted, access.token.scopes) == (frozenset({"oauth"}), sample.GRANTED)
