"""The last permanent Super Admin over HTTP: demoted, deactivated, removed, leaving; each answer says what to do."""

import pytest

from admittance.core.levels import Level
from admittance.usecases.records import Membership
from admittance.usecases.super_admins import LastSuperAdmin
from tests.oauth.world import A1, BOTH, SA1, World
from tests.web.handlers.test_users import BASE, member, token

pytestmark = pytest.mark.anyio
ONLY = "sa1 Test is the only permanent Super Admin. Make someone else one first."


def still_there(world: World) -> bool:
    """Whether SA1 is what they were."""
    held = member(world, SA1)
    return held is not None and held.super_admin and held.active


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        (f"/users/{SA1}/remove-super-admin", 409, ONLY),
        ("/leave", 409, ONLY),
        (f"/users/{SA1}/deactivate", 403, ""),
        (f"/users/{SA1}/remove", 403, ""),
    ],
)
async def test_by_their_own_hand(world: World, path: str, status: int, words: str) -> None:
    """The last one neither steps down nor goes; one never deactivates or removes oneself at all."""
    browser = await world.browser(SA1)
    said = await browser.post(BASE + path, await token(browser))
    assert said.status_code == status
    assert words in said.text
    assert still_there(world)


@pytest.mark.parametrize("act", ["remove-super-admin", "deactivate", "remove"])
async def test_by_another_hand(world: World, act: str) -> None:
    """Somebody who may edit people, and is no Super Admin, takes it from nobody."""
    edits = {"account.users.view": Level.ON, "account.users.edit": Level.ON}
    await world.change(lambda tx: tx.people.put(Membership(account_id=A1, user_id=BOTH, rights=edits, created_at=0)))
    browser = await world.browser(BOTH)
    said = await browser.post(f"{BASE}/users/{SA1}/{act}", await token(browser))
    assert said.status_code == 403
    assert still_there(world)


async def test_a_user_who_is_switched_off_everywhere(world: World) -> None:
    """Also where the user themselves would be deactivated on the whole server: the transaction is undone."""
    with pytest.raises(LastSuperAdmin):
        await world.change(lambda tx: tx.people.set_active(SA1, False))
    assert still_there(world)
    assert (await world.browser(SA1)) is not None
