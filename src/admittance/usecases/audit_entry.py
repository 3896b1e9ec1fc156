"""What one audit row says (product section 10)."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

SERVER_CHAIN = 0
"""The account id under which rows with no known account are chained."""


class Act(StrEnum):
    """Everything that leaves an audit row: `area.what_happened`."""

    ACCOUNT_CREATED = "account.created"
    SETTING_CHANGED = "account.setting_changed"
    PLAN_CHANGED = "account.plan_changed"
    USER_CREATED = "user.created"
    INVITED = "user.invited"
    INVITATION_ENDED = "user.invitation_ended"
    MEMBERSHIP_CHANGED = "user.membership_changed"
    PASSWORD_CHANGED = "user.password_changed"
    RESET_ISSUED = "user.reset_issued"
    SIGNED_IN = "session.signed_in"
    SIGN_IN_FAILED = "session.sign_in_failed"
    SIGNED_OUT = "session.signed_out"
    APP_CREATED = "app.created"
    APP_CHANGED = "app.changed"
    SECRET_REPLACED = "app.secret_replaced"
    OLD_SECRET_ENDED = "app.old_secret_ended"
    WEBHOOK_CHANGED = "app.webhook_changed"
    WEBHOOK_SENT_AGAIN = "app.webhook_sent_again"
    MANIFEST_PUBLISHED = "app.manifest_published"
    DEVELOPER_ADDED = "app.developer_added"
    DEVELOPER_REMOVED = "app.developer_removed"
    REQUEST_REJECTED = "authorize.request_rejected"
    INSTALL_REFUSED = "authorize.refused"
    CONSENT_SHOWN = "authorize.consent_shown"
    CONSENT_GRANTED = "authorize.granted"
    CONSENT_CANCELLED = "authorize.cancelled"
    CLIENT_REFUSED = "token.client_refused"
    CODE_EXCHANGED = "token.code_exchanged"
    CODE_REFUSED = "token.code_refused"
    CODE_REPLAYED = "token.code_replayed"
    TOKEN_REFRESHED = "token.refreshed"
    REFRESH_REFUSED = "token.refresh_refused"
    REFRESH_REUSED = "token.refresh_reused"
    TOKEN_REVOKED = "token.revoked"
    CONNECTION_REMOVED = "connection.removed"
    CONNECTION_PROPOSED = "connection.proposed"
    CONNECTION_REANCHORED = "connection.reanchored"
    PROPOSAL_ENDED = "connection.proposal_ended"
    CONSENT_ASKED = "connection.consent_asked"
    APP_UNINSTALLED = "app.uninstalled"
    CASE_ASKED = "case.asked"
    DEVELOPER_TOLD = "case.developer_told"
    CASE_APPROVED = "case.approved"
    CASE_PARTLY_MENDED = "case.partly_mended"
    CASE_DECLINED = "case.declined"
    CASE_SOLVED = "case.solved"
    CASE_EXPIRED = "case.expired"
    ELEVATED = "elevation.given"
    ELEVATION_ENDED = "elevation.ended"
    RECORD_WRITTEN = "crm.record_written"
    RECORD_DELETED = "crm.record_deleted"
    IMPORT_STARTED = "crm.import_started"
    IMPORT_DONE = "crm.import_done"
    IMPORT_UNDONE = "crm.import_undone"
    RECORDS_EXPORTED = "crm.records_exported"
    PROPERTY_CHANGED = "crm.property_changed"
    RESTORED = "server.restored"
    CLOCK_CONFIRMED = "server.clock_confirmed"


class AuditEntry(Struct, frozen=True, kw_only=True):
    """A row to be written with the change it describes.

    `actor` is a user id, None for an app or the operator (`app_id` or `by` tells which). `data` is plain JSON data and
    holds neither secrets nor personal fields; those go to `personal` (field -> text), which the chain knows only as
    salted digests, so that they can be erased.
    """

    act: Act
    actor: int | None = None
    app_id: int | None = None
    by: str | None = None
    data: Mapping[str, Any] = {}
    personal: Mapping[str, str] = {}


def through(app_id: int | None, entry: AuditEntry) -> AuditEntry:
    """`entry` where an app did it with its actor's authority; as it is without an app.

    The actor is the app then, and the person is the one whose connection it used: nobody reads that they did it.
    """
    if app_id is None:
        return entry
    return replace(entry, actor=None, app_id=app_id, data={**entry.data, "connection_of": entry.actor})


class AuditRow(Struct, frozen=True, kw_only=True):
    """A written row: numbered without gaps in its account, bound to the one before by `mac`."""

    account_id: int
    seq: int
    at: int
    entry: AuditEntry
    mac: bytes


class ChainHead(Struct, frozen=True):
    """The newest row of an account's chain; seq 0 and empty `mac` before the first."""

    account_id: int
    seq: int
    mac: bytes
