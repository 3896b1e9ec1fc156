"""Sessions: signing in and out, and whether one still counts."""

from msgspec import Struct

from admittance.core import lifetimes
from admittance.core.tokens import Token, TokenKind, digest, matches
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.passwords import is_still
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Session, User


class SignedIn(Struct, frozen=True):
    """A session that counts, with its user."""

    session: Session
    user: User


SEEN_NOTED_EVERY = 60_000
"""Milliseconds between writes of a session's last use."""


def open_session(
    tx: Transaction, user: User, secret: str, csrf: bytes, now: int, *, replaces: int | None = None
) -> Session | None:
    """A new session under a new id (attack case 56); the browser's old one ends with it. None where the password that
    `user` was known by was replaced while it was checked, or the person deactivated.
    """
    if not is_still(tx, user):
        return None
    if replaces is not None:
        tx.sessions.end(replaces)
    session = tx.sessions.add(
        Session(id=0, digest=digest(TokenKind.SESSION, secret), user_id=user.id, csrf=csrf, created_at=now, seen_at=now)
    )
    tx.audit.append(SERVER_CHAIN, AuditEntry(act=Act.SIGNED_IN, actor=user.id))
    return session


def note_failed_sign_in(tx: Transaction, user: User | None) -> None:
    """One row on the server's own chain; an unknown address is not written down."""
    tx.audit.append(SERVER_CHAIN, AuditEntry(act=Act.SIGN_IN_FAILED, actor=user.id if user else None))


def look_at_session(tx: Transaction, presented: Token, now: int) -> SignedIn | None:
    """The session behind a cookie: 12 h idle, 7 days in all, and only while its user is active."""
    session = tx.sessions.get(presented.row_id)
    if session is None or not matches(session.digest, TokenKind.SESSION, presented.secret):
        return None
    if now >= session.seen_at + lifetimes.SESSION_IDLE or now >= session.created_at + lifetimes.SESSION_TOTAL:
        return None
    user = tx.people.user(session.user_id)
    return SignedIn(session, user) if user is not None and user.active else None


def seen_is_news(session: Session, now: int) -> bool:
    """Whether the session's last use is worth a write."""
    return now - session.seen_at >= SEEN_NOTED_EVERY


def sign_out(tx: Transaction, session: Session) -> None:
    """End this session, with one row on the server's own chain; twice is once."""
    if tx.sessions.end(session.id):
        tx.audit.append(SERVER_CHAIN, AuditEntry(act=Act.SIGNED_OUT, actor=session.user_id))
