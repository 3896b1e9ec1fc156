"""401 and 403 as the wire writes them (wire.md; RFC 6750 section 3)."""

from typing import assert_never

from admittance.catalogue.model import Catalogue
from admittance.crm.problem import Problem
from admittance.http.errors import Category
from admittance.http.response import Header
from admittance.usecases.check_access import AccessDenied, WhyNoAccess
from admittance.usecases.crm.object_types import ScopeSets
from admittance.usecases.crm.times import iso_time

_BARE: Header = (b"www-authenticate", b"Bearer")
_INVALID: Header = (b"www-authenticate", b'Bearer error="invalid_token"')


def unauthenticated(*, sent: bool) -> Problem:
    """No usable Authorization header. Without one, no error code is named (RFC 6750 section 3.1)."""
    message = (
        "Authentication credentials not found. Send one access token, as a bearer token in the Authorization header."
    )
    return _unauthorized(message, _INVALID if sent else _BARE)


def denied(access: AccessDenied, now: int) -> Problem:
    """A token that does not work."""
    match access.why:
        case WhyNoAccess.INVALID:
            return _unauthorized("Authentication credentials not found. The access token is not known.", _INVALID)
        case WhyNoAccess.ENDED:
            message = "The access token does not work any more: the connection was ended or the token was revoked."
            return _unauthorized(message, _INVALID)
        case WhyNoAccess.SUSPENDED:
            message = (
                "The connection is suspended: the person who made it no longer has the rights it was granted under."
            )
            return _unauthorized(message, _INVALID)
        case WhyNoAccess.EXPIRED:
            return _expired(access.expired_at or now, now)
        case _:
            assert_never(access.why)


def missing_scopes(scopes: ScopeSets, base_url: str) -> Problem:
    """403: what the call needs, as the wire names granular scopes and the older ones."""
    named = sorted({scope for needed in scopes for scope in needed})
    context = {
        key: found
        for key, found in (
            ("requiredGranularScopes", [scope for scope in named if "." in scope]),
            ("requiredScopes", [scope for scope in named if "." not in scope]),
        )
        if found
    }
    link = f"{base_url}/.well-known/oauth-authorization-server"
    return Problem(
        status=403,
        category=Category.MISSING_SCOPES,
        message="This app hasn't been granted all required scopes to make this call."
        f" Read more about required scopes here: {link}.",
        errors=[{"message": "One or more of the following scopes are required.", "context": context}],
        links={"scopes": link},
        headers=(_insufficient(min(scopes, key=len, default=())),),
    )


def tool_lost(catalogue: Catalogue, tools: int, scope: str) -> Problem:
    """403: the scope was granted, and the account's plan no longer has the tool behind it (product rule 11)."""
    ways = catalogue.policy.needs[scope].need.tools
    off = [[tool for tool in way if not catalogue.policy.tool_bits[tool] & tools] for way in ways]
    nearest = min(off, key=len, default=[])
    labels = catalogue.labels("en")
    named = ", ".join(labels.tool(tool) for tool in nearest)
    message = f"This account's plan no longer has the tool that this call needs: {named}."
    return Problem(
        status=403,
        category=Category.MISSING_SCOPES,
        message=message,
        errors=[{"message": message, "context": {"requiredTools": nearest, "requiredGranularScopes": [scope]}}],
        headers=(_insufficient((scope,)),),
    )


def _unauthorized(message: str, header: Header) -> Problem:
    return Problem(status=401, category=Category.INVALID_AUTHENTICATION, message=message, headers=(header,))


def _expired(expired_at: int, now: int) -> Problem:
    seconds = max(0, (now - expired_at) // 1000)
    return Problem(
        status=401,
        category=Category.EXPIRED_AUTHENTICATION,
        message=f"The OAuth token used to make this call expired {seconds} second(s) ago.",
        context={"expire time": [iso_time(expired_at)]},
        headers=(_INVALID,),
    )


def _insufficient(scopes: tuple[str, ...]) -> Header:
    needed = " ".join(scopes)
    return (b"www-authenticate", f'Bearer error="insufficient_scope", scope="{needed}"'.encode("ascii", "replace"))
