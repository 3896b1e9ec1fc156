"""Those who were invited and have not accepted, as their account's people see them."""

import pytest

from admittance.core.levels import Level
from admittance.demo.people import FJORD
from admittance.usecases.invitation_ports import ACCEPTED_WITHIN
from admittance.usecases.outcomes import NotThere
from admittance.usecases.passwords import use_reset
from admittance.usecases.people.accept_invitation import accept_invitation, decline_invitation
from admittance.usecases.people.answers import Hindrance
from admittance.usecases.people.deactivate import deactivate
from admittance.usecases.people.invite_user import Invitation, Invited, invite_user
from admittance.usecases.people.newcomers import INVITATION_LASTS
from admittance.usecases.people.pending import Pending, PendingInvitation, list_pending
from tests.usecases.people.conftest import NOW, People
from tests.usecases.people.test_accept_invitation import EMAIL, asked
from tests.usecases.people.test_invite_user import HANNA, JONAS, LOVA, OSKAR, SECRET, invited, link_of

pytestmark = pytest.mark.anyio


def pending(people: People, viewer: int = JONAS) -> dict[str, PendingInvitation]:
    """By address."""
    shown = people.store.read(lambda tx: list_pending(tx, people.catalogue, FJORD, viewer))
    assert isinstance(shown, Pending)
    return {one.email: one for one in shown.invitations}


async def test_nobody_waits_in_an_account_where_everybody_has_accepted(people: People) -> None:
    """People with a password are no invitations."""
    assert pending(people) == {}


async def test_both_kinds_are_shown_with_what_they_get(people: People) -> None:
    """Address, by whom, when, until when, rights: of a newcomer those of the membership, of anybody else those of the
    permission set they were promised.
    """
    await invited(people, JONAS, permission_set="viewer", team="Board")
    await asked(people, OSKAR)
    shown = pending(people)
    new, known = shown["Tove@fjordfalk.example"], shown[EMAIL]
    assert (new.newcomer, new.permission_set, new.team, new.at) == (True, "viewer", "Board", NOW)
    assert (new.until, known.until) == (NOW + INVITATION_LASTS, NOW + ACCEPTED_WITHIN)
    assert (known.newcomer, known.permission_set, known.team) == (False, "viewer", "Board")
    assert (new.by.id, known.by.id) == (JONAS, OSKAR)  # type: ignore[union-attr]
    assert dict(new.rights) == dict(known.rights) == dict(people.catalogue.sets["viewer"].grants)
    assert (new.app, new.hindrance, new.lacking) == (None, None, ())


async def test_an_app_that_invited_is_named(people: People) -> None:
    """Whose authority it used stands beside it: nobody reads that the person did it."""
    app = people.store.read(lambda tx: tx.apps.all())[0]
    whom = Invitation(email="moa@fjordfalk.example", first_name="Moa", last_name="Ek")
    said = await people.do(
        lambda tx: invite_user(tx, people.catalogue, FJORD, JONAS, whom, secret=SECRET, now=NOW, most=0, app_id=app.id)
    )
    assert isinstance(said, Invited)
    shown = pending(people)["moa@fjordfalk.example"]
    assert (shown.app, shown.by.id) == (app, JONAS)  # type: ignore[union-attr]


async def test_accepting_ends_it(people: People) -> None:
    """Who has chosen a password, accepted, declined, or been deactivated is waited for no more."""
    said = await invited(people, JONAS)
    assert isinstance(said, Invited)
    await people.do(lambda tx: use_reset(tx, link_of(said), "hash", NOW))
    await asked(people)
    await people.do(lambda tx: accept_invitation(tx, people.catalogue, FJORD, HANNA, NOW))
    assert pending(people) == {}
    other = await invited(people, JONAS, email="moa@fjordfalk.example")
    assert isinstance(other, Invited)
    await people.do(lambda tx: deactivate(tx, people.catalogue.policy, FJORD, JONAS, other.user.id, now=NOW))
    assert pending(people) == {}


async def test_declined_is_gone(people: People) -> None:
    """No, thank you: the account sees no invitation any more."""
    await asked(people)
    await people.do(lambda tx: decline_invitation(tx, FJORD, HANNA, NOW))
    assert pending(people) == {}


async def test_what_keeps_the_viewer_from_it(people: People) -> None:
    """A viewer of the list may do nothing to it; an admin nothing to what gives more than they hold themselves."""
    await invited(people, JONAS, permission_set="billing_owner")
    await asked(people, JONAS, "billing_owner")
    for one in pending(people, OSKAR).values():
        assert one.hindrance is None
        assert one.lacking
    only_sees = {"account.users.view": Level.ON}
    await people.do(
        lambda tx: tx.people.set_rights(FJORD, OSKAR, super_admin=False, permission_set=None, rights=only_sees)
    )
    assert {one.hindrance for one in pending(people, OSKAR).values()} == {Hindrance.NEEDS_EDIT_PEOPLE}


async def test_who_may_not_see_people_sees_no_invitations(people: People) -> None:
    """Nor does anybody of another account, the one who is asked included."""
    await asked(people)
    for viewer in (LOVA, HANNA):
        assert people.store.read(lambda tx, one=viewer: list_pending(tx, people.catalogue, FJORD, one)) == NotThere()
