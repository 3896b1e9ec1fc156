"""Sample pages from sign-in to consent."""

from admittance.core.levels import Level
from admittance.core.reasons import (
    Dropped,
    PermissionMissing,
    Shortfall,
    ToolMissing,
)
from admittance.core.scopes import ScopeKind
from admittance.explain.languages import Language, translations
from admittance.explain.left_out import left_out
from admittance.explain.people import Contact
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
from admittance.web.pages.consent import ConsentPage, ScopeRow, grouped
from admittance.web.pages.demo_callback import DemoCallbackPage, Received
from admittance.web.pages.expired_request import ExpiredRequestPage
from admittance.web.pages.home import HomePage, HomeRow
from admittance.web.pages.parts import Maker, account_mark
from admittance.web.pages.password_reset import (
    ForgotPasswordPage,
    ForgotSentPage,
    PasswordProblem,
    ResetLinkOverPage,
    ResetPasswordPage,
)
from admittance.web.pages.sign_in import Incomplete, Locked, SignInPage, WrongPassword
from tests.explain.sample import (
    COMPANIES,
    CONTACTS_READ,
    CONTACTS_WRITE,
    CUSTOM,
    SampleLabels,
    scene,
)
from tests.web.sample_parts import BACK, DAY, FJORD, HAV, MARIA, NOW, RINGLANE, TIDVATTEN, Pages, Sample, frame, with_


def sign_in_pages() -> Pages:
    """Signing in, for an app and without one."""
    good = SignInPage(
        action="/sign-in", forgot_url="/forgot", app=RINGLANE, email=MARIA.email, back=BACK, hidden=(("request", "r1"),)
    )
    plain = SignInPage(action="/sign-in", forgot_url="/forgot")
    signed_out = frame(signed_in=False)
    yield Sample("sign-in", lambda _: good, signed_out)
    yield Sample("sign-in-plain", lambda _: plain, signed_out)
    yield Sample("sign-in-wrong", lambda _: with_(good, problem=WrongPassword()), signed_out)
    yield Sample("sign-in-locked", lambda _: with_(good, problem=Locked(7)), signed_out)
    yield Sample("sign-in-incomplete", lambda _: with_(good, email="", problem=Incomplete(True, True)), signed_out)
    expired = ExpiredRequestPage(app=RINGLANE, start_again="/oauth/authorize?client_id=5b1c40e2", back=BACK)
    yield Sample("expired-request", lambda _: expired, signed_out)


def password_pages() -> Pages:
    """A forgotten password."""
    signed_out = frame(signed_in=False)
    reset = ResetPasswordPage(action="/reset", email=MARIA.email, shortest=12, hidden=(("token", "t1"),))
    forgot = ForgotPasswordPage(action="/forgot", sign_in_url="/sign-in", email=MARIA.email)
    yield Sample("forgot", lambda _: forgot, signed_out)
    yield Sample(
        "forgot-no-mail",
        lambda _: with_(forgot, mail_works=False, operator=Contact("Fjord IT", "it@fjordfalk.example")),
        signed_out,
    )
    yield Sample("forgot-sent", lambda _: ForgotSentPage(sign_in_url="/sign-in", minutes=60), signed_out)
    yield Sample("reset", lambda _: reset, signed_out)
    yield Sample("reset-short", lambda _: with_(reset, problem=PasswordProblem.TOO_SHORT), signed_out)
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
    yield Sample("consent-no-captcha", lambda language: with_(consent(language), optional=(), left_out=()), around)
    yield Sample("consent-characters", lambda language: consent(language, captcha=CHARACTERS), around)
    wrong = CaptchaProblem.WRONG
    yield Sample("consent-check", lambda language: consent(language, captcha=ALTCHA, problem=wrong), around)
    yield Sample("consent-again", _consent_again, around)
    yield Sample("demo-callback", lambda _: _callback(("code", "ac-1"), ("state", "q81")), around)
    yield Sample("demo-callback-refused", lambda _: _callback(("error", "access_denied")), around)


def _callback(*received: tuple[str, str]) -> DemoCallbackPage:
    return DemoCallbackPage(
        received=tuple(Received(name, value) for name, value in received),
        granted=received[0][0] == "code",
        token_url="http://127.0.0.1:8400/oauth/v1/token",
        redirect_uri="http://127.0.0.1:8400/demo/callback",
        case_url="" if received[0][0] == "code" else "/accounts/4821907/cases/C-7Q4M",
    )


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
    return with_(
        shown,
        maker=Maker(name="Ringlane Ltd", website="https://ringlane.example/"),
        connected_since=NOW - 80 * DAY,
        no_longer=(labels.scope(CUSTOM),),
    )


def _row(labels: SampleLabels, scope: str, *, conditional: bool = False, ticked: bool = True) -> ScopeRow:
    return ScopeRow(
        scope=scope, label=labels.scope(scope), touches=labels.touches(scope), conditional=conditional, ticked=ticked
    )
