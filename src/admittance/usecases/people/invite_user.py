"""Inviting a person, all in one transaction.

Somebody new gets user, membership and a one-time link to choose a password: without that nobody can sign in as them.
Somebody who is on the server already is asked, and a member once they have accepted (decision 15).
"""

from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.model import Catalogue
from admittance.core import lifetimes
from admittance.core.duties import Duty
from admittance.core.mail_address import is_mail_address
from admittance.explain import invitation_letters as letters
from admittance.explain.languages import choose_language, translations
from admittance.usecases.audit_entry import Act, AuditEntry, through
from admittance.usecases.invitation_ports import StandingInvitation
from admittance.usecases.outcomes import EmailTaken, NotThere
from admittance.usecases.people.answers import Hindrance, MayNot, NotHeld
from admittance.usecases.people.joining import join
from admittance.usecases.people.newcomers import is_only_here, make_link, stranger
from admittance.usecases.people.rules import not_held
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, PasswordReset, User


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
    policy, rights = catalogue.policy, rights_of(catalogue.policy, found.membership)
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
    full = room_for_one(tx, account_id, now, most)
    if full is not None:
        return full
    if known is not None and not is_only_here(tx, known, account_id, now):
        ask_in(tx, found.account, actor, known, chosen.id if chosen else None, invitation.team, now, app_id)
        return Asked(found.account, email)
    user = _new(tx, known, _user(invitation, email, now))
    tx.invitations.remove(account_id, user.id)
    data = join(tx, account_id, user.id, chosen, invitation.team, now)
    tx.audit.append(account_id, through(app_id, AuditEntry(act=Act.USER_CREATED, actor=actor_id, data=data)))
    return Invited(found.account, user, make_link(tx, account_id, user, actor_id, secret, now, app_id))


def room_for_one(tx: Transaction, account_id: int, now: int, most: int) -> TooManyInvited | None:
    """Count one more invitation of the day; with `most` of them (0: any number) there is no room."""
    day = now // lifetimes.DAY
    if most and tx.invitations.counted(account_id, day) >= most:
        return TooManyInvited((day + 1) * lifetimes.DAY - now)
    tx.invitations.count(account_id, day)
    return None


def invitation_path(account_id: int) -> str:
    """Where the asked person answers."""
    return f"/accounts/{account_id}/invitation"


def ask_in(
    tx: Transaction,
    account: Account,
    by: User,
    user: User,
    permission_set: str | None,
    team: str | None,
    now: int,
    app_id: int | None,
    *,
    again: bool = False,
) -> None:
    """Ask somebody who is on the server already, in place of an earlier invitation. They get a letter, but for one that
    is written while another stands; `again` writes one all the same.
    """
    before = tx.invitations.get(account.id, user.id)
    tx.invitations.put(
        StandingInvitation(
            account_id=account.id,
            user_id=user.id,
            permission_set=permission_set,
            team=team,
            invited_by=by.id,
            invited_at=now,
            app_id=app_id,
        )
    )
    # INVARIANT: of somebody who is no member the account's log holds what was typed, and neither id nor name.
    data = {"permission_set": permission_set} | ({"again": True} if again else {})
    entry = AuditEntry(act=Act.INVITED, actor=by.id, data=data, personal={"email": user.email})
    tx.audit.append(account.id, through(app_id, entry))
    if again or before is None or not before.stands(now):
        path, t = invitation_path(account.id), translations(choose_language(user.language, None))
        words = letters.invited(account.name, by.name, path, t)
        tx.outbox.write(account.id, f"invitation-{now}/{account.id}/{user.id}", user.id, words.subject, words.body, now)


def _user(invitation: Invitation, email: str, now: int) -> User:
    names = {"first_name": invitation.first_name.strip(), "last_name": invitation.last_name.strip()}
    return replace(stranger(email, now), **names)


def _new(tx: Transaction, known: User | None, wanted: User) -> User:
    """The person, stored. Whoever was added once and taken out again before they chose a password is new under the same
    id, with the names that were typed now: nobody but the earlier account ever saw the others.
    """
    if known is not None:
        tx.people.set_name(known.id, wanted.first_name, wanted.last_name)
        return replace(known, first_name=wanted.first_name, last_name=wanted.last_name)
    added = tx.people.add(wanted)
    if isinstance(added, EmailTaken):  # looked for in this same transaction
        raise RuntimeError("an e-mail address nobody had is taken")
    return added
