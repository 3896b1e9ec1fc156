"""Inviting a person, all in one transaction.

Somebody new gets user, membership and a one-time link to choose a password: without that nobody can sign in as them.
Somebody who is on the server already is asked, and a member once they have accepted (decision 15).
"""

from typing import TypeAlias

from msgspec import Struct

from admittance.catalogue.model import Catalogue
from admittance.core import lifetimes
from admittance.core.duties import Duty
from admittance.core.mail_address import is_mail_address
from admittance.core.tokens import TokenKind, digest
from admittance.explain import invitation_letters as letters
from admittance.explain.languages import choose_language, translations
from admittance.usecases.audit_entry import SERVER_CHAIN, Act, AuditEntry, through
from admittance.usecases.invitation_ports import StandingInvitation
from admittance.usecases.outcomes import EmailTaken
from admittance.usecases.people.answers import Hindrance, MayNot, NotHeld, NotThere
from admittance.usecases.people.rules import not_held
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, Membership, PasswordReset, User

INVITATION_LASTS = 3 * lifetimes.DAY


class Invitation(Struct, frozen=True, kw_only=True):
    """Whom to invite, as typed. Without a permission set the person may do nothing yet."""

    email: str
    first_name: str
    last_name: str
    permission_set: str | None = None
    team: str | None = None


class Invited(Struct, frozen=True):
    """The person is new here, and in the account. `link` opens the choice of a password."""

    account: Account
    user: User
    link: PasswordReset


class Asked(Struct, frozen=True):
    """The person is on the server already and has a letter. They are no member yet: of them the account learns nothing
    but the `email` that was typed.
    """

    account: Account
    email: str


class NoEmail(Struct, frozen=True):
    """That is no e-mail address anything could be sent to."""


class AlreadyMember(Struct, frozen=True):
    """The person is in the account, active or not."""

    user: User
    active: bool


class TooManyInvited(Struct, frozen=True):
    """The account has invited as many people as it may in a day. `wait`: until the next one begins, in ms."""

    wait: int


InviteOutcome: TypeAlias = Invited | Asked | NoEmail | AlreadyMember | TooManyInvited | NotHeld | MayNot | NotThere


def readable_email(text: str) -> str | None:
    """The address without blanks around it; None where it cannot be one."""
    email = text.strip()
    return email if is_mail_address(email) else None


def invite_user(
    tx: Transaction,
    catalogue: Catalogue,
    account_id: int,
    actor_id: int,
    invitation: Invitation,
    *,
    secret: str,
    now: int,
    most: int,
    app_id: int | None = None,
) -> InviteOutcome:
    """Add the person, or ask them. `secret` becomes the link's; nothing but its digest is stored. With `app_id` it is
    that app which acts, with the actor's authority. At most `most` people are invited in a day, 0 for any number: the
    letters go out in the server's name.

    A person who is a user here already keeps name, password and language: nobody can change those from an account.
    """
    found, actor = active_member(tx, account_id, actor_id), tx.people.user(actor_id)
    if found is None or actor is None:
        return NotThere()
    policy, rights = catalogue.policy, rights_of(catalogue.policy, found[1])
    if not policy.may(rights, Duty.EDIT_PEOPLE):
        return MayNot(actor, Hindrance.NEEDS_EDIT_PEOPLE) if policy.may(rights, Duty.SEE_PEOPLE) else NotThere()
    email = readable_email(invitation.email)
    if email is None:
        return NoEmail()
    known = tx.people.by_email(email)
    member = tx.people.membership(account_id, known.id) if known else None
    if known is not None and member is not None:
        return AlreadyMember(known, member.active)
    chosen = catalogue.sets.get(invitation.permission_set or "")
    lacking = not_held(policy, rights, 0, chosen.grants if chosen else {})
    if lacking:
        return NotHeld(_user(invitation, email, now), lacking)
    day = now // lifetimes.DAY
    if most and tx.invitations.counted(account_id, day) >= most:
        return TooManyInvited((day + 1) * lifetimes.DAY - now)
    tx.invitations.count(account_id, day)
    if known is not None:
        _ask(tx, found[0], actor, known, invitation, chosen.id if chosen else None, now, app_id)
        return Asked(found[0], email)
    user = _add(tx, _user(invitation, email, now))
    tx.people.put(
        Membership(
            account_id=account_id,
            user_id=user.id,
            permission_set=chosen.id if chosen else None,
            rights=chosen.grants if chosen else {},
            team=invitation.team if invitation.team in tx.accounts.teams(account_id) else None,
            created_at=now,
        )
    )
    data = {"user": user.id, "super_admin": False, "permission_set": chosen.id if chosen else None}
    tx.audit.append(account_id, through(app_id, AuditEntry(act=Act.USER_CREATED, actor=actor_id, data=data)))
    return Invited(found[0], user, _link(tx, user, actor_id, secret, now, app_id))


def invitation_path(account_id: int) -> str:
    """Where the asked person answers."""
    return f"/accounts/{account_id}/invitation"


def _ask(
    tx: Transaction,
    account: Account,
    by: User,
    user: User,
    invitation: Invitation,
    chosen: str | None,
    now: int,
    app_id: int | None,
) -> None:
    before = tx.invitations.get(account.id, user.id)
    tx.invitations.put(
        StandingInvitation(
            account_id=account.id,
            user_id=user.id,
            permission_set=chosen,
            team=invitation.team,
            invited_by=by.id,
            invited_at=now,
        )
    )
    # INVARIANT: of somebody who is no member the account's log holds what was typed, and neither id nor name.
    entry = AuditEntry(act=Act.INVITED, actor=by.id, data={"permission_set": chosen}, personal={"email": user.email})
    tx.audit.append(account.id, through(app_id, entry))
    if before is None or not before.stands(now):
        path, t = invitation_path(account.id), translations(choose_language(user.language, None))
        words = letters.invited(account.name, by.name, path, t)
        tx.outbox.write(account.id, f"invitation-{now}/{account.id}/{user.id}", user.id, words.subject, words.body, now)


def _user(invitation: Invitation, email: str, now: int) -> User:
    return User(
        id=0,
        email=email,
        first_name=invitation.first_name.strip(),
        last_name=invitation.last_name.strip(),
        password_hash=None,
        created_at=now,
    )


def _add(tx: Transaction, user: User) -> User:
    added = tx.people.add(user)
    if isinstance(added, EmailTaken):  # looked for in this same transaction
        raise RuntimeError("an e-mail address nobody had is taken")
    return added


def _link(tx: Transaction, user: User, actor_id: int, secret: str, now: int, app_id: int | None) -> PasswordReset:
    reset = PasswordReset(
        id=0, digest=digest(TokenKind.RESET, secret), user_id=user.id, expires_at=now + INVITATION_LASTS
    )
    entry = AuditEntry(act=Act.RESET_ISSUED, actor=actor_id, data={"user": user.id})
    tx.audit.append(SERVER_CHAIN, through(app_id, entry))
    return tx.resets.add(reset)
