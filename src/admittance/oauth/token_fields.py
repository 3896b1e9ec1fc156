"""The fields of a POST to a token address: form or JSON, each once, none in the query (RFC 6749 section 3.2)."""

from admittance.http.body import fields
from admittance.http.errors import OAuthCode, oauth_error
from admittance.http.parameters import Parameters, Unreadable, WhyUnreadable
from admittance.http.request import Request
from admittance.http.response import Response
from admittance.http.services import Services

_SAID = {
    WhyUnreadable.NOT_UTF8: "The body is not UTF-8.",
    WhyUnreadable.TOO_MANY: "The body has too many fields.",
    WhyUnreadable.NOT_JSON: "The body is not JSON.",
    WhyUnreadable.NOT_STRINGS: "The body must be a JSON object whose values are strings.",
}


def token_fields(services: Services, request: Request) -> Parameters | Response:
    """The fields, or the answer that says what is wrong with them. Nothing that was sent is repeated in it."""
    if request.query:
        # A secret in a query would be in every proxy's log by now (attack cases 72 and 74).
        return invalid_request(request, "Parameters belong in the body, not in the query.")
    sent = fields(request, services.settings.max_parameters)
    if isinstance(sent, Unreadable):
        return invalid_request(request, _SAID[sent.why])
    if sent.repeated:
        return invalid_request(request, "A parameter is there more than once.")
    return sent


def invalid_request(request: Request, description: str, status_word: str = "BAD_REQUEST") -> Response:
    """`invalid_request`, 400."""
    return oauth_error(request, OAuthCode.INVALID_REQUEST, status_word, description)
