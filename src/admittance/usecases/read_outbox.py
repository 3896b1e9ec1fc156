"""What was written to an account's people, for its administrators (product section 4). Letters hold no secrets."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.usecases.case_records import Letter
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, User

PAGE = 30
"""Letters a page."""


class Outgoing(Struct, frozen=True):
    """A letter with its reader; None once they are gone from the account."""

    letter: Letter
    reader: User | None


class OutboxShown(Struct, frozen=True):
    """The newest letters first. `older` is the id to go on before; None at the end."""

    account: Account
    letters: tuple[Outgoing, ...]
    older: int | None


class MayNotRead(Struct, frozen=True):
    """A member, and the letters are for whoever may edit users."""


ReadOutbox: TypeAlias = OutboxShown | NotThere | MayNotRead


def read_outbox(tx: Transaction, policy: Policy, account_id: int, user_id: int, *, before: int | None) -> ReadOutbox:
    """One page of the account's letters, sent or not."""
    found = active_member(tx, account_id, user_id)
    if found is None:
        return NotThere()
    if not policy.may(rights_of(policy, found.membership), Duty.EDIT_PEOPLE):
        return MayNotRead()
    letters = tx.outbox.in_account(account_id, PAGE + 1, before=before)
    shown = tuple(Outgoing(one, _reader(tx, account_id, one)) for one in letters[:PAGE])
    return OutboxShown(found.account, shown, letters[PAGE - 1].id if len(letters) > PAGE else None)


def _reader(tx: Transaction, account_id: int, letter: Letter) -> User | None:
    """INVARIANT: somebody who has left, or has not accepted an invitation, is a stranger here: no name is shown."""
    membership = tx.people.membership(account_id, letter.user_id)
    return tx.people.user(letter.user_id) if membership is not None else None
