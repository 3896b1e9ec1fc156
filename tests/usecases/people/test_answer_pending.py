"""Sending an invitation again, and withdrawing it."""

import pytest

from admittance.core.levels import Level
from admittance.demo.people import FJORD, HAV
from admittance.usecases.app_developers import name_developer
from admittance.usecases.audit_entry import SERVER_CHAIN, Act
from admittance.usecases.invitation_ports import ACCEPTED_WITHIN
from admittance.usecases.outcomes import NotThere
from admittance.usecases.passwords import ResetOver, issue_reset, look_at_reset, use_reset
from admittance.usecases.people.accept_invitation import (
    Accepted,
    NoInvitation,
    accept_invitation,
    invitations_for,
    show_invitation,
)
from admittance.usecases.people.answer_pending import (
    AGAIN_AFTER,
    BelongsElsewhere,
    NotPending,
    SentAgain,
    SentLately,
    Withdrawing,
    Withdrawn,
    send_again,
    withdraw,
)
from admittance.usecases.people.answers import Hindrance, MayNot, NotHeld
from admittance.usecases.people.invite_user import Asked, Invitation, Invited, TooManyInvited, invite_user
from admittance.usecases.people.leave import remove_from_account
from admittance.usecases.people.super_admin import make_super_admin
from admittance.usecases.records import User
from tests.usecases.people.conftest import NOW, People
from tests.usecases.people.test_accept_invitation import EMAIL, asked
from tests.usecases.people.test_invite_user import HANNA, JONAS, LOVA, NILS, OSKAR, invited, link_of

pytestmark = pytest.mark.anyio
TOVE = "tove@fjordfalk.example"
LATER = NOW + AGAIN_AFTER
OTHER_SECRET = "t" * 43


async def again(people: People, actor: int = JONAS, email: str = TOVE, *, now: int = LATER, most: int = 0) -> SentAgain:
    """Send it again."""
    return await people.do(
        lambda tx: send_again(tx, people.catalogue, FJORD, actor, email, secret=OTHER_SECRET, now=now, most=most)
    )


async def withdrawn(people: People, actor: int = JONAS, email: str = TOVE) -> Withdrawing:
    """Withdraw it."""
    return await people.do(lambda tx: withdraw(tx, people.catalogue, FJORD, actor, email, now=LATER))


def opens(people: People, said: Invited, secret: str = "s" * 43, now: int = LATER) -> bool:
    """Whether the link still opens the choice of a password."""
    return isinstance(people.store.read(lambda tx: look_at_reset(tx, link_of(said, secret), now)), User)


async def newcomer(people: People, actor: int = JONAS, **more: object) -> Invited:
    """Tove, new to the server."""
    said = await invited(people, actor, **more)
    assert isinstance(said, Invited)
    return said


async def test_a_newcomer_gets_a_new_link_in_place_of_the_old(people: People) -> None:
    """The replaced link answers as one that is over; the new one lasts as long as the first did."""
    first = await newcomer(people)
    said = await again(people)
    assert isinstance(said, Invited)
    assert not opens(people, first)
    assert opens(people, said, OTHER_SECRET)
    assert said.link.expires_at - LATER == first.link.expires_at - NOW
    (note,) = people.store.read(lambda tx: tx.invitations.newcomers(FJORD))
    assert (note.invited_at, note.link_until) == (LATER, said.link.expires_at)


async def test_sending_again_is_audited(people: People) -> None:
    """One row in the account, one for the link in the server's own chain; of somebody who is no member no id."""
    first = await newcomer(people)
    await again(people)
    row = people.audit()[-1].entry
    assert (row.act, row.actor, dict(row.data)) == (Act.INVITED, JONAS, {"user": first.user.id, "again": True})
    assert people.audit(SERVER_CHAIN)[-1].entry.act is Act.RESET_ISSUED
    await asked(people)
    await again(people, email=EMAIL)
    row = people.audit()[-1].entry
    assert (row.act, dict(row.data)) == (Act.INVITED, {"permission_set": "viewer", "again": True})


async def test_who_is_on_the_server_already_gets_another_letter(people: People) -> None:
    """It is the sender's from then on, stands as long again, and promises what it promised."""
    await asked(people, OSKAR)
    assert isinstance(await again(people, email=EMAIL), Asked)
    assert len(people.store.read(lambda tx: tx.outbox.in_account(FJORD, 9))) == 2
    over = LATER + ACCEPTED_WITHIN
    (shown,) = people.store.read(lambda tx: invitations_for(tx, HANNA, over - 1))
    assert shown.by == "Jonas Berg"
    accepted = await people.do(lambda tx: accept_invitation(tx, people.catalogue, FJORD, HANNA, over - 1))
    assert isinstance(accepted, Accepted)
    assert (people.member(HANNA).permission_set, people.member(HANNA).team) == ("viewer", "Board")


async def test_an_invitation_that_nobody_answered_in_time_can_be_sent_again(people: People) -> None:
    """It stands again from then on."""
    await asked(people)
    late = NOW + ACCEPTED_WITHIN + 1
    assert people.store.read(lambda tx: show_invitation(tx, FJORD, HANNA, late)) == NoInvitation()
    assert isinstance(await again(people, email=EMAIL, now=late), Asked)
    assert people.store.read(lambda tx: show_invitation(tx, FJORD, HANNA, late)) != NoInvitation()


async def test_letters_to_a_stranger_keep_their_distance(people: People) -> None:
    """Within the hour nobody who is on the server already is written to again."""
    await asked(people)
    assert await again(people, email=EMAIL, now=LATER - 1) == SentLately(1)
    assert len(people.store.read(lambda tx: tx.outbox.in_account(FJORD, 9))) == 1


async def test_sending_again_counts_among_a_days_invitations(people: People) -> None:
    """Whoever has none left for today sends none again, and the link that was sent stays."""
    first = await newcomer(people)
    said = await again(people, most=1)
    assert isinstance(said, TooManyInvited)
    assert opens(people, first)


async def test_a_withdrawn_link_is_over(people: People) -> None:
    """Whoever was new is no member any more, and their link answers as one that is over."""
    first = await newcomer(people)
    said = await withdrawn(people)
    assert isinstance(said, Withdrawn)
    assert people.store.read(lambda tx: tx.people.membership(FJORD, first.user.id)) is None
    assert not opens(people, first)
    token = link_of(first)
    assert isinstance(await people.do(lambda tx: use_reset(tx, token, "hash", LATER)), ResetOver)
    row = people.audit()[-1].entry
    assert (row.act, row.actor) == (Act.INVITATION_ENDED, JONAS)
    assert dict(row.data) == {"user": first.user.id, "why": "withdrawn"}
    assert await withdrawn(people) == NotPending()


async def test_a_withdrawn_letter_leads_nowhere(people: People) -> None:
    """Whoever was asked finds no invitation any more; the log holds the address and no id."""
    await asked(people)
    assert isinstance(await withdrawn(people, email=EMAIL), Withdrawn)
    assert people.store.read(lambda tx: show_invitation(tx, FJORD, HANNA, LATER)) == NoInvitation()
    row = people.audit()[-1].entry
    assert (row.act, row.actor, dict(row.data)) == (Act.INVITATION_ENDED, JONAS, {"why": "withdrawn"})
    assert await withdrawn(people, email=EMAIL) == NotPending()


async def test_who_was_withdrawn_can_be_invited_anew(people: People) -> None:
    """Somebody who is nothing on the server yet is new again, under the names typed now, and gets a link: nobody could
    accept without one. By another account too, which reads nothing of what the first one typed.
    """
    first = await newcomer(people)
    await withdrawn(people)
    anew = await newcomer(people, first_name="Tora", last_name="Lund")
    assert (anew.user.id, anew.user.name) == (first.user.id, "Tora Lund")
    assert opens(people, anew)
    await withdrawn(people)
    whom = Invitation(email=TOVE, first_name="", last_name="")
    elsewhere = await people.do(
        lambda tx: invite_user(tx, people.catalogue, HAV, HANNA, whom, secret=OTHER_SECRET, now=LATER, most=0)
    )
    assert isinstance(elsewhere, Invited)
    assert (elsewhere.user.id, elsewhere.user.name) == (first.user.id, "")
    assert (opens(people, anew), opens(people, elsewhere, OTHER_SECRET)) == (False, True)


async def test_removing_a_newcomer_ends_their_link(people: People) -> None:
    """Remove from the account, over the wire too, does what Withdraw does to the link."""
    first = await newcomer(people)
    await people.do(lambda tx: remove_from_account(tx, people.catalogue.policy, FJORD, JONAS, first.user.id))
    assert not opens(people, first)
    assert await again(people) == NotPending()


async def test_a_persons_own_password_link_outlives_an_account(people: People) -> None:
    """Who has a password keeps the link they asked for when they leave an account."""
    nils = people.store.read(lambda tx: tx.people.user(NILS))
    assert nils is not None
    reset = await people.do(lambda tx: issue_reset(tx, nils, OTHER_SECRET, NOW))
    await people.do(lambda tx: remove_from_account(tx, people.catalogue.policy, FJORD, JONAS, NILS))
    kept = people.store.read(lambda tx: tx.resets.get(reset.id))
    assert kept is not None
    assert kept.used_at is None


async def test_nobody_hands_on_or_takes_back_what_they_do_not_hold(people: People) -> None:
    """The rule of inviting: Oskar, an administrator, leaves alone what gives more than he has."""
    first = await newcomer(people, permission_set="billing_owner")
    await asked(people, JONAS, "billing_owner")
    for email in (TOVE, EMAIL):
        for said in (await again(people, OSKAR, email), await withdrawn(people, OSKAR, email)):
            assert isinstance(said, NotHeld)
            assert "account.billing.edit" in {right.permission for right in said.rights}
    assert opens(people, first)
    assert isinstance(await withdrawn(people, JONAS, EMAIL), Withdrawn)


async def test_a_super_admin_who_has_yet_to_accept_is_the_super_admins_own(people: People) -> None:
    """Whoever is none leaves the invitation alone."""
    first = await newcomer(people)
    await people.do(lambda tx: make_super_admin(tx, people.catalogue.policy, FJORD, JONAS, first.user.id, now=NOW))
    for said in (await again(people, OSKAR), await withdrawn(people, OSKAR)):
        assert isinstance(said, MayNot)
        assert said.why is Hindrance.ONLY_SUPER_ADMINS
    assert isinstance(await withdrawn(people), Withdrawn)


async def test_who_may_do_neither(people: People) -> None:
    """Those who only see people are told; for anybody else nothing is there, the invited person included."""
    await newcomer(people)
    await asked(people)
    only_sees = {"account.users.view": Level.ON}
    await people.do(
        lambda tx: tx.people.set_rights(FJORD, OSKAR, super_admin=False, permission_set=None, rights=only_sees)
    )
    for email in (TOVE, EMAIL):
        assert isinstance(await again(people, OSKAR, email), MayNot)
        assert isinstance(await withdrawn(people, OSKAR, email), MayNot)
        for actor in (LOVA, HANNA):
            assert await again(people, actor, email) == NotThere()
            assert await withdrawn(people, actor, email) == NotThere()


@pytest.mark.parametrize("email", ["nobody@x.example", "", "nils.oberg@fjordfalk.example", EMAIL])
async def test_whom_nobody_waits_for(people: People, email: str) -> None:
    """An address of nobody, of a member, and of somebody of another account get one answer."""
    assert await again(people, email=email) == NotPending()
    assert await withdrawn(people, email=email) == NotPending()


async def test_no_link_is_made_for_who_became_something_elsewhere(people: People) -> None:
    """It would open that too: an app's developer, or somebody whom another account waits for."""
    first = await newcomer(people)
    app = people.store.read(lambda tx: tx.apps.all())[0]
    await people.do(lambda tx: name_developer(tx, app.id, first.user.id, NOW, by="operator"))
    assert await again(people) == BelongsElsewhere()
    assert opens(people, first)
    assert isinstance(await withdrawn(people), Withdrawn)
    # Somebody who is a developer is asked when they are invited anew, as everybody is who is something here.
    assert isinstance(await invited(people, JONAS), Asked)
