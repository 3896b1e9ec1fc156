"""Cases as pages: the inbox, a case for each of those who may see it, and asking for access."""

from typing import TypeAlias

from admittance.core.decide import Refused
from admittance.core.redirect import is_registered
from admittance.core.whole_number import whole_number
from admittance.http.parameters import Parameters
from admittance.http.problems import NOT_FOUND
from admittance.http.redirect_errors import refused_at
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.usecases.case_name import case_number, case_path
from admittance.usecases.case_roles import CaseNotThere, CaseRole
from admittance.usecases.case_view import CaseView, list_cases, view_case
from admittance.usecases.follow_case import follow_case, follow_cases
from admittance.usecases.mending import mending_of
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App, User
from admittance.usecases.start_install import InstallRefused
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.case import CasePage, Live, OwnCasePage
from admittance.web.pages.cases import CasesPage, Show
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.pages.refusal import RefusalPage
from admittance.web.present.case import case_page
from admittance.web.present.cases import cases_page
from admittance.web.present.own_case import own_case_page, still_refused
from admittance.web.present.refusal import Attempt, refusal_page
from admittance.web.present.solving import Looking
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, here, page, query

_Model: TypeAlias = CasePage | OwnCasePage | RefusalPage


async def cases(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/cases: who could not connect, as far as the viewer may see it."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    account_id, asked = int(request.path_values["hub_id"]), query(visit)
    model = services.store.read(lambda tx: _inbox(tx, visit, account_id, user, asked))
    if model is None:
        return problem_page(visit, NOT_FOUND)
    account = services.store.read(lambda tx: tx.accounts.get(account_id))
    return page(visit, model, account=account, section=Section.CASES, notice=_answered_notice(visit, asked))


def _inbox(tx: Transaction, visit: Visit, account_id: int, user: User, asked: Parameters) -> CasesPage | None:
    policy, now = visit.services.catalogue.policy, visit.services.clock.now()
    inbox, mark = list_cases(tx, policy, account_id, user.id, now), follow_cases(tx, policy, account_id, user.id, now)
    if isinstance(inbox, CaseNotThere) or mark is None:
        return None
    show = asked.get("show")
    return cases_page(
        tx,
        visit.reader,
        inbox,
        user.id,
        show=Show(show) if show in set(Show) else None,
        app=asked.get("app") or "",
        live=Live(f"/accounts/{account_id}/cases/events?after={mark}"),
    )


async def case(services: Services, request: Request) -> Response:
    """GET /accounts/{hub_id}/cases/{name}: a refused attempt, as the viewer may see it."""
    visit = await begin(services, request)
    user = visit.user
    if user is None:
        return form_page(visit, next_path=here(request))
    return case_answer(visit, user)


def case_answer(visit: Visit, user: User, *, notice: Notice | None = None) -> Response:
    """The case's page as it stands now."""
    account_id, case_id = case_in(visit.request)
    asked = query(visit)
    shown = visit.services.store.read(lambda tx: _shown(tx, visit, account_id, case_id, user, asked))
    if shown is None:
        return problem_page(visit, NOT_FOUND)
    view, model = shown
    said = notice or _asked_notice(visit, asked) or _answered_notice(visit, asked)
    section = Section.CASES if isinstance(model, CasePage) else None
    return page(visit, model, account=view.account, section=section, notice=said)


def case_in(request: Request) -> tuple[int, int]:
    """The account and the case of the address; case 0 where the name is none."""
    return int(request.path_values["hub_id"]), case_number(request.path_values["name"]) or 0


def _shown(
    tx: Transaction, visit: Visit, account_id: int, case_id: int, user: User, asked: Parameters
) -> tuple[CaseView, _Model] | None:
    policy, now = visit.services.catalogue.policy, visit.services.clock.now()
    view = view_case(tx, policy, account_id, case_id, user.id, now)
    followed = follow_case(tx, policy, account_id, case_id, user.id, now)
    if isinstance(view, CaseNotThere) or followed is None:
        return None
    live = Live(f"{case_path(account_id, case_id)}/events?after={followed.mark}")
    if CaseRole.PERSON not in view.roles:
        together = asked.get("together") is not None
        looking = Looking(viewer_id=user.id, now=now, together=together, live=live)
        return view, case_page(tx, visit.reader, view, looking)
    if not isinstance(view.standing, Refused) or view.app is None:
        return view, own_case_page(visit.reader, view, live)
    attempt = Attempt(
        account=view.account,
        app=view.app,
        user_id=user.id,
        decision=view.standing,
        case=view.case,
        asked=view.case.asked,
        back=_way_back(visit, view, view.app, view.standing),
    )
    mending, reference = mending_of(tx, visit.reader.catalogue, view.case, now), visit.request.reference
    refused = refusal_page(tx, visit.reader, attempt, reference=reference, at=view.case.seen_at, mending=mending)
    return view, still_refused(tx, visit.reader, refused, view, live, now, mending)


def _way_back(visit: Visit, view: CaseView, app: App, decision: Refused) -> str | None:
    """To the app with the OAuth error of this refusal, while the redirect URI of the attempt is a registered one."""
    asked = view.case.asked
    if asked is None or not app.enabled or not is_registered(asked.redirect_uri, app.redirect_uris, public=app.public):
        return None
    return refused_at(visit.services.settings, InstallRefused(view.account, app, asked, decision, view.case))


def _asked_notice(visit: Visit, asked: Parameters) -> Notice | None:
    t, said = visit.reader.words, asked.get("said") or ""
    many = t.gettext("You have asked many times today. Try again tomorrow, or speak to somebody.")
    notices = {
        "asked": Notice(Tone.DONE, t.gettext("Your case is sent.")),
        "already": Notice(Tone.INFORMATION, t.gettext("They have your case already.")),
        "nobody": Notice(Tone.OPEN, t.gettext("Choose whom to ask.")),
        "cannot": Notice(Tone.OPEN, t.gettext("They can't help with this any more. Choose somebody else.")),
        "many": Notice(Tone.OPEN, many),
        "long": Notice(Tone.OPEN, t.gettext("The message is too long. Nothing was sent.")),
    }
    return notices.get(said)


def _answered_notice(visit: Visit, asked: Parameters) -> Notice | None:
    t, done = visit.reader.words, asked.get("done") or ""
    notices = {
        "approved": Notice(Tone.DONE, _approved_words(visit, asked)),
        "partly": Notice(Tone.DONE, t.gettext("Given. Something else is still in the way, for others to mend.")),
        "declined": Notice(Tone.DONE, t.gettext("Declined. They read your reason.")),
        "revoked": Notice(Tone.DONE, t.gettext("The extra rights ended at once.")),
        "over": Notice(Tone.INFORMATION, t.gettext("The extra rights were over already.")),
    }
    return notices.get(done)


def _approved_words(visit: Visit, asked: Parameters) -> str:
    t, together, of = visit.reader.words, _count(asked, "with"), _count(asked, "of")
    if of < 2:
        return t.gettext("Approved. It counts from now on.")
    if together < of:
        words = t.gettext("Approved for %(num)s of %(of)s people. The others' cases say why not.")
        return words % {"num": together, "of": of}
    return t.gettext("Approved for %(num)s people. It counts from now on.") % {"num": together}


def _count(asked: Parameters, name: str) -> int:
    """A small number of the query; 0 for anything else."""
    return whole_number(asked.get(name)) or 0
