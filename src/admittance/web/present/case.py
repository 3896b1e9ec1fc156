"""A case as its page for an admin, or for whoever manages the plan."""

from msgspec import Struct

from admittance.core.decide import Granted, Refused
from admittance.core.reasons import Audience, Reason, code_of, mended_by
from admittance.explain.explanation import Explanation
from admittance.explain.people import Person, any_of
from admittance.explain.reasons import explain
from admittance.explain.summary import summary
from admittance.http.addresses import case_path
from admittance.usecases.approval import read_approval
from admittance.usecases.case_name import case_name
from admittance.usecases.case_question import AppGone, OpenQuestion, PersonGone, case_question
from admittance.usecases.case_records import Case, CaseState
from admittance.usecases.case_roles import CaseNotThere, CaseRole
from admittance.usecases.case_view import CaseView, ForOthers, list_cases
from admittance.usecases.fixers import can_connect_now
from admittance.usecases.ports import Transaction
from admittance.usecases.ways_to_solve import Offer, offer
from admittance.web.pages.case import Answer, CasePage, CaseStatus, Elevated, Fellow, Live, Missing, Need
from admittance.web.pages.parts import app_mark, avatar
from admittance.web.present.happened import first_of, happened, name_in
from admittance.web.present.reader import Reader, access_of, mark_of
from admittance.web.present.scene import scene_of
from admittance.web.present.ways import permission_names, title_of, way

_STATUS = {
    CaseState.OPEN: CaseStatus.OPEN,
    CaseState.ASKED: CaseStatus.WAITING,
    CaseState.APPROVED: CaseStatus.APPROVED,
    CaseState.DECLINED: CaseStatus.DECLINED,
    CaseState.SOLVED: CaseStatus.SOLVED,
    CaseState.EXPIRED: CaseStatus.EXPIRED,
}
_ANSWERABLE = frozenset({CaseState.OPEN, CaseState.ASKED})
_NOTHING = Offer((), ())
MINUTE = 60_000


class Looking(Struct, frozen=True, kw_only=True):
    """Who looks, when, and whether everybody who waits for the same starts ticked."""

    viewer_id: int
    now: int
    together: bool
    live: Live


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
    offered = _offered(tx, reader, view, looking) if status in _TO_ANSWER else _NOTHING
    explanations = _explained(tx, reader, view) if status in _UNSOLVED else ()
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
        heading=heading % words,
        summary=_summary(tx, reader, view, status, offered, person),
        person=avatar(case.user_id, name),
        person_first=person,
        person_note=(membership.team or access_of(membership, reader)) if membership else "",
        app=app,
        app_verified=view.app.verified if view.app else False,
        code=code_of(case.reasons[0]).value,
        message=case.message,
        message_at=case.asked_at,
        missing=tuple(_missing(one) for one in explanations),
        ways=tuple(way(reader, out, person, offered.missing) for out in offered.ways),
        why_not=_why_not(reader, view, offered, looking.viewer_id) if status in _TO_ANSWER else "",
        approve_action=f"{base}/approve",
        decline_action=f"{base}/decline" if may_decline else "",
        plan_steps=_plan_steps(view, explanations),
        plan_url=f"/accounts/{view.account.id}/plan" if CaseRole.PLAN_OWNER in view.roles else "",
        fellows=_fellows(tx, reader, view, looking) if offered.ways else (),
        fellows_ticked=looking.together,
        elevated=_elevated(reader, view, base, looking.now, tx),
        able=_able(tx, reader, view, looking.now) if status in _UNSOLVED else (),
        happened=happened(reader, view, looking.viewer_id),
        answer=_answer(reader, view),
        live=looking.live,
    )


_TO_ANSWER = frozenset({CaseStatus.OPEN, CaseStatus.WAITING})
_UNSOLVED = _TO_ANSWER | {CaseStatus.DECLINED}


def _offered(tx: Transaction, reader: Reader, view: CaseView, looking: Looking) -> Offer:
    viewer = tx.people.membership(view.account.id, looking.viewer_id)
    if CaseRole.ADMIN not in view.roles or not view.may_answer or viewer is None:
        return _NOTHING
    asked = case_question(tx, reader.catalogue.policy, view.case, looking.now)
    if not isinstance(asked, OpenQuestion):
        return _NOTHING
    return offer(reader.catalogue, asked.question, asked.membership, viewer)


def _explained(tx: Transaction, reader: Reader, view: CaseView) -> tuple[Explanation, ...]:
    reasons = _reasons(view)
    if view.app is None or not reasons:
        return ()
    scene = scene_of(tx, reader, view.account, view.app, view.case.user_id, reasons, about=view.person)
    return tuple(explain(reason, scene, reader.labels, reader.words) for reason in reasons)


def _reasons(view: CaseView) -> tuple[Reason, ...]:
    return view.standing.reasons if isinstance(view.standing, Refused) else ()


def _missing(of: Explanation) -> Missing:
    about, lacks = of.chain[0], of.chain[1]
    line = about.lines[0]
    needs = tuple(Need(one.text, one.note or lacks.note) for one in lacks.lines)
    return Missing(title=of.title, about=line.text, technical=line.technical, needs=needs)


def _summary(tx: Transaction, reader: Reader, view: CaseView, status: CaseStatus, offered: Offer, person: str) -> str:
    t, words = reader.words, {"person": person, "app": view.app.name if view.app else ""}
    if isinstance(view.standing, PersonGone):
        return t.gettext("%(person)s isn't active in this account any more. There is nothing to answer.") % words
    if isinstance(view.standing, AppGone):
        return t.gettext("The app was removed or switched off. There is nothing to answer.")
    if isinstance(view.standing, ForOthers):
        return t.gettext("Nothing of what is still in the way is yours to mend.")
    if offered.ways:
        return _ask_of_you(reader, offered, person)
    if status is CaseStatus.APPROVED:
        return _approved(reader, view, person)
    if status is CaseStatus.SOLVED:
        return t.gettext("Nothing is in the way any more. %(person)s can connect %(app)s.") % words
    if status is CaseStatus.EXPIRED:
        return t.gettext("Nobody did anything for a month. A new attempt opens a new case.")
    if view.app is None:
        return ""
    scene = scene_of(tx, reader, view.account, view.app, view.case.user_id, _reasons(view), about=view.person)
    return summary(_reasons(view), scene, reader.labels, t)


def _ask_of_you(reader: Reader, offered: Offer, person: str) -> str:
    t, count = reader.words, len(offered.missing)
    first = t.ngettext("%(num)s permission is missing.", "%(num)s permissions are missing.", count) % {"num": count}
    if offered.remaining:
        then = t.gettext("Approve one of the changes below. Something else is in the way as well, for others to mend.")
    else:
        then = t.gettext("Approve one of the changes below and %(person)s's connection continues by itself.")
    return f"{first} {then % {'person': person}}"


def _approved(reader: Reader, view: CaseView, person: str) -> str:
    t, approval = reader.words, read_approval(view.case.remedy)
    names = {"person": person, "by": name_in(reader, view.names, view.case.answered_by)}
    if approval is None:
        return t.gettext("%(by)s approved.") % names
    what = {"what": title_of(reader, approval)}
    if isinstance(view.standing, Refused):
        return t.gettext("%(by)s approved: %(what)s. Since then something is missing once more.") % (names | what)
    return t.gettext("%(by)s approved: %(what)s. %(person)s can connect now.") % (names | what)


def _why_not(reader: Reader, view: CaseView, offered: Offer, viewer_id: int) -> str:
    """Why this admin has nothing to approve, and who has."""
    if CaseRole.ADMIN not in view.roles or offered.ways:
        return ""
    t = reader.words
    if not any(mended_by(reason) is Audience.ADMIN for reason in _reasons(view)):
        return t.gettext("No permission helps here. What is missing has to be mended by somebody else.")
    others = [one.member.user.name for one in view.fixers.admins if one.member.user.id != viewer_id]
    able = [
        name
        for name, one in zip(others, view.fixers.admins, strict=False)
        if len(one.mends) == sum(mended_by(reason) is Audience.ADMIN for reason in _reasons(view))
    ]
    names = {"permissions": permission_names(reader, offered.missing), "people": any_of(able, t)}
    if able:
        return t.gettext("You don't hold %(permissions)s yourself, so you can't give it. %(people)s can.") % names
    return t.gettext("You don't hold %(permissions)s yourself, and nobody else here can give it right now.") % names


def _plan_steps(view: CaseView, explanations: tuple[Explanation, ...]) -> tuple[str, ...]:
    if CaseRole.PLAN_OWNER not in view.roles:
        return ()
    return tuple(dict.fromkeys(one.fix for one in explanations if one.audience is Audience.PLAN_OWNER))


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


def _answer(reader: Reader, view: CaseView) -> Answer | None:
    case = view.case
    if (
        case.answered_by is None
        or case.answered_at is None
        or case.state not in (CaseState.APPROVED, CaseState.DECLINED)
    ):
        return None
    return Answer(name_in(reader, view.names, case.answered_by), case.answered_at, case.answer)
