"""An app asks for a new access token (RFC 6749 section 6; rotation after RFC 9700 section 4.14)."""

from typing import TypeAlias

from admittance.core.policy import Policy
from admittance.core.tokens import Token, TokenKind, matches
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.drift import is_suspended
from admittance.usecases.exchange_code import new_access, new_refresh
from admittance.usecases.outcomes import Spent
from admittance.usecases.ports import Transaction
from admittance.usecases.reach import reach_of
from admittance.usecases.records import App
from admittance.usecases.token_answer import NewSecrets, TokenRefused, TokensIssued, TokenStatus
from admittance.usecases.token_records import LiveRefresh

Refreshed: TypeAlias = TokensIssued | TokenRefused

_UNKNOWN = TokenRefused(TokenStatus.BAD_REFRESH_TOKEN, "The refresh token is unknown, expired or revoked.")
_SUSPENDED = TokenRefused(
    TokenStatus.BAD_REFRESH_TOKEN,
    "The connection is suspended: the person who made it no longer has the rights it was granted under.",
)


def refresh_tokens(
    tx: Transaction,
    policy: Policy,
    app: App,
    presented: Token | None,
    wanted: frozenset[str] | None,
    secrets: NewSecrets,
    now: int,
) -> Refreshed:
    """A new access token for the authenticated `app`; a strict app's refresh token is exchanged for a new one.

    `wanted` may narrow the access token, never widen it; the refresh token keeps the whole grant. A token that was
    rotated away ends its family when it is seen again: exactly one of several simultaneous refreshes wins.
    """
    found = tx.tokens.refresh(presented.account_id, presented.row_id) if presented else None
    if not presented or found is None or not matches(found.token.digest, TokenKind.REFRESH, presented.secret):
        return _UNKNOWN
    if found.family.app_id != app.id:
        return _refused(tx, app, found, _UNKNOWN)  # it stays good for the app it belongs to (attack case 80)
    if found.family.ended_at is not None or found.connection.ended_at is not None:
        return _refused(tx, app, found, _UNKNOWN)
    if found.token.spent_at is not None:
        return _reused(tx, app, found, now)
    if _expired(found, now):
        return _refused(tx, app, found, _UNKNOWN)
    return _refresh(tx, policy, app, found, wanted, secrets, now)


def _expired(found: LiveRefresh, now: int) -> bool:
    ends = (found.token.expires_at, found.family.expires_at)
    return any(end is not None and end <= now for end in ends)


def _refresh(
    tx: Transaction,
    policy: Policy,
    app: App,
    found: LiveRefresh,
    wanted: frozenset[str] | None,
    secrets: NewSecrets,
    now: int,
) -> Refreshed:
    granted = found.connection.granted
    if is_suspended(tx, policy, found.connection):
        return _refused(tx, app, found, _SUSPENDED)
    reach = reach_of(tx, policy, found.token.account_id, app, granted)
    if reach.without_tool - app.manifest.optional:
        detail = "The account's plan no longer includes what the connection demands. It comes back with the plan."
        return _refused(tx, app, found, TokenRefused(TokenStatus.BAD_SCOPES, detail))
    if wanted is not None and not wanted <= granted:
        detail = "A refresh can narrow the granted scopes, not widen them."
        return _refused(tx, app, found, TokenRefused(TokenStatus.BAD_SCOPES, detail, invalid_scope=True))
    scopes = reach.usable if wanted is None else reach.usable & wanted
    refresh = None
    if app.strict:
        if not isinstance(tx.tokens.spend_refresh(found.token.account_id, found.token.id, now), Spent):
            return _reused(tx, app, found, now)
        refresh = tx.tokens.add_refresh(new_refresh(app, found.family, secrets.refresh, now))
    access = tx.tokens.add_access(new_access(found.family, scopes, secrets.access, now))
    _audit(tx, Act.TOKEN_REFRESHED, app, found, {"scopes": sorted(scopes)} if scopes != granted else {})
    return TokensIssued(
        account_id=access.account_id, user_id=found.family.user_id, access=access, refresh=refresh, scopes=scopes
    )


def _reused(tx: Transaction, app: App, found: LiveRefresh, now: int) -> TokenRefused:
    tx.tokens.end_family(found.token.account_id, found.family.id, now)
    _audit(tx, Act.REFRESH_REUSED, app, found, {})
    return _UNKNOWN


def _refused(tx: Transaction, app: App, found: LiveRefresh, refusal: TokenRefused) -> TokenRefused:
    _audit(tx, Act.REFRESH_REFUSED, app, found, {"status": refusal.status.value})
    return refusal


def _audit(tx: Transaction, act: Act, app: App, found: LiveRefresh, data: dict[str, object]) -> None:
    entry = AuditEntry(
        act=act, app_id=app.id, data={"connection": found.connection.id, "family": found.family.id} | data
    )
    tx.audit.append(found.token.account_id, entry)
