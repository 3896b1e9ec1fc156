"""Who may see a case, and as what (product section 4). Anybody else: not there."""

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.core.reasons import Audience, mended_by
from admittance.usecases.case_records import Case, CaseState
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, Membership


class CaseRole(StrEnum):
    """What somebody is to a case. One may be several."""

    PERSON = "person"
    ADMIN = "admin"
    PLAN_OWNER = "plan_owner"


class CaseNotThere(Struct, frozen=True):
    """There is no such case for whoever asks; whether there is one at all stays unsaid."""


class SeenCase(Struct, frozen=True, kw_only=True):
    """A case with whoever looks at it. `rights` is the viewer's own mask: an elevation is for connecting only."""

    account: Account
    viewer: Membership
    rights: int
    case: Case
    roles: frozenset[CaseRole]


def see_case(
    tx: Transaction, policy: Policy, account_id: int, case_id: int, viewer_id: int, now: int
) -> SeenCase | CaseNotThere:
    """The case, if it is there for the viewer. One whose time is up is shown as expired, stored so or not."""
    found, user = active_member(tx, account_id, viewer_id), tx.people.user(viewer_id)
    case = tx.cases.get(account_id, case_id)
    if found is None or user is None or not user.active or case is None:
        return CaseNotThere()
    account, viewer = found
    rights = rights_of(policy, viewer)
    roles = roles_in(policy, case, viewer_id, rights)
    if not roles:
        return CaseNotThere()
    return SeenCase(account=account, viewer=viewer, rights=rights, case=as_of(case, now), roles=roles)


def roles_in(policy: Policy, case: Case, viewer_id: int, rights: int) -> frozenset[CaseRole]:
    """What the holder of `rights` is to `case`. Whoever manages the plan sees what the plan can mend, and no more."""
    roles = set()
    if case.user_id == viewer_id:
        roles.add(CaseRole.PERSON)
    if policy.may(rights, Duty.EDIT_PEOPLE):
        roles.add(CaseRole.ADMIN)
    about_plan = any(mended_by(reason) is Audience.PLAN_OWNER for reason in case.reasons) or viewer_id in case.asked_of
    if policy.may(rights, Duty.EDIT_PLAN) and about_plan:
        roles.add(CaseRole.PLAN_OWNER)
    return frozenset(roles)


def as_of(case: Case, now: int) -> Case:
    """The case as it stands at `now`: nothing has to be written when its time is up."""
    if case.over or case.expires_at > now:
        return case
    return replace(case, state=CaseState.EXPIRED)
