"""Words for what stands in the audit log."""

from gettext import NullTranslations
from typing import assert_never

from admittance.usecases.audit_chain import (
    CheckpointDiffers,
    CheckpointForged,
    EndMissing,
    Finding,
    PersonalChanged,
    RowChanged,
    RowOutOfPlace,
    RowsMissing,
)
from admittance.usecases.audit_entry import Act
from admittance.usecases.audit_page import AuditOutcome


def outcome_word(outcome: AuditOutcome, t: NullTranslations) -> str:
    """An outcome in a word."""
    match outcome:
        case AuditOutcome.GRANTED:
            return t.pgettext("outcome", "Granted")
        case AuditOutcome.REFUSED:
            return t.pgettext("outcome", "Refused")
        case AuditOutcome.ENDED:
            return t.pgettext("outcome", "Ended")
        case AuditOutcome.CHANGED:
            return t.pgettext("outcome", "Changed")
        case _:
            assert_never(outcome)


def act_words(act: Act, t: NullTranslations) -> str:
    """An act as a heading. A test holds this table to the whole of `Act`."""
    words = {
        Act.ACCOUNT_CREATED: t.gettext("Account created"),
        Act.SETTING_CHANGED: t.gettext("Setting changed"),
        Act.PLAN_CHANGED: t.gettext("Plan changed"),
        Act.USER_CREATED: t.gettext("Person added"),
        Act.INVITED: t.gettext("Person invited"),
        Act.INVITATION_ENDED: t.gettext("Invitation ended"),
        Act.MEMBERSHIP_CHANGED: t.gettext("Access changed"),
        Act.PASSWORD_CHANGED: t.gettext("Password changed"),
        Act.RESET_ISSUED: t.gettext("Password link issued"),
        Act.SIGNED_IN: t.gettext("Signed in"),
        Act.SIGN_IN_FAILED: t.gettext("Sign-in failed"),
        Act.SIGNED_OUT: t.gettext("Signed out"),
        Act.APP_CREATED: t.gettext("App registered"),
        Act.APP_CHANGED: t.gettext("App changed"),
        Act.SECRET_REPLACED: t.gettext("Client secret replaced"),
        Act.OLD_SECRET_ENDED: t.gettext("Old client secret ended"),
        Act.MANIFEST_PUBLISHED: t.gettext("App settings published"),
        Act.WEBHOOK_CHANGED: t.gettext("Webhook changed"),
        Act.WEBHOOK_SENT_AGAIN: t.gettext("Webhook sent again"),
        Act.DEVELOPER_ADDED: t.gettext("Developer named"),
        Act.DEVELOPER_REMOVED: t.gettext("Developer removed"),
        Act.RECORD_WRITTEN: t.gettext("Record written"),
        Act.RECORD_DELETED: t.gettext("Record deleted"),
        Act.IMPORT_STARTED: t.gettext("Import started"),
        Act.IMPORT_DONE: t.gettext("Import finished"),
        Act.IMPORT_UNDONE: t.gettext("Import undone"),
        Act.RECORDS_EXPORTED: t.gettext("Records exported"),
        Act.PROPERTY_CHANGED: t.gettext("Property changed"),
        Act.RESTORED: t.gettext("Server restored from a backup"),
        Act.CLOCK_CONFIRMED: t.gettext("Clock confirmed"),
        Act.REQUEST_REJECTED: t.gettext("Install request not taken"),
        Act.INSTALL_REFUSED: t.gettext("Connection refused"),
        Act.CONSENT_SHOWN: t.gettext("Consent page shown"),
        Act.CONSENT_GRANTED: t.gettext("Access granted"),
        Act.CONSENT_CANCELLED: t.gettext("Consent cancelled"),
        Act.CLIENT_REFUSED: t.gettext("App not recognised"),
        Act.CODE_EXCHANGED: t.gettext("App connected"),
        Act.CODE_REFUSED: t.gettext("App not connected"),
        Act.CODE_REPLAYED: t.gettext("Code used a second time"),
        Act.TOKEN_REFRESHED: t.gettext("Token refreshed"),
        Act.REFRESH_REFUSED: t.gettext("Token not refreshed"),
        Act.REFRESH_REUSED: t.gettext("Old refresh token used again"),
        Act.TOKEN_REVOKED: t.gettext("Token revoked"),
        Act.CONNECTION_REMOVED: t.gettext("Connection removed"),
        Act.CONNECTION_PROPOSED: t.gettext("Taking over proposed"),
        Act.CONNECTION_REANCHORED: t.gettext("Connection taken over"),
        Act.PROPOSAL_ENDED: t.gettext("Taking over declined"),
        Act.CONSENT_ASKED: t.gettext("Asked to consent again"),
        Act.APP_UNINSTALLED: t.gettext("App uninstalled"),
        Act.CASE_ASKED: t.gettext("Access asked for"),
        Act.DEVELOPER_TOLD: t.gettext("App's developer told"),
        Act.CASE_APPROVED: t.gettext("Case approved"),
        Act.CASE_PARTLY_MENDED: t.gettext("Case partly mended"),
        Act.CASE_DECLINED: t.gettext("Case declined"),
        Act.CASE_SOLVED: t.gettext("Case solved"),
        Act.CASE_EXPIRED: t.gettext("Case expired"),
        Act.ELEVATED: t.gettext("Rights lent"),
        Act.ELEVATION_ENDED: t.gettext("Lent rights ended"),
    }
    return words[act]


def finding_words(finding: Finding, t: NullTranslations) -> str:
    """What is the matter with a chain, as a sentence."""
    match finding:
        case RowChanged():
            return t.gettext("Row %(row)d was changed after it was written.") % {"row": finding.seq}
        case RowsMissing():
            return t.gettext("Rows %(first)d to %(last)d are gone.") % {"first": finding.first, "last": finding.last}
        case RowOutOfPlace():
            return t.gettext("Row %(row)d stands out of order.") % {"row": finding.seq}
        case PersonalChanged():
            changed = {"row": finding.seq, "field": finding.field}
            return t.gettext("The personal field %(field)s of row %(row)d was changed.") % changed
        case EndMissing():
            gone = {"first": finding.last + 1, "last": finding.expected}
            return t.gettext("Rows %(first)d to %(last)d are gone.") % gone
        case CheckpointDiffers():
            return t.gettext("The checkpoint has seen another row %(row)d.") % {"row": finding.seq}
        case CheckpointForged():
            return t.gettext("The checkpoint was not made with this server's key, or was edited.")
        case _:
            assert_never(finding)
