"""Everything people open, as one table."""

from admittance.http.backoff import Backoff
from admittance.http.body import BodyType
from admittance.http.routes import Audience, Edge, Handler, Route
from admittance.http.services import Services
from admittance.web.handlers import accounts, captcha, demo_app, passwords, profile, signing_in, static, why
from admittance.web.shape import people_shape


def web_edge(services: Services) -> Edge:
    """The pages. It answers for every address that no other edge has."""
    backoff, mailing = Backoff(), Backoff()
    return Edge(
        name="web",
        prefixes=("/",),
        shape=people_shape(services),
        routes=(
            _page("home", "/", accounts.home, "One's accounts."),
            _page("sign_in", "/sign-in", signing_in.sign_in_page, "The sign-in form."),
            _form("take_sign_in", "/sign-in", signing_in.take_sign_in(backoff), "Sign in.", (401, 429)),
            _form("sign_out", "/sign-out", signing_in.take_sign_out, "Sign out, or in as someone else."),
            _page("forgot_password", "/forgot-password", passwords.forgot_page, "Ask for a one-time link."),
            _form("take_forgot", "/forgot-password", passwords.take_forgot(mailing), "Send the link."),
            _page("reset_password", "/reset-password/{token}", passwords.reset_page, "Choose a password.", (410,)),
            _form("take_reset", "/reset-password/{token}", passwords.take_reset, "Set it.", (410,)),
            _page("profile", "/profile", profile.profile, "One's own settings."),
            _form("change_password", "/profile/password", passwords.take_change, "Change the password."),
            _form("preferences", "/preferences", profile.take_preferences, "Language and colours."),
            _form("language", "/preferences/language", profile.take_language, "Language."),
            _form("theme", "/preferences/theme", profile.take_theme, "Colours."),
            _page("connected_apps", "/accounts/{hub_id:int}/apps", accounts.connected_apps, "Who connected what."),
            _form(
                "remove_access",
                "/accounts/{hub_id:int}/connections/{connection_id:int}/remove",
                accounts.remove,
                "End one connection.",
                (403,),
            ),
            _page(
                "ask_uninstall",
                "/accounts/{hub_id:int}/apps/{app_id:int}/uninstall",
                accounts.ask_uninstall,
                "Asks before an app is uninstalled.",
                (403,),
            ),
            _form(
                "uninstall",
                "/accounts/{hub_id:int}/apps/{app_id:int}/uninstall",
                accounts.uninstall,
                "Uninstall an app.",
                (403,),
            ),
            _page("why", "/accounts/{hub_id:int}/why", why.why, "The full decision for a person and an app."),
            _page("why_as_data", "/accounts/{hub_id:int}/why.json", why.why_as_data, "The same as JSON.", (401,)),
            _page("case", "/accounts/{hub_id:int}/cases/{name}", accounts.case, "A refused attempt."),
            _page("captcha_challenge", "/captcha/challenge", captcha.challenge, "Work for the widget."),
            _page("captcha_image", "/captcha/image/{name}", captcha.image, "Five characters to see."),
            _page("captcha_audio", "/captcha/audio/{name}", captcha.audio, "Five characters to hear."),
            _page("static", "/static/{path:rest}", static.static, "Styles, scripts, fonts, icons."),
            _page("favicon", "/favicon.ico", static.favicon(), "The icon."),
        ),
    )


def _page(name: str, path: str, handler: Handler, about: str, errors: tuple[int, ...] = ()) -> Route:
    return Route(
        name=name,
        methods=("GET", "HEAD"),  # looking changes nothing; the server sends no body for HEAD
        path=path,
        handler=handler,
        about=about,
        audience=Audience.PEOPLE,
        errors=(404, *errors),
    )


def _form(name: str, path: str, handler: Handler, about: str, errors: tuple[int, ...] = ()) -> Route:
    return Route(
        name=name,
        methods=("POST",),
        path=path,
        handler=handler,
        about=about,
        audience=Audience.PEOPLE,
        bodies=(BodyType.FORM,),
        errors=(400, 403, 404, *errors),
    )


def demo_edge(services: Services) -> Edge:
    """Only with the demo world: the app's end of the redirect."""
    return Edge(
        name="demo",
        prefixes=("/demo/",),
        shape=people_shape(services),
        routes=(_page("demo_callback", "/demo/callback", demo_app.callback, "What an app was given."),),
    )
