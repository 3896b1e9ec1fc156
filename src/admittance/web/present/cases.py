"""The inbox as its page."""

from urllib.parse import urlencode

from admittance.core.reasons import (
    Audience,
    MarketplaceMissing,
    PermissionMissing,
    Reason,
    ToolMissing,
    mended_by,
)
from admittance.explain.levels import needed_words
from admittance.explain.people import all_of, one_of
from admittance.http.addresses import case_path
from admittance.usecases.case_name import case_name
from admittance.usecases.case_records import Case, CaseState
from admittance.usecases.case_view import CaseGroup as SameCases
from admittance.usecases.case_view import Inbox
from admittance.usecases.ports import Transaction
from admittance.web.pages.case import CaseStatus, Live
from admittance.web.pages.cases import CaseGroup, CaseRow, CasesPage, Show, Tab
from admittance.web.pages.parts import app_mark, avatar
from admittance.web.pages.why import Choice
from admittance.web.present.happened import first_of
from admittance.web.present.reader import Reader, mark_of

MOST_ROWS = 100
_UNSOLVED = frozenset({CaseState.OPEN, CaseState.ASKED, CaseState.DECLINED})


def waits_for(case: Case, viewer_id: int) -> bool:
    """Whether the viewer was asked and nobody has answered."""
    return case.state is CaseState.ASKED and viewer_id in case.asked_of


def cases_page(
    tx: Transaction, reader: Reader, inbox: Inbox, viewer_id: int, *, show: Show | None, app: str, live: Live
) -> CasesPage:
    """The page. Without `show` it is what waits for the viewer; if nothing does, what is open."""
    apps = _apps(tx, inbox)
    chosen = next((app_id for app_id, choice in apps.items() if choice.value == app), None)
    cases = [case for case in inbox.cases if not app or case.app_id == chosen]
    by_tab = {
        Show.WAITING: [case for case in cases if waits_for(case, viewer_id)],
        Show.OPEN: [case for case in cases if case.state in _UNSOLVED],
        Show.CLOSED: [case for case in cases if case.over],
    }
    shown = show or (Show.WAITING if by_tab[Show.WAITING] else Show.OPEN)
    base = f"/accounts/{inbox.account.id}/cases"
    return CasesPage(
        action=base,
        show=shown,
        tabs=tuple(Tab(tab, len(some), _tab_url(base, tab, app)) for tab, some in by_tab.items()),
        apps=tuple(apps.values()),
        app=app if chosen is not None else "",
        rows=tuple(_row(tx, reader, case, viewer_id) for case in by_tab[shown][:MOST_ROWS]),
        groups=tuple(_group(tx, reader, group) for group in inbox.groups) if shown is not Show.CLOSED else (),
        more=max(0, len(by_tab[shown]) - MOST_ROWS),
        why_url=f"/accounts/{inbox.account.id}/why",
        live=live,
    )


def _tab_url(base: str, tab: Show, app: str) -> str:
    return f"{base}?{urlencode({'show': tab.value} | ({'app': app} if app else {}))}"


def _apps(tx: Transaction, inbox: Inbox) -> dict[int, Choice]:
    found = [tx.apps.get(app_id) for app_id in dict.fromkeys(case.app_id for case in inbox.cases)]
    named = sorted((app for app in found if app is not None), key=lambda app: app.name.casefold())
    return {app.id: Choice(app.client_id, app.name) for app in named}


def _row(tx: Transaction, reader: Reader, case: Case, viewer_id: int) -> CaseRow:
    user, app = tx.people.user(case.user_id), tx.apps.get(case.app_id)
    membership = tx.people.membership(case.account_id, case.user_id)
    status, words = _state(tx, reader, case, viewer_id)
    return CaseRow(
        name=case_name(case.id),
        url=case_path(case.account_id, case.id),
        person=avatar(case.user_id, user.name if user else reader.words.gettext("Somebody who has left")),
        person_note=(membership.team or "") if membership else "",
        app=mark_of(app) if app else app_mark("", reader.words.gettext("The app")),
        missing=missing_words(reader, case.reasons),
        status=status,
        status_words=words,
        at=max(case.seen_at, case.asked_at or 0, case.answered_at or 0),
        own=case.user_id == viewer_id,
    )


def _state(tx: Transaction, reader: Reader, case: Case, viewer_id: int) -> tuple[CaseStatus, str]:
    t = reader.words
    match case.state:
        case CaseState.OPEN:
            return CaseStatus.OPEN, t.gettext("Not asked yet")
        case CaseState.ASKED if waits_for(case, viewer_id):
            return CaseStatus.WAITING, t.gettext("Waiting for you")
        case CaseState.ASKED:
            users = [tx.people.user(user_id) for user_id in case.asked_of]
            names = [first_of(user.name) for user in users if user is not None]
            return CaseStatus.WAITING, t.gettext("Asked %(people)s") % {"people": one_of(names, t)}
        case CaseState.APPROVED:
            return CaseStatus.APPROVED, t.gettext("Approved")
        case CaseState.DECLINED:
            return CaseStatus.DECLINED, t.gettext("Declined")
        case CaseState.SOLVED:
            return CaseStatus.SOLVED, t.gettext("Solved")
        case CaseState.EXPIRED:
            return CaseStatus.EXPIRED, t.gettext("Closed")


def missing_words(reader: Reader, reasons: tuple[Reason, ...]) -> str:
    """What is missing, in few words: permissions and tools by name, anything else by who mends it."""
    return all_of(list(dict.fromkeys(name for reason in reasons for name in _names(reader, reason))), reader.words)


def _names(reader: Reader, reason: Reason) -> tuple[str, ...]:
    match reason:
        case PermissionMissing():
            nearest = reason.ways[0] if reason.ways else ()
            return tuple(needed_words(one, reader.labels, reader.words) for one in nearest)
        case MarketplaceMissing():
            return (reader.labels.permission(reason.permission),)
        case ToolMissing():
            return tuple(reader.labels.tool(tool) for tool in (reason.ways[0] if reason.ways else ()))
        case _ if mended_by(reason) is Audience.DEVELOPER:
            return (reader.words.gettext("A correct install link"),)
        case _:
            return (reader.words.gettext("A scope in the catalogue"),)


def _group(tx: Transaction, reader: Reader, group: SameCases) -> CaseGroup:
    app, first = tx.apps.get(group.app_id), group.cases[0]
    words = reader.words.ngettext(
        "%(num)s person waits for the same in %(app)s: %(missing)s.",
        "%(num)s people wait for the same in %(app)s: %(missing)s.",
        len(group.cases),
    )
    filled = words % {
        "num": len(group.cases),
        "app": app.name if app else "",
        "missing": missing_words(reader, first.reasons),
    }
    return CaseGroup(filled, f"{case_path(first.account_id, first.id)}?together=1")
