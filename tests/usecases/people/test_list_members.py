"""The table of Users & Teams."""

import pytest

from admittance.core.levels import Level
from admittance.demo.people import FJORD, HAV
from admittance.usecases.case_records import Elevation
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Hindrance
from admittance.usecases.people.list_members import ListedMember, Members, list_members
from admittance.usecases.people.rules import PersonAct
from admittance.usecases.people.super_admin import remove_super_admin
from tests.usecases.people.conftest import NOW, People

JONAS, PRIYA, MARIA, AHMED, OSKAR, LOVA, NILS, HANNA = 101, 102, 103, 105, 107, 108, 109, 110

pytestmark = pytest.mark.anyio


def listed(people: People, viewer: int, now: int = NOW) -> dict[int, ListedMember]:
    """The list as the viewer sees it, by user id."""
    shown = people.store.read(lambda tx: list_members(tx, people.catalogue.policy, FJORD, viewer, now))
    assert isinstance(shown, Members)
    return {one.member.user.id: one for one in shown.members}


async def test_everybody_of_the_account_and_nobody_else(people: People) -> None:
    """The list holds the account's people, with the connections each has here."""
    shown = listed(people, OSKAR)
    assert set(shown) == {101, 102, 103, 104, 105, 106, 107, 108, 109}
    assert {user for user, one in shown.items() if one.connected_apps} == {AHMED}


@pytest.mark.parametrize(
    ("account", "viewer"), [(FJORD, NILS), (FJORD, LOVA), (FJORD, HANNA), (HAV, JONAS), (7, JONAS)]
)
async def test_it_is_there_for_those_who_may_see_people(people: People, account: int, viewer: int) -> None:
    """Without the permission to see the user list, and for strangers, there is no list."""
    look = people.store.read(lambda tx: list_members(tx, people.catalogue.policy, account, viewer, NOW))
    assert look == NotThere()


async def test_what_hinders_stands_with_the_act(people: People) -> None:
    """Each act on each person says what keeps the viewer from it, before it is tried."""
    by_super_admin, by_administrator = listed(people, JONAS), listed(people, OSKAR)
    assert set(by_super_admin[MARIA].acts.values()) == {None}
    assert by_super_admin[JONAS].acts[PersonAct.DEACTIVATE] is Hindrance.ONESELF
    assert by_administrator[NILS].acts[PersonAct.EDIT] is None
    assert by_administrator[NILS].acts[PersonAct.MAKE_SUPER_ADMIN] is Hindrance.ONLY_SUPER_ADMINS
    assert by_administrator[JONAS].acts[PersonAct.DEACTIVATE] is Hindrance.ONLY_SUPER_ADMINS


async def test_the_last_super_admin_is_marked(people: People) -> None:
    """Of the only permanent Super Admin the list says that nobody can remove them."""
    await people.do(lambda tx: remove_super_admin(tx, people.catalogue.policy, FJORD, JONAS, PRIYA, now=NOW))
    assert listed(people, JONAS)[JONAS].acts[PersonAct.REMOVE_SUPER_ADMIN] is Hindrance.LAST_SUPER_ADMIN


async def test_an_elevation_shows_while_it_counts(people: People) -> None:
    """Elevated people are marked with the end of it, up to that very millisecond."""
    rights = {"crm.contacts.edit": Level.ALL}
    elevation = Elevation(
        account_id=FJORD, id=0, user_id=NILS, app_id=203, case_id=1, rights=rights, super_admin=False,
        given_by=JONAS, starts_at=NOW, ends_at=NOW + 900_000,
    )  # fmt: skip
    await people.do(lambda tx: tx.elevations.add(elevation))
    assert listed(people, JONAS)[NILS].elevated_until == NOW + 900_000
    assert listed(people, JONAS, NOW + 900_000)[NILS].elevated_until is None
