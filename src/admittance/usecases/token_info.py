"""What a token is: introspection for its own app (RFC 7662), and the wire's token metadata for whoever holds it."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.policy import Policy
from admittance.core.tokens import Token, TokenKind, matches, read_token
from admittance.usecases.check_access import AccessGranted, check_access
from admittance.usecases.drift import is_suspended
from admittance.usecases.ports import Transaction
from admittance.usecases.reach import reach_of
from admittance.usecases.records import Account, App, User


class TokenInfo(Struct, frozen=True, kw_only=True):
    """A token that works now. `expires_at` is None for a refresh token that stays."""

    kind: TokenKind
    account: Account
    user: User
    app: App
    scopes: frozenset[str]
    created_at: int
    expires_at: int | None


class Inactive(Struct, frozen=True):
    """Unknown, expired, ended or another app's: the asker learns no more (RFC 7662 section 2.2)."""


TokenLook: TypeAlias = TokenInfo | Inactive


def look_at_token(tx: Transaction, policy: Policy, text: str, now: int, *, owner: App | None = None) -> TokenLook:
    """The access or refresh token that `text` writes. With `owner`, another app's token is inactive."""
    if (access := read_token(TokenKind.ACCESS, text)) is not None:
        info = _access(tx, policy, access, now)
    else:
        refresh = read_token(TokenKind.REFRESH, text)
        info = _refresh(tx, policy, refresh, now) if refresh else None
    if info is None or (owner is not None and info.app.id != owner.id):
        return Inactive()
    return info


def _access(tx: Transaction, policy: Policy, presented: Token, now: int) -> TokenInfo | None:
    checked = check_access(tx, policy, presented, now)
    if not isinstance(checked, AccessGranted):
        return None
    token = checked.token
    return _info(tx, TokenKind.ACCESS, checked.app, checked.user_id, token.account_id, checked.scopes,
                 token.created_at, token.expires_at)  # fmt: skip


def _refresh(tx: Transaction, policy: Policy, presented: Token, now: int) -> TokenInfo | None:
    found = tx.tokens.refresh(presented.account_id, presented.row_id)
    if found is None or not matches(found.token.digest, TokenKind.REFRESH, presented.secret):
        return None
    token, family = found.token, found.family
    over = token.spent_at or family.ended_at or found.connection.ended_at
    ends = [end for end in (token.expires_at, family.expires_at) if end is not None]
    app = tx.apps.get(family.app_id)
    if over is not None or any(end <= now for end in ends) or app is None or not app.enabled:
        return None
    if is_suspended(tx, policy, found.connection):
        return None
    scopes = reach_of(tx, policy, token.account_id, app, found.connection.granted).usable
    return _info(tx, TokenKind.REFRESH, app, family.user_id, token.account_id, scopes,
                 token.created_at, min(ends, default=None))  # fmt: skip


def _info(
    tx: Transaction,
    kind: TokenKind,
    app: App,
    user_id: int,
    account_id: int,
    scopes: frozenset[str],
    created_at: int,
    expires_at: int | None,
) -> TokenInfo | None:
    account, user = tx.accounts.get(account_id), tx.people.user(user_id)
    if account is None or user is None:
        return None
    return TokenInfo(
        kind=kind, account=account, user=user, app=app, scopes=scopes, created_at=created_at, expires_at=expires_at
    )
