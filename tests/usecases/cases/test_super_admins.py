"""At least one permanent Super Admin."""

import pytest

from admittance.usecases.super_admins import keeps_a_super_admin
from tests.usecases.cases.conftest import AWAY, HOME, JONAS, MARIA, OTHER, PRIYA, World

pytestmark = pytest.mark.anyio


async def test_one_has_to_stay(world: World) -> None:
    """Whoever is no Super Admin may go; of two one may; the last may not, nor while the other is deactivated."""

    def keeps(account: int, without: int) -> bool:
        return world.look(lambda tx: keeps_a_super_admin(tx, account, without))

    assert [keeps(HOME, user) for user in (JONAS, PRIYA, MARIA)] == [True, True, True]
    assert (keeps(AWAY, OTHER), keeps(AWAY, JONAS)) == (False, True)

    await world.do(lambda tx: tx.people.set_active(PRIYA, False))
    assert [keeps(HOME, user) for user in (JONAS, PRIYA, MARIA)] == [False, True, True]
