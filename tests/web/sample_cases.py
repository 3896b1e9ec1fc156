"""Sample pages of cases: the inbox, the page of whoever answers, and what the person sees of it."""

from msgspec.structs import replace

from admittance.explain.languages import Language, translations
from admittance.usecases.compare_plans import Standing
from admittance.web.pages.case import (
    Answer,
    AskAlso,
    CaseOver,
    CasePage,
    CaseStatus,
    Elevated,
    Fellow,
    Happening,
    Missing,
    Need,
    OwnCasePage,
    Progress,
    Way,
    WayStep,
)
from admittance.web.pages.cases import CaseGroup, CaseRow, CasesPage, Show, Tab
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.pages.parts import Avatar, Mark, avatar
from admittance.web.pages.plan_table import PlanColumn, PlanRow, PlanTable
from admittance.web.pages.refusal import Ask, OtherWay, OtherWays, RefusalPage
from admittance.web.pages.why import Choice
from tests.explain.sample import ELIN, INSTALLS, JONAS, NO_WORKFLOWS, PRIYA, WRITE_MISSING
from tests.web.sample_parts import FJORD, FORMWORK, MARIA, NOW, RINGLANE, Pages, Sample, frame, settings_frame
from tests.web.sample_refusals import refusal

MINUTE = 60_000
CUT = "The search ended after a fixed number of steps. There may be other ways, and smaller ones."
CASES = "/accounts/4821907/cases"
CASE = f"{CASES}/C-7Q4M"
REFUSED = Happening(what="Ringlane Phone was refused", at=NOW - 9 * MINUTE, technical="user_not_permitted")
ASKED = Happening(
    what="Maria Lindqvist asked Jonas Berg",
    at=NOW - 7 * MINUTE,
    said="I start the evening phone shift tomorrow. Thank you.",
)


def case_pages() -> Pages:
    """Every state of a case, for each of those who may see it."""
    yield from _own_pages()
    around = settings_frame(Section.CASES)
    yield Sample("case-waiting", lambda _: waiting(), around)
    yield Sample("case-many-ways", lambda _: replace(waiting(), ways=(*ways(), *ways()[2:], *ways()[2:])), around)
    yield Sample("case-several", lambda _: replace(waiting(), fellows=_fellows(), fellows_ticked=True), around)
    closed = replace(waiting(), ways=(), decline_action="")
    answer = Answer("Jonas Berg", NOW - MINUTE, "Done, good luck tomorrow.")
    approved = replace(closed, status=CaseStatus.APPROVED, answer=answer, summary="Maria can connect now.")
    yield Sample("case-approved", lambda _: approved, around)
    yield Sample("case-elevated", lambda _: replace(approved, elevated=_elevated()), around)
    yield Sample("case-declined", lambda _: replace(approved, status=CaseStatus.DECLINED), around)
    solved = replace(closed, status=CaseStatus.SOLVED, summary="Nothing is missing any more.", missing=())
    yield Sample("case-solved", lambda _: solved, around)
    not_yours = replace(closed, why_not="You can't give Contacts · Edit yourself. Priya Raman can.")
    yield Sample("case-not-yours", lambda _: not_yours, around)
    yield Sample("case-plan", lambda _: _plan(), around)
    yield Sample("case-plan-and-permission", lambda _: replace(_plan(), ways=both_steps(), ways_note=CUT), around)
    yield Sample("case-over", lambda _: _over(), around)
    yield Sample("cases", lambda _: inbox(), around)
    yield Sample("cases-empty", lambda _: _empty(Show.WAITING), around)
    yield Sample("cases-none-closed", lambda _: _empty(Show.CLOSED), around)


def waiting() -> CasePage:
    """Maria has asked; four ways."""
    return CasePage(
        name="C-7Q4M",
        list_url=CASES,
        status=CaseStatus.WAITING,
        asked_you=True,
        heading="Maria Lindqvist can't connect Ringlane Phone",
        summary="Two permissions are missing. Approve one of these changes and Maria's connection continues by itself.",
        person=MARIA.avatar,
        person_first="Maria",
        person_note="Sales North",
        app=RINGLANE,
        app_verified=True,
        code="user_not_permitted",
        message="I start the evening phone shift tomorrow. Thank you.",
        message_at=NOW - 7 * MINUTE,
        missing=(
            Missing(
                title="Install apps in this account",
                about="Ringlane Phone",
                technical=False,
                needs=(Need("App Marketplace access", "Not on for Maria yet"),),
            ),
            Missing(
                title="View, create, change and delete contacts",
                about="crm.objects.contacts.write",
                technical=True,
                needs=(Need("Contacts · Edit (All)", "Maria has Team"),),
            ),
        ),
        ways=ways(),
        ways_note="There are more ways than these.",
        approve_action=f"{CASE}/approve",
        decline_action=f"{CASE}/decline",
        able=(PRIYA,),
        happened=(ASKED, REFUSED),
    )


def ways() -> tuple[Way, ...]:
    """The smallest first; what waits for the plan, and what this reader may not give, can't be chosen."""
    both = "App Marketplace access and Contacts · Edit (All instead of Team)"
    return (
        Way(
            value="grant",
            steps=(WayStep(title="Give the 2 permissions", more=(both,), by="You or Priya Raman"),),
            adds="+ 2 permissions",
            lasts="Until removed",
            approve="Approve and give 2 permissions",
        ),
        Way(
            value="elevate",
            steps=(
                WayStep(
                    title="Elevate for 15 minutes",
                    more=(
                        both,
                        "Ends as soon as Maria has connected. The connection keeps working and shows as drift.",
                    ),
                    by="You or Priya Raman",
                ),
            ),
            adds="+ 2 permissions",
            lasts="15 minutes",
            approve="Approve for a while",
            wanted=True,
            timed=True,
        ),
        Way(
            value="set:sales",
            steps=(
                WayStep(
                    title="Assign the permission set “Sales rep”",
                    more=("Deals · Edit, Quotes · Edit, Calls · Edit",),
                    by="You or Priya Raman",
                ),
            ),
            adds="+ 6 permissions",
            lasts="Until removed",
            approve="Approve and assign “Sales rep”",
            loses="Maria loses Tickets · Edit.",
        ),
        Way(
            steps=(
                WayStep(title="Super Admin for 15 minutes", more=("Everything in the account.",), by="Priya Raman"),
            ),
            adds="All permissions",
            lasts="15 minutes",
            note="Not yours to give: nobody gives what they don't hold.",
            everything=True,
        ),
    )


def both_steps() -> tuple[Way, ...]:
    """Ways that take a change of the plan and permissions: each step with who takes it."""
    hub, other = "Marketing Hub Starter → Marketing Hub Professional", "Add Sales Hub Professional"
    give = WayStep(title="Give the permission", more=("Marketing · Workflows",), by="You or Priya Raman")
    return tuple(
        Way(
            value="grant",
            steps=(WayStep(title=plan, by="You or Elin Sandberg", url="/accounts/4821907/plan"), give),
            adds="+ 1 permission",
            lasts="Until removed",
            approve="Approve and give 1 permission",
        )
        for plan in (hub, other)
    )


def _fellows() -> tuple[Fellow, ...]:
    return (
        Fellow(value="C-8W2F", name="C-8W2F", url=f"{CASES}/C-8W2F", person=AHMED, app="Ringlane Phone"),
        Fellow(value="C-5RX3", name="C-5RX3", url=f"{CASES}/C-5RX3", person=SARA, app="Ringlane Phone"),
    )


AHMED = avatar(41, "Ahmed Karimi")
SARA = avatar(31, "Sara Holm")


def _elevated() -> Elevated:
    return Elevated(
        what=("App Marketplace access", "Contacts · Edit (All)"),
        minutes=12,
        ends_at=NOW + 12 * MINUTE,
        given_by="Jonas Berg",
        revoke_action=f"{CASE}/revoke",
    )


def _plan() -> CasePage:
    return replace(
        waiting(),
        heading="Maria Lindqvist can't connect Formwork Campaigns",
        summary="The account's plan doesn't include Workflows.",
        app=FORMWORK,
        app_verified=False,
        code="account_lacks_features",
        missing=(
            Missing(
                title="Workflows",
                about="automation",
                technical=True,
                needs=(Need("Workflows", "Not in Marketing Hub Starter"),),
            ),
        ),
        ways=(),
        plan_ways=("Marketing Hub Starter → Marketing Hub Professional", "Add Sales Hub Professional"),
        plan_tables=(plan_table(),),
        plan_url="/accounts/4821907/plan",
        able=(),
    )


def plan_table() -> PlanTable:
    """Marketing Hub for an app that needs workflows."""
    row = PlanRow("View contacts", "crm.objects.contacts.read", (True, True, True))
    return PlanTable(
        title="Marketing Hub, compared for this app",
        app="Formwork Campaigns",
        columns=(
            PlanColumn("Starter", Standing.TODAY),
            PlanColumn("Professional", Standing.SMALLEST),
            PlanColumn("Enterprise", Standing.LARGER),
        ),
        rows=(PlanRow("Workflows", "automation", (False, True, True)), row),
        others=3,
        unchanged="Sales Hub Starter, Service Hub Starter",
    )


def _over() -> CaseOver:
    return CaseOver(
        heading="Priya Raman answered first",
        words="The case was approved just now. Nothing more was changed.",
        case_url=CASE,
        list_url=CASES,
    )


def inbox() -> CasesPage:
    """Three cases, two of which wait for the same."""
    rows = (
        _row("C-7Q4M", MARIA.avatar, RINGLANE, CaseStatus.WAITING, "Waiting for you"),
        _row("C-8W2F", AHMED, RINGLANE, CaseStatus.WAITING, "Waiting for you"),
        _row("C-5RX3", SARA, FORMWORK, CaseStatus.OPEN, "Not asked yet"),
    )
    return CasesPage(
        action=CASES,
        show=Show.WAITING,
        tabs=_tabs(2, 3, 14),
        apps=(Choice("5b1c40e2", "Ringlane Phone"), Choice("formwork", "Formwork Campaigns")),
        app="",
        rows=rows,
        groups=(CaseGroup("2 people wait for the same in Ringlane Phone.", f"{CASE}?together=1"),),
        more=3,
        why_url="/accounts/4821907/why",
    )


def _row(name: str, person: Avatar, app: Mark, status: CaseStatus, words: str) -> CaseRow:
    return CaseRow(
        name=name,
        url=f"{CASES}/{name}",
        person=person,
        person_note="Sales North",
        app=app,
        missing="App Marketplace access and Contacts · Edit (All)",
        status=status,
        status_words=words,
        at=NOW - 7 * MINUTE,
        own=person is SARA,
    )


def _tabs(waiting_for_you: int, still_open: int, closed: int) -> tuple[Tab, ...]:
    counts = {Show.WAITING: waiting_for_you, Show.OPEN: still_open, Show.CLOSED: closed}
    return tuple(Tab(show, count, f"{CASES}?show={show.value}") for show, count in counts.items())


def _empty(show: Show) -> CasesPage:
    return CasesPage(
        action=CASES, show=show, tabs=_tabs(0, 0, 0), apps=(), app="", rows=(), why_url="/accounts/4821907/why"
    )


def _own_pages() -> Pages:
    around = frame("/oauth/authorize")
    yield Sample("refusal-ask", askable, around)
    yield Sample("refusal-ask-plan", _askable_plan, around)
    yield Sample("refusal-own-plan", _own_plan, around)
    yield Sample("refusal-ask-several", _askable_several, around)
    asked = Notice(Tone.DONE, "Jonas Berg has your case.")
    yield Sample(
        "refusal-asked", lambda language: _progressed(language, _waiting_for_jonas()), frame(CASE, notice=asked)
    )
    yield Sample("refusal-declined", lambda language: _progressed(language, _declined()), around)
    yield Sample("refusal-closed", lambda language: _progressed(language, _closed()), around)
    yield Sample("case-own-approved", lambda _: _own(), around)
    solved = replace(_own(), status=CaseStatus.SOLVED, words="What was missing is there now.")
    yield Sample("case-own-solved", lambda _: solved, around)
    again = replace(_own(), continue_url="", again="Start again in Ringlane Phone.")
    yield Sample("case-own-again", lambda _: again, around)


def askable(language: Language) -> RefusalPage:
    """Two permissions are missing, and two people can be asked."""
    page = refusal(language, (INSTALLS, WRITE_MISSING))
    changes = (
        Need("App Marketplace access"),
        Need("Contacts · Edit (All)", translations(language).gettext("You have %(level)s") % {"level": "Team"}),
    )
    admins = replace(page.menders[0], changes=changes, ask=Ask(action=f"{CASE}/ask", people=(JONAS, PRIYA)))
    return replace(page, menders=(admins,), other_ways=others())


def others() -> OtherWays:
    """What else would do."""
    return OtherWays(
        kinds="A permission set, extra rights for a while or a colleague who can connect now",
        ways=tuple(OtherWay(replace(one, value="", note=""), "wish", (JONAS.user_id,)) for one in ways()[1:]),
        able=(PRIYA,),
        note="There are more ways than these.",
        action=f"{CASE}/ask",
    )


def _askable_plan(language: Language) -> RefusalPage:
    page = refusal(language, (NO_WORKFLOWS,), app="Formwork Campaigns")
    plans = ("Marketing Hub Starter → Marketing Hub Professional", "Add Sales Hub Professional")
    owner = replace(page.menders[0], plans=plans, ask=Ask(action=f"{CASE}/ask", people=(ELIN,), first="Elin"))
    return replace(page, menders=(owner,), plan_tables=(plan_table(),))


def _own_plan(language: Language) -> RefusalPage:
    page = _askable_plan(language)
    return replace(page, menders=(replace(page.menders[0], ask=None, own_url="/accounts/4821907/plan"),))


def _askable_several(language: Language) -> RefusalPage:
    page = refusal(language, (NO_WORKFLOWS, INSTALLS, WRITE_MISSING), app="Formwork Campaigns")
    plan, rights = page.menders
    plan = replace(plan, ask=Ask(action=f"{CASE}/ask", people=(ELIN,), first="Elin"))
    rights = replace(rights, ask=Ask(action=f"{CASE}/ask", people=(JONAS, PRIYA)))
    return replace(page, menders=(plan, rights))


def _progressed(language: Language, progress: Progress) -> RefusalPage:
    page = askable(language)
    return replace(page, progress=progress, menders=(replace(page.menders[0], ask=None),))


def _waiting_for_jonas() -> Progress:
    return Progress(
        status=CaseStatus.WAITING,
        heading="Jonas has your case",
        words="You can close this page. Your connection continues where it stopped.",
        happened=(replace(ASKED, what="You asked Jonas Berg"), REFUSED),
        ask_also=(AskAlso("Ask Priya too", 12),),
        ask_action=f"{CASE}/ask",
    )


def _declined() -> Progress:
    return replace(
        _waiting_for_jonas(),
        status=CaseStatus.DECLINED,
        heading="Jonas said not now",
        words="“Let's wait until your training on Monday.” Nothing has changed. You can ask Priya or pick another way.",
        ask_also=(AskAlso("Ask Priya", 12),),
    )


def _closed() -> Progress:
    return replace(
        _waiting_for_jonas(),
        status=CaseStatus.CLOSED,
        heading="This case is closed",
        words="Something is missing once more. Check again to open a new case.",
        ask_also=(),
    )


def _own() -> OwnCasePage:
    return OwnCasePage(
        name="C-7Q4M",
        app=RINGLANE,
        account=FJORD,
        status=CaseStatus.APPROVED,
        heading="You can connect now",
        words="Jonas Berg gave you what was missing. “Done, good luck tomorrow.”",
        continue_url="/oauth/4821907/authorize?client_id=5b1c40e2",
        happened=(
            Happening(what="Jonas Berg approved", at=NOW - 2 * MINUTE, said="Done, good luck tomorrow."),
            ASKED,
            REFUSED,
        ),
    )
