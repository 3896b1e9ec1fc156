"""Who can apply each step right now, by name, from live data (product section 4)."""

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.decide import Granted, Question, decide
from admittance.core.duties import Duty
from admittance.core.install_url import InstallUrl
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.reasons import (
    Audience,
    MarketplaceMissing,
    PermissionMissing,
    Reason,
    Shortfall,
    ToolMissing,
    mended_by,
)
from admittance.core.requirements import Right
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, question_for, rights_for_app, rights_of
from admittance.usecases.records import Account, App, Member, Support


class Admin(Struct, frozen=True):
    """Somebody who may give permissions. `mends` are the reasons that they hold the right for: nobody gives more."""

    member: Member
    mends: tuple[Reason, ...]


class Fixers(Struct, frozen=True, kw_only=True):
    """For each audience of a refusal, who can act now. Empty where nobody can, or nothing needs it.

    `admins` come with those first who can mend the most, Super Admins first among equals; `plan_owners` with those
    first whose task it is; `own_plan`: the installer may change it themselves. `developer` is the app's support contact
    where the app's maker has to act. `nobody` are the reasons that no one in the account, the maker and the operator
    apart, can mend now.
    """

    admins: tuple[Admin, ...] = ()
    plan_owners: tuple[Member, ...] = ()
    own_plan: bool = False
    developer: Support | None = None
    operator: bool = False
    nobody: tuple[Reason, ...] = ()

    @property
    def user_ids(self) -> frozenset[int]:
        """Everyone in the account who can apply a step."""
        return frozenset(member.user.id for member in (*(one.member for one in self.admins), *self.plan_owners))


def fixers(
    tx: Transaction, policy: Policy, account_id: int, app: App, installer_id: int, reasons: tuple[Reason, ...]
) -> Fixers:
    """Who could mend `reasons`. The installer is never among them, as nobody approves their own; yet nothing keeps them
    from changing the plan.
    """
    members = colleagues(tx, account_id, installer_id)
    rights = {member.user.id: rights_of(policy, member.membership) for member in members}
    for_admins = _of(reasons, Audience.ADMIN)
    editors = [member for member in members if policy.may(rights[member.user.id], Duty.EDIT_PEOPLE)]
    admins = [Admin(one, tuple(r for r in for_admins if holds(policy, rights[one.user.id], r))) for one in editors]
    admins = [admin for admin in admins if admin.mends]
    for_plan = [reason for reason in _of(reasons, Audience.PLAN_OWNER) if _some_plan_helps(reason)]
    owners = [one for one in members if for_plan and policy.may(rights[one.user.id], Duty.EDIT_PLAN)]
    own_plan = bool(for_plan) and may_change_plan(tx, policy, account_id, installer_id)
    mended = [*(reason for admin in admins for reason in admin.mends), *(for_plan if owners or own_plan else [])]
    inside = [*for_admins, *_of(reasons, Audience.PLAN_OWNER)]
    return Fixers(
        admins=tuple(sorted(admins, key=_most_first)),
        plan_owners=tuple(sorted(owners, key=lambda one: (one.membership.super_admin, one.user.name.casefold()))),
        own_plan=own_plan,
        developer=app.support if _of(reasons, Audience.DEVELOPER) or _of(reasons, Audience.PLAN_OWNER) else None,
        operator=bool(_of(reasons, Audience.OPERATOR)),
        nobody=tuple(reason for reason in inside if reason not in mended),
    )


def may_change_plan(tx: Transaction, policy: Policy, account_id: int, user_id: int) -> bool:
    """Whether the person may change the account's plan."""
    found = active_member(tx, account_id, user_id)
    return found is not None and policy.may(rights_of(policy, found.membership), Duty.EDIT_PLAN)


def colleagues(tx: Transaction, account_id: int, but: int) -> list[Member]:
    """The account's active people without the user `but`."""
    return [
        member
        for member in tx.people.members(account_id)
        if member.membership.active and member.user.active and member.user.id != but
    ]


def holds(policy: Policy, rights: int, reason: Reason) -> bool:
    """Whether the holder of `rights` has all of one way to mend a missing permission."""
    if rights == EVERY_RIGHT:
        return True
    match reason:
        case PermissionMissing():
            return any(all(_reaches(policy, rights, missing) for missing in way) for way in reason.ways)
        case MarketplaceMissing():
            return rights & policy.marketplace_mask == policy.marketplace_mask
        case _:
            return False


def _reaches(policy: Policy, rights: int, missing: Shortfall) -> bool:
    mask = policy.right_mask(Right(missing.permission, missing.needed))
    return rights & mask == mask


def can_connect_now(
    tx: Transaction, policy: Policy, account: Account, app: App, url: InstallUrl, but: int, now: int, *, most: int = 20
) -> tuple[Member, ...]:
    """Colleagues who could make this very connection themselves right now, by name."""
    able: list[Member] = []
    asked: Question | None = None
    for member in sorted(colleagues(tx, account.id, but), key=lambda one: one.user.name.casefold()):
        if asked is None:  # the plan, the install and the URL are the same for everybody
            asked = question_for(tx, policy, account, member.membership, app, url, now)
        rights = rights_for_app(tx, policy, member.membership, app.id, now)
        if isinstance(decide(policy, replace(asked, rights=rights)), Granted):
            able.append(member)
        if len(able) == most:
            break
    return tuple(able)


def _of(reasons: tuple[Reason, ...], audience: Audience) -> list[Reason]:
    return [reason for reason in reasons if mended_by(reason) is audience]


def _some_plan_helps(reason: Reason) -> bool:
    return isinstance(reason, ToolMissing) and bool(reason.ways)


def _most_first(admin: Admin) -> tuple[int, bool, str]:
    return -len(admin.mends), not admin.member.membership.super_admin, admin.member.user.name.casefold()
