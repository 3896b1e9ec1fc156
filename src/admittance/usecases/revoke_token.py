"""An app gives a token back (RFC 7009)."""

from admittance.core.tokens import TokenKind, matches, read_token
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.ports import Transaction
from admittance.usecases.records import App


def revoke_token(tx: Transaction, text: str, now: int, *, owner: App | None = None) -> bool:
    """End the token; a refresh token takes its whole family along. Whether anything ended.

    With `owner`, another app's token is left alone and the answer is the same (attack case 85). Without, holding the
    token is authority enough: that is the wire's `DELETE /oauth/v1/refresh-tokens/{token}`.
    """
    if (refresh := read_token(TokenKind.REFRESH, text)) is not None:
        found = tx.tokens.refresh(refresh.account_id, refresh.row_id)
        if found is None or not matches(found.token.digest, TokenKind.REFRESH, refresh.secret):
            return False
        if not _may(owner, found.family.app_id):
            return False
        ended = tx.tokens.end_family(refresh.account_id, found.family.id, now)
        return ended and _noted(tx, refresh.account_id, found.family.app_id, found.connection.id, "refresh_token")
    if (access := read_token(TokenKind.ACCESS, text)) is not None:
        live = tx.tokens.access(access.account_id, access.row_id)
        if live is None or not matches(live.token.digest, TokenKind.ACCESS, access.secret):
            return False
        if not _may(owner, live.family.app_id):
            return False
        ended = tx.tokens.end_access(access.account_id, live.token.id, now)
        return ended and _noted(tx, access.account_id, live.family.app_id, live.connection.id, "access_token")
    return False


def _may(owner: App | None, app_id: int) -> bool:
    return owner is None or owner.id == app_id


def _noted(tx: Transaction, account_id: int, app_id: int, connection_id: int, what: str) -> bool:
    data = {"connection": connection_id, "token": what}
    tx.audit.append(account_id, AuditEntry(act=Act.TOKEN_REVOKED, app_id=app_id, data=data))
    return True
