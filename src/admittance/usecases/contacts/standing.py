"""Who works with an account's contacts, and how far each of their rights reaches."""

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.levels import Level
from admittance.core.policy import Policy
from admittance.core.record_reach import Reach, narrower, reach
from admittance.core.whole_number import whole_number
from admittance.usecases.crm.records import Record, Writer
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account, Membership

OWNER = "hubspot_owner_id"


class MayNot(Struct, frozen=True):
    """They may see it, and may not do this to it."""


class Standing(Struct, frozen=True, kw_only=True):
    """A member at the contacts. What may be changed or deleted is never more than what may be seen."""

    account: Account
    member: Membership
    see: Reach
    edit: Reach
    delete: Reach
    companies: Reach
    calls: Reach
    notes: Reach
    write_notes: Reach
    may_import: bool
    may_export: bool

    @property
    def user_id(self) -> int:
        """The member's user id."""
        return self.member.user_id

    @property
    def writer(self) -> Writer:
        """The same, for the audit."""
        return Writer(user_id=self.member.user_id)

    @property
    def may_create(self) -> bool:
        """Whether they may make a contact, at least one of their own."""
        return not self.edit.nothing


_OVER = (
    Duty.SEE_CONTACTS,
    Duty.EDIT_CONTACTS,
    Duty.DELETE_CONTACTS,
    Duty.SEE_COMPANIES,
    Duty.SEE_CALLS,
    Duty.SEE_NOTES,
    Duty.WRITE_NOTES,
)


def stand(tx: Transaction, policy: Policy, account_id: int, user_id: int) -> Standing | NotThere:
    """How the person stands now; `NotThere` for who may see no contacts at all."""
    found = active_member(tx, account_id, user_id)
    if found is None:
        return NotThere()
    account, member = found
    rights = rights_of(policy, member)
    unassigned = policy.may(rights, Duty.SEE_UNASSIGNED_CONTACTS)
    levels = {duty: policy.extent(rights, duty) for duty in _OVER}
    team = _team(tx, member) if Level.TEAM in levels.values() else frozenset[int]()
    over = {duty: reach(level, user_id, team, unassigned=unassigned) for duty, level in levels.items()}
    see = over[Duty.SEE_CONTACTS]
    if see.nothing:
        return NotThere()
    edit = narrower(over[Duty.EDIT_CONTACTS], see)
    return Standing(
        account=account,
        member=member,
        see=see,
        edit=edit,
        delete=narrower(over[Duty.DELETE_CONTACTS], see),
        companies=over[Duty.SEE_COMPANIES],
        calls=over[Duty.SEE_CALLS],
        notes=over[Duty.SEE_NOTES],
        write_notes=over[Duty.WRITE_NOTES],
        may_import=not edit.nothing and policy.may(rights, Duty.IMPORT_RECORDS),
        may_export=policy.may(rights, Duty.EXPORT_RECORDS),
    )


def owner_of(record: Record) -> int | None:
    """The user id of the record's owner."""
    return whole_number(record.properties.get(OWNER))


def covers(over: Reach, record: Record) -> bool:
    """Whether a record is within reach."""
    return over.covers(owner_of(record))


def _team(tx: Transaction, member: Membership) -> frozenset[int]:
    """Everybody in the member's team, whether active or not: what they own is still the team's."""
    if member.team is None:
        return frozenset()
    members = tx.people.members(member.account_id)
    return frozenset(one.membership.user_id for one in members if one.membership.team == member.team)
