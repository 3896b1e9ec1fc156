"""Who may do what to whom in an account (product section 3): the rules that every act on a person asks first."""

from collections.abc import Mapping
from enum import StrEnum
from typing import assert_never

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.levels import Level
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.requirements import Right
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Hindrance, MayNot
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, Member, Membership
from admittance.usecases.super_admins import keeps_a_super_admin


class PersonAct(StrEnum):
    """What can be done to a person in an account."""

    EDIT = "edit"
    MAKE_SUPER_ADMIN = "make_super_admin"
    REMOVE_SUPER_ADMIN = "remove_super_admin"
    DEACTIVATE = "deactivate"
    REACTIVATE = "reactivate"
    REMOVE = "remove"


class Standing(Struct, frozen=True, kw_only=True):
    """Whoever acts and whoever it happens to, as they stand now. `rights` is what the actor holds."""

    account: Account
    actor: Membership
    rights: int
    member: Member


def stand(
    tx: Transaction, policy: Policy, act: PersonAct, account_id: int, actor_id: int, user_id: int
) -> Standing | NotThere | MayNot:
    """Both people, or what keeps the one from doing `act` to the other."""
    found = active_member(tx, account_id, actor_id)
    membership, user = tx.people.membership(account_id, user_id), tx.people.user(user_id)
    if found is None or membership is None or user is None:
        return NotThere()
    rights = rights_of(policy, found.membership)
    if actor_id != user_id and not policy.may(rights, Duty.SEE_PEOPLE):
        return NotThere()
    member = Member(membership, user)
    last = is_last_super_admin(tx, member)
    why = hindrance(act, found.membership, membership, may_edit=policy.may(rights, Duty.EDIT_PEOPLE), last=last)
    if why is not None:
        return MayNot(user, why)
    return Standing(account=found.account, actor=found.membership, rights=rights, member=member)


def hindrance(act: PersonAct, actor: Membership, target: Membership, *, may_edit: bool, last: bool) -> Hindrance | None:
    """What keeps `actor` from doing `act` to `target`. `last`: the target is the account's last permanent Super Admin.

    Whoever is no Super Admin leaves Super Admins alone altogether, or deactivating one would be a way around.
    """
    if not may_edit:
        return Hindrance.NEEDS_EDIT_PEOPLE
    if (target.super_admin or act is PersonAct.MAKE_SUPER_ADMIN) and not actor.super_admin:
        return Hindrance.ONLY_SUPER_ADMINS
    match act:
        case PersonAct.EDIT | PersonAct.REACTIVATE:
            return None
        case PersonAct.MAKE_SUPER_ADMIN:
            return None if target.active else Hindrance.DEACTIVATED
        case PersonAct.REMOVE_SUPER_ADMIN:
            return Hindrance.LAST_SUPER_ADMIN if last else None
        case PersonAct.DEACTIVATE | PersonAct.REMOVE:
            if actor.user_id == target.user_id:
                return Hindrance.ONESELF
            return Hindrance.LAST_SUPER_ADMIN if last else None
        case _:
            assert_never(act)


def is_last_super_admin(tx: Transaction, member: Member) -> bool:
    """Whether the account has no permanent Super Admin but this one.

    INVARIANT: asked in the transaction that takes the rights away. Writes run one after another, so of any number of
    mutual demotions the last one finds itself alone and is refused (product section 3).
    """
    membership = member.membership
    counts = membership.super_admin and membership.active and member.user.active
    return counts and not keeps_a_super_admin(tx, membership.account_id, member.user.id)


def not_held(policy: Policy, actor_rights: int, before: int, after: Mapping[str, Level]) -> tuple[Right, ...]:
    """What `after` adds to the mask `before` and the actor does not hold, in the catalogue's order. Rights that the
    person had already may stay: nothing is granted by leaving them.
    """
    if actor_rights == EVERY_RIGHT:
        return ()
    kept = before | actor_rights
    rights = (Right(permission, level) for permission, level in after.items())
    return tuple(right for right in rights if policy.right_mask(right) & ~kept)
