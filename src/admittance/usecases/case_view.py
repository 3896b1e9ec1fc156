"""A case as each of those sees it who may (product section 4), and the inbox."""

from collections.abc import Mapping, Sequence
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.decide import Decision, Refused, decide
from admittance.core.policy import Policy
from admittance.core.reasons import (
    Audience,
    MarketplaceMissing,
    PermissionMissing,
    Reason,
    mended_by,
)
from admittance.usecases.case_question import AppGone, OpenQuestion, PersonGone, case_question
from admittance.usecases.case_records import Case, CaseEvent, CaseState, Elevation
from admittance.usecases.case_roles import CaseNotThere, CaseRole, as_of, roles_in, see_case
from admittance.usecases.fixers import Fixers, fixers
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, App, User


class ForOthers(Struct, frozen=True):
    """Still refused, and nothing of what remains is the viewer's to mend or to know."""


Standing: TypeAlias = Decision | AppGone | PersonGone | ForOthers


class CaseView(Struct, frozen=True, kw_only=True):
    """What the viewer may see. `person` and `app` are None once they are gone from the server.

    `standing` is what would be decided now; `case.reasons` are those of the attempt. For whoever only manages the plan
    both hold what the plan can mend, and `case.message` and `events` what was meant for them.
    `names` are the people in `case` and `events`. `elevation` counts now. `may_answer`: as an admin, or for a decline
    also as whoever manages the plan. `may_ask`: it is the viewer's own.
    """

    account: Account
    app: App | None
    person: User | None
    case: Case
    roles: frozenset[CaseRole]
    standing: Standing
    fixers: Fixers
    events: tuple[CaseEvent, ...]
    names: Mapping[int, str]
    elevation: Elevation | None
    may_answer: bool
    may_ask: bool


def view_case(
    tx: Transaction, policy: Policy, account_id: int, case_id: int, viewer_id: int, now: int
) -> CaseView | CaseNotThere:
    """The case's page for the viewer. Nothing is stored."""
    seen = see_case(tx, policy, account_id, case_id, viewer_id, now)
    if isinstance(seen, CaseNotThere):
        return seen
    plan_only = seen.roles == {CaseRole.PLAN_OWNER}
    case = _for_plan_owner(seen.case, viewer_id) if plan_only else seen.case
    standing = _standing(tx, policy, seen.case, now, plan_only=plan_only)
    events = tuple(event for event in tx.cases.events(account_id, case_id) if not plan_only or _told(event, viewer_id))
    app = tx.apps.get(case.app_id)
    reasons = standing.reasons if isinstance(standing, Refused) and not case.over else ()
    own = CaseRole.PERSON in seen.roles
    return CaseView(
        account=seen.account,
        app=app,
        person=tx.people.user(case.user_id),
        case=case,
        roles=seen.roles,
        standing=standing,
        fixers=fixers(tx, policy, account_id, app, case.user_id, reasons) if app else Fixers(),
        events=events,
        names=_names(tx, case, events),
        elevation=None if plan_only else tx.elevations.live(account_id, case.user_id, case.app_id, now),
        may_answer=not own and case.state in (CaseState.OPEN, CaseState.ASKED),
        may_ask=own and not case.over,
    )


class CaseGroup(Struct, frozen=True):
    """Cases of several people that the same approval would mend, newest first."""

    app_id: int
    cases: tuple[Case, ...]


class Inbox(Struct, frozen=True):
    """The cases that the viewer may see, newest first; `groups` are those of two and more that wait for the same."""

    account: Account
    cases: tuple[Case, ...]
    groups: tuple[CaseGroup, ...]


def list_cases(
    tx: Transaction,
    policy: Policy,
    account_id: int,
    viewer_id: int,
    now: int,
    *,
    states: frozenset[CaseState] | None = None,
    app_id: int | None = None,
) -> Inbox | CaseNotThere:
    """The inbox; a person without any duty sees their own cases in it."""
    found = active_member(tx, account_id, viewer_id)
    if found is None:
        return CaseNotThere()
    account, viewer = found
    rights = rights_of(policy, viewer)
    shown = []
    for stored in tx.cases.in_account(account_id):
        case = as_of(stored, now)
        wanted = (states is None or case.state in states) and (app_id is None or case.app_id == app_id)
        roles = roles_in(policy, case, viewer_id, rights) if wanted else frozenset()
        if roles:
            shown.append(_for_plan_owner(case, viewer_id) if roles == {CaseRole.PLAN_OWNER} else case)
    return Inbox(account, tuple(shown), waiting_for_the_same(shown, viewer_id))


def waiting_for_the_same(cases: Sequence[Case], viewer_id: int) -> tuple[CaseGroup, ...]:
    """Groups of others' unanswered cases about one app that lack the same, however much of it each person holds."""
    groups: dict[tuple[int, tuple[Reason, ...]], list[Case]] = {}
    for case in cases:
        if case.state in (CaseState.OPEN, CaseState.ASKED) and case.user_id != viewer_id:
            groups.setdefault((case.app_id, tuple(_whoever(reason) for reason in case.reasons)), []).append(case)
    return tuple(CaseGroup(app, tuple(same)) for (app, _), same in groups.items() if len(same) > 1)


def _standing(tx: Transaction, policy: Policy, case: Case, now: int, *, plan_only: bool) -> Standing:
    asked = case_question(tx, policy, case, now)
    if not isinstance(asked, OpenQuestion):
        return asked
    decision = decide(policy, asked.question)
    if not (plan_only and isinstance(decision, Refused)):
        return decision
    plan = _plan_part(decision.reasons)
    return Refused(plan) if plan else ForOthers()


def _for_plan_owner(case: Case, viewer_id: int) -> Case:
    meant = viewer_id in case.asked_of
    return replace(
        case,
        reasons=_plan_part(case.reasons),
        message=case.message if meant else "",
        asked_of=(viewer_id,) if meant else (),
        answer="",
        remedy="",
        wish="",
    )


def _plan_part(reasons: tuple[Reason, ...]) -> tuple[Reason, ...]:
    return tuple(reason for reason in reasons if mended_by(reason) is Audience.PLAN_OWNER)


def _told(event: CaseEvent, viewer_id: int) -> bool:
    return not event.text or viewer_id in (event.to, event.actor)


def _names(tx: Transaction, case: Case, events: tuple[CaseEvent, ...]) -> dict[int, str]:
    ids = {case.user_id, case.answered_by, *case.asked_of}
    ids.update(user_id for event in events for user_id in (event.actor, event.to))
    users = [tx.people.user(user_id) for user_id in sorted(one for one in ids if one is not None)]
    return {user.id: user.name for user in users if user is not None}


def _whoever(reason: Reason) -> Reason:
    """The reason without what one person holds of it."""
    match reason:
        case PermissionMissing():
            ways = tuple(tuple(replace(one, held=one.needed) for one in way) for way in reason.ways)
            return replace(reason, ways=ways)
        case MarketplaceMissing():
            return replace(reason, scopes=())
        case _:
            return reason
