"""May this bearer token make a call now?"""

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from admittance.core.policy import Policy
from admittance.core.tokens import Token, TokenKind, matches
from admittance.usecases.drift import is_suspended
from admittance.usecases.ports import Transaction
from admittance.usecases.reach import reach_of
from admittance.usecases.records import App, Connection
from admittance.usecases.token_records import AccessToken, Family


class AccessGranted(Struct, frozen=True, kw_only=True):
    """`scopes` are those that work now; a call that needs one of `without_tool` gets 403 naming the tool (rule 11)."""

    account_id: int
    user_id: int
    app: App
    token: AccessToken
    family: Family
    connection: Connection
    scopes: frozenset[str]
    without_tool: frozenset[str]


class WhyNoAccess(StrEnum):
    """Why a token does not work."""

    INVALID = "invalid"
    EXPIRED = "expired"
    ENDED = "ended"
    SUSPENDED = "suspended"


class AccessDenied(Struct, frozen=True):
    """`expired_at` is set for EXPIRED."""

    why: WhyNoAccess
    expired_at: int | None = None


Access: TypeAlias = AccessGranted | AccessDenied

_INVALID = AccessDenied(WhyNoAccess.INVALID)
_ENDED = AccessDenied(WhyNoAccess.ENDED)
_SUSPENDED = AccessDenied(WhyNoAccess.SUSPENDED)


def check_access(tx: Transaction, policy: Policy, presented: Token | None, now: int) -> Access:
    """Look the token up with all it hangs on. Nothing is cached, so a revocation counts at the very next call."""
    found = tx.tokens.access(presented.account_id, presented.row_id) if presented else None
    if not presented or found is None or not matches(found.token.digest, TokenKind.ACCESS, presented.secret):
        return _INVALID
    token, family, connection = found.token, found.family, found.connection
    if token.ended_at is not None or family.ended_at is not None or connection.ended_at is not None:
        return _ENDED
    if token.expires_at <= now:
        return AccessDenied(WhyNoAccess.EXPIRED, token.expires_at)
    app = tx.apps.get(family.app_id)
    if app is None or not app.enabled:
        return _ENDED
    if is_suspended(tx, policy, connection):
        return _SUSPENDED
    # A later consent may have given less: an older token never does more than the connection allows now.
    scopes = token.scopes if token.scopes <= connection.granted else token.scopes & connection.granted
    reach = reach_of(tx, policy, token.account_id, app, scopes)
    return AccessGranted(
        account_id=token.account_id,
        user_id=family.user_id,
        app=app,
        token=token,
        family=family,
        connection=connection,
        scopes=reach.usable,
        without_tool=reach.without_tool,
    )


USE_NOTED_EVERY = 60_000
"""Milliseconds: "last used" on Connected apps is as old as this at most."""


def use_is_news(access: AccessGranted, now: int) -> bool:
    """Whether the connection's time of last use is worth a write."""
    last = access.connection.last_used_at
    return last is None or now - last >= USE_NOTED_EVERY
