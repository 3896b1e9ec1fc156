"""`POST /oauth/{version}/token`: a code or a refresh token for an access token (RFC 6749 sections 4.1.3, 5 and 6)."""

from typing import Any, assert_never

from msgspec import UNSET, Struct, UnsetType

from admittance.core.lifetimes import ACCESS_TOKEN
from admittance.core.scopes import format_scopes, parse_scopes
from admittance.core.tokens import Token, TokenKind, read_token
from admittance.http.backoff import Backoff
from admittance.http.errors import OAuthCode, oauth_error
from admittance.http.parameters import Parameters
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.oauth.client_auth import AppChanged, calling_app, write_as
from admittance.oauth.token_fields import invalid_request, token_fields
from admittance.usecases.case_name import case_link_path
from admittance.usecases.decision_shape import dropped_shape
from admittance.usecases.exchange_code import Redemption, exchange_code
from admittance.usecases.records import App
from admittance.usecases.refresh_tokens import refresh_tokens
from admittance.usecases.token_answer import NewSecrets, TokenRefused, TokensIssued

GRANT_TYPES = ("authorization_code", "refresh_token")


class TokenAnswer(Struct, frozen=True, kw_only=True):
    """What an app gets. `dropped_scopes` are optional scopes left out of the grant, with every reason (product rule 5);
    absent on refresh."""

    token_type: str = "bearer"
    access_token: str
    refresh_token: str
    expires_in: int
    hub_id: int
    user_id: int
    scopes: list[str]
    scope: str
    token_use: str = "access_token"
    dropped_scopes: list[dict[str, Any]] | UnsetType = UNSET

    def __repr__(self) -> str:
        return f"TokenAnswer(hub_id={self.hub_id})"


async def token(backoff: Backoff, services: Services, request: Request) -> Response:
    """Read, authenticate, then act by grant type. A bad client id is told before a bad grant type (wire.md)."""
    sent = token_fields(services, request)
    if isinstance(sent, Response):
        return sent
    app = await calling_app(backoff, services, request, sent)
    if isinstance(app, Response):
        return app
    answer = await _by_grant_type(services, request, app, sent)
    # Whether it still is who it was is asked from the start.
    return await token(backoff, services, request) if isinstance(answer, AppChanged) else answer


async def _by_grant_type(services: Services, request: Request, app: App, sent: Parameters) -> Response | AppChanged:
    match sent.get("grant_type"):
        case "authorization_code":
            return await _exchange(services, request, app, sent)
        case "refresh_token":
            return await _refresh(services, request, app, sent)
        case None:
            return invalid_request(request, "grant_type is missing.", "BAD_GRANT_TYPE")
        case _:
            said = f"Only grant_type {' and '.join(GRANT_TYPES)} are supported."
            return oauth_error(request, OAuthCode.UNSUPPORTED_GRANT_TYPE, "BAD_GRANT_TYPE", said)


async def _exchange(services: Services, request: Request, app: App, sent: Parameters) -> Response | AppChanged:
    code = sent.get("code")
    if code is None:
        return invalid_request(request, "code is missing.", "BAD_AUTH_CODE")
    asked = Redemption(
        code=read_token(TokenKind.CODE, code),
        redirect_uri=sent.get("redirect_uri"),
        verifier=sent.get("code_verifier"),
    )
    policy, secrets, now = services.catalogue.policy, _secrets(services), services.clock.now()
    outcome = await write_as(services, app, lambda tx: exchange_code(tx, policy, app, asked, secrets, now))
    return _answer(services, request, outcome, secrets, None)


async def _refresh(services: Services, request: Request, app: App, sent: Parameters) -> Response | AppChanged:
    text, scope = sent.get("refresh_token"), sent.get("scope")
    if text is None:
        return invalid_request(request, "refresh_token is missing.", "BAD_REFRESH_TOKEN")
    presented, wanted = read_token(TokenKind.REFRESH, text), None if scope is None else parse_scopes(scope)
    policy, secrets, now = services.catalogue.policy, _secrets(services), services.clock.now()
    outcome = await write_as(services, app, lambda tx: refresh_tokens(tx, policy, app, presented, wanted, secrets, now))
    return _answer(services, request, outcome, secrets, text)


def _secrets(services: Services) -> NewSecrets:
    return NewSecrets(access=services.new_secret(), refresh=services.new_secret())


def _answer(
    services: Services,
    request: Request,
    outcome: TokensIssued | TokenRefused | AppChanged,
    secrets: NewSecrets,
    stays: str | None,
) -> Response | AppChanged:
    """`stays` is the refresh token that was presented, for where it doesn't rotate."""
    match outcome:
        case TokensIssued():
            return json_response(_tokens(outcome, secrets, stays))
        case TokenRefused():
            return _refused(services, request, outcome)
        case AppChanged():
            return outcome
        case _:
            assert_never(outcome)


def _tokens(issued: TokensIssued, secrets: NewSecrets, stays: str | None) -> TokenAnswer:
    access = Token(TokenKind.ACCESS, issued.account_id, issued.access.id, secrets.access).written()
    refresh = stays or ""
    if issued.refresh is not None:
        refresh = Token(TokenKind.REFRESH, issued.account_id, issued.refresh.id, secrets.refresh).written()
    return TokenAnswer(
        access_token=access,
        refresh_token=refresh,
        expires_in=ACCESS_TOKEN // 1000,
        hub_id=issued.account_id,
        user_id=issued.user_id,
        scopes=sorted(issued.scopes),
        scope=format_scopes(issued.scopes),
        dropped_scopes=[dropped_shape(one) for one in issued.dropped] if stays is None else UNSET,
    )


def _refused(services: Services, request: Request, refused: TokenRefused) -> Response:
    case = None
    if refused.case_id is not None:
        case = services.settings.base_url + case_link_path(refused.case_id)
    code = OAuthCode.INVALID_SCOPE if refused.invalid_scope else OAuthCode.INVALID_GRANT
    return oauth_error(request, code, refused.status.value, refused.detail, error_uri=case)
