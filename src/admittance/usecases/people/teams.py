"""Teams of an account: a name that people are grouped and searched by."""

from typing import TypeAlias

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.outcomes import NotThere
from admittance.usecases.people.answers import Hindrance, MayNot
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of

LONGEST_NAME = 80
"""Characters."""


class TeamChanged(Struct, frozen=True):
    """Done, with its audit row."""

    name: str


class NameTaken(Struct, frozen=True):
    """There is a team of that name."""


class NoName(Struct, frozen=True):
    """The name is empty or too long."""


class NoSuchTeam(Struct, frozen=True):
    """There is no team of that name any more."""


TeamOutcome: TypeAlias = TeamChanged | NameTaken | NoName | NoSuchTeam | MayNot | NotThere


def add_team(tx: Transaction, policy: Policy, account_id: int, actor_id: int, name: str) -> TeamOutcome:
    """A new team, without members."""
    if (refused := _refused(tx, policy, account_id, actor_id)) is not None:
        return refused
    if (new := _name(name)) is None:
        return NoName()
    if not tx.accounts.add_team(account_id, new):
        return NameTaken()
    return _changed(tx, account_id, actor_id, None, new)


def rename_team(
    tx: Transaction, policy: Policy, account_id: int, actor_id: int, name: str, new_name: str
) -> TeamOutcome:
    """Another name for the team; its members come along."""
    if (refused := _refused(tx, policy, account_id, actor_id)) is not None:
        return refused
    if (new := _name(new_name)) is None:
        return NoName()
    teams = tx.accounts.teams(account_id)
    if name not in teams:
        return NoSuchTeam()
    if new == name:
        return TeamChanged(name)
    if new in teams or not tx.accounts.rename_team(account_id, name, new):
        return NameTaken()
    return _changed(tx, account_id, actor_id, name, new)


def remove_team(tx: Transaction, policy: Policy, account_id: int, actor_id: int, name: str) -> TeamOutcome:
    """The team is gone; its members stay in the account without one."""
    if (refused := _refused(tx, policy, account_id, actor_id)) is not None:
        return refused
    if not tx.accounts.remove_team(account_id, name):
        return NoSuchTeam()
    return _changed(tx, account_id, actor_id, name, None)


def _refused(tx: Transaction, policy: Policy, account_id: int, actor_id: int) -> MayNot | NotThere | None:
    found, actor = active_member(tx, account_id, actor_id), tx.people.user(actor_id)
    if found is None or actor is None:
        return NotThere()
    rights = rights_of(policy, found.membership)
    if policy.may(rights, Duty.EDIT_PEOPLE):
        return None
    return MayNot(actor, Hindrance.NEEDS_EDIT_PEOPLE) if policy.may(rights, Duty.SEE_PEOPLE) else NotThere()


def _name(text: str) -> str | None:
    name = " ".join(text.split())
    return name if name and len(name) <= LONGEST_NAME else None


def _changed(tx: Transaction, account_id: int, actor_id: int, old: str | None, new: str | None) -> TeamChanged:
    data = {"setting": "team", "from": old, "to": new}
    tx.audit.append(account_id, AuditEntry(act=Act.SETTING_CHANGED, actor=actor_id, data=data))
    return TeamChanged(new or old or "")
