"""What an app changes of a person through the API: the permission set and the team, at once."""

from typing import TypeAlias

from msgspec import UNSET, Struct, UnsetType

from admittance.catalogue.model import Catalogue
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.assign_set import NoSuchSet
from admittance.usecases.people.edit_rights import Edited, Wanted, edit_rights
from admittance.usecases.people.teams import NoSuchTeam
from admittance.usecases.ports import Transaction


class UserChange(Struct, frozen=True, kw_only=True):
    """What is asked for; what is UNSET stays. A `team` of None is none."""

    permission_set: str | UnsetType = UNSET
    team: str | UnsetType | None = UNSET


ChangedUser: TypeAlias = Edited | NoSuchSet | NoSuchTeam


def change_user(
    tx: Transaction,
    catalogue: Catalogue,
    account_id: int,
    actor_id: int,
    user_id: int,
    change: UserChange,
    *,
    now: int,
    app_id: int,
) -> ChangedUser:
    """Change it in one step, under the rules of Users & Teams: the app acts with the actor's authority, and gives
    nothing that the actor does not hold.
    """
    before = tx.people.membership(account_id, user_id)
    if before is None:
        return NotThere()
    chosen = None if change.permission_set is UNSET else catalogue.sets.get(change.permission_set)
    if change.permission_set is not UNSET and chosen is None:
        return NoSuchSet()
    team = before.team if change.team is UNSET else change.team
    if team is not None and team not in tx.accounts.teams(account_id):
        return NoSuchTeam()
    wanted = Wanted(
        rights=before.rights if chosen is None else chosen.grants,
        permission_set=before.permission_set if chosen is None else chosen.id,
        team=team,
    )
    return edit_rights(tx, catalogue, account_id, actor_id, user_id, wanted, version=None, now=now, app_id=app_id)
