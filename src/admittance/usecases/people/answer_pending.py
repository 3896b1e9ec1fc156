"""Sending an invitation again, and withdrawing it: by whoever could give what it gives (product section 3).

Invitations go by the address that was typed: of somebody who is on the server already the account knows no id.
"""

from typing import TypeAlias

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.core import lifetimes
from admittance.core.duties import Duty
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.invitation_ports import StandingInvitation
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Hindrance, MayNot, NotHeld
from admittance.usecases.people.invite_user import Asked, Invited, TooManyInvited, ask_in, room_for_one
from admittance.usecases.people.newcomers import forget_newcomer, is_only_here, make_link, stranger
from admittance.usecases.people.pending import is_pending
from admittance.usecases.people.rules import PersonAct, Standing, not_held, stand
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, Member, User

AGAIN_AFTER = lifetimes.HOUR
"""Least time between two letters to somebody who is on the server already: they never asked for any."""


class NotPending(Struct, frozen=True):
    """Nobody of that address is waited for in this account: they accepted or declined, it was withdrawn, or there never
    was an invitation. Which of these stays unsaid.
    """


class SentLately(Struct, frozen=True):
    """It was sent a short while ago. `wait`: until it can be sent again, in ms."""

    wait: int


class BelongsElsewhere(Struct, frozen=True):
    """The person has become something outside this account too, so no link to a password is made here."""


class Withdrawn(Struct, frozen=True):
    """The invitation is over, its link with it; who was new to the server is no member any more."""

    account: Account
    email: str


SentAgain: TypeAlias = (
    Invited | Asked | NotPending | SentLately | BelongsElsewhere | TooManyInvited | NotHeld | MayNot | NotThere
)
Withdrawing: TypeAlias = Withdrawn | NotPending | NotHeld | MayNot | NotThere


class _Found(Struct, frozen=True):
    """What is waited for. `standing` is None where the person was new to the server: then they are a member."""

    account: Account
    actor: User
    user: User
    standing: StandingInvitation | None


def send_again(
    tx: Transaction,
    catalogue: Catalogue,
    account_id: int,
    actor_id: int,
    email: str,
    *,
    secret: str,
    now: int,
    most: int,
) -> SentAgain:
    """A new link or letter in place of the earlier one, from the actor. `secret` becomes the link's. It counts among
    the `most` invitations of a day (0: any number).
    """
    found = _find(tx, catalogue, account_id, actor_id, email, PersonAct.EDIT, now)
    if not isinstance(found, _Found):
        return found
    if found.standing is not None and (wait := found.standing.invited_at + AGAIN_AFTER - now) > 0:
        return SentLately(wait)
    if found.standing is None and not is_only_here(tx, found.user, account_id, now):
        return BelongsElsewhere()
    full = room_for_one(tx, account_id, now, most)
    if full is not None:
        return full
    if found.standing is not None:
        one = found.standing
        ask_in(tx, found.account, found.actor, found.user, one.permission_set, one.team, now, None, again=True)
        return Asked(found.account, found.user.email)
    data = {"user": found.user.id, "again": True}
    tx.audit.append(account_id, AuditEntry(act=Act.INVITED, actor=actor_id, data=data))
    return Invited(found.account, found.user, make_link(tx, account_id, found.user, actor_id, secret, now, None))


def withdraw(
    tx: Transaction, catalogue: Catalogue, account_id: int, actor_id: int, email: str, *, now: int
) -> Withdrawing:
    """End the invitation. Whoever was new to the server stays a user that nobody can sign in as."""
    found = _find(tx, catalogue, account_id, actor_id, email, PersonAct.REMOVE, now)
    if not isinstance(found, _Found):
        return found
    user = found.user
    if found.standing is not None:
        tx.invitations.remove(account_id, user.id)
        # INVARIANT: of somebody who is no member the account's log holds what was typed, and neither id nor name.
        entry = AuditEntry(
            act=Act.INVITATION_ENDED, actor=actor_id, data={"why": "withdrawn"}, personal={"email": user.email}
        )
    else:
        tx.people.remove(account_id, user.id)
        forget_newcomer(tx, account_id, user)
        data = {"user": user.id, "why": "withdrawn"}
        entry = AuditEntry(act=Act.INVITATION_ENDED, actor=actor_id, data=data)
    tx.audit.append(account_id, entry)
    return Withdrawn(found.account, user.email)


def _find(
    tx: Transaction, catalogue: Catalogue, account_id: int, actor_id: int, email: str, act: PersonAct, now: int
) -> _Found | NotPending | NotHeld | MayNot | NotThere:
    member, actor = active_member(tx, account_id, actor_id), tx.people.user(actor_id)
    if member is None or actor is None:
        return NotThere()
    policy, rights = catalogue.policy, rights_of(catalogue.policy, member.membership)
    if not policy.may(rights, Duty.EDIT_PEOPLE):
        return MayNot(actor, Hindrance.NEEDS_EDIT_PEOPLE) if policy.may(rights, Duty.SEE_PEOPLE) else NotThere()
    user = tx.people.by_email(email)
    membership = tx.people.membership(account_id, user.id) if user else None
    if user is None or (membership is not None and not is_pending(Member(membership, user))):
        return NotPending()
    if membership is not None:
        standing = stand(tx, policy, act, account_id, actor_id, user.id)
        if not isinstance(standing, Standing):
            return standing
        lacking = not_held(policy, rights, 0, policy.held(policy.rights(membership.rights)))
        return NotHeld(user, lacking) if lacking else _Found(member.account, actor, user, None)
    invitation = tx.invitations.get(account_id, user.id)
    if invitation is None:
        return NotPending()
    chosen = catalogue.sets.get(invitation.permission_set or "")
    lacking = not_held(policy, rights, 0, chosen.grants if chosen else {})
    return NotHeld(stranger(user.email, now), lacking) if lacking else _Found(member.account, actor, user, invitation)
