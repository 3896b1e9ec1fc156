"""Edit: give and take single permissions, choose a permission set, move to a team."""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.catalogue.model import Catalogue
from admittance.core.levels import Level
from admittance.core.policy import Policy
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Changed, MayNot, NotHeld, Stale, Unchanged
from admittance.usecases.people.recording import record_change
from admittance.usecases.people.rules import PersonAct, not_held, stand
from admittance.usecases.ports import Transaction
from admittance.usecases.records import Membership


class Wanted(Struct, frozen=True, kw_only=True):
    """What a person shall have: `rights` replace all the old ones. `permission_set` stays the person's label only while
    it gives exactly these rights; anything else reads "Custom".
    """

    rights: Mapping[str, Level]
    permission_set: str | None = None
    team: str | None = None


Edited: TypeAlias = Changed | Unchanged | NotHeld | Stale | MayNot | NotThere


def edit_rights(
    tx: Transaction,
    catalogue: Catalogue,
    account_id: int,
    actor_id: int,
    user_id: int,
    wanted: Wanted,
    *,
    version: int | None,
    now: int,
    app_id: int | None = None,
) -> Edited:
    """Give the person `wanted`. `version` is that of the page it was chosen on; None asks for no comparison. With
    `app_id` that app acts, with the actor's authority.
    """
    policy = catalogue.policy
    standing = stand(tx, policy, PersonAct.EDIT, account_id, actor_id, user_id)
    if isinstance(standing, NotThere | MayNot):
        return standing
    member = standing.member
    before = member.membership
    if version is not None and version != before.version:
        return Stale(member)
    after = result_of(tx, catalogue, before, wanted)
    if same(before, after):
        return Unchanged(member.user)
    lacking = not_held(policy, standing.rights, policy.rights(before.rights), after.rights)
    if lacking:
        return NotHeld(member.user, lacking)
    return record_change(tx, policy, standing, after, now, app_id=app_id)


def result_of(tx: Transaction, catalogue: Catalogue, before: Membership, wanted: Wanted) -> Membership:
    """The membership as saving `wanted` would leave it, with everything that its rights imply written out."""
    rights = implied(catalogue.policy, wanted.rights)
    chosen = catalogue.sets.get(wanted.permission_set or "")
    label = chosen.id if chosen and implied(catalogue.policy, chosen.grants) == rights else None
    team = wanted.team if wanted.team == before.team or wanted.team in tx.accounts.teams(before.account_id) else None
    return replace(before, rights=rights, permission_set=label, team=team)


def implied(policy: Policy, rights: Mapping[str, Level]) -> dict[str, Level]:
    """`rights` with what they bring along: Edit gives View at the same level. What the catalogue lost is left out."""
    return policy.held(policy.rights(rights))


def same(before: Membership, after: Membership) -> bool:
    """Whether the two give and say the same."""
    return (before.rights, before.permission_set, before.team) == (after.rights, after.permission_set, after.team)
