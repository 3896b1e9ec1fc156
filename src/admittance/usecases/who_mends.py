"""The people of an account who could mend a reason right now, from live data."""

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.usecases.ports import Transaction
from admittance.usecases.question import rights_of
from admittance.usecases.records import Member


class Menders(Struct, frozen=True):
    """Super Admins first, then by name. Nobody is listed who would have to mend their own case."""

    admins: tuple[Member, ...]
    plan_owners: tuple[Member, ...]


def who_mends(tx: Transaction, policy: Policy, account_id: int, asking_user_id: int) -> Menders:
    """Who may give permissions and who may change the plan. A right can be given only by those who hold it, so the
    page still has to pick, per reason, among `admins`: see `can_give`.
    """
    active = [
        member
        for member in tx.people.members(account_id)
        if member.membership.active and member.user.active and member.user.id != asking_user_id
    ]
    admins = [member for member in active if policy.may(rights_of(policy, member.membership), Duty.EDIT_PEOPLE)]
    owners = [member for member in active if policy.may(rights_of(policy, member.membership), Duty.EDIT_PLAN)]
    return Menders(tuple(sorted(admins, key=_nearest)), tuple(sorted(owners, key=_plan_first)))


def can_give(policy: Policy, member: Member, needed: int) -> bool:
    """Nobody grants what they do not hold (product section 3). `needed` is a rights mask."""
    return needed & rights_of(policy, member.membership) == needed


def _nearest(member: Member) -> tuple[bool, str]:
    return not member.membership.super_admin, member.user.name.casefold()


def _plan_first(member: Member) -> tuple[bool, str]:
    # A Super Admin can change the plan too, but whoever has it as their own task comes first.
    return member.membership.super_admin, member.user.name.casefold()
