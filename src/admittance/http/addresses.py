"""Paths that one edge names and another answers to."""

from urllib.parse import quote

from admittance.core.scopes import format_scopes
from admittance.http.parameters import Parameters
from admittance.usecases.case_name import case_path as case_path  # named there: letters lead to it
from admittance.usecases.records import AskedInstall

AUTHORIZE = "/oauth/authorize"
CONSENT = "/oauth/consent"


def authorize_path(hub_id: int | str | None) -> str:
    """Where an install goes on: with the account chosen, or before. A `hub_id` may be any text that stood in a path."""
    return AUTHORIZE if hub_id is None else f"/oauth/{quote(str(hub_id), safe='')}/authorize"


def asked_again(asked: AskedInstall) -> tuple[tuple[str, str], ...]:
    """The parameters that ask the same once more, from what was stored, in the usual order."""
    pairs = {
        "response_type": "code" if asked.challenge else None,
        "client_id": asked.client_id,
        "redirect_uri": asked.redirect_uri if asked.redirect_uri_given else None,
        "scope": format_scopes(asked.url.scope),
        "optional_scope": format_scopes(asked.url.optional_scope),
        "state": asked.state,
        "code_challenge": asked.challenge,
        "code_challenge_method": "S256" if asked.challenge else None,
    }
    return tuple((name, value) for name, value in pairs.items() if value)


def install_path(account_id: int, asked: AskedInstall) -> str:
    """Where a stored request goes on, in the account it was made for."""
    return f"{authorize_path(account_id)}?{Parameters(asked_again(asked)).query()}"
