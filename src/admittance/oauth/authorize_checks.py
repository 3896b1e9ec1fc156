"""The checks of an authorization request, one function each. The order is the tables' (see the end).

Until the redirect URI is known to be the app's own, a fault ends on our page and nothing is sent anywhere
(RFC 6749 section 4.1.2.1, RFC 9700 section 4.1); afterwards the app hears of it.
"""

from collections.abc import Callable
from typing import TypeAlias

from admittance.core.pkce import is_challenge
from admittance.core.redirect import is_registered
from admittance.http.errors import OAuthCode
from admittance.http.install_flow import Problem, RequestFault
from admittance.http.parameters import Parameters
from admittance.oauth.authorize_request import KNOWN, Incoming, SendBack, Trusted

MOST_SCOPES = 128
"""In both parameters together. A decision names every scope, so that their number bounds what one request can cost."""
LONGEST_SCOPES = LONGEST_STATE = 16 * 1024
"""Characters. What is asked is kept with each page and case; a form could bring a megabyte of it."""


def client_id_given_once(incoming: Incoming) -> Problem | None:
    """Of two client ids, neither can be believed (attack case 22)."""
    if "client_id" in incoming.parameters.repeated:
        return Problem(RequestFault.PARAMETER_REPEATED, "client_id")
    if incoming.parameters.get("client_id") is None:
        return Problem(RequestFault.PARAMETER_MISSING, "client_id")
    return None


def client_known(incoming: Incoming) -> Problem | None:
    """An unknown, disabled or deleted app: one page for all three (attack case 22)."""
    return Problem(RequestFault.UNKNOWN_APP) if incoming.app is None else None


def redirect_uri_given_once(incoming: Incoming) -> Problem | None:
    """Of two redirect URIs neither can be trusted, whichever comes first (attack case 11)."""
    if "redirect_uri" in incoming.parameters.repeated:
        return Problem(RequestFault.PARAMETER_REPEATED, "redirect_uri", incoming.app)
    return None


def redirect_uri_clear(incoming: Incoming) -> Problem | None:
    """It may be left out only where exactly one is registered (RFC 6749 section 3.1.2.3; attack case 13)."""
    registered = incoming.app.redirect_uris if incoming.app else ()
    if incoming.parameters.get("redirect_uri") is None and len(registered) != 1:
        return Problem(RequestFault.REDIRECT_MISSING, "redirect_uri", incoming.app)
    return None


def redirect_uri_registered(incoming: Incoming) -> Problem | None:
    """Byte for byte one of the app's own (RFC 9700 section 2.1; attack cases 1 to 9)."""
    asked, app = incoming.parameters.get("redirect_uri"), incoming.app
    if asked is None or (app is not None and is_registered(asked, app.redirect_uris, public=app.public)):
        return None
    return Problem(RequestFault.REDIRECT_NOT_REGISTERED, "redirect_uri", app)


def nothing_repeated(trusted: Trusted) -> SendBack | None:
    """Request parameters come once (RFC 6749 section 3.1; attack case 23)."""
    twice = trusted.parameters.twice(KNOWN)
    return SendBack(OAuthCode.INVALID_REQUEST, f"{twice} is there more than once.") if twice else None


def no_request_object(trusted: Trusted) -> SendBack | None:
    """Request objects are not supported, by value or by reference; nothing is ever fetched (attack case 26)."""
    if trusted.parameters.get("request") is not None:
        return SendBack(OAuthCode.REQUEST_NOT_SUPPORTED, "request is not supported.")
    if trusted.parameters.get("request_uri") is not None:
        return SendBack(OAuthCode.REQUEST_URI_NOT_SUPPORTED, "request_uri is not supported.")
    if trusted.parameters.get("registration") is not None:
        return SendBack(OAuthCode.REGISTRATION_NOT_SUPPORTED, "registration is not supported.")
    return None


def response_type_is_code(trusted: Trusted) -> SendBack | None:
    """Only the code flow exists. A compatible app may leave the parameter out, as existing clients do."""
    response_type = trusted.parameters.get("response_type")
    if response_type is None:
        return SendBack(OAuthCode.INVALID_REQUEST, "response_type is missing.") if trusted.app.strict else None
    if response_type != "code":
        return SendBack(OAuthCode.UNSUPPORTED_RESPONSE_TYPE, "Only response_type code is supported.")
    return None


def response_mode_is_query(trusted: Trusted) -> SendBack | None:
    """The code travels in the query and nowhere else (attack case 21)."""
    if trusted.parameters.get("response_mode") in (None, "query"):
        return None
    return SendBack(OAuthCode.INVALID_REQUEST, "Only response_mode query is supported.")


def challenge_present(trusted: Trusted) -> SendBack | None:
    """Strict apps prove possession, confidential ones too (RFC 9700 section 2.1.1; attack case 16)."""
    if trusted.parameters.get("code_challenge") is not None:
        return None
    if trusted.app.strict:
        return SendBack(OAuthCode.INVALID_REQUEST, "code_challenge is missing.")
    if trusted.parameters.get("code_challenge_method") is not None:
        return SendBack(OAuthCode.INVALID_REQUEST, "code_challenge_method is there without code_challenge.")
    return None


def challenge_method_is_s256(trusted: Trusted) -> SendBack | None:
    """`plain` proves nothing to whoever saw the request, and an absent method means plain (attack case 17)."""
    if trusted.parameters.get("code_challenge") is None or trusted.parameters.raw("code_challenge_method") == "S256":
        return None
    return SendBack(OAuthCode.INVALID_REQUEST, "code_challenge_method must be S256.")


def challenge_well_formed(trusted: Trusted) -> SendBack | None:
    """A SHA-256 in base64url without padding, no more and no less (attack case 18)."""
    challenge = trusted.parameters.get("code_challenge")
    if challenge is None or is_challenge(challenge):
        return None
    return SendBack(OAuthCode.INVALID_REQUEST, "code_challenge is not 43 characters of base64url.")


def scopes_countable(trusted: Trusted) -> SendBack | None:
    """More scopes than any app has are nobody's request."""
    asked = (trusted.parameters.get("scope") or "", trusted.parameters.get("optional_scope") or "")
    if sum(text.count(" ") + 1 for text in asked) > MOST_SCOPES:
        return SendBack(OAuthCode.INVALID_SCOPE, f"At most {MOST_SCOPES} scopes can be asked for.")
    if sum(map(len, asked)) > LONGEST_SCOPES:
        return SendBack(OAuthCode.INVALID_SCOPE, f"Scopes have at most {LONGEST_SCOPES} characters together.")
    return None


def state_short_enough(trusted: Trusted) -> SendBack | None:
    """A state that no address could carry back is not taken."""
    said = f"state has at most {LONGEST_STATE} characters."
    return SendBack(OAuthCode.INVALID_REQUEST, said) if state_too_long(trusted.parameters) else None


def state_too_long(parameters: Parameters) -> bool:
    """Whether `state` is longer than is kept and echoed."""
    return len(parameters.get("state") or "") > LONGEST_STATE


UntrustedCheck: TypeAlias = Callable[[Incoming], Problem | None]
TrustedCheck: TypeAlias = Callable[[Trusted], SendBack | None]

BEFORE_TRUST: tuple[UntrustedCheck, ...] = (
    client_id_given_once,
    client_known,
    redirect_uri_given_once,
    redirect_uri_clear,
    redirect_uri_registered,
)
"""What they find is for the person in front of the browser, and stays on our page."""

AFTER_TRUST: tuple[TrustedCheck, ...] = (
    nothing_repeated,
    state_short_enough,
    no_request_object,
    response_type_is_code,
    response_mode_is_query,
    challenge_present,
    challenge_method_is_s256,
    challenge_well_formed,
    scopes_countable,
)
"""What they find goes to the app."""
