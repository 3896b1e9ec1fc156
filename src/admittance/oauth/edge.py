"""The authorization server's addresses."""

from functools import partial

from admittance.http.addresses import AUTHORIZE, CONSENT
from admittance.http.backoff import Backoff
from admittance.http.body import BodyType
from admittance.http.error_answers import OAuthProblem
from admittance.http.errors import oauth_shape
from admittance.http.install_flow import AuthorizePages, CaptchaGate
from admittance.http.problems import Shape
from admittance.http.routes import Answer, Audience, Edge, Route
from admittance.oauth.answer_consent import answer_consent
from admittance.oauth.answers import (
    Introspection,
    Nothing,
    OneTokenBody,
    ServerMetadata,
    TokenBody,
    TokenKeyBody,
    TokenKeyInfo,
    TokenMetadata,
)
from admittance.oauth.authorize import authorize
from admittance.oauth.server_metadata import server_metadata
from admittance.oauth.token import TokenAnswer, token
from admittance.oauth.token_metadata import (
    access_token,
    end_refresh_token,
    introspect,
    refresh_token,
    revoke,
    token_key,
)

FORM_OR_JSON = (BodyType.FORM, BodyType.JSON)


def oauth_edges(pages: AuthorizePages, captcha: CaptchaGate, page_shape: Shape) -> tuple[Edge, Edge]:
    """What people's browsers open, and what apps call. `page_shape` writes problems as pages."""
    return (
        Edge(
            name="authorize",
            prefixes=(f"{AUTHORIZE}/", f"{CONSENT}/"),
            routes=_browser_routes(pages, captcha),
            shape=page_shape,
        ),
        token_edge(),
    )


def token_edge() -> Edge:
    """What apps call. Problems are told as OAuth errors."""
    return Edge(
        name="oauth",
        prefixes=("/oauth/", "/.well-known/"),
        routes=_app_routes(Backoff()),
        shape=oauth_shape,
        problem=OAuthProblem,
    )


def _browser_routes(pages: AuthorizePages, captcha: CaptchaGate) -> tuple[Route, ...]:
    return (
        Route(
            name="authorize",
            methods=("GET", "POST"),
            path=AUTHORIZE,
            aliases=("/oauth/{hub_id}/authorize",),
            handler=partial(authorize, pages),
            about="Install an app: sign in, choose the account, consent (RFC 6749 section 4.1.1).",
            audience=Audience.PEOPLE,
            bodies=(BodyType.FORM,),
            answers=(Answer(200, "The next page."), Answer(303, "An error at the app's redirect URI.")),
            errors=(400, 403, 404, 415),
        ),
        Route(
            name="consent",
            methods=("POST",),
            path=CONSENT,
            handler=partial(answer_consent, pages, captcha),
            about="Grant access, or decline.",
            audience=Audience.PEOPLE,
            bodies=(BodyType.FORM,),
            answers=(
                Answer(200, "The same page with its check."),
                Answer(303, "The app's redirect URI with a code, or with access_denied."),
            ),
            errors=(400, 403, 404, 410, 415),
        ),
    )


def _app_routes(backoff: Backoff) -> tuple[Route, ...]:
    base = "/oauth/{version:version}"
    return (
        Route(
            name="token",
            methods=("POST",),
            path=f"{base}/token",
            handler=partial(token, backoff),
            about="Exchange a code or a refresh token for an access token (RFC 6749 section 3.2).",
            bodies=FORM_OR_JSON,
            takes=TokenBody,
            answers=(Answer(200, "Tokens.", TokenAnswer),),
            errors=(400, 401, 415, 429),
        ),
        Route(
            name="introspect",
            methods=("POST",),
            path=f"{base}/token/introspect",
            handler=partial(introspect, backoff),
            about="Whether one of the app's tokens works now, and for what (RFC 7662).",
            bodies=FORM_OR_JSON,
            takes=OneTokenBody,
            answers=(Answer(200, "The token, or active: false.", Introspection),),
            errors=(400, 401, 415, 429),
        ),
        Route(
            name="revoke",
            methods=("POST",),
            path=f"{base}/token/revoke",
            handler=partial(revoke, backoff),
            about="Give a token back (RFC 7009).",
            bodies=FORM_OR_JSON,
            takes=OneTokenBody,
            answers=(Answer(200, "It doesn't work any more, if it was the app's.", Nothing),),
            errors=(400, 401, 415, 429),
        ),
        Route(
            name="access_token_metadata",
            methods=("GET",),
            path=f"{base}/access-tokens/{{token}}",
            handler=access_token,
            about="What an access token is; holding it is authority enough.",
            answers=(Answer(200, "Its account, user, app and scopes.", TokenMetadata),),
            errors=(404,),
        ),
        Route(
            name="token_key_metadata",
            methods=("POST",),
            path="/oauth/v2/private-apps/get/access-token-info",
            handler=token_key,
            about="What an access token is, as clients of private apps ask.",
            bodies=FORM_OR_JSON,
            takes=TokenKeyBody,
            answers=(Answer(200, "Its account, user, app and scopes.", TokenKeyInfo),),
            errors=(400, 404, 415),
        ),
        Route(
            name="refresh_token_metadata",
            methods=("GET",),
            path=f"{base}/refresh-tokens/{{token}}",
            handler=refresh_token,
            about="What a refresh token is; holding it is authority enough.",
            answers=(Answer(200, "Its account, user, app and scopes.", TokenMetadata),),
            errors=(400,),
        ),
        Route(
            name="end_refresh_token",
            methods=("DELETE",),
            path=f"{base}/refresh-tokens/{{token}}",
            handler=end_refresh_token,
            about="End a refresh token with every token that came from the same code.",
            answers=(Answer(204, "It is over."),),
        ),
        Route(
            name="server_metadata",
            methods=("GET",),
            path="/.well-known/oauth-authorization-server",
            handler=server_metadata,
            about="Authorization server metadata (RFC 8414).",
            answers=(Answer(200, "The metadata.", ServerMetadata),),
        ),
    )
