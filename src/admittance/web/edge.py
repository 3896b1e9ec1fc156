"""Everything people open, as one table."""

from admittance.http.backoff import Backoff
from admittance.http.body import BodyType
from admittance.http.routes import Audience, Edge, Handler, Route
from admittance.http.services import Services
from admittance.web.case_routes import case_routes
from admittance.web.console_routes import console_routes
from admittance.web.contact_routes import contact_routes
from admittance.web.handlers import (
    accounts,
    ask_consent,
    audit,
    captcha,
    demo_app,
    help,
    outbox,
    passwords,
    plan,
    profile,
    signing_in,
    static,
    why,
)
from admittance.web.people_routes import people_routes
from admittance.web.re_anchor_routes import re_anchor_routes
from admittance.web.shape import people_shape
from admittance.web.webhook_routes import webhook_routes


def web_edge(services: Services) -> Edge:
    """The pages. It answers for every address that no other edge has."""
    backoff, mailing, changing = Backoff(), Backoff(), Backoff()
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
            _form(
                "change_password", "/profile/password", passwords.take_change(changing), "Change the password.", (429,)
            ),
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
            _form("drift_policy", "/accounts/{hub_id:int}/drift-policy", accounts.set_policy, "Keep, warn or suspend."),
            _form(
                "ask_consent",
                "/accounts/{hub_id:int}/connections/{connection_id:int}/ask-consent",
                ask_consent.take_ask,
                "Ask a person to consent again.",
                (403,),
            ),
            *re_anchor_routes(_page, _form),
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
            *people_routes(_page, _form),
            *contact_routes(_page, _form),
            *case_routes(),
            *console_routes(_page, _form),
            *webhook_routes(_page, _form),
            _page("plan", "/accounts/{hub_id:int}/plan", plan.plan, "Products, tiers, tools, and what more would do."),
            _page("ask_plan", "/accounts/{hub_id:int}/plan/change", plan.ask_change, "Asks before a change.", (403,)),
            _form("change_plan", "/accounts/{hub_id:int}/plan", plan.take_change, "Change a product's tier."),
            _page("audit", "/accounts/{hub_id:int}/audit", audit.audit, "What happened, by whom, and why.", (403,)),
            _page("audit_export", "/accounts/{hub_id:int}/audit.jsonl", audit.export, "The log as lines.", (401, 403)),
            _page("audit_verify", "/accounts/{hub_id:int}/audit/verify", audit.verify, "Check the chain.", (403,)),
            _page("outbox", "/accounts/{hub_id:int}/mail", outbox.outbox, "Letters to the account's people.", (403,)),
            _page("help", "/help", help.index, "The help articles."),
            _page("help_article", "/help/{article}", help.article, "One article."),
            _form("feedback", "/help/{article}/feedback", help.take_feedback(Backoff()), "Was it helpful?", (429,)),
            _page("app_access", "/help/apps/{client_id}/access", help.app_access, "Minimum access rights of an app."),
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
