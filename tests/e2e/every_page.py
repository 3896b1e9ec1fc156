"""Every page of the running demo server, each with the way a person gets there."""

from collections.abc import Callable
from typing import TypeAlias

from msgspec import Struct
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.e2e.person import new_context, sign_in
from tests.e2e.server import Serving

FJORD, HAV = 4821907, 5530218
JONAS = "jonas.berg@fjordfalk.example"
MARIA = "maria.lindqvist@fjordfalk.example"
PRIYA = "priya.raman@fjordfalk.example"
FREJA = "freja.holst@orderly.example"

Way: TypeAlias = Callable[[Serving, Page], None]


class Stop(Struct, frozen=True):
    """A page by its name, who has to be signed in before (nobody where empty), and how to get there from then on."""

    name: str
    who: str
    go: Way


def _at(path: str) -> Way:
    return lambda server, page: _open(page, server.address + path)


def _link(outcome: str, change: Callable[[str], str] = str) -> Way:
    def go(server: Serving, page: Page) -> None:
        link = server.link(outcome)
        _open(page, change(link["url"]).replace("/oauth/authorize", f"/oauth/{link['account_id']}/authorize"))

    return go


def _bare(outcome: str, change: Callable[[str], str] = str) -> Way:
    return lambda server, page: _open(page, change(server.link(outcome)["url"]))


def _open(page: Page, address: str) -> None:
    page.goto(address)
    expect(page.locator("h1")).to_be_visible()


def _wrong_password(server: Serving, page: Page) -> None:
    _open(page, server.link("granted")["url"])
    sign_in(page, JONAS, "not the password")
    expect(page.locator("[role=alert]")).to_be_visible()


def _characters_again(server: Serving, page: Page) -> None:
    """The consent page once more, asking for the characters: what a failed check looks like."""
    _link("granted_choose_account")(server, page)
    page.locator("main form.consent-cards").evaluate("form => { form.noValidate = true; form.dataset.sent = '' }")
    page.evaluate(
        """() => {
            const form = document.querySelector("main form.consent-cards");
            form.querySelector("altcha-widget").remove();
            const press = document.createElement("input");
            press.type = "hidden"; press.name = "answer"; press.value = "grant";
            form.append(press);
            form.submit();
        }"""
    )
    expect(page.locator("#characters")).to_be_visible()


def _callback(server: Serving, page: Page) -> None:
    _open(page, f"{server.address}/demo/callback?code=ac-1-1-example&state=demo&iss={server.address}")


def _told_no(server: Serving, page: Page) -> None:
    described = "error=access_denied&error_description=The+person+declined+the+request."
    _open(page, f"{server.address}/demo/callback?{described}&state=demo&iss={server.address}")


def _case(server: Serving, page: Page) -> None:
    _link("account_lacks_features")(server, page)
    _open(page, page.locator("aside dd a").first.get_attribute("href") or "")


def _uninstall(server: Serving, page: Page) -> None:
    _at(f"/accounts/{FJORD}/apps")(server, page)
    _open(page, server.address + (page.locator("a.button-danger").first.get_attribute("href") or ""))


def _why_no(server: Serving, page: Page) -> None:
    app = server.app("Formwork Campaigns")["client_id"]
    _open(page, f"{server.address}/accounts/{FJORD}/why?person={MARIA}&app={app}")


def _why_yes(server: Serving, page: Page) -> None:
    app = server.app("Ringlane Phone")["client_id"]
    _open(page, f"{server.address}/accounts/{FJORD}/why?person=ahmed.karimi@fjordfalk.example&app={app}")


def _console_app(server: Serving, page: Page) -> None:
    _open(page, f"{server.address}/console/apps/{server.app('Orderly Sync')['client_id']}")


def _misspelt(url: str) -> str:
    return url.replace("crm.objects.quotes.read", "crm.objects.contcats.read")


def _unregistered(url: str) -> str:
    return url.replace("%2Fdemo%2Fcallback", "%2Felsewhere")


def _unknown_app(url: str) -> str:
    return url.replace("client_id=", "client_id=0")


REFUSALS = (
    *("required_missing", "required_in_optional", "not_configured", "conditional_in_optional", "optional_in_scope"),
    *("user_not_permitted", "user_lacks_marketplace_access", "account_lacks_features", "several"),
)
_WHO = {
    "user_not_permitted": "lova.ek@fjordfalk.example",
    "user_lacks_marketplace_access": "tomas.dahl@havlogistik.example",
    "several": "lova.ek@fjordfalk.example",
}

STOPS: tuple[Stop, ...] = (
    Stop("sign-in", "", _at("/sign-in")),
    Stop("sign-in-for-app", "", _bare("granted")),
    Stop("sign-in-wrong", "", _wrong_password),
    Stop("forgot-password", "", _at("/forgot-password")),
    Stop("reset-link-over", "", _at("/reset-password/pr-0-1-nothing")),
    Stop("link-not-registered", "", _bare("granted", _unregistered)),
    Stop("link-of-no-app", "", _bare("granted", _unknown_app)),
    Stop("account-chooser", MARIA, _bare("granted_choose_account")),
    Stop("chooser-link-to-correct", MARIA, _bare("required_missing")),
    Stop("consent", MARIA, _link("granted_choose_account")),
    Stop("consent-characters", MARIA, _characters_again),
    Stop("consent-conditional", "ingrid.vik@havlogistik.example", _link("granted_strict")),
    Stop("consent-public", "oskar.nyman@fjordfalk.example", _link("granted_public")),
    *(Stop(f"refusal-{outcome}", _WHO.get(outcome, JONAS), _link(outcome)) for outcome in REFUSALS),
    Stop("refusal-did-you-mean", JONAS, _link("not_configured", _misspelt)),
    Stop("case", JONAS, _case),
    Stop("callback-granted", JONAS, _callback),
    Stop("callback-refused", JONAS, _told_no),
    Stop("home", MARIA, _at("/")),
    Stop("connected-apps", PRIYA, _at(f"/accounts/{FJORD}/apps")),
    Stop("connected-apps-empty", "hanna.sjogren@havlogistik.example", _at(f"/accounts/{HAV}/apps")),
    Stop("uninstall", PRIYA, _uninstall),
    Stop("why-form", PRIYA, _at(f"/accounts/{FJORD}/why")),
    Stop("why-no", PRIYA, _why_no),
    Stop("why-yes", PRIYA, _why_yes),
    Stop("mail", PRIYA, _at(f"/accounts/{FJORD}/mail")),
    Stop("profile", PRIYA, _at("/profile")),
    Stop("console", FREJA, _at("/console")),
    Stop("console-refusals", FREJA, _console_app),
    Stop("not-found", PRIYA, _at("/nowhere")),
    Stop("not-found-signed-out", "", _at("/nowhere")),
)


class Travel:
    """Contexts of one browser, language and width: one for each person, signed in once."""

    def __init__(self, browser: Browser, server: Serving, language: str, width: int, theme: str = "light") -> None:
        self._browser = browser
        self._server = server
        self._language = language
        self._width = width
        self._theme = theme
        self._contexts: dict[str, BrowserContext] = {}

    def to(self, stop: Stop) -> Page:
        """A page that stands at `stop`. The caller closes it."""
        page = self._context(stop.who).new_page()
        stop.go(self._server, page)
        return page

    def close(self) -> None:
        """Forget everybody."""
        for context in self._contexts.values():
            context.close()

    def _context(self, who: str) -> BrowserContext:
        if who not in self._contexts:
            context = new_context(self._browser, self._language, width=self._width, color_scheme=self._theme)
            self._contexts[who] = context
            if who:
                page = context.new_page()
                page.goto(f"{self._server.address}/sign-in")
                sign_in(page, who)
                expect(page.locator("header .avatar").first).to_be_visible()
                page.close()
        return self._contexts[who]
