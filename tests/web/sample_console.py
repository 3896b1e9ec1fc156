"""Sample pages of an app's developer, and the refusal that they were told of."""

from functools import partial

from msgspec.structs import replace

from admittance.catalogue.loader import default_catalogue
from admittance.config import Settings
from admittance.core.install_url import InstallUrl
from admittance.core.manifest import Manifest
from admittance.core.reasons import OptionalInScope, RefusalCode, RequiredMissing
from admittance.explain.languages import Language
from admittance.usecases.developer_cases import DeveloperCase, DeveloperCases
from admittance.usecases.records import App, Support
from admittance.web.pages.console import AppRow, ConsoleAppsPage, ConsoleRefusalPage, ConsoleRefusalsPage
from admittance.web.pages.frame import Frame, Place, Section, SignedIn
from admittance.web.pages.parts import avatar
from admittance.web.pages.refusal import RefusalPage
from admittance.web.present.console import console_refusal_page, console_refusals_page
from admittance.web.present.reader import Reader
from tests.explain.sample import CONTACTS_READ, CUSTOM
from tests.web.sample_parts import DAY, FORMWORK, NOW, ORDERLY, Pages, Sample
from tests.web.sample_refusals import SENT, refusal

APP = App(
    id=201,
    client_id="5b1c40e2-9d1f-4c36-8a55-0d1e5b2f7a01",
    name="Orderly Sync",
    maker="Orderly ApS",
    support=Support(email="support@orderly.example"),
    secret_digest=b"",
    redirect_uris=("https://orderly.example/callback",),
    manifest=Manifest(
        frozenset({"oauth", CONTACTS_READ, "crm.lists.read"}), frozenset({"automation"}), frozenset({CUSTOM})
    ),
    created_at=NOW,
)
LINK = DeveloperCase(
    id=1812,
    app_id=201,
    codes=(RefusalCode.SCOPE_MISMATCH,),
    reasons=(OptionalInScope(CUSTOM),),
    asked=InstallUrl(frozenset({"oauth", CONTACTS_READ, "crm.lists.read", CUSTOM}), frozenset()),
    redirect_uri="https://orderly.example/callback",
    opened_at=NOW - 3 * DAY,
    seen_at=NOW - DAY,
    over=False,
    told_at=NOW - DAY,
)
SEVERAL = replace(
    LINK,
    id=1813,
    codes=(RefusalCode.INSUFFICIENT_SCOPES, RefusalCode.SCOPE_MISMATCH, RefusalCode.USER_NOT_PERMITTED),
    reasons=(RequiredMissing("crm.lists.read"), OptionalInScope(CUSTOM)),
    asked=InstallUrl(frozenset({"oauth", CONTACTS_READ, CUSTOM}), frozenset()),
    seen_at=LINK.opened_at,
    told_at=None,
)
FOR_THE_ACCOUNT = replace(
    LINK,
    id=1814,
    codes=(RefusalCode.ACCOUNT_LACKS_FEATURES, RefusalCode.USER_NOT_PERMITTED),
    reasons=(),
    told_at=None,
)
OVER = replace(FOR_THE_ACCOUNT, id=1815, over=True)


def console_pages() -> Pages:
    """One's apps, an app's refusals, and one of them in each state."""
    around = console_frame()
    yield Sample("console-apps", lambda _: _apps(), around)
    yield Sample("console-refusals", partial(_refusals, (SEVERAL, LINK, FOR_THE_ACCOUNT, OVER)), around)
    yield Sample("console-refusals-none", partial(_refusals, ()), around)
    yield Sample("console-refusal", partial(_refusal, LINK), around)
    yield Sample("console-refusal-several", partial(_refusal, SEVERAL), around)
    yield Sample("console-refusal-elsewhere", partial(_refusal, FOR_THE_ACCOUNT), around)
    yield Sample("console-refusal-over", partial(_refusal, OVER), around)
    yield Sample("refusal-link-tell", partial(_telling, told=False), around)
    yield Sample("refusal-link-told", partial(_telling, told=True), around)


def console_frame() -> Frame:
    """The bar of the developer's pages."""
    return Frame(
        now=NOW,
        return_to="/console",
        csrf="a-form-token",
        signed_in=SignedIn(avatar(121, "Freja Holst"), "freja.holst@orderly.example"),
        places=(Place(Section.CONSOLE, "/console"), Place(Section.PROFILE, "/profile")),
        current=Section.CONSOLE,
    )


def console_reader(language: Language) -> Reader:
    """The default catalogue's words."""
    settings = Settings(base_url="https://connect.fjordfalk.example", product_name="Harbor")
    return Reader(language=language, catalogue=default_catalogue(), settings=settings)


def _apps() -> ConsoleAppsPage:
    rows = (
        AppRow(app=FORMWORK, client_id="c3a0f1d8-52b7", url="/console/apps/1", enabled=False, last_at=None),
        AppRow(app=ORDERLY, client_id=APP.client_id, url="/console/apps/2", enabled=True, last_at=NOW - DAY),
    )
    return ConsoleAppsPage(rows=rows)


def _refusals(cases: tuple[DeveloperCase, ...], language: Language) -> ConsoleRefusalsPage:
    return console_refusals_page(
        console_reader(language), APP, DeveloperCases(cases, 1812 if cases else None), first=True
    )


def _refusal(case: DeveloperCase, language: Language) -> ConsoleRefusalPage:
    return console_refusal_page(console_reader(language), APP, case)


def _telling(language: Language, *, told: bool) -> RefusalPage:
    """The refused person's page: the button, and what stands there afterwards."""
    page = refusal(language, (OptionalInScope(CUSTOM),), app="Orderly Sync", sent=SENT)
    (mender,) = page.menders
    action = "" if told else "/accounts/4821907/cases/C-7Q4M/tell"
    return replace(page, menders=(replace(mender, tell_action=action, told_at=NOW if told else None),))
