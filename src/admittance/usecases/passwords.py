"""Changing a password, and the one-time link for a forgotten one. Hashes are made outside: they are slow."""

import unicodedata
from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from admittance.core import lifetimes
from admittance.core.tokens import Token, TokenKind, digest, matches
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry
from admittance.usecases.outcomes import Spent
from admittance.usecases.ports import Transaction
from admittance.usecases.records import PasswordReset, Session, User

SHORTEST = 10
"""Characters."""
LONGEST_BYTES = 4096
"""Bytes of UTF-8 after NFC (attack case 62)."""


class PasswordProblem(StrEnum):
    """Why a password cannot be chosen."""

    TOO_SHORT = "too_short"
    TOO_LONG = "too_long"
    HAS_NUL = "has_nul"


def normal_password(text: str) -> str | PasswordProblem:
    """The password in NFC, so that it matches however a keyboard composes it; nothing is cut off."""
    password = unicodedata.normalize("NFC", text)
    if "\0" in password:
        return PasswordProblem.HAS_NUL
    if len(password.encode("utf-8", "surrogatepass")) > LONGEST_BYTES:
        return PasswordProblem.TOO_LONG
    return password


def new_password(text: str) -> str | PasswordProblem:
    """A password someone may choose: at least ten characters, no rules about their kind."""
    password = normal_password(text)
    if isinstance(password, PasswordProblem):
        return password
    return password if len(password) >= SHORTEST else PasswordProblem.TOO_SHORT


def change_password(tx: Transaction, user: User, password_hash: str, *, keep_session: int | None) -> int:
    """Store the hash; every other session of the person ends (attack case 58), and every one-time link, since somebody
    else may hold one. How many sessions did.
    """
    tx.people.set_password(user.id, password_hash)
    tx.resets.end_all(user.id)
    tx.audit.append(SERVER_CHAIN, AuditEntry(act=Act.PASSWORD_CHANGED, actor=user.id))
    return tx.sessions.end_all(user.id, but=keep_session)


def replace_password(tx: Transaction, checked: User, session: Session, password_hash: str) -> bool:
    """`change_password` for a signed-in person whose current password was right a moment ago. False, and nothing is
    changed, where it was replaced or the session was ended since.
    """
    if tx.sessions.get(session.id) is None or not is_still(tx, checked):
        return False
    change_password(tx, checked, password_hash, keep_session=session.id)
    return True


def is_still(tx: Transaction, checked: User) -> bool:
    """Whether the person whose password was checked outside any transaction is active and has that password still."""
    user = tx.people.user(checked.id)
    return user is not None and user.active and user.password_hash == checked.password_hash


def issue_reset(tx: Transaction, user: User, secret: str, now: int, *, by: str | None = None) -> PasswordReset:
    """A link for an hour, once. `by` is set where the operator asked for it."""
    reset = PasswordReset(
        id=0, digest=digest(TokenKind.RESET, secret), user_id=user.id, expires_at=now + lifetimes.PASSWORD_RESET
    )
    tx.audit.append(SERVER_CHAIN, AuditEntry(act=Act.RESET_ISSUED, actor=None if by else user.id, by=by))
    return tx.resets.add(reset)


class ResetOver(Struct, frozen=True):
    """Unknown, used or too old: one answer for all three."""


ResetLook: TypeAlias = User | ResetOver


def look_at_reset(tx: Transaction, presented: Token | None, now: int) -> ResetLook:
    """Whose link it is, while it can still be used."""
    reset = tx.resets.get(presented.row_id) if presented else None
    if not presented or reset is None or not matches(reset.digest, TokenKind.RESET, presented.secret):
        return ResetOver()
    user = tx.people.user(reset.user_id)
    if reset.used_at is not None or reset.expires_at <= now or user is None or not user.active:
        return ResetOver()
    return user


def use_reset(tx: Transaction, presented: Token, password_hash: str, now: int) -> ResetLook:
    """Choose a new password by the link; every session of the person ends."""
    user = look_at_reset(tx, presented, now)
    if isinstance(user, ResetOver) or not isinstance(tx.resets.spend(presented.row_id, now), Spent):
        return ResetOver()
    change_password(tx, user, password_hash, keep_session=None)
    return user
