"""At least one permanent Super Admin per account, under any concurrency (product section 3)."""

from admittance.usecases.ports import Transaction


class LastSuperAdmin(Exception):
    """An act would have left account `args[0]` without a permanent Super Admin; nothing of it happened.

    The last guard, for an act that did not look first.
    """


def keeps_a_super_admin(tx: Transaction, account_id: int, without: int) -> bool:
    """Whether the account has a permanent Super Admin besides the user `without`.

    INVARIANT: asked in the transaction that takes the rights away; writes run one after another. Storage looks once
    more at the end of every act and raises `LastSuperAdmin` where an act did not ask.
    """
    membership, user = tx.people.membership(account_id, without), tx.people.user(without)
    counted = membership is not None and membership.super_admin and membership.active
    counts = counted and user is not None and user.active
    return tx.people.permanent_super_admins(account_id) > int(counts)
