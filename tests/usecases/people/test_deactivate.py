"""Deactivate and Reactivate."""

import pytest

from admittance.core.levels import Level
from admittance.demo.people import FJORD
from admittance.usecases.people.answers import Changed, Hindrance, MayNot, NotHeld, Unchanged
from admittance.usecases.people.deactivate import Deactivated, Reactivated, deactivate, reactivate
from admittance.usecases.people.edit_rights import Wanted, edit_rights
from admittance.usecases.question import active_member, rights_of
from tests.usecases.people.conftest import NOW, People

JONAS, PRIYA, AHMED, OSKAR, NILS = 101, 102, 105, 107, 109

pytestmark = pytest.mark.anyio


async def off(people: People, actor: int, user: int) -> Deactivated:
    """Deactivate."""
    return await people.do(lambda tx: deactivate(tx, people.catalogue.policy, FJORD, actor, user, now=NOW))


async def on(people: People, actor: int, user: int) -> Reactivated:
    """Reactivate."""
    return await people.do(lambda tx: reactivate(tx, people.catalogue.policy, FJORD, actor, user, now=NOW))


async def test_deactivated_is_out_at_once(people: People) -> None:
    """A deactivated person has no rights, is no member for anything, and their connections are over."""
    assert isinstance(await off(people, JONAS, AHMED), Changed)
    assert rights_of(people.catalogue.policy, people.member(AHMED)) == 0
    assert people.store.read(lambda tx: active_member(tx, FJORD, AHMED)) is None
    assert people.store.read(lambda tx: tx.connections.in_account(FJORD)) == []
    assert isinstance(await off(people, JONAS, AHMED), Unchanged)


async def test_reactivated_is_as_before(people: People) -> None:
    """Reactivation brings back the rights, the set and the team; connections have to be made anew."""
    before = people.member(AHMED)
    await off(people, JONAS, AHMED)
    assert isinstance(await on(people, JONAS, AHMED), Changed)
    after = people.member(AHMED)
    assert (after.rights, after.permission_set, after.team) == (before.rights, before.permission_set, before.team)
    assert people.store.read(lambda tx: tx.connections.in_account(FJORD)) == []


async def test_nobody_deactivates_themselves(people: People) -> None:
    """Locking oneself out by a slip is not possible."""
    said = await off(people, OSKAR, OSKAR)
    assert isinstance(said, MayNot)
    assert said.why is Hindrance.ONESELF


async def test_reactivation_grants(people: People) -> None:
    """Whoever reactivates gives the rights back, so they have to hold them."""
    billing = Wanted(rights={"account.billing.edit": Level.ON})
    await people.do(lambda tx: edit_rights(tx, people.catalogue, FJORD, JONAS, NILS, billing, version=None, now=NOW))
    await off(people, JONAS, NILS)
    said = await on(people, OSKAR, NILS)
    assert isinstance(said, NotHeld)
    assert "account.billing.edit" in {right.permission for right in said.rights}


async def test_an_administrator_deactivates_no_super_admin(people: People) -> None:
    """Deactivating a Super Admin would be a way around "only a Super Admin removes one"."""
    said = await off(people, OSKAR, PRIYA)
    assert isinstance(said, MayNot)
    assert said.why is Hindrance.ONLY_SUPER_ADMINS
