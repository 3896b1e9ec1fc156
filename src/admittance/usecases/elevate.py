"""Time-boxed rights: given with a case, over when redeemed, when time is up, or when revoked (product section 5).

Nothing is stored in the person's own rights, so when an elevation is over there is nothing to put back.
"""

from collections.abc import Mapping
from typing import TypeAlias

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.levels import Level
from admittance.core.policy import Policy
from admittance.usecases.approval import Approval, LendRights, LendSuperAdmin
from admittance.usecases.audit_entry import Act, AuditEntry
from admittance.usecases.case_records import Case, CaseEventKind, Elevation, ElevationEnd
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of


class Revoked(Struct, frozen=True):
    """It counts no more, from the next decision on."""

    elevation: Elevation


class AlreadyOver(Struct, frozen=True):
    """It had ended before: `elevation` says when and why, and by its time where it doesn't."""

    elevation: Elevation


class ElevationNotThere(Struct, frozen=True):
    """No such elevation for whoever asks."""


Revoking: TypeAlias = Revoked | AlreadyOver | ElevationNotThere


def elevate(
    tx: Transaction, case: Case, approval: Approval, rights: Mapping[str, Level], by: int, now: int
) -> Elevation | None:
    """Store the elevation that an approved `approval` gives; None where it gives something for good.

    INVARIANT: called by `answer_case` alone, which knows that `by` is another person and holds what is lent.
    """
    if not isinstance(approval, LendRights | LendSuperAdmin):
        return None
    elevation = tx.elevations.add(
        Elevation(
            account_id=case.account_id,
            id=0,
            user_id=case.user_id,
            app_id=case.app_id,
            case_id=case.id,
            rights=rights,
            super_admin=isinstance(approval, LendSuperAdmin),
            given_by=by,
            starts_at=now,
            ends_at=now + approval.lasts,
        )
    )
    data = {
        "elevation": elevation.id,
        "user": case.user_id,
        "case": case.id,
        "rights": {name: level.value for name, level in rights.items()},
        "super_admin": elevation.super_admin,
        "ends_at": elevation.ends_at,
    }
    tx.audit.append(case.account_id, AuditEntry(act=Act.ELEVATED, actor=by, app_id=case.app_id, data=data))
    return elevation


def revoke_elevation(
    tx: Transaction, policy: Policy, *, account_id: int, elevation_id: int, by: int, now: int
) -> Revoking:
    """End it before its time: whoever may edit people, or the person themselves."""
    found, elevation = active_member(tx, account_id, by), tx.elevations.get(account_id, elevation_id)
    if found is None or elevation is None:
        return ElevationNotThere()
    if elevation.user_id != by and not policy.may(rights_of(policy, found.membership), Duty.EDIT_PEOPLE):
        return ElevationNotThere()
    if not tx.elevations.end(account_id, elevation_id, ElevationEnd.REVOKED, now):
        return AlreadyOver(elevation)
    tx.cases.note(account_id, elevation.case_id, CaseEventKind.ELEVATION_REVOKED, by, "", now)
    _audit_end(tx, elevation, ElevationEnd.REVOKED, by)
    return Revoked(tx.elevations.get(account_id, elevation_id) or elevation)


def redeem_elevation(tx: Transaction, elevation: Elevation, now: int) -> None:
    """The connection it was given for was made."""
    if tx.elevations.end(elevation.account_id, elevation.id, ElevationEnd.REDEEMED, now):
        _audit_end(tx, elevation, ElevationEnd.REDEEMED, elevation.user_id)


def _audit_end(tx: Transaction, elevation: Elevation, why: ElevationEnd, actor: int) -> None:
    data = {"elevation": elevation.id, "user": elevation.user_id, "case": elevation.case_id, "why": why.value}
    entry = AuditEntry(act=Act.ELEVATION_ENDED, actor=actor, app_id=elevation.app_id, data=data)
    tx.audit.append(elevation.account_id, entry)
