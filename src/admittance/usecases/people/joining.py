"""What an invitation makes of somebody: the one place where a person becomes a member of an account that others run."""

from typing import Any

from admittance.catalogue.entries import PermissionSet
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Membership


def join(
    tx: Transaction, account_id: int, user_id: int, chosen: PermissionSet | None, team: str | None, now: int
) -> dict[str, Any]:
    """Make the person a member with the rights of `chosen` and no others; what the audit row says of it.

    Without a permission set they may do nothing yet. A team that was removed since they were invited is none.
    """
    tx.people.put(
        Membership(
            account_id=account_id,
            user_id=user_id,
            permission_set=chosen.id if chosen else None,
            rights=chosen.grants if chosen else {},
            team=team if team in tx.accounts.teams(account_id) else None,
            created_at=now,
        )
    )
    return {"user": user_id, "super_admin": False, "permission_set": chosen.id if chosen else None}
