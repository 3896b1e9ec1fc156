"""What the frame of a page leads to."""

import pytest

from admittance.web.navigation import Navigation, navigation, open_navigation
from admittance.web.pages.frame import Section
from tests.oauth.world import A1, BOTH, SA1, U1, World

pytestmark = pytest.mark.anyio


def leads(world: World, user_id: int, account_id: int | None = A1) -> Navigation:
    """Where the person's pages about the account lead."""
    services = world.services

    def look(tx):  # type: ignore[no-untyped-def]
        account = None if account_id is None else tx.accounts.get(account_id)
        policy, now = services.catalogue.policy, services.clock.now()
        return navigation(tx, policy, tx.people.user(user_id), account, Section.CONNECTED_APPS, now)

    return services.store.read(look)


async def test_a_super_admin_finds_everything(world: World) -> None:
    """Whoever lacks no right has an entry for each page of the account, and the whole Contacts menu."""
    found = leads(world, SA1)
    assert {place.section for place in found.places} >= {Section.USERS, Section.AUDIT, Section.MAIL, Section.CASES}
    assert [place.section for place in found.contacts] == [Section.CONTACTS, Section.IMPORT, Section.EXPORT]


async def test_what_cannot_be_opened_has_no_entry(world: World) -> None:
    """A member without any right finds neither users, audit, mail nor contacts, and all that is every member's."""
    found = leads(world, U1)
    sections = {place.section for place in found.places}
    assert sections.isdisjoint({Section.USERS, Section.AUDIT, Section.MAIL})
    assert sections >= {Section.CONNECTED_APPS, Section.CASES, Section.PLAN, Section.WHY, Section.PROFILE}
    assert found.contacts == ()


async def test_the_accounts_are_the_persons_own(world: World) -> None:
    """The switcher names every account one is a member of, and no other."""
    assert len(leads(world, BOTH).accounts) == 2
    assert len(leads(world, U1).accounts) == 1


async def test_about_no_account_there_is_the_person_alone(world: World) -> None:
    """A page that is about no account leads to what is one's own."""
    assert [place.section for place in leads(world, U1, None).places] == [Section.PROFILE]


async def test_where_nobody_is_signed_in(world: World) -> None:
    """A page about an account leads to what asks for signing in; any other leads nowhere."""
    account = world.services.store.read(lambda tx: tx.accounts.get(A1))
    assert open_navigation(None) == Navigation()
    assert all(place.url.startswith(f"/accounts/{A1}/") for place in open_navigation(account).places)
    assert open_navigation(account).places
