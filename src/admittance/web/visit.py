"""One visit to one page: who, in which language and colours, and how the page is sent."""

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.explain.languages import Language, choose_language
from admittance.http.cookies import read_cookie
from admittance.http.csrf import form_token
from admittance.http.headers import OWN, Sources, html_response
from admittance.http.parameters import NONE, Parameters, read_encoded
from admittance.http.request import Request
from admittance.http.response import Header, Response
from admittance.http.return_path import own_path
from admittance.http.services import Services
from admittance.http.sessions import Visitor, visit_cookies, visitor_of
from admittance.usecases.case_records import CaseState
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, Theme, User
from admittance.usecases.sign_in import SignedIn
from admittance.web.pages import frame as framing
from admittance.web.pages.frame import Frame, Notice, Place, Section
from admittance.web.pages.parts import account_mark, avatar
from admittance.web.present.reader import Reader
from admittance.web.render import Page, render

LANGUAGE_COOKIE = "admittance-language"
THEME_COOKIE = "admittance-theme"


class Visit(Struct, frozen=True, kw_only=True):
    """A request for a page by a visitor. `notice` is the sentence a redirect left for this page."""

    services: Services
    request: Request
    visitor: Visitor
    language: Language
    theme: Theme

    @property
    def user(self) -> User | None:
        """The signed-in person."""
        return self.visitor.user if isinstance(self.visitor, SignedIn) else None

    @property
    def reader(self) -> Reader:
        """In whose words pages are written."""
        return Reader(language=self.language, catalogue=self.services.catalogue, settings=self.services.settings)

    def gettext(self, sentence: str) -> str:
        """A sentence in the visitor's language."""
        return self.reader.words.gettext(sentence)


async def begin(services: Services, request: Request) -> Visit:
    """Find out who is there. A person's own choices win over the browser's."""
    visitor = await visitor_of(services, request)
    user = visitor.user if isinstance(visitor, SignedIn) else None
    chosen = user.language if user and user.language else read_cookie(services.settings, request, LANGUAGE_COOKIE)
    wishes = request.header(b"accept-language") or services.settings.default_language
    theme = user.theme if user else _theme(read_cookie(services.settings, request, THEME_COOKIE))
    return Visit(
        services=services,
        request=request,
        visitor=visitor,
        language=choose_language(chosen, wishes),
        theme=theme,
    )


def page(
    visit: Visit,
    model: Page,
    status: int = 200,
    *,
    account: Account | None = None,
    section: Section | None = None,
    notice: Notice | None = None,
    return_to: str | None = None,
    sources: Sources = OWN,
    headers: tuple[Header, ...] = (),
    note: str = "",
) -> Response:
    """The page in its frame. `return_to` None comes back to this very address."""
    frame = _frame(visit, account, section, notice, return_to)
    html = render(model, frame, visit.language)
    cookies = visit_cookies(visit.services, visit.visitor)
    return html_response(html, status, sources=sources, headers=cookies + headers, note=note)


def here(request: Request) -> str:
    """The path and query of this request, as a place to come back to."""
    path = request.path.decode("latin-1")
    return own_path(f"{path}?{request.query.decode('latin-1')}" if request.query else path)


def query(visit: Visit) -> Parameters:
    """The parameters of the address; none where they can't be read."""
    sent = read_encoded(visit.request.query, visit.services.settings.max_parameters)
    return sent if isinstance(sent, Parameters) else NONE


def _frame(
    visit: Visit, account: Account | None, section: Section | None, notice: Notice | None, return_to: str | None
) -> Frame:
    user = visit.user
    return Frame(
        now=visit.services.clock.now(),
        return_to=return_to or (here(visit.request) if visit.request.method == "GET" else "/"),
        csrf=form_token(visit.services, visit.visitor),
        theme=visit.theme,
        time_zone=account.time_zone if account else "UTC",
        signed_in=framing.SignedIn(avatar(user.id, user.name), user.email) if user else None,
        account=account_mark(account.id, account.name) if account else None,
        accounts=_accounts(visit, user) if user and account else (),
        places=_places(visit, user, account),
        contacts=_contacts(visit, user, account) if user and account else (),
        settings_url=f"/accounts/{account.id}/apps" if user and account else "",
        current=section,
        notice=notice,
        help_url="/help",
    )


def _accounts(visit: Visit, user: User) -> tuple[framing.AccountPlace, ...]:
    def own(account_id: int) -> Account | None:
        return visit.services.store.read(lambda tx: tx.accounts.get(account_id))

    memberships = visit.services.store.read(lambda tx: tx.people.memberships(user.id))
    accounts = [account for membership in memberships if (account := own(membership.account_id))]
    return tuple(
        framing.AccountPlace(account_mark(account.id, account.name), f"/accounts/{account.id}/apps")
        for account in sorted(accounts, key=lambda one: one.name.casefold())
    )


def _contacts(visit: Visit, user: User, account: Account) -> tuple[Place, ...]:
    """The Contacts menu: nothing for whoever may see no contacts."""
    base = f"/accounts/{account.id}/contacts"
    entries = (
        (Section.CONTACTS, base, (Duty.SEE_CONTACTS,)),
        (Section.IMPORT, f"{base}/import", (Duty.SEE_CONTACTS, Duty.EDIT_CONTACTS, Duty.IMPORT_RECORDS)),
        (Section.EXPORT, f"{base}/export", (Duty.SEE_CONTACTS, Duty.EXPORT_RECORDS)),
    )
    return tuple(
        Place(section, url)
        for section, url, duties in entries
        if all(_may(visit, user, account, duty) for duty in duties)
    )


def _places(visit: Visit, user: User | None, account: Account | None) -> tuple[Place, ...]:
    places: list[Place] = []
    if account is not None:
        if user is not None and _may(visit, user, account, Duty.SEE_PEOPLE):
            places.append(Place(Section.USERS, f"/accounts/{account.id}/users"))
        places.append(Place(Section.CONNECTED_APPS, f"/accounts/{account.id}/apps"))
        if user is not None:
            places.append(Place(Section.CASES, f"/accounts/{account.id}/cases", _waiting(visit, user, account)))
        places.append(Place(Section.PLAN, f"/accounts/{account.id}/plan"))
        places.append(Place(Section.WHY, f"/accounts/{account.id}/why"))
        if user is not None and _may(visit, user, account, Duty.SEE_AUDIT):
            places.append(Place(Section.AUDIT, f"/accounts/{account.id}/audit"))
        if user is not None and _may(visit, user, account, Duty.EDIT_PEOPLE):
            places.append(Place(Section.MAIL, f"/accounts/{account.id}/mail"))
    if user is not None:
        if visit.services.store.read(lambda tx: tx.developers.apps_of(user.id)):
            places.append(Place(Section.CONSOLE, "/console"))
        places.append(Place(Section.PROFILE, f"/profile?account={account.id}" if account else "/profile"))
    return tuple(places)


def _waiting(visit: Visit, user: User, account: Account) -> int:
    """How many cases wait for the person's answer."""
    asked = frozenset({CaseState.ASKED})
    cases = visit.services.store.read(lambda tx: tx.cases.in_account(account.id, states=asked))
    now = visit.services.clock.now()
    return sum(user.id in case.asked_of and case.expires_at > now for case in cases)


def _may(visit: Visit, user: User, account: Account, duty: Duty) -> bool:
    """Whether the person has the right to something in the account: what they cannot open has no entry."""
    policy = visit.services.catalogue.policy
    found = visit.services.store.read(lambda tx: active_member(tx, account.id, user.id))
    return found is not None and policy.may(rights_of(policy, found[1]), duty)


def _theme(text: str | None) -> Theme:
    return Theme(text) if text in set(Theme) else Theme.SYSTEM
