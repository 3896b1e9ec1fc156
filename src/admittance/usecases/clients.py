"""Who is the app that calls the token endpoints? (RFC 6749 section 2.3)."""

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from admittance.core.tokens import TokenKind, digest, same
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App


class WhyNoClient(StrEnum):
    """Why a client was not authenticated."""

    UNKNOWN = "unknown"
    SECRET_MISSING = "secret_missing"
    SECRET_WRONG = "secret_wrong"
    SECRET_REPLACED = "secret_replaced"
    SECRET_NOT_EXPECTED = "secret_not_expected"


class ClientRejected(Struct, frozen=True):
    """`app` is known unless the client id is; a disabled app is unknown."""

    why: WhyNoClient
    app: App | None = None


ClientChecked: TypeAlias = App | ClientRejected


def authenticate_client(tx: Transaction, client_id: str, secret: str | None, now: int) -> ClientChecked:
    """The app that `client_id` names, if `secret` is its own at `now`: the newest, or the one before while that works.

    A confidential app always proves itself. A public one has no secret; one sent along (other than empty) is refused,
    because the sender is mistaken about what it is.
    """
    app = tx.apps.by_client_id(client_id)
    if app is None or not app.enabled:
        return ClientRejected(WhyNoClient.UNKNOWN)
    if app.secret_digest is None:
        return ClientRejected(WhyNoClient.SECRET_NOT_EXPECTED, app) if secret else app
    if not secret:
        return ClientRejected(WhyNoClient.SECRET_MISSING, app)
    presented = digest(TokenKind.CLIENT_SECRET, secret)
    right, old = same(app.secret_digest, presented), app.old_secret
    if old is None:
        return app if right else ClientRejected(WhyNoClient.SECRET_WRONG, app)
    # Both are compared, whatever the first comparison says: how long it takes tells nothing about either.
    was_right = same(old.digest, presented)
    if right or (was_right and old.works(now)):
        return app
    return ClientRejected(WhyNoClient.SECRET_REPLACED if was_right else WhyNoClient.SECRET_WRONG, app)
