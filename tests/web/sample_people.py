"""Sample pages of Users & Teams, made by the presenters from a few people."""

from collections.abc import Mapping

from admittance.catalogue.loader import default_catalogue
from admittance.config import Settings
from admittance.core.levels import Level
from admittance.core.manifest import Manifest
from admittance.core.requirements import Right
from admittance.explain.languages import Language
from admittance.usecases.people.answers import Hindrance
from admittance.usecases.people.list_members import ListedMember, Members
from admittance.usecases.people.pending import Pending, PendingInvitation
from admittance.usecases.people.rules import PersonAct
from admittance.usecases.records import Account, App, Member, Membership, Profile, Support, User
from admittance.web.pages.frame import Notice, Section, Tone
from admittance.web.pages.invite import InvitationPage, InvitedPage, InvitePage
from admittance.web.pages.parts import avatar
from admittance.web.pages.permission_editor import Difference, EffectLine, PermissionEditorPage
from admittance.web.pages.teams import PermissionSetsPage, SetRow, TeamRow, TeamsPage
from admittance.web.pages.users import AskPage, UsersPage
from admittance.web.present.reader import Reader
from admittance.web.present.users import Asked, tabs, users_page
from admittance.web.present.users_editor import Sheet, right_words, sections, set_options, team_options, toggle_ids
from tests.web.sample_parts import DAY, FJORD, NOW, RINGLANE, Pages, Sample, frame, settings_frame, with_

BASE = "/accounts/4821907"
HOUR = 3_600_000
TEAMS = ("Operations", "Sales North", "Support")
ACCOUNT = Account(id=4821907, name="Fjord & Falk AB", domain="fjordfalk.example", created_at=NOW)


def _person(user_id: int, name: str, team: str | None, *, apps: int = 0, until: int | None = None,
            password: str | None = "hash",
            why: Mapping[PersonAct, Hindrance] | None = None, **what: object) -> ListedMember:  # fmt: skip
    first, _, last = name.partition(" ")
    email = f"{first}.{last}@fjordfalk.example".lower()
    user = User(id=user_id, email=email, first_name=first, last_name=last, password_hash=password, created_at=NOW)
    membership = Membership(account_id=4821907, user_id=user_id, team=team, created_at=NOW - DAY, **what)  # type: ignore[arg-type]
    acts = dict.fromkeys(PersonAct) | dict(why or {})
    return ListedMember(member=Member(membership, user), connected_apps=apps, elevated_until=until, acts=acts)


PEOPLE = (
    _person(11, "Jonas Berg", "Sales North", apps=3, super_admin=True,
            why={PersonAct.DEACTIVATE: Hindrance.ONESELF, PersonAct.REMOVE_SUPER_ADMIN: Hindrance.LAST_SUPER_ADMIN}),
    _person(21, "Maria Lindqvist", "Sales North", until=NOW + 700_000),
    _person(31, "Sara Holm", "Support", apps=1, permission_set="service_agent"),
    _person(41, "Olle Törn", None, permission_set="sales_rep", active=False),
    _person(51, "Tove Lind", "Support", permission_set="viewer", password=None),
)  # fmt: skip


def reader(language: Language) -> Reader:
    """Whoever looks at the page."""
    return Reader(language=language, catalogue=default_catalogue(), settings=Settings())


def waiting(*, may_edit: bool = True) -> Pending:
    """Those who have not accepted: new and known, one through an app, one too late, one beyond the reader's rights."""
    viewer = default_catalogue().sets["viewer"].grants
    jonas, tove = PEOPLE[0].member.user, PEOPLE[4].member.user
    app = App(
        id=1, client_id="orderly", name="Orderly Sync", maker="Orderly", support=Support(), profile=Profile.STRICT,
        secret_digest=None, redirect_uris=(), manifest=Manifest(frozenset({"oauth"})), created_at=NOW,
    )  # fmt: skip
    first = PendingInvitation(
        email=tove.email, newcomer=True, permission_set="viewer", rights=viewer, team="Support", by=jonas, app=None,
        at=NOW - 3 * HOUR, until=NOW - 3 * HOUR + 3 * DAY, hindrance=None, lacking=(),
    )  # fmt: skip
    known = with_(first, email="hanna.sjogren-with-a-long-name@havlogistik-international.example", newcomer=False,
                  app=app, team=None, until=NOW + 29 * DAY)  # fmt: skip
    late = with_(first, email="moa@fjordfalk.example", permission_set=None, rights={}, team=None, at=NOW - 9 * DAY,
                 until=NOW - 6 * DAY)  # fmt: skip
    beyond = with_(first, email="ebba@fjordfalk.example", permission_set=None, super_admin=True, at=NOW - 2 * DAY,
                   until=NOW + DAY, hindrance=Hindrance.ONLY_SUPER_ADMINS)  # fmt: skip
    return Pending(account=ACCOUNT, may_edit=may_edit, invitations=(first, known, beyond, late))


def nobody_waits() -> Pending:
    """Everybody has accepted."""
    return Pending(account=ACCOUNT, may_edit=True, invitations=())


def members(*, may_edit: bool = True) -> Members:
    """The account's people."""
    viewer = PEOPLE[0].member.membership
    return Members(account=ACCOUNT, viewer=viewer, may_edit=may_edit, members=PEOPLE, teams=TEAMS)


def people_pages() -> Pages:
    """The list in its states, the editor, invitations, teams, sets, and the pages that ask first."""
    around = settings_frame(Section.USERS)
    done = settings_frame(Section.USERS, notice=Notice(Tone.DONE, "Maria Lindqvist is a Super Admin now."))
    yield Sample("users", _users, around)
    yield Sample("users-done", _users, done)
    yield Sample("users-only-seen", lambda language: _list(language, Asked(), may_edit=False), around)
    yield Sample("users-none", lambda language: _list(language, Asked(query="zzz")), around)
    yield Sample("users-nobody-waits", _nobody_waits, around)
    yield Sample(
        "users-refused", lambda language: with_(_users(language), problem="Jonas Berg can't be removed."), around
    )
    yield Sample("editor", lambda language: _editor(language, {}), around)
    yield Sample("editor-changed", _changed, around)
    yield Sample("editor-refused", _refused, around)
    yield Sample("editor-stale", _stale, around)
    yield Sample("editor-only-seen", lambda language: with_(_editor(language, {}), may_save=False), around)
    yield Sample("invite", _invite, around)
    yield Sample(
        "invite-wrong", lambda language: with_(_invite(language), email_problem="Nils is here already."), around
    )
    invited = InvitedPage(
        name="Tove Lind", email="tove.lind@fjordfalk.example", link="http://127.0.0.1:8400/reset-password/" + "x" * 52,
        days=3, mailed=False, users_url=f"{BASE}/users", edit_url=f"{BASE}/users/51/edit",
    )  # fmt: skip
    yield Sample("invited", lambda _: invited, around)
    yield Sample("invited-by-mail", lambda _: with_(invited, link="", mailed=True), around)
    waits = with_(invited, name="", link=f"http://127.0.0.1:8400{BASE}/invitation", days=30, waits=True, edit_url="")
    yield Sample("invited-waits", lambda _: waits, around)
    yield Sample("invited-again", lambda _: with_(invited, again=True), around)
    yield Sample("invited-again-waits", lambda _: with_(waits, link="", mailed=True, again=True), around)
    asked = InvitationPage(account=FJORD, by="Jonas Berg", action=f"{BASE}/invitation")
    yield Sample("invitation", lambda _: asked, frame(f"{BASE}/invitation"))
    yield Sample("teams", _teams, around)
    yield Sample("teams-none", lambda language: with_(_teams(language), rows=(), problem="Write a name."), around)
    yield Sample("permission-sets", _sets, around)
    yield Sample("person-ask", _ask, around)


def _users(language: Language) -> UsersPage:
    return _list(language, Asked())


def _list(language: Language, asked: Asked, *, may_edit: bool = True) -> UsersPage:
    return users_page(reader(language), members(may_edit=may_edit), waiting(may_edit=may_edit), asked, NOW)


def _nobody_waits(language: Language) -> UsersPage:
    accepted = with_(members(), members=PEOPLE[:4])
    return users_page(reader(language), accepted, nobody_waits(), Asked(), NOW)


def _editor(language: Language, wanted: Mapping[str, Level]) -> PermissionEditorPage:
    about, person = reader(language), PEOPLE[1].member.user
    sheet = Sheet(reader=about, stored={}, wanted=wanted)
    return PermissionEditorPage(
        person=avatar(person.id, person.name),
        email=person.email,
        action=f"{BASE}/users/21/edit",
        cancel_url=f"{BASE}/users",
        version=3,
        may_save=True,
        notices=(),
        set_options=set_options(about, None),
        set_was="",
        set_about="",
        team_options=team_options(about, TEAMS, "Sales North"),
        sections=sections(sheet),
        shown_toggles=" ".join(toggle_ids(sheet)),
        changes=len(wanted),
        changes_words="2 changes. They count at the next decision; Maria doesn't need to sign out.",
        effects=(),
        effects_words="Nothing changes for the connected apps.",
    )


def _changed(language: Language) -> PermissionEditorPage:
    grants = default_catalogue().toggle_grants("contacts") | {"account.marketplace_access": Level.ON}
    effects = (
        EffectLine(app=RINGLANE, kind="allows", words="Maria Lindqvist could connect Ringlane Phone."),
        EffectLine(app=RINGLANE, kind="drift", words="Would no longer hold:", scopes=("View contacts", "View tickets")),
    )
    notice = "Case C-7Q4M needs App Marketplace access and Contacts · Edit. That is set below; nothing is saved yet."
    return with_(_editor(language, grants), effects=effects, effects_words="", notices=(notice,))


def _refused(language: Language) -> PermissionEditorPage:
    missing = right_words(
        reader(language), (Right("account.billing.edit", Level.ON), Right("crm.deals.view", Level.ALL))
    )
    return with_(_editor(language, {}), problem="You don't have:", missing=missing)


def _stale(language: Language) -> PermissionEditorPage:
    both = (Difference(label="Contacts · View", theirs="Team", yours="All"),)
    return with_(_editor(language, {}), problem="Someone else saved this person meanwhile.", differences=both)


def _invite(language: Language) -> InvitePage:
    about = reader(language)
    return InvitePage(
        action=f"{BASE}/users/new",
        cancel_url=f"{BASE}/users",
        email="nils@fjordfalk.example",
        set_options=set_options(about, None),
        team_options=team_options(about, TEAMS, None),
        mail_works=False,
    )


def _teams(language: Language) -> TeamsPage:
    people = tuple(avatar(one.member.user.id, one.member.user.name) for one in PEOPLE[:2])
    row = TeamRow(name="Sales North", people=people, members=2, users_url=f"{BASE}/users?team=Sales+North")
    return TeamsPage(
        tabs=tabs(reader(language), members(), "teams"),
        rows=(row, with_(row, name="A team with quite a long name of its own", people=(), members=0)),
        add_action=f"{BASE}/teams",
        rename_action=f"{BASE}/teams/rename",
        remove_action=f"{BASE}/teams/remove",
    )


def _sets(language: Language) -> PermissionSetsPage:
    about = reader(language)
    names = about.catalogue.labels(language.value)
    rows = tuple(
        SetRow(id=one, name=names.permission_set(one), about=names.permission_set_about(one), people=position,
               users_url=f"{BASE}/users?access={one}", grants=("Contacts · View (All)", "Contacts · Edit (Team)"))
        for position, one in enumerate(about.catalogue.sets)
    )  # fmt: skip
    return PermissionSetsPage(tabs=tabs(about, members(), "sets"), rows=rows)


def _ask(language: Language) -> AskPage:
    return AskPage(
        title=reader(language).words.gettext("Deactivate %(person)s?") % {"person": "Sara Holm"},
        lines=("1 connection ends.",),
        action=f"{BASE}/users/31/deactivate",
        button="Deactivate",
        cancel_url=f"{BASE}/users",
        person=avatar(31, "Sara Holm"),
    )
