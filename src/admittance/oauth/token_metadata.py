"""Token metadata for whoever holds the token (wire.md), introspection and revocation for its own app."""

from msgspec import UNSET
from msgspec.structs import replace

from admittance.core.scopes import format_scopes
from admittance.core.tokens import TokenKind
from admittance.http.backoff import Backoff
from admittance.http.errors import OAuthCode, oauth_error
from admittance.http.request import Request
from admittance.http.response import Response, empty_response, json_response
from admittance.http.services import Services
from admittance.oauth.answers import Introspection, Nothing, TokenKeyInfo, TokenMetadata
from admittance.oauth.client_auth import CHALLENGE, calling_app, for_calling_app
from admittance.oauth.token_fields import invalid_request, token_fields
from admittance.usecases.revoke_token import revoke_token
from admittance.usecases.token_info import TokenInfo, look_at_token

_INACTIVE = json_response(Introspection(active=False))
# why: RFC 7009 gives the body no meaning, and clients that read every answer as JSON fail on none at all.
_REVOKED = json_response(Nothing())


async def access_token(services: Services, request: Request) -> Response:
    """What an access token is: whose, where, and what it may do now."""
    text, now = request.path_values["token"], services.clock.now()
    info = _look(services, text, TokenKind.ACCESS, now)
    if info is None:
        return _no_such_token(request)
    told = _metadata(info, text, "access")
    return json_response(replace(told, app_id=info.app.id, expires_in=_seconds_left(info, now)))


async def token_key(services: Services, request: Request) -> Response:
    """The same, asked with the token in the body and answered in fewer words."""
    sent = token_fields(services, request)
    if isinstance(sent, Response):
        return sent
    text = sent.get("tokenKey")
    if text is None:
        return invalid_request(request, "tokenKey is missing.")
    info = _look(services, text, TokenKind.ACCESS, services.clock.now())
    if info is None:
        return _no_such_token(request)
    return json_response(
        TokenKeyInfo(user_id=info.user.id, hub_id=info.account.id, app_id=info.app.id, scopes=sorted(info.scopes))
    )


async def refresh_token(services: Services, request: Request) -> Response:
    """What a refresh token is."""
    text = request.path_values["token"]
    info = _look(services, text, TokenKind.REFRESH, services.clock.now())
    if info is None:
        said = "The refresh token is unknown, expired or revoked."
        return oauth_error(request, OAuthCode.INVALID_GRANT, "BAD_REFRESH_TOKEN", said)
    return json_response(_metadata(info, text, "refresh"))


async def end_refresh_token(services: Services, request: Request) -> Response:
    """End a refresh token with its whole family. 204 also when it was over already (RFC 7009 section 2.2)."""
    text, now = request.path_values["token"], services.clock.now()
    if text.startswith(f"{TokenKind.REFRESH.value}-"):
        await services.store.write(lambda tx: revoke_token(tx, text, now))
    return empty_response()


async def introspect(backoff: Backoff, services: Services, request: Request) -> Response:
    """RFC 7662, for the token's own app. A public app can't prove that it is the one, so it learns nothing."""
    sent = token_fields(services, request)
    if isinstance(sent, Response):
        return sent
    text, policy, now = sent.get("token"), services.catalogue.policy, services.clock.now()
    found = await for_calling_app(
        backoff,
        services,
        request,
        sent,
        lambda tx, app: (app, look_at_token(tx, policy, text or "", now, owner=app)),
        unnamed=401,  # RFC 7662 section 2.3
    )
    if isinstance(found, Response):
        return found
    app, info = found
    if app.public:
        said = "Introspection needs a client secret, and this app has none."
        return oauth_error(
            request, OAuthCode.INVALID_CLIENT, "BAD_CLIENT_SECRET", said, http_status=401, headers=(CHALLENGE,)
        )
    if text is None:
        return invalid_request(request, "token is missing.")
    return json_response(_introspection(services, info)) if isinstance(info, TokenInfo) else _INACTIVE


async def revoke(backoff: Backoff, services: Services, request: Request) -> Response:
    """RFC 7009: 200 whatever the token was, so that nobody learns of another app's (attack case 85)."""
    sent = token_fields(services, request)
    if isinstance(sent, Response):
        return sent
    app = await calling_app(backoff, services, request, sent)
    if isinstance(app, Response):
        return app
    text = sent.get("token")
    if text is None:
        return invalid_request(request, "token is missing.")
    now = services.clock.now()
    await services.store.write(lambda tx: revoke_token(tx, text, now, owner=app))
    return _REVOKED


def _look(services: Services, text: str, kind: TokenKind, now: int) -> TokenInfo | None:
    policy = services.catalogue.policy
    info = services.store.read(lambda tx: look_at_token(tx, policy, text, now))
    return info if isinstance(info, TokenInfo) and info.kind is kind else None


def _no_such_token(request: Request) -> Response:
    said = "The access token is unknown, expired or revoked."
    return oauth_error(request, OAuthCode.INVALID_TOKEN, "NOT_FOUND", said, http_status=404)


def _metadata(info: TokenInfo, text: str, token_type: str) -> TokenMetadata:
    return TokenMetadata(
        token=text,
        user=info.user.email,
        user_id=info.user.id,
        hub_id=info.account.id,
        hub_domain=info.account.domain,
        client_id=info.app.client_id,
        scopes=sorted(info.scopes),
        token_type=token_type,
    )


def _seconds_left(info: TokenInfo, now: int) -> int:
    return 0 if info.expires_at is None else max(0, (info.expires_at - now) // 1000)


def _introspection(services: Services, info: TokenInfo) -> Introspection:
    return Introspection(
        active=True,
        token_type="bearer",
        token_use="access_token" if info.kind is TokenKind.ACCESS else "refresh_token",
        client_id=info.app.client_id,
        app_id=info.app.id,
        username=info.user.email,
        sub=str(info.user.id),
        user_id=info.user.id,
        hub_id=info.account.id,
        hub_domain=info.account.domain,
        scope=format_scopes(info.scopes),
        scopes=sorted(info.scopes),
        iss=services.settings.base_url,
        iat=info.created_at // 1000,
        exp=UNSET if info.expires_at is None else info.expires_at // 1000,
    )
