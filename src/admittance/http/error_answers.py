"""The shapes of errors, for documentation: `errors` writes them."""

from typing import Any

import msgspec
from msgspec import UNSET, Struct, UnsetType


class ApiError(Struct, kw_only=True, rename="camel"):
    """A problem of the API. `context` and `errors` say what it is about."""

    status: str
    message: str
    correlation_id: str
    category: str
    context: dict[str, list[str]] | UnsetType = UNSET
    errors: list[dict[str, Any]] | UnsetType = UNSET
    links: dict[str, str] | UnsetType = UNSET


class RateLimited(Struct, kw_only=True, rename="camel"):
    """One call too many: try again after as many seconds as `Retry-After` says."""

    status: str
    message: str
    error_type: str
    correlation_id: str
    policy_name: str


class OAuthProblem(Struct, kw_only=True):
    """An OAuth error (RFC 6749 section 5.2) with what clients of this protocol look for besides."""

    error: str
    error_description: str
    status: str
    message: str
    correlation_id: str = msgspec.field(name="correlationId")
    error_uri: str | UnsetType = UNSET
