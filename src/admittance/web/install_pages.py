"""The pages of an install, drawn for the authorization edge (`install_flow.AuthorizePages`)."""

from collections.abc import Sequence

from admittance.config import CaptchaKind
from admittance.http.addresses import CONSENT
from admittance.http.headers import Sources, origin_of
from admittance.http.install_flow import Attempt, ConsentForm, Problem
from admittance.http.problems import NOT_FOUND, HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services
from admittance.http.sessions import Visitor
from admittance.usecases.case_name import case_path
from admittance.usecases.case_roles import CaseNotThere
from admittance.usecases.case_view import view_case
from admittance.usecases.follow_case import follow_case
from admittance.usecases.mending import mending_of
from admittance.usecases.ports import Transaction
from admittance.usecases.sign_in import SignedIn
from admittance.usecases.start_install import InstallRefused, Outlook
from admittance.web.captcha.gate import problem_of, slot_of
from admittance.web.captcha.hosted import SERVICES
from admittance.web.handlers.signing_in import form_page
from admittance.web.pages.case import Live
from admittance.web.pages.expired_request import ExpiredRequestPage
from admittance.web.pages.frame import Notice, Tone
from admittance.web.pages.parts import BackToApp
from admittance.web.pages.refusal import RefusalPage
from admittance.web.pages.request_problem import RequestProblemPage
from admittance.web.present import refusal
from admittance.web.present.chooser import chooser_page
from admittance.web.present.consent import consent_page
from admittance.web.present.own_case import still_refused
from admittance.web.present.reader import developer_of, mark_of
from admittance.web.shape import problem_page
from admittance.web.visit import Visit, begin, page

_FORBIDDEN = HttpProblem(ProblemKind.FORBIDDEN, "The form did not come from this browser's own page.")
_UNREADABLE = HttpProblem(ProblemKind.UNREADABLE, "The form can't be read.")


class InstallPages:
    """One method a page. Each finds out the language and colours itself; who is there it is told."""

    def __init__(self, services: Services) -> None:
        self._services = services

    async def problem(self, request: Request, visitor: Visitor, problem: Problem) -> Response:
        """400: what to correct, and who can. Nothing of the request is on the page."""
        visit = await self._visit(request)
        app = problem.app
        model = RequestProblemPage(
            problem=problem.fault,
            parameter=problem.parameter,
            app=mark_of(app) if app else None,
            developer=developer_of(app) if app else None,
            reference=request.reference,
        )
        return page(visit, model, 400, return_to="/", note=problem.fault.value)

    async def sign_in(self, request: Request, visitor: Visitor, attempt: Attempt) -> Response:
        """The sign-in form, on to the same request."""
        return form_page(await self._visit(request), next_path=attempt.path())

    async def choose_account(
        self, request: Request, visitor: SignedIn, attempt: Attempt, outlooks: Sequence[Outlook]
    ) -> Response:
        """The person's accounts, each with what would happen there."""
        visit = await self._visit(request)
        return self._chooser(visit, visitor, attempt, outlooks, 200, None)

    def _chooser(
        self,
        visit: Visit,
        visitor: SignedIn,
        attempt: Attempt,
        outlooks: Sequence[Outlook],
        status: int,
        notice: Notice | None,
    ) -> Response:
        model = chooser_page(
            visit.reader, attempt.app, visitor.user.email, outlooks, url_of=attempt.path, back=attempt.back
        )
        return page(visit, model, status, return_to=attempt.path(), notice=notice)

    async def consent(self, request: Request, visitor: SignedIn, form: ConsentForm) -> Response:
        """Request for Integration Permissions."""
        visit, shown = await self._visit(request), form.shown
        model = self._services.store.read(
            lambda tx: consent_page(
                tx,
                visit.reader,
                shown,
                action=CONSENT,
                hidden=(("consent", form.token),),
                ticked=form.ticked,
                captcha=slot_of(self._services, form.asked),
                problem=problem_of(form.asked),
                wanted=form.ticked or frozenset(),
            )
        )
        sources = self._sources(shown.consent.asked.redirect_uri)
        return page(visit, model, account=shown.account, return_to=form.attempt.path(), sources=sources)

    def _sources(self, redirect_uri: str) -> Sources:
        """Browsers apply form-action to the redirect after the POST; a hosted check needs its own origins."""
        kind = self._services.settings.captcha
        hosted = SERVICES[kind].sources if kind not in (CaptchaKind.ALTCHA, CaptchaKind.OFF) else ()
        return Sources(
            form_action=(origin_of(redirect_uri),), script=hosted, style=hosted, frame=hosted, connect=hosted
        )

    async def refused(
        self,
        request: Request,
        visitor: SignedIn,
        attempt: Attempt,
        refused: InstallRefused,
        *,
        status: int,
        back: str,
    ) -> Response:
        """The refusal with all its reasons."""
        visit = await self._visit(request)
        what = refusal.Attempt(
            account=refused.account,
            app=refused.app,
            user_id=visitor.user.id,
            decision=refused.decision,
            case=refused.case,
            asked=refused.asked,
            sent=attempt.sent,
            back=back,
        )
        model = self._services.store.read(lambda tx: self._with_case(tx, visit, what, visitor.user.id))
        note = refused.decision.headline.value
        return page(
            visit, model, status, account=refused.account, return_to=attempt.path(refused.account.id), note=note
        )

    def _with_case(self, tx: Transaction, visit: Visit, what: refusal.Attempt, user_id: int) -> RefusalPage:
        """The refusal with whom to ask, and what has become of asking before."""
        policy, case, now = self._services.catalogue.policy, what.case, self._services.clock.now()
        mending, reference = mending_of(tx, visit.reader.catalogue, case, now), visit.request.reference
        model = refusal.refusal_page(tx, visit.reader, what, reference=reference, at=case.seen_at, mending=mending)
        view = view_case(tx, policy, case.account_id, case.id, user_id, now)
        followed = follow_case(tx, policy, case.account_id, case.id, user_id, now)
        if isinstance(view, CaseNotThere) or followed is None:
            return model
        live = Live(f"{case_path(case.account_id, case.id)}/events?after={followed.mark}")
        return still_refused(tx, visit.reader, model, view, live, now, mending)

    async def not_there(
        self, request: Request, visitor: SignedIn, attempt: Attempt | None, outlooks: Sequence[Outlook]
    ) -> Response:
        """404 with one's own accounts."""
        visit = await self._visit(request)
        if attempt is None:
            return problem_page(visit, NOT_FOUND)
        words = visit.gettext("That account isn't here for you. These are yours.")
        return self._chooser(visit, visitor, attempt, outlooks, 404, Notice(Tone.OPEN, words))

    async def over(self, request: Request, visitor: SignedIn, attempt: Attempt | None) -> Response:
        """410: the consent page is used up or too old; the way to start again."""
        visit = await self._visit(request)
        if attempt is None:
            return page(visit, ExpiredRequestPage(), 410, return_to="/")
        back = BackToApp(attempt.app.name, attempt.back)
        model = ExpiredRequestPage(app=mark_of(attempt.app), start_again=attempt.path(), back=back)
        return page(visit, model, 410, return_to=attempt.path())

    async def forbidden(self, request: Request, visitor: Visitor) -> Response:
        """403: the form is not from this browser's own page."""
        return problem_page(await self._visit(request), _FORBIDDEN)

    async def unreadable(self, request: Request, visitor: Visitor) -> Response:
        """400: the form cannot be read."""
        return problem_page(await self._visit(request), _UNREADABLE)

    async def _visit(self, request: Request) -> Visit:
        return await begin(self._services, request)
