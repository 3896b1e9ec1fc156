"""A case as its page for an admin, or for whoever manages the plan."""

from admittance.core.decide import Granted, Refused
from admittance.core.reasons import Reason, code_of
from admittance.explain.explanation import Explanation
from admittance.explain.people import Person
from admittance.explain.reasons import explain
from admittance.explain.summary import summary
from admittance.http.addresses import case_path
from admittance.usecases.approval import read_approval
from admittance.usecases.case_name import case_name
from admittance.usecases.case_question import AppGone, OpenQuestion, PersonGone, case_question
from admittance.usecases.case_records import LONGEST_ELEVATION, USUAL_ELEVATION, Case, CaseState
from admittance.usecases.case_roles import CaseNotThere, CaseRole
from admittance.usecases.case_view import CaseView, ForOthers, list_cases
from admittance.usecases.fixers import can_connect_now
from admittance.usecases.mending import nearest_first
from admittance.usecases.ports import Transaction
from admittance.web.pages.case import Answer, CasePage, CaseStatus, Elevated, Fellow, Missing, Need
from admittance.web.pages.parts import app_mark, avatar
from admittance.web.pages.plan_table import PlanTable
from admittance.web.present.cases import waits_for
from admittance.web.present.happened import first_of, happened, name_in
from admittance.web.present.plan_words import plan_tables, plan_ways
from admittance.web.present.reader import Reader, access_of, mark_of
from admittance.web.present.scene import scene_of
from admittance.web.present.solving import NOTHING, Looking, Solving, ask_of_you, plan_url, solving_of, why_not
from admittance.web.present.ways import title_of, ways_note

_STATUS = {
    CaseState.OPEN: CaseStatus.OPEN,
    CaseState.ASKED: CaseStatus.WAITING,
    CaseState.APPROVED: CaseStatus.APPROVED,
    CaseState.DECLINED: CaseStatus.DECLINED,
    CaseState.SOLVED: CaseStatus.SOLVED,
    CaseState.EXPIRED: CaseStatus.EXPIRED,
}
_ANSWERABLE = frozenset({CaseState.OPEN, CaseState.ASKED})
MINUTE = 60_000


def status_of(view: CaseView) -> CaseStatus:
    """How the case stands now, also where nothing was stored about it yet."""
    if isinstance(view.standing, AppGone | PersonGone):
        return CaseStatus.GONE
    if isinstance(view.standing, Granted) and not view.case.over:
        return CaseStatus.SOLVED
    return _STATUS[view.case.state]


def case_page(tx: Transaction, reader: Reader, view: CaseView, looking: Looking) -> CasePage:
    """Everything that the viewer may see and do."""
    t, case, status = reader.words, view.case, status_of(view)
    name = name_in(reader, view.names, case.user_id)
    person = first_of(name)
    solving = solving_of(tx, reader, view, looking, person) if status in _TO_ANSWER else NOTHING
    explanations = _explained(tx, reader, view, solving) if status in _UNSOLVED else ()
    base, membership = case_path(view.account.id, case.id), tx.people.membership(view.account.id, case.user_id)
    may_decline = status in _TO_ANSWER and view.may_answer
    app = mark_of(view.app) if view.app else app_mark("", t.gettext("The app"))
    words = {"person": name, "app": app.name}
    heading = (
        t.gettext("%(person)s can't connect %(app)s") if status in _UNSOLVED else t.gettext("%(person)s and %(app)s")
    )
    return CasePage(
        name=case_name(case.id),
        list_url=f"/accounts/{view.account.id}/cases",
        status=status,
        asked_you=waits_for(case, looking.viewer_id),
        heading=heading % words,
        summary=_summary(tx, reader, view, status, solving, person, looking.viewer_id),
        person=avatar(case.user_id, name),
        person_first=person,
        person_note=(membership.team or access_of(membership, reader)) if membership else "",
        app=app,
        app_verified=view.app.verified if view.app else False,
        code=code_of(case.reasons[0]).value,
        message=case.message,
        message_at=case.asked_at,
        missing=tuple(_missing(one) for one in explanations),
        ways=solving.ways,
        ways_note=ways_note(reader, solving.now) if CaseRole.ADMIN in view.roles else "",
        why_not=why_not(reader, view, solving, looking.viewer_id) if status in _TO_ANSWER else "",
        usual_minutes=USUAL_ELEVATION // MINUTE,
        most_minutes=LONGEST_ELEVATION // MINUTE,
        edit_url=_edit_url(view) if status in _TO_ANSWER and membership else "",
        approve_action=f"{base}/approve",
        decline_action=f"{base}/decline" if may_decline else "",
        plan_ways=plan_ways(reader, solving.now) if CaseRole.PLAN_OWNER in view.roles else (),
        plan_tables=_plan_tables(tx, reader, view, solving),
        plan_url=plan_url(view),
        fellows=_fellows(tx, reader, view, looking) if solving.can_approve else (),
        fellows_ticked=looking.together,
        elevated=_elevated(reader, view, base, looking.now, tx),
        able=_able(tx, reader, view, looking.now) if status in _UNSOLVED else (),
        happened=happened(reader, view, looking.viewer_id),
        answer=_answer(reader, view, looking.viewer_id),
        live=looking.live,
    )


_TO_ANSWER = frozenset({CaseStatus.OPEN, CaseStatus.WAITING})
_UNSOLVED = _TO_ANSWER | {CaseStatus.DECLINED}


def _edit_url(view: CaseView) -> str:
    """Where an admin changes the person's permissions by hand."""
    if CaseRole.ADMIN not in view.roles or not view.may_answer:
        return ""
    return f"/accounts/{view.account.id}/users/{view.case.user_id}/edit?case={case_name(view.case.id)}"


def _explained(tx: Transaction, reader: Reader, view: CaseView, solving: Solving) -> tuple[Explanation, ...]:
    reasons = nearest_first(reader.catalogue.policy, _reasons(view), solving.after)
    if view.app is None or not reasons:
        return ()
    scene = scene_of(tx, reader, view.account, view.app, view.case.user_id, reasons, about=view.person)
    return tuple(explain(reason, scene, reader.labels, reader.words) for reason in reasons)


def _reasons(view: CaseView) -> tuple[Reason, ...]:
    return view.standing.reasons if isinstance(view.standing, Refused) else ()


def _missing(of: Explanation) -> Missing:
    about, lacks = of.chain[0], of.chain[1]
    line = about.lines[0]
    needs = tuple(Need(one.text, one.note or lacks.note, one.technical) for one in lacks.lines)
    return Missing(title=of.title, about=line.text, technical=line.technical, needs=needs)


def _summary(
    tx: Transaction, reader: Reader, view: CaseView, status: CaseStatus, solving: Solving, person: str, viewer_id: int
) -> str:
    t, words = reader.words, {"person": person, "app": view.app.name if view.app else ""}
    if isinstance(view.standing, PersonGone):
        return t.gettext("%(person)s isn't active in this account any more. There is nothing to answer.") % words
    if isinstance(view.standing, AppGone):
        return t.gettext("The app was removed or switched off. There is nothing to answer.")
    if isinstance(view.standing, ForOthers):
        return t.gettext("Nothing of what is still in the way is yours to mend.")
    if solving.can_approve:
        return ask_of_you(reader, solving, person)
    if status is CaseStatus.APPROVED:
        return _approved(reader, view, person, viewer_id)
    if status is CaseStatus.SOLVED:
        return t.gettext("Nothing is in the way any more. %(person)s can connect %(app)s.") % words
    if status is CaseStatus.EXPIRED:
        return t.gettext("Nobody did anything for a month. A new attempt opens a new case.")
    if view.app is None:
        return ""
    scene = scene_of(
        tx, reader, view.account, view.app, view.case.user_id, _reasons(view), about=view.person, viewer_id=viewer_id
    )
    return summary(_reasons(view), scene, reader.labels, t)


def _approved(reader: Reader, view: CaseView, person: str, viewer_id: int) -> str:
    t, approval = reader.words, read_approval(view.case.remedy)
    names = {"person": person, "by": _answered_by(reader, view, viewer_id)}
    if approval is None:
        return t.gettext("%(by)s approved.") % names
    what = {"what": title_of(reader, approval)}
    if isinstance(view.standing, Refused):
        return t.gettext("%(by)s approved: %(what)s. Since then something is missing once more.") % (names | what)
    return t.gettext("%(by)s approved: %(what)s. %(person)s can connect now.") % (names | what)


def _plan_tables(tx: Transaction, reader: Reader, view: CaseView, solving: Solving) -> tuple[PlanTable, ...]:
    if CaseRole.PLAN_OWNER not in view.roles or solving.asked is None or view.app is None:
        return ()
    subscriptions = tx.accounts.subscriptions(view.account.id)
    return plan_tables(reader, view.app.name, solving.asked.question, subscriptions, solving.now)


def _fellows(tx: Transaction, reader: Reader, view: CaseView, looking: Looking) -> tuple[Fellow, ...]:
    inbox = list_cases(tx, reader.catalogue.policy, view.account.id, looking.viewer_id, looking.now, states=_ANSWERABLE)
    groups = () if isinstance(inbox, CaseNotThere) else inbox.groups
    same = next((group.cases for group in groups if any(case.id == view.case.id for case in group.cases)), ())
    return tuple(_fellow(tx, view, case) for case in same if case.user_id != view.case.user_id)


def _fellow(tx: Transaction, view: CaseView, case: Case) -> Fellow:
    user, name = tx.people.user(case.user_id), case_name(case.id)
    return Fellow(
        value=name,
        name=name,
        url=case_path(case.account_id, case.id),
        person=avatar(case.user_id, user.name if user else ""),
        app=view.app.name if view.app else "",
    )


def _elevated(reader: Reader, view: CaseView, base: str, now: int, tx: Transaction) -> Elevated | None:
    live = view.elevation
    if live is None or live.case_id != view.case.id:
        return None
    giver = tx.people.user(live.given_by)
    what = tuple(reader.labels.permission_in_section(permission) for permission in live.rights) or (
        reader.words.gettext("Super Admin for this one connection"),
    )
    return Elevated(
        what=what,
        minutes=max(1, -(-(live.ends_at - now) // MINUTE)),
        ends_at=live.ends_at,
        given_by=giver.name if giver else "",
        revoke_action=f"{base}/revoke" if CaseRole.ADMIN in view.roles else "",
    )


def _able(tx: Transaction, reader: Reader, view: CaseView, now: int) -> tuple[Person, ...]:
    asked = case_question(tx, reader.catalogue.policy, view.case, now)
    if not isinstance(asked, OpenQuestion) or CaseRole.ADMIN not in view.roles:
        return ()
    policy, url = reader.catalogue.policy, asked.question.url
    members = can_connect_now(tx, policy, view.account, asked.app, url, view.case.user_id, now)
    return tuple(Person(one.user.id, one.user.name, access_of(one.membership, reader)) for one in members)


def _answered_by(reader: Reader, view: CaseView, viewer_id: int) -> str:
    by = view.case.answered_by
    return reader.words.gettext("You") if by == viewer_id else name_in(reader, view.names, by)


def _answer(reader: Reader, view: CaseView, viewer_id: int) -> Answer | None:
    case = view.case
    if (
        case.answered_by is None
        or case.answered_at is None
        or case.state not in (CaseState.APPROVED, CaseState.DECLINED)
    ):
        return None
    return Answer(_answered_by(reader, view, viewer_id), case.answered_at, case.answer)
