"""What the token endpoint gives, and why it does not (RFC 6749 section 5)."""

from enum import StrEnum

from msgspec import Struct

from admittance.core.reasons import Dropped
from admittance.usecases.token_records import AccessToken, RefreshToken


class NewSecrets(Struct, frozen=True):
    """Fresh random secrets for the tokens an act may issue (43 characters each)."""

    access: str
    refresh: str

    def __repr__(self) -> str:
        return "NewSecrets(…)"


class TokensIssued(Struct, frozen=True, kw_only=True):
    """`refresh` is the new refresh token; None where the presented one stays. `user_id` is the connection's."""

    account_id: int
    user_id: int
    access: AccessToken
    refresh: RefreshToken | None
    scopes: frozenset[str]
    dropped: tuple[Dropped, ...] = ()


class TokenStatus(StrEnum):
    """The wire's `status` values, each with one OAuth error code."""

    BAD_AUTH_CODE = "BAD_AUTH_CODE"
    EXPIRED_AUTH_CODE = "EXPIRED_AUTH_CODE"
    MISMATCH_REDIRECT_URI_AUTH_CODE = "MISMATCH_REDIRECT_URI_AUTH_CODE"
    BAD_REDIRECT_URI = "BAD_REDIRECT_URI"
    BAD_CODE_VERIFIER = "BAD_CODE_VERIFIER"
    BAD_REFRESH_TOKEN = "BAD_REFRESH_TOKEN"
    BAD_SCOPES = "BAD_SCOPES"
    BAD_HUB = "BAD_HUB"


class TokenRefused(Struct, frozen=True):
    """No token. `invalid_scope` is the error for a scope the client may not ask for; otherwise it is `invalid_grant`.

    `case_id` names the case, where the decision refused at redemption.
    """

    status: TokenStatus
    detail: str
    invalid_scope: bool = False
    case_id: int | None = None
