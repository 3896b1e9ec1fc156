"""People who are new to the server: members at once, and nobody can sign in as them before they chose a password."""

from admittance.core import lifetimes
from admittance.core.tokens import TokenKind, digest
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry, through
from admittance.usecases.invitation_ports import Newcomer
from admittance.usecases.ports import Transaction
from admittance.usecases.records import PasswordReset, User

INVITATION_LASTS = 3 * lifetimes.DAY


def stranger(email: str, now: int) -> User:
    """A person of whom an account knows what was typed, and nothing else. Not stored."""
    return User(id=0, email=email, first_name="", last_name="", password_hash=None, created_at=now)


def is_only_here(tx: Transaction, user: User, account_id: int, now: int) -> bool:
    """Whether the user is nothing yet, or what `account_id` made of them alone: no password, no other account's member
    or guest, nobody's developer. INVARIANT: only such a person's link to a password is made for an account, because it
    opens everything that they are (decision 15).
    """
    if user.password_hash is not None or not user.active:
        return False
    members = any(one != account_id for one in tx.people.accounts_of(user.id))
    asked = any(one.account_id != account_id and one.stands(now) for one in tx.invitations.of_user(user.id))
    return not (members or asked or tx.developers.apps_of(user.id))


def make_link(
    tx: Transaction, account_id: int, user: User, by: int, secret: str, now: int, app_id: int | None
) -> PasswordReset:
    """The link to choose a password, in place of every earlier one. `secret` becomes its own; nothing but the digest is
    stored. The account is told who invited last, and until when.
    """
    tx.resets.end_all(user.id)
    reset = PasswordReset(
        id=0, digest=digest(TokenKind.RESET, secret), user_id=user.id, expires_at=now + INVITATION_LASTS
    )
    tx.invitations.note_newcomer(
        Newcomer(
            account_id=account_id,
            user_id=user.id,
            invited_by=by,
            invited_at=now,
            link_until=reset.expires_at,
            app_id=app_id,
        )
    )
    entry = AuditEntry(act=Act.RESET_ISSUED, actor=by, data={"user": user.id})
    tx.audit.append(SERVER_CHAIN, through(app_id, entry))
    return tx.resets.add(reset)


def forget_newcomer(tx: Transaction, account_id: int, user: User) -> None:
    """The person is taken out of the account. Who never chose a password was there by a link: it opens nothing now."""
    tx.invitations.forget_newcomer(account_id, user.id)
    if user.password_hash is None:
        tx.resets.end_all(user.id)
