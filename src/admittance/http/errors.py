"""The two wire shapes of errors: OAuth's and the API's. Every JSON error of the server is made here (wire.md)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Any

from admittance.http.problems import HttpProblem, ProblemKind
from admittance.http.request import Request
from admittance.http.response import Header, Response, json_response


class OAuthCode(StrEnum):
    """Values of `error` (RFC 6749 sections 4.1.2.1 and 5.2, OpenID Connect Core section 3.1.2.6)."""

    INVALID_REQUEST = "invalid_request"
    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    INVALID_SCOPE = "invalid_scope"
    INVALID_TOKEN = "invalid_token"
    ACCESS_DENIED = "access_denied"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"
    UNSUPPORTED_RESPONSE_TYPE = "unsupported_response_type"
    REQUEST_NOT_SUPPORTED = "request_not_supported"
    REQUEST_URI_NOT_SUPPORTED = "request_uri_not_supported"
    REGISTRATION_NOT_SUPPORTED = "registration_not_supported"
    SERVER_ERROR = "server_error"
    TEMPORARILY_UNAVAILABLE = "temporarily_unavailable"


def printable(text: str) -> str:
    """`text` as `error_description` may hold it: printable ASCII without `"` and `\\` (RFC 6749 section 5.2)."""
    return "".join(char if " " <= char <= "~" and char not in '"\\' else "?" for char in text)


def oauth_error(
    request: Request,
    code: OAuthCode,
    status_word: str,
    description: str,
    *,
    http_status: int = 400,
    error_uri: str | None = None,
    headers: tuple[Header, ...] = (),
) -> Response:
    """An OAuth error in both shapes at once: RFC 6749's `error` and HubSpot's `status` and `message`."""
    said = printable(description)
    body = {
        "error": code.value,
        "error_description": said,
        "status": status_word,
        "message": said,
        "correlationId": request.reference,
    }
    if error_uri is not None:
        body["error_uri"] = error_uri
    return json_response(body, http_status, headers, f"{code.value}:{status_word}")


class Category(StrEnum):
    """Values of `category` in API errors."""

    VALIDATION_ERROR = "VALIDATION_ERROR"
    INVALID_AUTHENTICATION = "INVALID_AUTHENTICATION"
    EXPIRED_AUTHENTICATION = "EXPIRED_AUTHENTICATION"
    MISSING_SCOPES = "MISSING_SCOPES"
    BANNED = "BANNED"
    FORBIDDEN = "FORBIDDEN"
    OBJECT_NOT_FOUND = "OBJECT_NOT_FOUND"
    CONFLICT = "CONFLICT"
    METHOD_NOT_ALLOWED = "METHOD_NOT_ALLOWED"
    UNSUPPORTED_MEDIA_TYPE = "UNSUPPORTED_MEDIA_TYPE"
    REQUEST_TOO_LARGE = "REQUEST_TOO_LARGE"
    RATE_LIMITS = "RATE_LIMITS"
    INTERNAL_ERROR = "INTERNAL_ERROR"
    SERVICE_UNAVAILABLE = "SERVICE_UNAVAILABLE"


def api_error(
    request: Request,
    http_status: int,
    category: Category,
    message: str,
    *,
    context: Mapping[str, Sequence[str]] | None = None,
    errors: Sequence[Mapping[str, Any]] | None = None,
    links: Mapping[str, str] | None = None,
    more: Mapping[str, Any] | None = None,
    headers: tuple[Header, ...] = (),
) -> Response:
    """An API error. `more` holds further top-level fields, such as `errorType` and `policyName` of a 429."""
    body: dict[str, Any] = {
        "status": "error",
        "message": message,
        "correlationId": request.reference,
        "category": category.value,
    }
    for name, value in (("context", context), ("errors", errors), ("links", links)):
        if value is not None:
            body[name] = value
    body.update(more or {})
    return json_response(body, http_status, headers, category.value)


def rate_limited(request: Request, policy: str, wait_s: int, headers: tuple[Header, ...] = ()) -> Response:
    """429 as clients of this protocol tell it from others: `errorType` and `policyName` instead of a category."""
    body = {
        "status": "error",
        "message": f"You have reached your {policy.lower()} limit.",
        "errorType": "RATE_LIMIT",
        "correlationId": request.reference,
        "policyName": policy,
    }
    return json_response(body, 429, (*headers, (b"retry-after", str(wait_s).encode())), policy)


_OAUTH = {
    ProblemKind.BROKEN: OAuthCode.SERVER_ERROR,
    ProblemKind.BUSY: OAuthCode.TEMPORARILY_UNAVAILABLE,
    ProblemKind.TOO_MANY: OAuthCode.TEMPORARILY_UNAVAILABLE,
}

_API = {
    ProblemKind.UNREADABLE: Category.VALIDATION_ERROR,
    ProblemKind.FORBIDDEN: Category.BANNED,
    ProblemKind.NOT_FOUND: Category.OBJECT_NOT_FOUND,
    ProblemKind.METHOD: Category.METHOD_NOT_ALLOWED,
    ProblemKind.GONE: Category.OBJECT_NOT_FOUND,
    ProblemKind.TOO_LARGE: Category.REQUEST_TOO_LARGE,
    ProblemKind.UNSUPPORTED: Category.UNSUPPORTED_MEDIA_TYPE,
    ProblemKind.TOO_MANY: Category.RATE_LIMITS,
    ProblemKind.BROKEN: Category.INTERNAL_ERROR,
    ProblemKind.BUSY: Category.SERVICE_UNAVAILABLE,
}


def oauth_shape(request: Request, problem: HttpProblem) -> Response:
    """A problem at an OAuth address. The status word is the problem's own name ("NOT_FOUND")."""
    code = _OAUTH.get(problem.kind, OAuthCode.INVALID_REQUEST)
    return oauth_error(request, code, problem.kind.name, problem.message, http_status=problem.kind.value)


def api_shape(request: Request, problem: HttpProblem) -> Response:
    """A problem at an API address."""
    return api_error(request, problem.kind.value, _API[problem.kind], problem.message)
