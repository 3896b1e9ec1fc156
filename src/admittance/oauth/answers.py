"""What the authorization server answers, and the fields it takes, as the values that are encoded."""

from msgspec import UNSET, Struct, UnsetType


class TokenMetadata(Struct, kw_only=True):
    """A token, to whoever holds it (wire.md). An access token has `app_id` and `expires_in` (seconds) too."""

    token: str
    user: str
    user_id: int
    hub_id: int
    hub_domain: str
    client_id: str
    scopes: list[str]
    app_id: int | UnsetType = UNSET
    expires_in: int | UnsetType = UNSET
    token_type: str

    def __repr__(self) -> str:
        return f"TokenMetadata(hub_id={self.hub_id})"


class TokenKeyBody(Struct, rename="camel"):
    """An access token that is asked about."""

    token_key: str


class TokenKeyInfo(Struct, kw_only=True, rename="camel"):
    """An access token, to whoever holds it, as clients of private apps ask (wire.md has the other form)."""

    user_id: int
    hub_id: int
    app_id: int
    scopes: list[str]


class Introspection(Struct, kw_only=True):
    """A token, to its own app (RFC 7662 section 2.2). Of one that does not work `active` is all there is."""

    active: bool
    token_type: str | UnsetType = UNSET
    token_use: str | UnsetType = UNSET
    client_id: str | UnsetType = UNSET
    app_id: int | UnsetType = UNSET
    username: str | UnsetType = UNSET
    sub: str | UnsetType = UNSET
    user_id: int | UnsetType = UNSET
    hub_id: int | UnsetType = UNSET
    hub_domain: str | UnsetType = UNSET
    scope: str | UnsetType = UNSET
    scopes: list[str] | UnsetType = UNSET
    iss: str | UnsetType = UNSET
    iat: int | UnsetType = UNSET
    exp: int | UnsetType = UNSET


class Nothing(Struct):
    """An empty object."""


class ServerMetadata(Struct, kw_only=True):
    """What a client can find out by itself (RFC 8414 section 2)."""

    issuer: str
    authorization_endpoint: str
    token_endpoint: str
    introspection_endpoint: str
    revocation_endpoint: str
    scopes_supported: list[str]
    response_types_supported: list[str]
    response_modes_supported: list[str]
    grant_types_supported: list[str]
    code_challenge_methods_supported: list[str]
    token_endpoint_auth_methods_supported: list[str]
    introspection_endpoint_auth_methods_supported: list[str]
    revocation_endpoint_auth_methods_supported: list[str]
    authorization_response_iss_parameter_supported: bool
    request_parameter_supported: bool
    request_uri_parameter_supported: bool
    ui_locales_supported: list[str]


class ClientBody(Struct, kw_only=True):
    """How an app shows who it is, where it does not by HTTP Basic."""

    client_id: str | UnsetType = UNSET
    client_secret: str | UnsetType = UNSET


class TokenBody(ClientBody, kw_only=True):
    """A code or a refresh token to be exchanged (RFC 6749 sections 4.1.3 and 6)."""

    grant_type: str
    code: str | UnsetType = UNSET
    redirect_uri: str | UnsetType = UNSET
    code_verifier: str | UnsetType = UNSET
    refresh_token: str | UnsetType = UNSET
    scope: str | UnsetType = UNSET


class OneTokenBody(ClientBody, kw_only=True):
    """A token that is asked about, or given back."""

    token: str
    token_type_hint: str | UnsetType = UNSET
