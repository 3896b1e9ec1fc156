"""Sample pages of the account's settings and one's own."""

from admittance.core.decide import Refused
from admittance.core.reasons import (
    Reason,
    ToolMissing,
)
from admittance.core.scopes import ScopeKind
from admittance.explain.headings import heading
from admittance.explain.languages import Language, translations
from admittance.explain.reasons import explain
from admittance.explain.summary import summary
from admittance.usecases.records import Theme
from admittance.web.pages.connected_apps import (
    AppCard,
    ConnectedAppsPage,
    ConnectionRow,
    GivenScope,
    UninstallPage,
)
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.pages.parts import avatar
from admittance.web.pages.password_reset import (
    PasswordProblem,
)
from admittance.web.pages.profile import ProfilePage
from admittance.web.pages.why import Choice, ScopeOutcome, WhyAnswer, WhyPage, WhyProblem, WhyRow
from tests.explain.sample import (
    COMPANIES,
    CONTACTS_READ,
    CONTACTS_WRITE,
    CUSTOM,
    INSTALLS,
    WRITE_MISSING,
    SampleLabels,
    scene,
)
from tests.web.sample_parts import DAY, FORMWORK, MARIA, NOW, ORDERLY, RINGLANE, Pages, Sample, settings_frame, with_


def settings_pages() -> Pages:
    """The account's settings and one's own."""
    apps = settings_frame(Section.CONNECTED_APPS)
    removed = Notice(Tone.DONE, "Sara Holm is no longer connected to Ringlane Phone.")
    yield Sample("connected-apps", connected_apps, apps)
    yield Sample("connected-apps-notice", connected_apps, settings_frame(Section.CONNECTED_APPS, notice=removed))
    yield Sample("connected-apps-own", _own_only, apps)
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
    yield Sample("profile-wrong-password", lambda _: with_(profile, problem=PasswordProblem.WRONG_CURRENT), own)
    yield Sample("profile-short-password", lambda _: with_(profile, problem=PasswordProblem.TOO_SHORT), own)


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


def _own_only(language: Language) -> ConnectedAppsPage:
    """What somebody sees who may not see colleagues: nothing of theirs, and no count."""
    ringlane, orderly, formwork = connected_apps(language).apps
    own = (with_(ringlane, rows=ringlane.rows[:1], uninstall_url=""), orderly, with_(formwork, uninstall_url=""))
    return ConnectedAppsPage(apps=own, sees_everyone=False)


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
    asked = with_(empty, person="maria.lindqvist@fjordfalk.example", app="5b1c40e2")
    yield Sample("why", lambda _: empty, around)
    unknown = with_(empty, person="maja@fjordfalk.example", problem=WhyProblem.NO_SUCH_PERSON)
    yield Sample("why-nobody", lambda _: unknown, around)
    yield Sample("why-granted", lambda language: with_(asked, answer=_why(language, granted=True)), around)
    yield Sample("why-refused", lambda language: with_(asked, answer=_why(language, granted=False)), around)


def _why(language: Language, *, granted: bool) -> WhyAnswer:
    labels, words = SampleLabels(language), translations(language)
    about = scene(about="Maria Lindqvist")
    reasons: tuple[Reason, ...] = () if granted else (INSTALLS, WRITE_MISSING)
    explanations = tuple(explain(reason, about, labels, words) for reason in reasons)
    refused = Refused(reasons) if reasons else None
    required, optional = words.gettext("Required"), words.gettext("Optional")
    offered = ScopeOutcome.OFFERED if granted else ScopeOutcome.UNDECIDED
    nothing = ScopeOutcome.GIVEN if granted else ScopeOutcome.FINE
    in_the_way = ScopeOutcome.GIVEN if granted else ScopeOutcome.IN_THE_WAY
    write = explanations[1] if explanations else None
    said = (write.wrong, write.who) if write else ()
    rows = (
        WhyRow(scope="oauth", label=labels.scope("oauth"), outcome=nothing, kind=required),
        WhyRow(scope=CONTACTS_WRITE, label=labels.scope(CONTACTS_WRITE), outcome=in_the_way, why=said, kind=required),
        WhyRow(scope=COMPANIES, label=labels.scope(COMPANIES), kind=optional, outcome=offered),
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
