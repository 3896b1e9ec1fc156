"""Every page in every state, with data to look at: for tests that render them and for the gallery."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.decide import Refused
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.reasons import (
    Dropped,
    OptionalInScope,
    PermissionMissing,
    Reason,
    RequiredMissing,
    Shortfall,
    ToolMissing,
)
from admittance.core.scopes import ScopeKind
from admittance.explain.address import addresses
from admittance.explain.headings import heading
from admittance.explain.languages import Language, translations
from admittance.explain.left_out import left_out
from admittance.explain.people import Scene
from admittance.explain.reasons import explain
from admittance.explain.summary import summary
from admittance.usecases.records import Theme
from admittance.web.pages.account_chooser import (
    AccountChooserPage,
    AccountRow,
    ConnectedSince,
    Lacking,
    LinkToCorrect,
    Missing,
    Ready,
)
from admittance.web.pages.captcha import AltchaCheck, CaptchaProblem, CaptchaSlot, CharactersCheck
from admittance.web.pages.connected_apps import (
    AppCard,
    ConnectedAppsPage,
    ConnectionRow,
    GivenScope,
    UninstallPage,
)
from admittance.web.pages.consent import ConsentPage, ScopeRow, grouped
from admittance.web.pages.expired_request import ExpiredRequestPage
from admittance.web.pages.frame import AccountPlace, Frame, Notice, Place, Section, SignedIn, Tone
from admittance.web.pages.home import HomePage, HomeRow
from admittance.web.pages.parts import BackToApp, Maker, account_mark, app_mark, avatar
from admittance.web.pages.password_reset import (
    ForgotPasswordPage,
    ForgotSentPage,
    PasswordProblem,
    ResetLinkOverPage,
    ResetPasswordPage,
)
from admittance.web.pages.problem import Problem, ProblemPage
from admittance.web.pages.profile import ProfilePage
from admittance.web.pages.refusal import CaseLink, RefusalPage, menders
from admittance.web.pages.request_problem import RequestProblem, RequestProblemPage
from admittance.web.pages.sign_in import Incomplete, Locked, SignInPage, WrongPassword
from admittance.web.pages.why import Choice, ScopeOutcome, WhyAnswer, WhyPage, WhyProblem, WhyRow
from admittance.web.render import Page
from tests.explain.sample import (
    COMPANIES,
    CONTACTS_READ,
    CONTACTS_WRITE,
    CUSTOM,
    EVERY_REASON,
    INSTALLS,
    NO_WORKFLOWS,
    WORKFLOWS_EDIT,
    WRITE_MISSING,
    SampleLabels,
    scene,
)

T = TypeVar("T", bound=Struct)
NOW = 1_795_284_240_000
"""21 Nov 2026, 18:04 UTC."""
DAY = 86_400_000
REFERENCE = "01JD8Z6K4M7RQX0000000000AB"

RINGLANE = app_mark("5b1c40e2", "Ringlane Phone")
ORDERLY = app_mark("orderly", "Orderly Sync")
FORMWORK = app_mark("formwork", "Formwork Campaigns")
FJORD = account_mark(4821907, "Fjord & Falk AB")
HAV = account_mark(5530218, "Hav Logistik")
TIDVATTEN = account_mark(9004410, "Tidvatten Test")
MARIA = SignedIn(avatar(21, "Maria Lindqvist"), "maria.lindqvist@fjordfalk.example")
BACK = BackToApp("Ringlane Phone", "https://app.ringlane.example/callback?error=access_denied&state=q81")


class Sample(Struct, frozen=True):
    """A page in one state. `name` is a file name; `frame` what stands around it."""

    name: str
    page: Callable[[Language], Page]
    frame: Frame


Pages: TypeAlias = Iterator[Sample]


def frame(path: str = "/", *, notice: Notice | None = None, signed_in: bool = True) -> Frame:
    """The bar of a flow page."""
    return Frame(now=NOW, return_to=path, csrf="a-form-token", notice=notice, signed_in=MARIA if signed_in else None)


def settings_frame(current: Section, *, notice: Notice | None = None) -> Frame:
    """The bar and the side of the account's settings."""
    base = "/accounts/4821907"
    places = (
        Place(Section.CONNECTED_APPS, f"{base}/apps"),
        Place(Section.WHY, f"{base}/why"),
        Place(Section.PROFILE, "/profile"),
    )
    accounts = tuple(AccountPlace(account, f"/accounts/{account.hub_id}/apps") for account in (FJORD, HAV, TIDVATTEN))
    return Frame(
        now=NOW,
        return_to=f"{base}/apps",
        csrf="a-form-token",
        theme=Theme.SYSTEM,
        signed_in=SignedIn(avatar(11, "Jonas Berg"), "jonas.berg@fjordfalk.example"),
        account=FJORD,
        accounts=accounts,
        places=places,
        current=current,
        notice=notice,
    )


def every_sample() -> Pages:
    """All of them, in the order of a connection."""
    yield from sign_in_pages()
    yield from password_pages()
    yield from chooser_pages()
    yield from consent_pages()
    yield from refusal_pages()
    yield from problem_pages()
    yield from settings_pages()


def sign_in_pages() -> Pages:
    """Signing in, for an app and without one."""
    good = SignInPage(
        action="/sign-in", forgot_url="/forgot", app=RINGLANE, email=MARIA.email, back=BACK, hidden=(("request", "r1"),)
    )
    plain = SignInPage(action="/sign-in", forgot_url="/forgot")
    signed_out = frame(signed_in=False)
    yield Sample("sign-in", lambda _: good, signed_out)
    yield Sample("sign-in-plain", lambda _: plain, signed_out)
    yield Sample("sign-in-wrong", lambda _: _with(good, problem=WrongPassword()), signed_out)
    yield Sample("sign-in-locked", lambda _: _with(good, problem=Locked(7)), signed_out)
    yield Sample("sign-in-incomplete", lambda _: _with(good, email="", problem=Incomplete(True, True)), signed_out)
    expired = ExpiredRequestPage(app=RINGLANE, start_again="/oauth/authorize?client_id=5b1c40e2", back=BACK)
    yield Sample("expired-request", lambda _: expired, signed_out)


def password_pages() -> Pages:
    """A forgotten password."""
    signed_out = frame(signed_in=False)
    reset = ResetPasswordPage(action="/reset", email=MARIA.email, shortest=12, hidden=(("token", "t1"),))
    forgot = ForgotPasswordPage(action="/forgot", sign_in_url="/sign-in", email=MARIA.email)
    yield Sample("forgot", lambda _: forgot, signed_out)
    yield Sample("forgot-no-mail", lambda _: _with(forgot, mail_works=False), signed_out)
    yield Sample("forgot-sent", lambda _: ForgotSentPage(sign_in_url="/sign-in", minutes=60), signed_out)
    yield Sample("reset", lambda _: reset, signed_out)
    yield Sample("reset-short", lambda _: _with(reset, problem=PasswordProblem.TOO_SHORT), signed_out)
    over = ResetLinkOverPage(forgot_url="/forgot", sign_in_url="/sign-in")
    yield Sample("reset-link-over", lambda _: over, signed_out)


def chooser_pages() -> Pages:
    """Choosing the account."""
    yield Sample("account-chooser", _chooser, frame("/oauth/authorize"))
    none = AccountChooserPage(app=RINGLANE, email=MARIA.email, rows=(), back=BACK)
    yield Sample("account-chooser-none", lambda _: none, frame("/oauth/authorize"))
    yield Sample("home", _home, frame("/"))


def _chooser(language: Language) -> AccountChooserPage:
    custom = "Custom access" if language is Language.EN else "Anpassad åtkomst"
    rows = (
        AccountRow(account=FJORD, access=custom, outlook=Missing(2, Lacking.PERMISSIONS), url="/oauth/4821907/go"),
        AccountRow(account=HAV, access="Super Admin", outlook=Ready(), url="/oauth/5530218/go"),
        AccountRow(
            account=TIDVATTEN, access="Marketer", outlook=ConnectedSince(NOW - 80 * DAY), url="/oauth/9004410/go"
        ),
        AccountRow(
            account=account_mark(7, "Ö & Son"), access=custom, outlook=Missing(1, Lacking.FEATURES), url="/oauth/7/go"
        ),
        AccountRow(account=account_mark(8, "Zenit"), access=custom, outlook=LinkToCorrect(), url="/oauth/8/go"),
    )
    return AccountChooserPage(app=RINGLANE, email=MARIA.email, rows=rows, back=BACK)


def _home(language: Language) -> HomePage:
    rows = (
        HomeRow(account=FJORD, access="Super Admin", apps=2, url="/accounts/4821907/apps"),
        HomeRow(account=HAV, access="Super Admin", apps=0, url="/accounts/5530218/apps"),
    )
    return HomePage(email=MARIA.email, rows=rows)


CHARACTERS = CharactersCheck(image_url="/captcha/c1.png", audio_url="/captcha/c1.wav", hidden=(("challenge", "c1"),))
ALTCHA = AltchaCheck(challenge_url="/captcha/challenge", characters=CHARACTERS)


def consent_pages() -> Pages:
    """Request for Integration Permissions."""
    around = frame("/oauth/authorize")
    yield Sample("consent", lambda language: consent(language, captcha=ALTCHA), around)
    yield Sample("consent-no-captcha", lambda language: _with(consent(language), optional=(), left_out=()), around)
    yield Sample("consent-characters", lambda language: consent(language, captcha=CHARACTERS), around)
    wrong = CaptchaProblem.WRONG
    yield Sample("consent-check", lambda language: consent(language, captcha=ALTCHA, problem=wrong), around)
    yield Sample("consent-again", _consent_again, around)


def consent(
    language: Language, captcha: CaptchaSlot | None = None, problem: CaptchaProblem | None = None
) -> ConsentPage:
    """The consent page of picture 03."""
    labels = SampleLabels(language)
    rows = tuple(
        _row(labels, scope, conditional=scope == "tickets")
        for scope in ("oauth", CONTACTS_READ, CONTACTS_WRITE, "tickets")
    )
    optional = (_row(labels, COMPANIES), _row(labels, "crm.objects.deals.read", ticked=False))
    email = PermissionMissing(
        "sales-email-read", ScopeKind.OPTIONAL, ((Shortfall("crm.emails.view", Level.OWNED, Level.NONE),),)
    )
    dropped = (
        Dropped(CUSTOM, (ToolMissing(CUSTOM, ScopeKind.OPTIONAL, (("custom_objects",),)),)),
        Dropped("sales-email-read", (email,)),
    )
    return ConsentPage(
        action="/oauth/consent",
        app=RINGLANE,
        maker=Maker(
            name="Ringlane Ltd",
            website="https://www.ringlane.example/",
            privacy_url="https://ringlane.example/privacy",
            verified=True,
        ),
        account=FJORD,
        required=grouped(rows),
        optional=grouped(optional),
        left_out=tuple(left_out(drop, scene(), labels, translations(language)) for drop in dropped),
        destination="app.ringlane.example",
        captcha=captcha,
        captcha_problem=problem,
        hidden=(("consent", "k1"),),
    )


def _consent_again(language: Language) -> ConsentPage:
    labels = SampleLabels(language)
    shown = consent(language, captcha=ALTCHA)
    return _with(
        shown,
        maker=Maker(name="Ringlane Ltd", website="https://ringlane.example/"),
        connected_since=NOW - 80 * DAY,
        no_longer=(labels.scope(CUSTOM),),
    )


def _row(labels: SampleLabels, scope: str, *, conditional: bool = False, ticked: bool = True) -> ScopeRow:
    return ScopeRow(
        scope=scope, label=labels.scope(scope), touches=labels.touches(scope), conditional=conditional, ticked=ticked
    )


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
        case=CaseLink("C-7Q4M", "/accounts/4821907/cases/C-7Q4M"),
        reference=REFERENCE,
        at=NOW,
        back=back,
        again_url="/oauth/authorize?client_id=5b1c40e2",
    )


def problem_pages() -> Pages:
    """Requests that lead nowhere."""
    for kind in RequestProblem:
        yield Sample(f"request-{kind.value.replace('_', '-')}", partial(_request_problem, kind), frame("/"))
    for problem in Problem:
        wait_s = 30 if problem in (Problem.TOO_MANY, Problem.BUSY) else 0
        page = ProblemPage(problem=problem, reference=REFERENCE, wait_s=wait_s)
        yield Sample(f"problem-{problem.value}", partial(_always, page), frame("/"))
    signed_out = ProblemPage(problem=Problem.NOT_FOUND, reference=REFERENCE)
    yield Sample("problem-404-signed-out", lambda _: signed_out, frame("/", signed_in=False))


def _always(page: Page, _: Language) -> Page:
    return page


def _request_problem(kind: RequestProblem, _: Language) -> RequestProblemPage:
    known = kind is not RequestProblem.UNKNOWN_APP
    return RequestProblemPage(
        problem=kind,
        parameter="state",
        app=ORDERLY if known else None,
        developer=_scene_of_orderly().developer if known else None,
        reference=REFERENCE,
    )


def _scene_of_orderly() -> Scene:
    return scene("Orderly Sync", "Orderly ApS")


def settings_pages() -> Pages:
    """The account's settings and one's own."""
    apps = settings_frame(Section.CONNECTED_APPS)
    removed = Notice(Tone.DONE, "Sara Holm is no longer connected to Ringlane Phone.")
    yield Sample("connected-apps", connected_apps, apps)
    yield Sample("connected-apps-notice", connected_apps, settings_frame(Section.CONNECTED_APPS, notice=removed))
    yield Sample("connected-apps-none", lambda _: ConnectedAppsPage(apps=()), apps)
    yield Sample("uninstall", _uninstall, apps)
    yield from why_pages()
    profile = ProfilePage(
        name="Jonas Berg",
        email="jonas.berg@fjordfalk.example",
        language=None,
        theme=Theme.SYSTEM,
        preferences_action="/profile/preferences",
        password_action="/profile/password",
        shortest=12,
    )
    own = settings_frame(Section.PROFILE)
    yield Sample("profile", lambda _: profile, own)
    yield Sample("profile-wrong-password", lambda _: _with(profile, problem=PasswordProblem.WRONG_CURRENT), own)
    yield Sample("profile-short-password", lambda _: _with(profile, problem=PasswordProblem.TOO_SHORT), own)


def connected_apps(language: Language) -> ConnectedAppsPage:
    """Two apps, three connections, and one app that nobody uses now."""
    labels = SampleLabels(language)
    ringlane = AppCard(
        key="1",
        app=RINGLANE,
        maker="Ringlane Ltd",
        verified=True,
        manifest_version=7,
        people=2,
        rows=(
            _connection(labels, 31, "Sara Holm", "Support", since=NOW - 254 * DAY, last_used=NOW - 3_600_000),
            _connection(labels, 11, "Jonas Berg", "Sales North", since=NOW - 79 * DAY, last_used=None),
        ),
        uninstall_url="/accounts/4821907/apps/1/uninstall",
        uninstall_action="/accounts/4821907/apps/1/uninstall",
    )
    orderly = AppCard(
        key="2",
        app=ORDERLY,
        maker="Orderly ApS",
        verified=False,
        manifest_version=3,
        people=1,
        rows=(_connection(labels, 41, "Ahmed Karimi", "", since=NOW - 32 * DAY, last_used=NOW - 9 * DAY, mine=False),),
    )
    formwork = AppCard(
        key="3",
        app=FORMWORK,
        maker="Formwork Oy",
        verified=True,
        manifest_version=1,
        people=0,
        rows=(),
        uninstall_url="/accounts/4821907/apps/3/uninstall",
        uninstall_action="/accounts/4821907/apps/3/uninstall",
    )
    return ConnectedAppsPage(apps=(ringlane, orderly, formwork))


def _connection(
    labels: SampleLabels, user_id: int, name: str, note: str, *, since: int, last_used: int | None, mine: bool = True
) -> ConnectionRow:
    scopes = ("oauth", CONTACTS_READ, CONTACTS_WRITE, "tickets")
    return ConnectionRow(
        person=avatar(user_id, name),
        note=note,
        granted_under="Super Admin",
        scopes=tuple(GivenScope(scope, labels.scope(scope)) for scope in scopes),
        left_out=(GivenScope(CUSTOM, labels.scope(CUSTOM)),) if mine else (),
        since=since,
        last_used=last_used,
        remove_action=f"/accounts/4821907/connections/{user_id}/remove" if mine else "",
    )


def _uninstall(language: Language) -> UninstallPage:
    return UninstallPage(card=connected_apps(language).apps[0], cancel_url="/accounts/4821907/apps")


def why_pages() -> Pages:
    """Why? asked, answered either way, and unanswered."""
    around = settings_frame(Section.WHY)
    empty = WhyPage(
        action="/accounts/4821907/why",
        people=(Choice("maria.lindqvist@fjordfalk.example", "Maria Lindqvist"),),
        apps=(Choice("5b1c40e2", "Ringlane Phone"), Choice("formwork", "Formwork Campaigns")),
    )
    asked = _with(empty, person="maria.lindqvist@fjordfalk.example", app="5b1c40e2")
    yield Sample("why", lambda _: empty, around)
    unknown = _with(empty, person="maja@fjordfalk.example", problem=WhyProblem.NO_SUCH_PERSON)
    yield Sample("why-nobody", lambda _: unknown, around)
    yield Sample("why-granted", lambda language: _with(asked, answer=_why(language, granted=True)), around)
    yield Sample("why-refused", lambda language: _with(asked, answer=_why(language, granted=False)), around)


def _why(language: Language, *, granted: bool) -> WhyAnswer:
    labels, words = SampleLabels(language), translations(language)
    about = scene(about="Maria Lindqvist")
    reasons: tuple[Reason, ...] = () if granted else (INSTALLS, WRITE_MISSING)
    explanations = tuple(explain(reason, about, labels, words) for reason in reasons)
    refused = Refused(reasons) if reasons else None
    required, optional = words.gettext("Required"), words.gettext("Optional")
    given = ScopeOutcome.GIVEN
    in_the_way = given if granted else ScopeOutcome.IN_THE_WAY
    write = explanations[1] if explanations else None
    said = (write.wrong, write.who) if write else ()
    rows = (
        WhyRow(scope="oauth", label=labels.scope("oauth"), outcome=given, kind=required),
        WhyRow(scope=CONTACTS_WRITE, label=labels.scope(CONTACTS_WRITE), outcome=in_the_way, why=said, kind=required),
        WhyRow(scope=COMPANIES, label=labels.scope(COMPANIES), kind=optional, outcome=ScopeOutcome.OFFERED),
        WhyRow(
            scope=CUSTOM,
            label=labels.scope(CUSTOM),
            kind=optional,
            outcome=ScopeOutcome.LEFT_OUT,
            why=(explain(ToolMissing(CUSTOM, ScopeKind.OPTIONAL, (("custom_objects",),)), about, labels, words).wrong,),
        ),
        WhyRow(
            scope="crm.objects.deals.read",
            label=labels.scope("crm.objects.deals.read"),
            kind=optional,
            outcome=ScopeOutcome.NOT_ASKED,
        ),
    )
    return WhyAnswer(
        person=MARIA.avatar,
        app=RINGLANE,
        granted=granted,
        heading=heading(refused.headline, "HubSpot", words) if refused else None,
        summary=summary(reasons, about, labels, words) if reasons else words.gettext("Nothing is missing."),
        rows=rows,
        explanations=explanations,
        at=NOW,
    )


def _with(page: T, **changes: object) -> T:
    """The page with some fields replaced."""
    return replace(page, **changes)
