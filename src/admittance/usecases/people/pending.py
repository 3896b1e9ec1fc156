"""Those who were invited into an account and have not accepted, for its people (product section 3)."""

from collections.abc import Mapping

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.core.duties import Duty
from admittance.core.levels import Level
from admittance.core.requirements import Right
from admittance.usecases.invitation_ports import ACCEPTED_WITHIN, Newcomer, StandingInvitation
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Hindrance
from admittance.usecases.people.newcomers import INVITATION_LASTS
from admittance.usecases.people.rules import PersonAct, hindrance, not_held
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, App, Member, Membership, User


class PendingInvitation(Struct, frozen=True, kw_only=True):
    """Somebody who has not accepted. `newcomer`: they are a member already and have yet to choose a password; of
    anybody else it holds the address and neither id nor name (decision 15).

    `permission_set`, `rights` and `team` are what they have then. `by` invited them (None: not known any more), through
    `app` where there is one. It was sent at `at` and opens nothing from `until` on, both in ms. `hindrance` and
    `lacking` are what keeps the viewer from sending it again or withdrawing it.
    """

    email: str
    newcomer: bool
    super_admin: bool = False
    permission_set: str | None
    rights: Mapping[str, Level]
    team: str | None
    by: User | None
    app: App | None
    at: int
    until: int
    hindrance: Hindrance | None
    lacking: tuple[Right, ...]


class Pending(Struct, frozen=True, kw_only=True):
    """All of an account, the newest first. `may_edit`: the viewer may invite."""

    account: Account
    may_edit: bool
    invitations: tuple[PendingInvitation, ...]


class _Viewer(Struct, frozen=True):
    """Whoever looks, with what they hold."""

    catalogue: Catalogue
    membership: Membership
    rights: int

    @property
    def may_edit(self) -> bool:
        return self.catalogue.policy.may(self.rights, Duty.EDIT_PEOPLE)

    def lacks(self, rights: Mapping[str, Level]) -> tuple[Right, ...]:
        """What of `rights` the viewer does not hold. Nobody hands on, or takes away, what they do not hold."""
        policy = self.catalogue.policy
        return not_held(policy, self.rights, 0, policy.held(policy.rights(rights)))


def list_pending(tx: Transaction, catalogue: Catalogue, account_id: int, viewer_id: int) -> Pending | NotThere:
    """For those who may see people; for anyone else it is not there. What nobody answered in time stays listed."""
    found = active_member(tx, account_id, viewer_id)
    if found is None:
        return NotThere()
    viewer = _Viewer(catalogue, found.membership, rights_of(catalogue.policy, found.membership))
    if not catalogue.policy.may(viewer.rights, Duty.SEE_PEOPLE):
        return NotThere()
    members = tx.people.members(account_id)
    notes = {one.user_id: one for one in tx.invitations.newcomers(account_id)}
    new = [_newcomer(tx, viewer, one, notes.get(one.user.id)) for one in members if is_pending(one)]
    inside = {member.user.id for member in members}
    standing = (one for one in tx.invitations.in_account(account_id) if one.user_id not in inside)
    known = [one for invitation in standing if (one := _asked(tx, viewer, invitation)) is not None]
    newest_first = sorted((*new, *known), key=lambda one: (-one.at, one.email.casefold()))
    return Pending(account=found.account, may_edit=viewer.may_edit, invitations=tuple(newest_first))


def is_pending(member: Member) -> bool:
    """Whether the member was new to the server and has not chosen a password yet."""
    return member.user.password_hash is None and member.membership.active


def _newcomer(tx: Transaction, viewer: _Viewer, member: Member, note: Newcomer | None) -> PendingInvitation:
    membership, at = member.membership, note.invited_at if note else member.membership.created_at
    return PendingInvitation(
        email=member.user.email,
        newcomer=True,
        super_admin=membership.super_admin,
        permission_set=membership.permission_set,
        rights=membership.rights,
        team=membership.team,
        by=tx.people.user(note.invited_by) if note else None,
        app=tx.apps.get(note.app_id) if note and note.app_id is not None else None,
        at=at,
        until=note.link_until if note else at + INVITATION_LASTS,
        hindrance=hindrance(PersonAct.EDIT, viewer.membership, membership, may_edit=viewer.may_edit, last=False),
        lacking=viewer.lacks(membership.rights),
    )


def _asked(tx: Transaction, viewer: _Viewer, invitation: StandingInvitation) -> PendingInvitation | None:
    user = tx.people.user(invitation.user_id)
    if user is None:
        return None
    chosen = viewer.catalogue.sets.get(invitation.permission_set or "")
    grants = chosen.grants if chosen else {}
    return PendingInvitation(
        email=user.email,
        newcomer=False,
        permission_set=chosen.id if chosen else None,
        rights=grants,
        team=invitation.team,
        by=tx.people.user(invitation.invited_by),
        app=tx.apps.get(invitation.app_id) if invitation.app_id is not None else None,
        at=invitation.invited_at,
        until=invitation.invited_at + ACCEPTED_WITHIN,
        hindrance=None if viewer.may_edit else Hindrance.NEEDS_EDIT_PEOPLE,
        lacking=viewer.lacks(grants),
    )
