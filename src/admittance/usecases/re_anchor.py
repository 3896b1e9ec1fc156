"""Another person's authority behind a connection: an admin proposes, the person accepts, the decision is passed."""

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from admittance.core.decide import Decision, Refused, decide
from admittance.core.duties import Duty
from admittance.core.install_url import InstallUrl
from admittance.core.manifest import Manifest
from admittance.core.policy import Policy
from admittance.explain import connection_letters as letters
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.proposal import Proposal
from admittance.usecases.question import active_member, question_for, rights_of
from admittance.usecases.records import Account, App, Authority, Connection, Member, Membership, User
from admittance.usecases.tell import name_of
from admittance.usecases.tell_of_connection import tell_of_connection


class WhyNotProposed(StrEnum):
    """What keeps somebody from being asked."""

    NOBODY = "nobody"
    SAME_PERSON = "same_person"
    CONNECTED_ALREADY = "connected_already"


class Anchor(Struct, frozen=True, kw_only=True):
    """A connection with everything that its taking over is about. `person` has it now."""

    account: Account
    app: App
    connection: Connection
    person: User


class Candidate(Struct, frozen=True):
    """A colleague who could be asked, and whether the decision would be passed today."""

    member: Member
    passes: bool


class ProposalShown(Struct, frozen=True):
    """The page on which an admin chooses."""

    anchor: Anchor
    candidates: tuple[Candidate, ...]


class TakeOverShown(Struct, frozen=True):
    """The page on which the asked person answers. `decision` is for the granted scopes and their own rights."""

    anchor: Anchor
    proposed_by: User
    decision: Decision


class Proposed(Struct, frozen=True):
    """The person finds it on their Connected apps."""

    user: User


class NotProposed(Struct, frozen=True):
    """Nothing was changed."""

    why: WhyNotProposed


class TakenOver(Struct, frozen=True):
    """The connection and its tokens are the new person's."""

    connection: Connection


class Declined(Struct, frozen=True):
    """Nothing was changed but that the proposal is gone."""


class NotPassed(Struct, frozen=True):
    """The person lacks something that the granted scopes need; the proposal stays."""

    refused: Refused


class _Asked(Struct, frozen=True):
    """A proposal to the person who looks, with what it is about."""

    anchor: Anchor
    proposal: Proposal
    membership: Membership


class MayNotPropose(Struct, frozen=True):
    """Only whoever may end anybody's connection proposes."""


Proposing: TypeAlias = Proposed | NotProposed | NotThere | MayNotPropose
Accepting: TypeAlias = TakenOver | NotPassed | NotThere


def show_proposal(
    tx: Transaction, policy: Policy, account_id: int, connection_id: int, admin_id: int, now: int
) -> ProposalShown | NotThere | MayNotPropose:
    """Everyone who could be asked, those who would pass first, then by name."""
    anchor = _for_admin(tx, policy, account_id, connection_id, admin_id)
    if not isinstance(anchor, Anchor):
        return anchor
    candidates = [
        Candidate(member, not isinstance(_decision(tx, policy, anchor, member.membership, now), Refused))
        for member in tx.people.members(account_id)
        if _hindrance(tx, anchor, member) is None
    ]
    ordered = sorted(candidates, key=lambda one: (not one.passes, one.member.user.name.casefold()))
    return ProposalShown(anchor, tuple(ordered))


def propose(
    tx: Transaction, policy: Policy, account_id: int, connection_id: int, admin_id: int, user_id: int, now: int
) -> Proposing:
    """Ask somebody, by letter too. An earlier proposal for the connection is replaced; the same again is no news."""
    anchor = _for_admin(tx, policy, account_id, connection_id, admin_id)
    if not isinstance(anchor, Anchor):
        return anchor
    user, membership = tx.people.user(user_id), tx.people.membership(account_id, user_id)
    if user is None or membership is None:
        return NotProposed(WhyNotProposed.NOBODY)
    why = _hindrance(tx, anchor, Member(membership, user))
    if why is not None:
        return NotProposed(why)
    proposal = Proposal(
        account_id=account_id, connection_id=connection_id, user_id=user_id, proposed_by=admin_id, proposed_at=now
    )
    standing = tx.connections.proposals(account_id)
    tx.connections.propose(proposal)
    if not any((one.connection_id, one.user_id) == (connection_id, user_id) for one in standing):
        _tell(tx, anchor, user_id, admin_id, now)
    _audit(tx, Act.CONNECTION_PROPOSED, anchor, admin_id, {"user": user_id})
    return Proposed(user)


def _tell(tx: Transaction, anchor: Anchor, user_id: int, admin_id: int, now: int) -> None:
    by, connection = name_of(tx, admin_id), anchor.connection
    path = take_over_path(anchor.account.id, connection.id)
    tell_of_connection(tx, connection, user_id, f"proposal-{now}", path, lambda a, t: letters.proposed(a, by, t), now)


def take_over_path(account_id: int, connection_id: int) -> str:
    """Where the asked person answers."""
    return f"/accounts/{account_id}/connections/{connection_id}/take-over"


def show_take_over(
    tx: Transaction, policy: Policy, account_id: int, connection_id: int, user_id: int, now: int
) -> TakeOverShown | NotThere:
    """What the asked person would put their name to."""
    found = _asked(tx, account_id, connection_id, user_id)
    if found is None:
        return NotThere()
    by = tx.people.user(found.proposal.proposed_by)
    decision = _decision(tx, policy, found.anchor, found.membership, now)
    return TakeOverShown(found.anchor, by, decision) if by else NotThere()


def proposals_for(tx: Transaction, account_id: int, user_id: int) -> tuple[Anchor, ...]:
    """The connections that somebody is asked to take over."""
    asked = [one for one in tx.connections.proposals(account_id) if one.user_id == user_id]
    anchors = (_anchor(tx, account_id, one.connection_id) for one in asked)
    return tuple(anchor for anchor in anchors if anchor is not None)


def accept(tx: Transaction, policy: Policy, account_id: int, connection_id: int, user_id: int, now: int) -> Accepting:
    """The person's own authority from now on, if the decision for the granted scopes is passed at this moment."""
    found = _asked(tx, account_id, connection_id, user_id)
    if found is None:
        return NotThere()
    anchor, membership = found.anchor, found.membership
    decision = _decision(tx, policy, anchor, membership, now)
    if isinstance(decision, Refused):
        return NotPassed(decision)
    authority = Authority(membership.super_admin, membership.permission_set, membership.rights)
    if not tx.connections.re_anchor(account_id, connection_id, user_id, authority):
        return NotThere()
    _audit(tx, Act.CONNECTION_REANCHORED, anchor, user_id, {"from": anchor.person.id, "user": user_id})
    return TakenOver(replace(anchor.connection, user_id=user_id, authority=authority))


def decline(tx: Transaction, account_id: int, connection_id: int, user_id: int) -> Declined | NotThere:
    """The asked person says no."""
    found = _asked(tx, account_id, connection_id, user_id)
    if found is None or not tx.connections.withdraw(account_id, connection_id):
        return NotThere()
    _audit(tx, Act.PROPOSAL_ENDED, found.anchor, user_id, {})
    return Declined()


def _for_admin(
    tx: Transaction, policy: Policy, account_id: int, connection_id: int, admin_id: int
) -> Anchor | NotThere | MayNotPropose:
    found, anchor = active_member(tx, account_id, admin_id), _anchor(tx, account_id, connection_id)
    if found is None or anchor is None:
        return NotThere()
    rights = rights_of(policy, found.membership)
    if policy.may(rights, Duty.UNINSTALL_APPS):
        return anchor
    return MayNotPropose() if policy.may(rights, Duty.SEE_PEOPLE) else NotThere()


def _anchor(tx: Transaction, account_id: int, connection_id: int) -> Anchor | None:
    account, connection = tx.accounts.get(account_id), tx.connections.get(account_id, connection_id)
    if account is None or connection is None or connection.ended_at is not None:
        return None
    app, person = tx.apps.get(connection.app_id), tx.people.user(connection.user_id)
    if app is None or not app.enabled or person is None:
        return None
    return Anchor(account=account, app=app, connection=connection, person=person)


def _asked(tx: Transaction, account_id: int, connection_id: int, user_id: int) -> _Asked | None:
    found, anchor = active_member(tx, account_id, user_id), _anchor(tx, account_id, connection_id)
    proposals = tx.connections.proposals(account_id)
    proposal = next((one for one in proposals if (one.connection_id, one.user_id) == (connection_id, user_id)), None)
    return _Asked(anchor, proposal, found.membership) if found and anchor and proposal else None


def _hindrance(tx: Transaction, anchor: Anchor, member: Member) -> WhyNotProposed | None:
    if not (member.membership.active and member.user.active):
        return WhyNotProposed.NOBODY
    if member.user.id == anchor.person.id:
        return WhyNotProposed.SAME_PERSON
    # INVARIANT: at most one connection of app, account and user is live.
    connected = tx.connections.live(anchor.account.id, anchor.app.id, member.user.id) is not None
    return WhyNotProposed.CONNECTED_ALREADY if connected else None


def _decision(tx: Transaction, policy: Policy, anchor: Anchor, membership: Membership, now: int) -> Decision:
    """Whether this person could give every granted scope that the app's settings and the catalogue still have."""
    granted = {scope for scope in anchor.connection.granted & anchor.app.manifest.configured if scope in policy.needs}
    demanded = frozenset(granted)
    app = replace(anchor.app, manifest=Manifest(required=demanded))
    question = question_for(tx, policy, anchor.account, membership, app, InstallUrl(demanded, frozenset()), now)
    # An elevation is lent for a case of one's own; what is taken over stands on permanent rights.
    return decide(policy, replace(question, rights=rights_of(policy, membership)))


def _audit(tx: Transaction, act: Act, anchor: Anchor, actor: int, more: dict[str, object]) -> None:
    data = {"connection": anchor.connection.id} | more
    tx.audit.append(anchor.account.id, AuditEntry(act=act, actor=actor, app_id=anchor.app.id, data=data))
