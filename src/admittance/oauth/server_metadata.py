"""`GET /.well-known/oauth-authorization-server` (RFC 8414)."""

from admittance.http.addresses import AUTHORIZE
from admittance.http.request import Request
from admittance.http.response import Response, json_response
from admittance.http.services import Services
from admittance.oauth.answers import ServerMetadata
from admittance.oauth.token import GRANT_TYPES

_SECRET_METHODS = ["client_secret_basic", "client_secret_post"]


async def server_metadata(services: Services, request: Request) -> Response:
    """What a client can find out by itself. The issuer is the configured address, whatever Host says."""
    base = services.settings.base_url
    return json_response(
        ServerMetadata(
            issuer=base,
            authorization_endpoint=base + AUTHORIZE,
            token_endpoint=f"{base}/oauth/v3/token",
            introspection_endpoint=f"{base}/oauth/v3/token/introspect",
            revocation_endpoint=f"{base}/oauth/v3/token/revoke",
            scopes_supported=sorted(services.catalogue.policy.needs),
            response_types_supported=["code"],
            response_modes_supported=["query"],
            grant_types_supported=list(GRANT_TYPES),
            code_challenge_methods_supported=["S256"],
            token_endpoint_auth_methods_supported=[*_SECRET_METHODS, "none"],
            introspection_endpoint_auth_methods_supported=_SECRET_METHODS,
            revocation_endpoint_auth_methods_supported=[*_SECRET_METHODS, "none"],
            authorization_response_iss_parameter_supported=True,
            request_parameter_supported=False,
            request_uri_parameter_supported=False,
            ui_locales_supported=["en", "sv"],
        )
    )
