"""Sample refusals, and pages for requests that lead nowhere."""

from collections.abc import Sequence
from functools import partial

from admittance.core.decide import Refused
from admittance.core.manifest import Manifest
from admittance.core.reasons import (
    OptionalInScope,
    PermissionMissing,
    Reason,
    RequiredMissing,
)
from admittance.core.scopes import ScopeKind
from admittance.explain.address import addresses
from admittance.explain.headings import heading
from admittance.explain.languages import Language, translations
from admittance.explain.people import Scene
from admittance.explain.reasons import explain
from admittance.explain.summary import summary
from admittance.http.install_flow import RequestFault
from admittance.http.problems import ProblemKind
from admittance.web.pages.parts import BackToApp, app_mark
from admittance.web.pages.problem import ProblemPage
from admittance.web.pages.refusal import CaseLink, RefusalPage, menders
from admittance.web.pages.request_problem import RequestProblemPage
from admittance.web.render import Page
from tests.explain.sample import (
    CONTACTS_READ,
    CUSTOM,
    EVERY_REASON,
    INSTALLS,
    NO_WORKFLOWS,
    WORKFLOWS_EDIT,
    WRITE_MISSING,
    SampleLabels,
    scene,
)
from tests.web.sample_parts import BACK, FJORD, NOW, ORDERLY, REFERENCE, Pages, Sample, frame

LINK = Manifest(frozenset({"oauth", CONTACTS_READ}), frozenset(), frozenset({CUSTOM}))
LISTS = Manifest(frozenset({"oauth", CONTACTS_READ, "crm.lists.read"}), frozenset(), frozenset({CUSTOM}))
SENT = (
    ("client_id", "5b1c40e2"),
    ("redirect_uri", "https://orderly.example/callback"),
    ("scope", f"oauth {CONTACTS_READ} {CUSTOM}"),
    ("state", "q81b77e0"),
)
ENDPOINT = "https://connect.fjordfalk.example/oauth/authorize"


def refusal_pages() -> Pages:
    """The four headings, several at once, and nobody who can help."""
    around = frame("/oauth/authorize")
    user: tuple[Reason, ...] = (INSTALLS, WRITE_MISSING)
    yield Sample("refusal-user", lambda language: refusal(language, user), around)
    yield Sample("refusal-user-one", lambda language: refusal(language, (WRITE_MISSING,)), around)
    yield Sample(
        "refusal-account", lambda language: refusal(language, (NO_WORKFLOWS,), app="Formwork Campaigns"), around
    )
    yield Sample("refusal-link", _refused_link, around)
    missing = (RequiredMissing(CONTACTS_READ),)
    sent = tuple(pair for pair in SENT if pair[0] != "scope")
    yield Sample("refusal-insufficient", lambda language: refusal(language, missing, sent=sent), around)
    several = (RequiredMissing("crm.lists.read"), NO_WORKFLOWS, _needs_workflows())
    formwork = partial(refusal, reasons=several, app="Formwork Campaigns", sent=SENT, manifest=LISTS)
    yield Sample("refusal-several", formwork, around)
    yield Sample("refusal-nobody", lambda language: refusal(language, user, alone=True, back=None), around)
    yield Sample("refusal-every-reason", lambda language: refusal(language, EVERY_REASON, sent=SENT), around)


def _refused_link(language: Language) -> RefusalPage:
    return refusal(language, (OptionalInScope(CUSTOM),), app="Orderly Sync", sent=SENT)


def _needs_workflows() -> PermissionMissing:
    return PermissionMissing("automation", ScopeKind.REQUIRED, ((WORKFLOWS_EDIT,),))


def refusal(
    language: Language,
    reasons: Sequence[Reason],
    *,
    app: str = "Ringlane Phone",
    sent: tuple[tuple[str, str], ...] = (),
    manifest: Manifest = LINK,
    alone: bool = False,
    back: BackToApp | None = BACK,
) -> RefusalPage:
    """A refusal for `reasons`, in headline order."""
    words, labels, refused = translations(language), SampleLabels(language), Refused(tuple(reasons))
    around = scene(app, f"{app.split()[0]} Ltd", alone=alone)
    explanations = tuple(explain(reason, around, labels, words) for reason in reasons)
    return RefusalPage(
        app=app_mark(app, app),
        account=FJORD,
        code=refused.headline,
        heading=heading(refused.headline, "HubSpot", words),
        summary=summary(reasons, around, labels, words),
        explanations=explanations,
        menders=menders(explanations, around.developer),
        addresses=addresses(ENDPOINT, sent, manifest, reasons) if sent else None,
        case=CaseLink("C-7Q4M", "https://connect.fjordfalk.example/cases/C-7Q4M"),
        reference=REFERENCE,
        at=NOW,
        back=back,
        again_url="/oauth/authorize?client_id=5b1c40e2",
    )


def problem_pages() -> Pages:
    """Requests that lead nowhere."""
    for kind in RequestFault:
        yield Sample(f"request-{kind.value.replace('_', '-')}", partial(_request_problem, kind), frame("/"))
    for problem in ProblemKind:
        wait_s = 30 if problem in (ProblemKind.TOO_MANY, ProblemKind.BUSY) else 0
        page = ProblemPage(problem=problem, reference=REFERENCE, wait_s=wait_s)
        yield Sample(f"problem-{problem.value}", partial(_always, page), frame("/"))
    signed_out = ProblemPage(problem=ProblemKind.NOT_FOUND, reference=REFERENCE)
    yield Sample("problem-404-signed-out", lambda _: signed_out, frame("/", signed_in=False))


def _always(page: Page, _: Language) -> Page:
    return page


def _request_problem(kind: RequestFault, _: Language) -> RequestProblemPage:
    known = kind is not RequestFault.UNKNOWN_APP
    return RequestProblemPage(
        problem=kind,
        parameter="state",
        app=ORDERLY if known else None,
        developer=_scene_of_orderly().developer if known else None,
        reference=REFERENCE,
    )


def _scene_of_orderly() -> Scene:
    return scene("Orderly Sync", "Orderly ApS")
