"""Make Super Admin, Remove Super Admin, and the one who is always left."""

from functools import partial

import anyio
import pytest

from admittance.core.policy import EVERY_RIGHT
from admittance.demo.people import FJORD
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Changed, Hindrance, MayNot, Unchanged
from admittance.usecases.people.deactivate import deactivate
from admittance.usecases.people.leave import leave_account
from admittance.usecases.people.super_admin import Crowned, make_super_admin, remove_super_admin
from admittance.usecases.question import rights_of
from tests.usecases.people.conftest import NOW, People

JONAS, PRIYA, MARIA, OSKAR, NILS = 101, 102, 103, 107, 109

pytestmark = pytest.mark.anyio


async def made(people: People, actor: int, user: int) -> Crowned:
    """Make Super Admin."""
    return await people.do(lambda tx: make_super_admin(tx, people.catalogue.policy, FJORD, actor, user, now=NOW))


async def removed(people: People, actor: int, user: int) -> Crowned:
    """Remove Super Admin."""
    return await people.do(lambda tx: remove_super_admin(tx, people.catalogue.policy, FJORD, actor, user, now=NOW))


async def test_a_super_admin_makes_one_and_takes_it_back(people: People) -> None:
    """Make Super Admin counts at once and gives everything; removing it leaves exactly what was there before."""
    before = people.member(MARIA)
    assert isinstance(await made(people, JONAS, MARIA), Changed)
    assert rights_of(people.catalogue.policy, people.member(MARIA)) == EVERY_RIGHT
    assert isinstance(await removed(people, PRIYA, MARIA), Changed)
    after = people.member(MARIA)
    assert (after.rights, after.permission_set, after.team) == (before.rights, before.permission_set, before.team)
    assert [row.entry.data["to"] for row in people.audit()[-2:]] == [{"super_admin": True}, {"super_admin": False}]


@pytest.mark.parametrize("act", [made, removed])
async def test_only_a_super_admin_makes_or_removes_one(people: People, act: object) -> None:
    """An administrator who holds every listed permission still makes no Super Admin and removes none."""
    user = NILS if act is made else PRIYA
    said = await (made if act is made else removed)(people, OSKAR, user)
    assert isinstance(said, MayNot)
    assert said.why is Hindrance.ONLY_SUPER_ADMINS


async def test_twice_is_once(people: People) -> None:
    """Pressing it again changes nothing."""
    assert isinstance(await made(people, JONAS, PRIYA), Unchanged)
    assert isinstance(await removed(people, JONAS, NILS), Unchanged)


async def test_the_last_one_stays(people: People) -> None:
    """The last permanent Super Admin is neither demoted nor deactivated, and does not leave."""
    assert isinstance(await removed(people, JONAS, PRIYA), Changed)
    policy = people.catalogue.policy
    for said in (
        await removed(people, JONAS, JONAS),
        await people.do(lambda tx: leave_account(tx, FJORD, JONAS)),
    ):
        assert isinstance(said, MayNot)
        assert said.why is Hindrance.LAST_SUPER_ADMIN
    himself = await people.do(lambda tx: deactivate(tx, policy, FJORD, JONAS, JONAS, now=NOW))
    assert isinstance(himself, MayNot)
    assert himself.why is Hindrance.ONESELF
    assert people.member(JONAS).super_admin


@pytest.mark.slow
async def test_sixty_four_mutual_demotions_leave_one(people: People) -> None:
    """Two demote each other 64 times at once: exactly one permanent Super Admin is left, whoever was first."""
    answers: list[Crowned] = []

    async def demote(actor: int, user: int) -> None:
        answers.append(await removed(people, actor, user))

    async with anyio.create_task_group() as tasks:
        for _ in range(32):
            tasks.start_soon(partial(demote, JONAS, PRIYA))
            tasks.start_soon(partial(demote, PRIYA, JONAS))
    assert people.store.read(lambda tx: tx.people.permanent_super_admins(FJORD)) == 1
    assert sum(isinstance(said, Changed) for said in answers) == 1
    assert len(answers) == 64


async def test_everyone_demotes_everyone(people: People) -> None:
    """Of four Super Admins who all demote each other at once, the last one stays."""
    crowd = (JONAS, PRIYA, MARIA, NILS)
    for user in (MARIA, NILS):
        await made(people, JONAS, user)
    async with anyio.create_task_group() as tasks:
        for actor in crowd:
            for user in crowd:
                tasks.start_soon(partial(removed, people, actor, user))
    assert people.store.read(lambda tx: tx.people.permanent_super_admins(FJORD)) == 1


async def test_a_stranger_makes_nobody(people: People) -> None:
    """Somebody of another account finds nobody here."""
    assert await made(people, 110, NILS) == NotThere()
