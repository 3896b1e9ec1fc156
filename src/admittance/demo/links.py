"""One ready install link per outcome of the demo world."""

from base64 import urlsafe_b64encode
from hashlib import sha256
from urllib.parse import quote, urlencode

from msgspec import Struct

from admittance.core.scopes import format_scopes
from admittance.demo.apps import demo_apps
from admittance.demo.people import FJORD, HAV
from admittance.usecases.records import App

VERIFIER = "admittance-demo-code-verifier-0123456789-abcdefgh"
"""The PKCE verifier behind every demo link, so that its code can be redeemed by hand."""


class DemoLink(Struct, frozen=True):
    """An install link, who opens it, and what comes of it."""

    outcome: str
    about: str
    app: str
    client_id: str
    sign_in_as: str
    account_id: int
    url: str
    code_verifier: str | None


def challenge(verifier: str) -> str:
    """The S256 challenge of `verifier` (RFC 7636 section 4.2)."""
    return urlsafe_b64encode(sha256(verifier.encode("ascii")).digest()).rstrip(b"=").decode("ascii")


def demo_links(base_url: str) -> tuple[DemoLink, ...]:
    """The outcomes in the order in which a newcomer would try them."""
    orderly, formwork, ringlane = demo_apps(base_url, 0)
    jonas, lova = "jonas.berg@fjordfalk.example", "lova.ek@fjordfalk.example"
    required = orderly.manifest.required
    optional = orderly.manifest.optional
    contacts = "crm.objects.contacts.write"

    def link(outcome: str, about: str, who: str, account: int, scope: frozenset[str],
             extra: frozenset[str] = frozenset(), app: App = orderly) -> DemoLink:  # fmt: skip
        return _link(base_url, outcome, about, app, who, account, scope, extra)

    return (
        link("granted", "Everything is in place; one optional scope is left out for the plan's sake.",
             jonas, FJORD, required, optional),
        link("granted_choose_account", "Maria belongs to two accounts. In Hav Logistik she may connect.",
             "maria.lindqvist@fjordfalk.example", HAV, required, optional),
        link("granted_public", "A public app, installed here before by a colleague.",
             "oskar.nyman@fjordfalk.example", FJORD, ringlane.manifest.required, app=ringlane),
        link("granted_strict", "A strict app with its conditionally required scope, in the account that has Workflows.",
             "ingrid.vik@havlogistik.example", HAV, formwork.manifest.required | {"automation"}, frozenset({"forms"}),
             app=formwork),
        link("required_missing", "A required scope is not in the link.", jonas, FJORD, required - {contacts}),
        link("required_in_optional", "A required scope stands in optional_scope.",
             jonas, FJORD, required, frozenset({contacts})),
        link("not_configured", "The link asks for a scope the app has not configured.",
             jonas, FJORD, required | {"crm.objects.quotes.read"}),
        link("conditional_in_optional", "A conditionally required scope stands in optional_scope.",
             jonas, FJORD, required, frozenset({"automation"})),
        link("optional_in_scope", "An optional scope stands in scope.",
             jonas, FJORD, required | {"crm.objects.custom.read"}),
        link("user_not_permitted", "Lova sees contacts but may not change them.", lova, FJORD, required),
        link("user_lacks_marketplace_access", "The app is new to the account, and Tomas may not install apps.",
             "tomas.dahl@havlogistik.example", HAV, ringlane.manifest.required, app=ringlane),
        link("account_lacks_features", "The link asks for Workflows, which the account's plan does not include.",
             jonas, FJORD, required | {"automation"}),
        link("several", "The link, the plan and the permissions are all in the way.",
             lova, FJORD, (required - {contacts}) | {"automation"}),
    )  # fmt: skip


def _link(
    base_url: str,
    outcome: str,
    about: str,
    app: App,
    who: str,
    account: int,
    scope: frozenset[str],
    extra: frozenset[str],
) -> DemoLink:
    parameters = {"client_id": app.client_id, "redirect_uri": app.redirect_uris[0], "scope": format_scopes(scope)}
    if extra:
        parameters["optional_scope"] = format_scopes(extra)
    parameters["state"] = f"demo-{outcome}"
    if app.strict:
        parameters |= {
            "response_type": "code",
            "code_challenge": challenge(VERIFIER),
            "code_challenge_method": "S256",
        }
    url = f"{base_url}/oauth/authorize?{urlencode(parameters, quote_via=quote)}"
    return DemoLink(outcome, about, app.name, app.client_id, who, account, url, VERIFIER if app.strict else None)
