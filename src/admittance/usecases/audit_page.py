"""An account's audit chain for its administrators: filtered, page by page, whole as an export, and verified."""

from collections.abc import Sequence
from enum import StrEnum
from typing import TypeAlias, assert_never

from msgspec import Struct

from admittance.core.duties import Duty
from admittance.core.policy import Policy
from admittance.usecases.audit_entry import Act, AuditEntry, AuditRow
from admittance.usecases.outcomes import NotThere
from admittance.usecases.ports import Transaction
from admittance.usecases.question import active_member, rights_of
from admittance.usecases.records import Account

PAGE = 50
"""Rows a page."""
WINDOW = 500
"""Rows read at once."""
MOST_READ = 10_000
"""Rows looked through for one page or one part of an export; then it says where it goes on."""


class AuditOutcome(StrEnum):
    """What came of it, to filter by."""

    GRANTED = "granted"
    REFUSED = "refused"
    ENDED = "ended"
    CHANGED = "changed"


class AuditFilter(Struct, frozen=True, kw_only=True):
    """Which rows; None filters nothing. A row is a person's when they acted or when it happened to them."""

    user_id: int | None = None
    app_id: int | None = None
    outcome: AuditOutcome | None = None

    def takes(self, entry: AuditEntry) -> bool:
        """Whether a row is wanted."""
        return (
            (self.user_id is None or self.user_id in (entry.actor, entry.data.get("user")))
            and (self.app_id is None or self.app_id == entry.app_id)
            and (self.outcome is None or self.outcome is outcome_of(entry.act))
        )


class AuditShown(Struct, frozen=True, kw_only=True):
    """One page, the newest row first. `older` is the number to go on before; None at the chain's beginning."""

    account: Account
    rows: tuple[AuditRow, ...]
    total: int
    older: int | None


class AuditPart(Struct, frozen=True, kw_only=True):
    """A part of an export, the oldest row first. `newer` is the number to go on after; None at the chain's end."""

    rows: tuple[AuditRow, ...]
    newer: int | None


class MayNotSee(Struct, frozen=True):
    """A member without the right to see the log."""


AuditAnswer: TypeAlias = AuditShown | NotThere | MayNotSee


def may_see_audit(tx: Transaction, policy: Policy, account_id: int, user_id: int) -> Account | NotThere | MayNotSee:
    """The account, for whoever may see its log."""
    found = active_member(tx, account_id, user_id)
    if found is None:
        return NotThere()
    return found.account if policy.may(rights_of(policy, found.membership), Duty.SEE_AUDIT) else MayNotSee()


def show_audit(
    tx: Transaction, policy: Policy, account_id: int, user_id: int, wanted: AuditFilter, *, before: int | None = None
) -> AuditAnswer:
    """The newest `PAGE` rows that `wanted` takes, of those numbered below `before`."""
    account = may_see_audit(tx, policy, account_id, user_id)
    if not isinstance(account, Account):
        return account
    total = tx.audit.head(account_id).seq
    found: list[AuditRow] = []
    top = lowest = min(before or total + 1, total + 1)
    while lowest > 1 and top - lowest < MOST_READ:
        for row in reversed(_window(tx, account_id, lowest)):
            lowest = row.seq
            if wanted.takes(row.entry):
                found.append(row)
            if len(found) == PAGE:
                return AuditShown(account=account, rows=tuple(found), total=total, older=lowest if lowest > 1 else None)
    return AuditShown(account=account, rows=tuple(found), total=total, older=lowest if lowest > 1 else None)


def _window(tx: Transaction, account_id: int, below: int) -> Sequence[AuditRow]:
    # INVARIANT: an account's rows are numbered without gaps, so a window is found by subtracting.
    after = max(0, below - 1 - WINDOW)
    rows = [row for row in tx.audit.rows(account_id, after=after, limit=WINDOW) if row.seq < below]
    if not rows:
        raise LookupError(f"account {account_id} has no audit row below {below}: rows are missing")
    return rows


def export_audit(tx: Transaction, account_id: int, wanted: AuditFilter, *, after: int = 0) -> AuditPart:
    """The rows from `after` on that `wanted` takes, at most `MOST_READ` looked through. Ask `may_see_audit` first."""
    rows = tx.audit.rows(account_id, after=after, limit=MOST_READ)
    newer = rows[-1].seq if len(rows) == MOST_READ and rows[-1].seq < tx.audit.head(account_id).seq else None
    return AuditPart(rows=tuple(row for row in rows if wanted.takes(row.entry)), newer=newer)


def outcome_of(act: Act) -> AuditOutcome:
    """How an act is filtered: what was granted, refused, ended or changed by it."""
    match act:
        case (
            Act.CONSENT_SHOWN
            | Act.CONSENT_GRANTED
            | Act.CODE_EXCHANGED
            | Act.TOKEN_REFRESHED
            | Act.SIGNED_IN
            | Act.CASE_APPROVED
            | Act.CASE_PARTLY_MENDED
            | Act.CASE_SOLVED
            | Act.ELEVATED
        ):
            return AuditOutcome.GRANTED
        case (
            Act.REQUEST_REJECTED
            | Act.INSTALL_REFUSED
            | Act.SIGN_IN_FAILED
            | Act.CASE_DECLINED
            | Act.CLIENT_REFUSED
            | Act.CODE_REFUSED
            | Act.CODE_REPLAYED
            | Act.REFRESH_REFUSED
            | Act.REFRESH_REUSED
        ):
            return AuditOutcome.REFUSED
        case (
            Act.CONSENT_CANCELLED
            | Act.TOKEN_REVOKED
            | Act.CONNECTION_REMOVED
            | Act.APP_UNINSTALLED
            | Act.OLD_SECRET_ENDED
            | Act.INVITATION_ENDED
            | Act.SIGNED_OUT
            | Act.CASE_EXPIRED
            | Act.ELEVATION_ENDED
            | Act.RECORD_DELETED
            | Act.IMPORT_UNDONE
        ):
            return AuditOutcome.ENDED
        case (
            Act.ACCOUNT_CREATED
            | Act.SETTING_CHANGED
            | Act.PLAN_CHANGED
            | Act.USER_CREATED
            | Act.MEMBERSHIP_CHANGED
            | Act.PASSWORD_CHANGED
            | Act.RESET_ISSUED
            | Act.APP_CREATED
            | Act.APP_CHANGED
            | Act.SECRET_REPLACED
            | Act.CASE_ASKED
            | Act.PROPERTY_CHANGED
            | Act.INVITED
            | Act.MANIFEST_PUBLISHED
            | Act.CONSENT_ASKED
            | Act.CLOCK_CONFIRMED
            | Act.DEVELOPER_ADDED
            | Act.DEVELOPER_REMOVED
            | Act.DEVELOPER_TOLD
            | Act.WEBHOOK_CHANGED
            | Act.WEBHOOK_SENT_AGAIN
            | Act.IMPORT_STARTED
            | Act.IMPORT_DONE
            | Act.RECORDS_EXPORTED
            | Act.RECORD_WRITTEN
            | Act.RESTORED
            | Act.CONNECTION_PROPOSED
            | Act.CONNECTION_REANCHORED
            | Act.PROPOSAL_ENDED
        ):
            return AuditOutcome.CHANGED
        case _:
            assert_never(act)
