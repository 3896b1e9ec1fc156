"""One visit to one page: who, in which language and colours, and how the page is sent."""

from msgspec import Struct

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
from admittance.usecases.records import Account, Theme, User
from admittance.usecases.sign_in import SignedIn
from admittance.web.navigation import navigation, open_navigation
from admittance.web.pages import frame as framing
from admittance.web.pages.frame import Frame, Notice, Section
from admittance.web.pages.parts import account_mark, avatar
from admittance.web.present.reader import Reader
from admittance.web.render import Page, render

LANGUAGE_COOKIE = "admittance-language"
THEME_COOKIE = "admittance-theme"


class Visit(Struct, frozen=True, kw_only=True):
    """A request for a page by a visitor, with the language and colours that the page is shown in."""

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
    user, services, now = visit.user, visit.services, visit.services.clock.now()
    leads = (
        services.store.read(lambda tx: navigation(tx, services.catalogue.policy, user, account, section, now))
        if user
        else open_navigation(account)
    )
    return Frame(
        now=now,
        return_to=return_to or (here(visit.request) if visit.request.method == "GET" else "/"),
        csrf=form_token(services, visit.visitor),
        theme=visit.theme,
        time_zone=account.time_zone if account else "UTC",
        signed_in=framing.SignedIn(avatar(user.id, user.name), user.email) if user else None,
        account=account_mark(account.id, account.name) if account else None,
        accounts=leads.accounts,
        places=leads.places,
        contacts=leads.contacts,
        settings_url=f"/accounts/{account.id}/apps" if user and account else "",
        current=section,
        notice=notice,
        help_url="/help",
    )


def _theme(text: str | None) -> Theme:
    return Theme(text) if text in set(Theme) else Theme.SYSTEM
