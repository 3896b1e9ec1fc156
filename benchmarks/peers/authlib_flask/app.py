"""Token and introspection endpoints, as in Authlib's documentation."""

from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.integrations.sqla_oauth2 import create_query_client_func, create_query_token_func, create_save_token_func
from authlib.oauth2.rfc6749 import grants
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from flask import Flask
from models import AuthorizationCode, Client, Token, User, session

app = Flask(__name__)
app.config["OAUTH2_REFRESH_TOKEN_GENERATOR"] = True
app.config["OAUTH2_TOKEN_EXPIRES_IN"] = {"authorization_code": 1800, "refresh_token": 1800}
server = AuthorizationServer(
    app, query_client=create_query_client_func(session, Client), save_token=create_save_token_func(session, Token)
)
METHODS = ["client_secret_post", "client_secret_basic"]


class CodeGrant(grants.AuthorizationCodeGrant):
    """Code for tokens."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def save_authorization_code(self, code: str, request: Any) -> None:
        """Never called: the codes are made beforehand."""
        raise NotImplementedError

    def query_authorization_code(self, code: str, client: Any) -> Any:
        """The live code."""
        item = session.query(AuthorizationCode).filter_by(code=code, client_id=client.client_id).first()
        return item if item and not item.is_expired() else None

    def delete_authorization_code(self, authorization_code: Any) -> None:
        """Spend it."""
        session.delete(authorization_code)
        session.commit()

    def authenticate_user(self, authorization_code: Any) -> Any:
        """Whose it is."""
        return session.get(User, authorization_code.user_id)


class RefreshGrant(grants.RefreshTokenGrant):
    """A new access token; the refresh token stays, which is Authlib's default."""

    TOKEN_ENDPOINT_AUTH_METHODS = METHODS

    def authenticate_refresh_token(self, refresh_token: str) -> Any:
        """The live token."""
        token = session.query(Token).filter_by(refresh_token=refresh_token).first()
        return token if token and not token.refresh_token_revoked_at else None

    def authenticate_user(self, refresh_token: Any) -> Any:
        """Whose it is."""
        return session.get(User, refresh_token.user_id)

    def revoke_old_credential(self, refresh_token: Any) -> None:
        """Nothing: it is not rotated."""


class Introspection(IntrospectionEndpoint):
    """RFC 7662."""

    CLIENT_AUTH_METHODS = METHODS
    query_token = staticmethod(create_query_token_func(session, Token))

    def check_permission(self, token: Any, client: Any, request: Any) -> bool:
        """An app may ask about its own tokens."""
        return bool(token.client_id == client.client_id)

    def introspect_token(self, token: Any) -> dict[str, object]:
        """What the documentation's example says."""
        return {
            "active": True,
            "client_id": token.client_id,
            "token_type": token.token_type,
            "scope": token.get_scope(),
            "sub": str(token.user_id),
            "exp": token.issued_at + token.expires_in,
            "iat": token.issued_at,
        }


server.register_grant(CodeGrant)
server.register_grant(RefreshGrant)
server.register_endpoint(Introspection)


@app.post("/oauth/token")
def issue_token() -> Any:
    """The token endpoint."""
    return server.create_token_response()


@app.post("/oauth/introspect")
def introspect() -> Any:
    """The introspection endpoint."""
    return server.create_endpoint_response(Introspection.ENDPOINT_NAME)


@app.teardown_appcontext
def give_back(_problem: object) -> None:
    """Return the connection to the pool."""
    session.remove()
