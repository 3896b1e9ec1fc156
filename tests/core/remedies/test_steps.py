from admittance.core.duties import Duty
from admittance.core.levels import Level
from admittance.core.policy import EVERY_RIGHT
from admittance.core.reasons import Audience
from admittance.core.remedies.remedy import (
    AssignSet,
    ElevateRights,
    ElevateSuperAdmin,
    GrantRights,
    MakeSuperAdmin,
    PlanChange,
    Remedy,
    RightChange,
    UrlChange,
)
from admittance.core.remedies.steps import Step, may_take, must_hold, steps_of
from admittance.core.requirements import Right
from admittance.core.scopes import Parameter
from tests.core.remedies.hub import BILLING, CONTACTS, EDIT, LISTS, POLICY, USERS, VIEW, mask

ADDED = (RightChange(VIEW, Level.NONE, Level.TEAM), RightChange(EDIT, Level.OWNED, Level.TEAM))
GRANT = GrantRights((Right(EDIT, Level.TEAM),), ADDED)


def test_each_part_of_a_remedy_is_one_audiences_step() -> None:
    """The developer corrects the URL, the plan owner upgrades, an administrator gives permissions, in that order."""
    remedy = Remedy(
        url=(UrlChange(CONTACTS, (), (Parameter.SCOPE,)),),
        plan=(PlanChange("sales", None, "starter"),),
        permission=GRANT,
    )
    assert steps_of(POLICY, remedy) == (
        Step(Audience.DEVELOPER),
        Step(Audience.PLAN_OWNER, Duty.EDIT_PLAN),
        Step(Audience.ADMIN, Duty.EDIT_PEOPLE, mask(f"{EDIT}:team")),
    )
    assert steps_of(POLICY, Remedy(permission=GRANT)) == steps_of(POLICY, remedy)[2:]


def test_nobody_gives_what_they_do_not_hold() -> None:
    """Whoever gives permissions must hold every level that the installer gains: for good, for a time or by a set."""
    needed = mask(f"{EDIT}:team")
    for part in (GRANT, ElevateRights(GRANT.rights, ADDED), AssignSet("connector", ADDED, ())):
        assert must_hold(POLICY, part) == needed
    step = Step(Audience.ADMIN, Duty.EDIT_PEOPLE, needed)
    assert may_take(POLICY, mask(f"{USERS}:on", f"{EDIT}:all"), step)
    assert not may_take(POLICY, mask(f"{USERS}:on", f"{EDIT}:owned", f"{VIEW}:all"), step)
    assert not may_take(POLICY, mask(f"{EDIT}:all"), step)


def test_only_a_super_admin_makes_one() -> None:
    """Making a Super Admin, for a time or for good, takes a Super Admin."""
    for part in (ElevateSuperAdmin(), MakeSuperAdmin()):
        step = steps_of(POLICY, Remedy(permission=part))[0]
        assert may_take(POLICY, EVERY_RIGHT, step)
        assert not may_take(POLICY, POLICY.rights(dict.fromkeys([USERS, BILLING, LISTS], Level.ON)), step)


def test_nobody_in_the_account_takes_the_developers_step() -> None:
    """The app's developer is no member of the account: not even a Super Admin stands in."""
    assert not may_take(POLICY, EVERY_RIGHT, Step(Audience.DEVELOPER))
