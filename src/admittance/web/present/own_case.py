"""A person's own case: whom they can ask, how far it has come, and where the install goes on."""

from msgspec.structs import replace

from admittance.core.decide import Granted
from admittance.core.levels import Level
from admittance.core.reasons import Audience
from admittance.core.remedies.remedy import RightChange
from admittance.explain.levels import level_word
from admittance.explain.people import Person, one_of
from admittance.http.addresses import case_path, install_path
from admittance.usecases.case_name import case_name
from admittance.usecases.case_question import AppGone, OpenQuestion, PersonGone
from admittance.usecases.case_records import CaseEventKind, CaseState
from admittance.usecases.case_view import CaseView
from admittance.usecases.fixers import can_connect_now
from admittance.usecases.mending import Mending
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Member
from admittance.usecases.remedies_now import RemediesNow
from admittance.usecases.tell_developer import can_tell
from admittance.web.pages.case import AskAlso, CaseStatus, Live, Need, OwnCasePage, Progress
from admittance.web.pages.parts import account_mark, app_mark
from admittance.web.pages.refusal import Ask, Mender, OtherWays, RefusalPage
from admittance.web.present.happened import first_of, happened, name_in
from admittance.web.present.mended import mended
from admittance.web.present.other_ways import Asking, other_ways
from admittance.web.present.plan_words import plan_tables, plan_ways
from admittance.web.present.reader import Reader, access_of, mark_of
from admittance.web.present.rights_words import added_in, right_name
from admittance.web.present.solving import smallest_of
from admittance.web.present.ways import Telling

_PROGRESS = {
    CaseState.ASKED: CaseStatus.WAITING,
    CaseState.DECLINED: CaseStatus.DECLINED,
    CaseState.EXPIRED: CaseStatus.EXPIRED,
}
"""Whoever is still refused in a case that was approved or solved stands before a closed one."""


def still_refused(
    tx: Transaction, reader: Reader, page: RefusalPage, view: CaseView, live: Live, now: int, mending: Mending | None
) -> RefusalPage:
    """The refusal with whom to ask, or with what has become of that."""
    page = replace(page, mended=mended(tx, reader, view))
    team = _team(tx, view)
    admins = [one.member for one in sorted(view.fixers.admins, key=lambda one: -len(one.mends))]
    admins.sort(key=lambda one: not team or one.membership.team != team)
    people = {Audience.ADMIN: admins, Audience.PLAN_OWNER: list(view.fixers.plan_owners)}
    if mending is None:
        return replace(page, progress=_progress(reader, view, people), live=live)
    asked, found = mending.asked, mending.now
    menders = tuple(
        _developer(tx, view, mender)
        if mender.audience is Audience.DEVELOPER
        else _mender(reader, view, mender, people.get(mender.audience, []), found, team)
        for mender in page.menders
    )
    return replace(
        page,
        menders=menders,
        progress=_progress(reader, view, people),
        other_ways=_other_ways(tx, reader, view, asked, found, now),
        plan_tables=plan_tables(
            reader, asked.app.name, asked.question, tx.accounts.subscriptions(view.account.id), found
        ),
        live=live,
    )


def _other_ways(
    tx: Transaction, reader: Reader, view: CaseView, asked: OpenQuestion, found: RemediesNow, now: int
) -> OtherWays | None:
    policy, url = reader.catalogue.policy, asked.question.url
    members = can_connect_now(tx, policy, view.account, asked.app, url, view.case.user_id, now)
    able = tuple(Person(one.user.id, one.user.name, access_of(one.membership, reader)) for one in members)
    telling = Telling(app=asked.app, viewer_id=view.case.user_id)
    asking = Asking(_ask_path(view), view.fixers.user_ids) if _may_ask(view) else Asking()
    return other_ways(reader, found, telling, able, asking)


def _may_ask(view: CaseView) -> bool:
    return view.may_ask and view.case.state in (CaseState.OPEN, CaseState.DECLINED)


def _ask_path(view: CaseView) -> str:
    return f"{case_path(view.account.id, view.case.id)}/ask"


def _mender(
    reader: Reader, view: CaseView, mender: Mender, members: list[Member], found: RemediesNow, team: str | None
) -> Mender:
    if mender.audience not in (Audience.ADMIN, Audience.PLAN_OWNER):
        return mender
    by_plan = mender.audience is Audience.PLAN_OWNER
    own = by_plan and view.fixers.own_plan
    people = tuple(_person(reader, member, team) for member in members)
    ask = Ask(action=_ask_path(view), people=people, first=first_of(people[0].name) if len(people) == 1 else "")
    return replace(
        mender,
        people=people,
        changes=() if by_plan else _changes(reader, found),
        plans=plan_ways(reader, found) if by_plan else (),
        own_url=f"/accounts/{view.account.id}/plan" if own else "",
        ask=ask if people and _may_ask(view) and not own else None,
    )


def _developer(tx: Transaction, view: CaseView, mender: Mender) -> Mender:
    """The app's developer is told once; without a way to write to them the contact alone stays."""
    told = next((event.at for event in view.events if event.kind is CaseEventKind.DEVELOPER_TOLD), None)
    able = told is None and view.may_ask and view.app is not None and can_tell(tx, view.app)
    return replace(mender, tell_action=f"{case_path(view.account.id, view.case.id)}/tell" if able else "", told_at=told)


def _person(reader: Reader, member: Member, team: str | None) -> Person:
    note = access_of(member.membership, reader)
    if team and member.membership.team == team:
        note = reader.words.gettext("%(access)s · Your team: %(team)s") % {"access": note, "team": team}
    elif member.membership.team:
        note = f"{note} · {member.membership.team}"
    return Person(member.user.id, member.user.name, note)


def _team(tx: Transaction, view: CaseView) -> str | None:
    membership = tx.people.membership(view.account.id, view.case.user_id)
    return membership.team if membership else None


def _changes(reader: Reader, found: RemediesNow) -> tuple[Need, ...]:
    smallest = smallest_of(found)
    return tuple(_need(reader, change) for change in added_in(smallest)) if smallest else ()


def _need(reader: Reader, change: RightChange) -> Need:
    name, words = right_name(reader, change.permission, change.after), reader.words
    if change.before in (Level.NONE, Level.OFF):
        return Need(name)
    return Need(name, words.gettext("instead of %(level)s") % {"level": level_word(change.before, words)})


def _progress(reader: Reader, view: CaseView, people: dict[Audience, list[Member]]) -> Progress | None:
    case, t = view.case, reader.words
    if case.state is CaseState.OPEN:
        return None
    others = [one for some in people.values() for one in some if one.user.id not in case.asked_of]
    also = tuple(
        AskAlso(t.gettext("Ask %(person)s too") % {"person": first_of(one.user.name)}, one.user.id)
        for one in {one.user.id: one for one in others}.values()
    )
    heading, words = _progress_words(reader, view, [first_of(one.user.name) for one in others])
    return Progress(
        status=_PROGRESS.get(case.state, CaseStatus.CLOSED),
        heading=heading,
        words=words,
        happened=happened(reader, view, case.user_id),
        ask_also=also[:3] if case.state is CaseState.ASKED else (),
        ask_action=_ask_path(view),
    )


def _progress_words(reader: Reader, view: CaseView, others: list[str]) -> tuple[str, str]:
    case, t = view.case, reader.words
    if case.state is CaseState.ASKED:
        asked = [first_of(name_in(reader, view.names, user_id)) for user_id in case.asked_of]
        heading = t.ngettext("%(people)s has your case", "%(people)s have your case", len(asked))
        words = t.gettext("You can close this page. Your connection continues where it stopped.")
        return heading % {"people": _together(asked, reader)}, words
    if case.state is CaseState.DECLINED:
        by = first_of(name_in(reader, view.names, case.answered_by))
        said = f"{_quoted(case.answer, reader)} " if case.answer else ""
        next_step = (
            t.gettext("Nothing has changed. You can ask %(people)s or pick another way.")
            % {"people": one_of(others, t)}
            if others
            else t.gettext("Nothing has changed. You can ask once more, or pick another way.")
        )
        return t.gettext("%(person)s said not now") % {"person": by}, said + next_step
    if case.state is CaseState.EXPIRED:
        return t.gettext("This case is closed"), t.gettext(
            "Nobody did anything for a month. Check again to open a new one."
        )
    return t.gettext("This case is closed"), t.gettext(
        "Something is missing once more. Check again to open a new case."
    )


def _quoted(said: str, reader: Reader) -> str:
    """What somebody wrote, between the marks of the reader's language."""
    return reader.words.gettext("“%(said)s”") % {"said": said}


def _together(names: list[str], reader: Reader) -> str:
    if len(names) < 2:
        return "".join(names)
    return reader.words.gettext("%(list)s and %(last)s") % {"list": ", ".join(names[:-1]), "last": names[-1]}


def own_case_page(reader: Reader, view: CaseView, live: Live) -> OwnCasePage:
    """The page once nothing is in the way any more, or once the app is gone."""
    app = mark_of(view.app) if view.app else app_mark("", reader.words.gettext("The app"))
    status, heading, words = _own_words(reader, view)
    granted = isinstance(view.standing, Granted) and not _connected(view)
    again = reader.words.gettext("Start again in %(app)s.") % {"app": app.name}
    return OwnCasePage(
        name=case_name(view.case.id),
        app=app,
        account=account_mark(view.account.id, view.account.name),
        status=status,
        heading=heading,
        words=words,
        continue_url=install_path(view.account.id, view.case.asked) if granted and view.case.asked else "",
        again=again if granted and not view.case.asked else "",
        happened=happened(reader, view, view.case.user_id),
        live=live,
    )


def _connected(view: CaseView) -> bool:
    return any(event.kind is CaseEventKind.CONNECTED for event in view.events)


def _own_words(reader: Reader, view: CaseView) -> tuple[CaseStatus, str, str]:
    case, t = view.case, reader.words
    if isinstance(view.standing, AppGone | PersonGone):
        words = t.gettext("It was removed or switched off, so there is nothing to connect.")
        return CaseStatus.GONE, t.gettext("The app isn't here any more"), words
    if _connected(view):
        names = {"app": view.app.name if view.app else ""}
        words = t.gettext("You find it under Connected apps.")
        return CaseStatus.SOLVED, t.gettext("%(app)s is connected") % names, words
    heading = t.gettext("You can connect now")
    if case.state is CaseState.APPROVED:
        by = {"person": name_in(reader, view.names, case.answered_by)}
        said = f" {_quoted(case.answer, reader)}" if case.answer else ""
        return CaseStatus.APPROVED, heading, t.gettext("%(person)s gave you what was missing.") % by + said
    return CaseStatus.SOLVED, heading, t.gettext("What was missing is there now.")
