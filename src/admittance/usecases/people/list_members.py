"""The table of Users & Teams: everybody in the account, and what the viewer may do to each of them."""

from collections import Counter
from typing import TypeAlias

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Hindrance
from admittance.usecases.people.rules import PersonAct, hindrance, is_last_super_admin
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, Member, Membership


class ListedMember(Struct, frozen=True, kw_only=True):
    """A person with what counts for them now.

    `elevated_until` is the end (ms) of an elevation that counts. `acts` says of each act on this person what hinders
    the viewer: None where nothing does.
    """

    member: Member
    connected_apps: int
    elevated_until: int | None
    acts: dict[PersonAct, Hindrance | None]


class Members(Struct, frozen=True, kw_only=True):
    """The whole list by user id, the account's teams, and whether the viewer may change anything."""

    account: Account
    viewer: Membership
    may_edit: bool
    members: tuple[ListedMember, ...]
    teams: tuple[str, ...]


MembersLook: TypeAlias = Members | NotThere


def list_members(tx: Transaction, policy: Policy, account_id: int, viewer_id: int, now: int) -> MembersLook:
    """For those who may see people; for anyone else it is not there."""
    found = active_member(tx, account_id, viewer_id)
    if found is None:
        return NotThere()
    account, viewer = found
    rights = rights_of(policy, viewer)
    if not policy.may(rights, Duty.SEE_PEOPLE):
        return NotThere()
    may_edit = policy.may(rights, Duty.EDIT_PEOPLE)
    connections = Counter(connection.user_id for connection in tx.connections.in_account(account_id))
    elevated = {one.user_id: one.ends_at for one in tx.elevations.in_account(account_id, now)}
    return Members(
        account=account,
        viewer=viewer,
        may_edit=may_edit,
        members=tuple(
            ListedMember(
                member=member,
                connected_apps=connections[member.user.id],
                elevated_until=elevated.get(member.user.id),
                acts=acts_on(tx, viewer, member, may_edit=may_edit),
            )
            for member in tx.people.members(account_id)
        ),
        teams=tuple(tx.accounts.teams(account_id)),
    )


def sees_people(tx: Transaction, policy: Policy, account_id: int, viewer_id: int) -> bool:
    """Whether the list is there for the viewer."""
    found = active_member(tx, account_id, viewer_id)
    return found is not None and policy.may(rights_of(policy, found[1]), Duty.SEE_PEOPLE)


def acts_on(
    tx: Transaction, viewer: Membership, member: Member, *, may_edit: bool
) -> dict[PersonAct, Hindrance | None]:
    """Everything that could be done to the person, with what hinders it."""
    last = is_last_super_admin(tx, member)
    return {act: hindrance(act, viewer, member.membership, may_edit=may_edit, last=last) for act in PersonAct}
