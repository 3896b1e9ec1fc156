"""An app redeems an authorization code (RFC 6749 section 4.1.3)."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core import lifetimes
from admittance.core.decide import Granted, Refused, decide
from admittance.core.grants import Grant, grant
from admittance.core.pkce import verifies
from admittance.core.policy import Policy
from admittance.core.tokens import Token, TokenKind, digest, matches
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.cases_connected import after_connecting, needed_elevation
from admittance.usecases.decision_audit import decision_data
from admittance.usecases.outcomes import Spent
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, question_for
from admittance.usecases.records import App, Authority, Connection
from admittance.usecases.solve_cases import expire_cases
from admittance.usecases.token_answer import NewSecrets, TokenRefused, TokensIssued, TokenStatus
from admittance.usecases.token_records import AccessToken, Code, Family, RefreshToken
from admittance.usecases.webhooks.telling import app_installed, case_opened, scopes_changed


class Redemption(Struct, frozen=True, kw_only=True):
    """What the app sends. `code` is None where the text cannot be a code at all."""

    code: Token | None
    redirect_uri: str | None
    verifier: str | None


Exchanged: TypeAlias = TokensIssued | TokenRefused

_UNKNOWN = TokenRefused(TokenStatus.BAD_AUTH_CODE, "The authorization code is unknown or was used before.")


def exchange_code(
    tx: Transaction, policy: Policy, app: App, asked: Redemption, secrets: NewSecrets, now: int
) -> Exchanged:
    """Turn a code into a connection with its tokens, for the authenticated `app`.

    The decision is taken a last time (product rule 9), and an elevation ends with it (product section 5).
    INVARIANT: one code gives tokens once. Every later use, by whomever, ends the tokens it gave (RFC 6749 section
    10.5).
    """
    code = tx.codes.get(asked.code.account_id, asked.code.row_id) if asked.code else None
    if not asked.code or code is None or not matches(code.digest, TokenKind.CODE, asked.code.secret):
        return _UNKNOWN
    if code.spent_at is not None:
        return _replayed(tx, code, app, now)
    if code.app_id != app.id:
        tx.codes.spend(code.account_id, code.id, now)  # burnt: whoever holds it should not (attack case 67)
        return _refused(tx, code, app, _UNKNOWN)
    if (problem := _mismatch(app, code, asked, now)) is not None:
        return _refused(tx, code, app, problem)
    return _redeem(tx, policy, app, code, secrets, now)


def _replayed(tx: Transaction, code: Code, app: App, now: int) -> TokenRefused:
    if code.family_id is not None:
        tx.tokens.end_family(code.account_id, code.family_id, now)
    entry = AuditEntry(act=Act.CODE_REPLAYED, app_id=app.id, data={"code": code.id, "family": code.family_id})
    tx.audit.append(code.account_id, entry)
    return _UNKNOWN


def _refused(tx: Transaction, code: Code, app: App, refusal: TokenRefused) -> TokenRefused:
    entry = AuditEntry(act=Act.CODE_REFUSED, app_id=app.id, data={"code": code.id, "status": refusal.status.value})
    tx.audit.append(code.account_id, entry)
    return refusal


def _mismatch(app: App, code: Code, asked: Redemption, now: int) -> TokenRefused | None:
    """What differs from the authorization request, in the order in which an app can mend it."""
    if code.expires_at <= now:
        return TokenRefused(
            TokenStatus.EXPIRED_AUTH_CODE, "The authorization code has expired. Start the install again."
        )
    if not _same_redirect(app, code, asked.redirect_uri):
        detail = "The redirect_uri differs from the one the code was issued to."
        return TokenRefused(TokenStatus.MISMATCH_REDIRECT_URI_AUTH_CODE, detail)
    if code.challenge is None and asked.verifier is not None:
        detail = "A code_verifier was sent, but the code was asked for without a code_challenge."
        return TokenRefused(TokenStatus.BAD_CODE_VERIFIER, detail)
    if code.challenge is not None and not (asked.verifier and verifies(code.challenge, asked.verifier)):
        return TokenRefused(TokenStatus.BAD_CODE_VERIFIER, "The code_verifier does not match the code_challenge.")
    return None


def _same_redirect(app: App, code: Code, redirect_uri: str | None) -> bool:
    """RFC 6749 section 4.1.3: identical if it was sent; if it was not, absent or the app's only one."""
    if code.redirect_uri is not None:
        return redirect_uri == code.redirect_uri
    return redirect_uri is None or app.redirect_uris == (redirect_uri,)


def _redeem(tx: Transaction, policy: Policy, app: App, code: Code, secrets: NewSecrets, now: int) -> Exchanged:
    found = active_member(tx, code.account_id, code.user_id)
    if not isinstance(tx.codes.spend(code.account_id, code.id, now), Spent):
        return _replayed(tx, code, app, now)
    if found is None:
        return _refused(tx, code, app, TokenRefused(TokenStatus.BAD_HUB, "The person is no longer in the account."))
    account, membership = found
    question = question_for(tx, policy, account, membership, app, code.url, now)
    decision = decide(policy, question)
    if isinstance(decision, Refused):
        return _refused_at_redemption(tx, app, code, decision, now)
    elevation = needed_elevation(tx, policy, membership, app.id, question, now)
    authority = Authority(
        membership.super_admin, membership.permission_set, membership.rights, elevation.id if elevation else None
    )
    issued = _connect(tx, app, code, authority, decision, secrets, now)
    after_connecting(tx, policy, code.account_id, code.user_id, app.id, now)
    return issued


def _refused_at_redemption(tx: Transaction, app: App, code: Code, decision: Refused, now: int) -> TokenRefused:
    expire_cases(tx, code.account_id, code.user_id, now)
    case = tx.cases.open(
        code.account_id, app_id=app.id, user_id=code.user_id, reasons=decision.reasons, asked=None, now=now
    )
    case_opened(tx, case, now)
    data = decision_data(decision) | {"code": code.id, "case": case.id}
    tx.audit.append(code.account_id, AuditEntry(act=Act.CODE_REFUSED, actor=code.user_id, app_id=app.id, data=data))
    detail = "What the connection needs changed after consent. The case says what is missing and who can help."
    return TokenRefused(TokenStatus.BAD_SCOPES, detail, case_id=case.id)


def _connect(
    tx: Transaction, app: App, code: Code, authority: Authority, decision: Granted, secrets: NewSecrets, now: int
) -> TokensIssued:
    given = grant(decision, code.ticked)
    connection = tx.connections.open(
        code.account_id,
        app_id=app.id,
        user_id=code.user_id,
        granted=given.granted,
        dropped=given.dropped,
        declined=given.declined,
        authority=authority,
        manifest_version=app.manifest_version,
        now=now,
    )
    _install(tx, code, given.granted, now)
    family = _family(tx, app, code, connection, now)
    tx.codes.set_family(code.account_id, code.id, family.id)
    refresh = tx.tokens.add_refresh(new_refresh(app, family, secrets.refresh, now))
    access = tx.tokens.add_access(new_access(family, given.granted, secrets.access, now))
    _audit_connected(tx, app, code, connection, given)
    return TokensIssued(
        account_id=code.account_id,
        user_id=code.user_id,
        access=access,
        refresh=refresh,
        scopes=given.granted,
        dropped=given.dropped,
    )


def _install(tx: Transaction, code: Code, granted: frozenset[str], now: int) -> None:
    """At the exchange the app is installed, or its grant in the account grows: the app is told either way."""
    before = tx.installs.record(code.account_id, code.app_id, code.user_id, granted, now)
    if before is None:
        app_installed(tx, code.account_id, code.app_id, granted, now)
    elif not granted <= before.granted:
        scopes_changed(tx, code.account_id, code.app_id, before.granted, before.granted | granted, now)


def _family(tx: Transaction, app: App, code: Code, connection: Connection, now: int) -> Family:
    return tx.tokens.add_family(
        Family(
            account_id=code.account_id,
            id=0,
            connection_id=connection.id,
            app_id=app.id,
            user_id=code.user_id,
            created_at=now,
            expires_at=now + lifetimes.REFRESH_TOTAL if app.strict else None,
        )
    )


def new_refresh(app: App, family: Family, secret: str, now: int) -> RefreshToken:
    """A refresh token of `family`; a strict app's ends after 30 idle days and with the family."""
    ends = None
    if app.strict:
        ends = now + lifetimes.REFRESH_IDLE
        ends = ends if family.expires_at is None else min(ends, family.expires_at)
    return RefreshToken(
        account_id=family.account_id,
        id=0,
        family_id=family.id,
        digest=digest(TokenKind.REFRESH, secret),
        created_at=now,
        expires_at=ends,
    )


def new_access(family: Family, scopes: frozenset[str], secret: str, now: int) -> AccessToken:
    """An access token of `family` for half an hour."""
    return AccessToken(
        account_id=family.account_id,
        id=0,
        family_id=family.id,
        digest=digest(TokenKind.ACCESS, secret),
        scopes=scopes,
        created_at=now,
        expires_at=now + lifetimes.ACCESS_TOKEN,
    )


def _audit_connected(tx: Transaction, app: App, code: Code, connection: Connection, given: Grant) -> None:
    data = {
        "connection": connection.id,
        "code": code.id,
        "granted": sorted(given.granted),
        "dropped": sorted(drop.scope for drop in given.dropped),
        "declined": sorted(given.declined),
        "manifest_version": app.manifest_version,
    }
    if connection.authority.elevation is not None:
        data["elevation"] = connection.authority.elevation
    tx.audit.append(code.account_id, AuditEntry(act=Act.CODE_EXCHANGED, actor=code.user_id, app_id=app.id, data=data))
