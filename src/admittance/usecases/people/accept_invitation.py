"""An invited person says yes or no. Nobody becomes a member of an account without it (decision 15)."""

from typing import TypeAlias

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.core.duties import Duty
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.invitation_ports import StandingInvitation
from admittance.usecases.people.joining import join
from admittance.usecases.people.rules import not_held
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account


class InvitationShown(Struct, frozen=True):
    """What the person is asked: into which account, and by whom. `by` is empty once that person is gone."""

    account: Account
    by: str


class Accepted(Struct, frozen=True):
    """A member from now on."""

    account: Account


class DeclinedInvitation(Struct, frozen=True):
    """The invitation is gone, and nothing else has changed."""


class Lapsed(Struct, frozen=True):
    """Whoever invited could not do so today; the invitation is gone, and nobody became a member."""

    account: Account


class NoInvitation(Struct, frozen=True):
    """None for this person and account, or not any more. Whether the account exists stays unsaid."""


Accepting: TypeAlias = Accepted | Lapsed | NoInvitation


def show_invitation(tx: Transaction, account_id: int, user_id: int, now: int) -> InvitationShown | NoInvitation:
    """The question, for the person who is asked."""
    invitation = _standing(tx, account_id, user_id, now)
    return _shown(tx, invitation) if invitation else NoInvitation()


def invitations_for(tx: Transaction, user_id: int, now: int) -> tuple[InvitationShown, ...]:
    """All that wait for the person's answer, the newest first."""
    standing = (one for one in tx.invitations.of_user(user_id) if _standing(tx, one.account_id, user_id, now))
    shown = (_shown(tx, one) for one in standing)
    return tuple(one for one in shown if isinstance(one, InvitationShown))


def accept_invitation(tx: Transaction, catalogue: Catalogue, account_id: int, user_id: int, now: int) -> Accepting:
    """Become a member with what the invitation gives, if whoever invited could still give it."""
    invitation, account = _standing(tx, account_id, user_id, now), tx.accounts.get(account_id)
    if invitation is None or account is None:
        return NoInvitation()
    tx.invitations.remove(account_id, user_id)
    chosen = catalogue.sets.get(invitation.permission_set or "")
    inviter = active_member(tx, account_id, invitation.invited_by)
    rights = rights_of(catalogue.policy, inviter.membership) if inviter else 0
    if not catalogue.policy.may(rights, Duty.EDIT_PEOPLE) or not_held(
        catalogue.policy, rights, 0, chosen.grants if chosen else {}
    ):
        _audit_end(tx, invitation, "lapsed")
        return Lapsed(account)
    data = join(tx, account_id, user_id, chosen, invitation.team, now)
    entry = AuditEntry(act=Act.USER_CREATED, actor=user_id, data=data | {"invited_by": invitation.invited_by})
    tx.audit.append(account_id, entry)
    return Accepted(account)


def decline_invitation(tx: Transaction, account_id: int, user_id: int, now: int) -> DeclinedInvitation | NoInvitation:
    """Say no. The person can be invited again."""
    invitation = _standing(tx, account_id, user_id, now)
    if invitation is None:
        return NoInvitation()
    tx.invitations.remove(account_id, user_id)
    _audit_end(tx, invitation, "declined")
    return DeclinedInvitation()


def _standing(tx: Transaction, account_id: int, user_id: int, now: int) -> StandingInvitation | None:
    invitation, user = tx.invitations.get(account_id, user_id), tx.people.user(user_id)
    if invitation is None or user is None or not user.active or not invitation.stands(now):
        return None
    # INVARIANT: a membership, active or not, is never replaced by an invitation.
    return None if tx.people.membership(account_id, user_id) is not None else invitation


def _shown(tx: Transaction, invitation: StandingInvitation) -> InvitationShown | NoInvitation:
    account, by = tx.accounts.get(invitation.account_id), tx.people.user(invitation.invited_by)
    return InvitationShown(account, by.name if by else "") if account else NoInvitation()


def _audit_end(tx: Transaction, invitation: StandingInvitation, why: str) -> None:
    user = tx.people.user(invitation.user_id)
    email = {"email": user.email} if user else {}
    entry = AuditEntry(act=Act.INVITATION_ENDED, by="invited", data={"why": why}, personal=email)
    tx.audit.append(invitation.account_id, entry)
