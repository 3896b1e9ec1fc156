"""An authorization request on its way from bytes to a value that can be trusted."""

from typing import TypeAlias

from msgspec import Struct

from admittance.http.body import fields
from admittance.http.errors import OAuthCode
from admittance.http.install_flow import Problem, RequestFault
from admittance.http.parameters import Parameters, Unreadable, collect, read_encoded
from admittance.http.request import Request
from admittance.http.services import Services
from admittance.usecases.records import App

KNOWN = (
    "client_id",
    "redirect_uri",
    "response_type",
    "response_mode",
    "scope",
    "optional_scope",
    "state",
    "code_challenge",
    "code_challenge_method",
    "request",
    "request_uri",
    "registration",
)
"""Parameters that mean something here. Any other is ignored (RFC 6749 section 3.1)."""


class Incoming(Struct, frozen=True):
    """A readable request and the app it names; None where there is no enabled app of that name."""

    parameters: Parameters
    app: App | None


class Trusted(Struct, frozen=True):
    """The app is known and the redirect URI is one of its own: errors may travel there.

    `state` is None where it was absent, or repeated: then nobody can say which one to echo. Nor is one that no address
    could carry.
    """

    parameters: Parameters
    app: App
    redirect_uri: str
    redirect_uri_given: bool
    state: str | None


class SendBack(Struct, frozen=True):
    """An error for the app, at its redirect URI. `description` is printable ASCII."""

    error: OAuthCode
    description: str


Read: TypeAlias = Parameters | Problem


def read_parameters(services: Services, request: Request) -> Read:
    """Query and form together, so that a parameter in both counts as repeated (attack case 11)."""
    most = services.settings.max_parameters
    query = read_encoded(request.query, most)
    form = fields(request, most)
    if isinstance(query, Unreadable) or isinstance(form, Unreadable):
        return Problem(RequestFault.PARAMETER_UNREADABLE)
    return collect(query.pairs + form.pairs) if form.pairs else query


def find_app(services: Services, parameters: Parameters) -> App | None:
    """The enabled app that `client_id` names."""
    client_id = parameters.get("client_id")
    if client_id is None:
        return None
    app = services.store.read(lambda tx: tx.apps.by_client_id(client_id))
    return app if app is not None and app.enabled else None
