"""The steps of a remedy: each is one audience's, and says what rights whoever takes it must hold."""

from typing import assert_never

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import EVERY_RIGHT, Policy
from admittance.core.reasons import Audience
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    PermissionPart,
    Remedy,
)
from admittance.core.requirements import Right


class Step(Struct, frozen=True):
    """`audience` takes it. `duty`: what they need to be allowed; None for the app's developer, who is no member.

    `must_hold`: the rights mask they must hold besides, as nobody gives what they do not hold (product section 3).
    """

    audience: Audience
    duty: Duty | None = None
    must_hold: int = 0


def steps_of(policy: Policy, remedy: Remedy) -> tuple[Step, ...]:
    """The developer's, the plan owner's and the administrator's part, those that the remedy has."""
    steps = []
    if remedy.url or remedy.manifest:
        steps.append(Step(Audience.DEVELOPER))
    if remedy.plan:
        steps.append(Step(Audience.PLAN_OWNER, Duty.EDIT_PLAN))
    if remedy.permission is not None:
        steps.append(Step(Audience.ADMIN, Duty.EDIT_PEOPLE, must_hold(policy, remedy.permission)))
    return tuple(steps)


def may_take(policy: Policy, rights: int, step: Step) -> bool:
    """Whether somebody in the account who holds `rights` could take the step; the developer's part nobody there can."""
    return step.duty is not None and policy.may(rights, step.duty) and rights & step.must_hold == step.must_hold


def must_hold(policy: Policy, part: PermissionPart) -> int:
    """What the giver has to hold: all that the installer gains. Only a Super Admin makes one."""
    match part:
        case GrantRights() | AssignSet() | ElevateRights():
            mask = 0
            for change in part.added:
                mask |= policy.right_mask(Right(change.permission, change.after))
            return mask
        case ElevateSuperAdmin() | MakeSuperAdmin():
            return EVERY_RIGHT
        case _:
            assert_never(part)
