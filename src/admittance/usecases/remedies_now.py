"""What would mend a refusal as things stand, and who may apply each step right now (product section 4)."""

from collections.abc import Sequence
from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.model import Catalogue
from admittance.core.decide import Granted, Question, decide
from admittance.core.policy import Policy
from admittance.core.reasons import Audience, mended_by
from admittance.core.remedies.applying import rights_after
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    GrantRights,
    PermissionPart,
    PlanChange,
    Remedy,
    RightChange,
)
from admittance.core.remedies.search import remedies
from admittance.core.remedies.steps import Step, may_take, steps_of
from admittance.usecases.approval import Approval, LendRights, LendSuperAdmin, approval_of
from admittance.usecases.fixers import colleagues
from admittance.usecases.giving import Gift, gift
from admittance.usecases.ports import Transaction
from admittance.usecases.question import rights_of
from admittance.usecases.records import Member, Membership
from admittance.usecases.remedy_terms import remedy_terms


class StepNow(Struct, frozen=True):
    """One step, and the colleagues who may take it now, the nearest first. `own`: the installer may take it as well,
    as nothing keeps them from changing the plan; permissions they never give themselves.
    """

    step: Step
    people: tuple[Member, ...] = ()
    own: bool = False


class Way(Struct, frozen=True):
    """One remedy with its steps in the order in which they are taken."""

    remedy: Remedy
    steps: tuple[StepNow, ...]

    @property
    def approval(self) -> Approval | None:
        """What carries out its permission part; None where it has none."""
        part = self.remedy.permission
        return None if part is None else approval_of(part)

    @property
    def added(self) -> tuple[RightChange, ...]:
        """What the person gains by name; nothing where it is everything."""
        match self.remedy.permission:
            case GrantRights(added=added) | ElevateRights(added=added) | AssignSet(added=added):
                return added
            case _:
                return ()

    @property
    def lost(self) -> tuple[RightChange, ...]:
        """What the person loses to a permission set."""
        part = self.remedy.permission
        return part.lost if isinstance(part, AssignSet) else ()

    def step_of(self, audience: Audience) -> StepNow | None:
        """The step that `audience` takes."""
        return next((one for one in self.steps if one.step.audience is audience), None)


class RemediesNow(Struct, frozen=True, kw_only=True):
    """The ways in order. `more`, `cut` and `out_of_reach`: see `core.remedies.remedy.Remedies`."""

    ways: tuple[Way, ...] = ()
    more: bool = False
    cut: bool = False
    out_of_reach: tuple[str, ...] = ()

    @property
    def plans(self) -> tuple[tuple[PlanChange, ...], ...]:
        """Each way to change the plan once, in the order of the ways."""
        return tuple(dict.fromkeys(way.remedy.plan for way in self.ways if way.remedy.plan))


NO_REMEDIES = RemediesNow()


def remedies_now(tx: Transaction, catalogue: Catalogue, membership: Membership, question: Question) -> RemediesNow:
    """The remedies of `question`, which `membership`'s person asks; none for a grant.

    An elevation that counts now is left out of account: what is given has to last beyond it.
    """
    policy = catalogue.policy
    if isinstance(decide(policy, question), Granted):
        return NO_REMEDIES
    own = rights_of(policy, membership)
    members = colleagues(tx, membership.account_id, membership.user_id)
    others = [(one, rights_of(policy, one.membership)) for one in members]
    found = remedies(
        remedy_terms(catalogue),
        replace(question, rights=own),
        tx.accounts.subscriptions(membership.account_id),
        {rights for _, rights in others},
    )
    takers: dict[Step, StepNow] = {}  # most remedies share their steps with others
    ways = [
        Way(one, tuple([_now(policy, step, own, others, takers) for step in steps_of(policy, one)]))
        for one in found.found
    ]
    return RemediesNow(ways=tuple(ways), more=found.more, cut=found.cut, out_of_reach=found.out_of_reach)


def _now(
    policy: Policy, step: Step, own: int, others: Sequence[tuple[Member, int]], takers: dict[Step, StepNow]
) -> StepNow:
    if step not in takers:
        able = [member for member, rights in others if may_take(policy, rights, step)]
        by_plan = step.audience is Audience.PLAN_OWNER
        # A Super Admin can change the plan too, but whoever has it as their own task comes first.
        able.sort(key=lambda one: (one.membership.super_admin is by_plan, one.user.name.casefold()))
        takers[step] = StepNow(step, tuple(able), own=by_plan and may_take(policy, own, step))
    return takers[step]


class Giving(StrEnum):
    """What one viewer can do about a way's permission part right now."""

    NOTHING_TO_GIVE = "nothing_to_give"
    GIVES = "gives"
    AFTER_THE_REST = "after_the_rest"
    NOT_HELD = "not_held"


def giving(catalogue: Catalogue, question: Question, membership: Membership, viewer: Membership, way: Way) -> Giving:
    """Tried with the very rules by which an approval is applied. `viewer` may edit people.

    AFTER_THE_REST: what is lent is for connecting at once, so nothing else may be in the way any more; and where the
    link would ask for less, what then suffices does not suffice yet.
    """
    approval = way.approval
    if approval is None:
        return Giving.NOTHING_TO_GIVE
    given = gift(catalogue, membership, viewer, approval)
    if not isinstance(given, Gift):
        return Giving.NOT_HELD
    decision = decide(catalogue.policy, replace(question, rights=given.after))
    if isinstance(decision, Granted):
        return Giving.GIVES
    lent = isinstance(approval, LendRights | LendSuperAdmin)
    admins = any(mended_by(reason) is Audience.ADMIN for reason in decision.reasons)
    return Giving.AFTER_THE_REST if lent or admins else Giving.GIVES


def is_one_of(
    catalogue: Catalogue, ways: Sequence[Way], membership: Membership, approval: Approval, after: int
) -> bool:
    """Whether `approval`, which makes `after` of the person's rights, does what one of `ways` does.

    How long something is lent is the approver's choice; and rights that the person has already add nothing.
    """
    own, terms = rights_of(catalogue.policy, membership), remedy_terms(catalogue)
    parts = {way.remedy.permission for way in ways}
    return any(part and _carries_out(approval, part) and rights_after(terms, own, part) == after for part in parts)


def _carries_out(approval: Approval, part: PermissionPart) -> bool:
    """Any of the smallest sets of permissions may be lent as well as given; the list has the first of them only."""
    if isinstance(approval, LendRights) and isinstance(part, GrantRights):
        return True
    return type(approval_of(part)) is type(approval)
