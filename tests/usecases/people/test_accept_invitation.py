"""People who are on the server already, and are asked into another account."""

import pytest

from admittance.demo.people import FJORD
from admittance.usecases.audit_entry import Act
from admittance.usecases.invitation_ports import ACCEPTED_WITHIN
from admittance.usecases.people.accept_invitation import (
    Accepted,
    Accepting,
    DeclinedInvitation,
    Lapsed,
    NoInvitation,
    accept_invitation,
    decline_invitation,
    invitations_for,
    show_invitation,
)
from admittance.usecases.people.invite_user import Asked
from tests.usecases.people.conftest import NOW, People
from tests.usecases.people.test_invite_user import HANNA, JONAS, OSKAR, invited

pytestmark = pytest.mark.anyio
EMAIL = "hanna.sjogren@havlogistik.example"


async def asked(people: People, by: int = JONAS, permission_set: str | None = "viewer") -> None:
    """Hanna, Super Admin of the other account, is asked into this one."""
    said = await invited(people, by, email=EMAIL, permission_set=permission_set, team="Board")
    assert isinstance(said, Asked), said


async def accepted(people: People, now: int = NOW) -> Accepting:
    """She accepts."""
    return await people.do(lambda tx: accept_invitation(tx, people.catalogue, FJORD, HANNA, now))


async def test_nobody_is_a_member_before_they_say_yes(people: People) -> None:
    """The invitation gives nothing, and of the person the account knows only the address that was typed."""
    await asked(people)
    assert people.store.read(lambda tx: tx.people.membership(FJORD, HANNA)) is None
    row = people.audit()[-1].entry
    assert (row.act, row.actor, dict(row.data)) == (Act.INVITED, JONAS, {"permission_set": "viewer"})
    (letter,) = people.store.read(lambda tx: tx.outbox.in_account(FJORD, 9))
    assert (letter.user_id, letter.subject) == (HANNA, "Jonas Berg invites you to Fjord & Falk AB")
    assert letter.body.splitlines()[-1] == f"/accounts/{FJORD}/invitation"


async def test_who_accepts_gets_what_was_promised(people: People) -> None:
    """The membership with its set and team begins now; the row is the person's own act and names who invited them."""
    await asked(people)
    assert isinstance(await accepted(people), Accepted)
    member = people.member(HANNA)
    assert (member.permission_set, member.team, member.super_admin) == ("viewer", "Board", False)
    row = people.audit()[-1].entry
    assert (row.act, row.actor, row.data["invited_by"]) == (Act.USER_CREATED, HANNA, JONAS)
    assert await accepted(people) == NoInvitation()


async def test_who_declines_is_no_member(people: People) -> None:
    """The invitation is gone; the log says that it was declined, and still not by whom but the address."""
    await asked(people)
    assert await people.do(lambda tx: decline_invitation(tx, FJORD, HANNA, NOW)) == DeclinedInvitation()
    assert await accepted(people) == NoInvitation()
    row = people.audit()[-1].entry
    assert (row.act, row.actor, dict(row.data)) == (Act.INVITATION_ENDED, None, {"why": "declined"})
    assert await people.do(lambda tx: decline_invitation(tx, FJORD, HANNA, NOW)) == NoInvitation()


async def test_an_invitation_ends_by_itself(people: People) -> None:
    """After its time it is not there any more."""
    await asked(people)
    over = NOW + ACCEPTED_WITHIN
    assert len(people.store.read(lambda tx: invitations_for(tx, HANNA, over - 1))) == 1
    assert people.store.read(lambda tx: invitations_for(tx, HANNA, over)) == ()
    assert await accepted(people, over) == NoInvitation()


async def test_whoever_invited_has_to_be_able_to(people: People) -> None:
    """Oskar, who invited, loses his rights: accepting gives nothing, and says so."""
    await asked(people, OSKAR)
    await people.do(lambda tx: tx.people.set_rights(FJORD, OSKAR, super_admin=False, permission_set=None, rights={}))
    assert isinstance(await accepted(people), Lapsed)
    assert people.store.read(lambda tx: tx.people.membership(FJORD, HANNA)) is None
    assert people.audit()[-1].entry.data == {"why": "lapsed"}


async def test_an_invitation_is_the_persons_own(people: People) -> None:
    """For anybody else there is none, the inviter included."""
    await asked(people)
    for user in (JONAS, OSKAR, 112):
        shown = people.store.read(lambda tx, one=user: show_invitation(tx, FJORD, one, NOW))
        assert shown == NoInvitation()


async def test_asked_twice_is_written_once(people: People) -> None:
    """The later invitation counts; there is one letter while the first one stands."""
    await asked(people)
    await asked(people, permission_set="administrator")
    assert len(people.store.read(lambda tx: tx.outbox.in_account(FJORD, 9))) == 1
    await accepted(people)
    assert people.member(HANNA).permission_set == "administrator"
