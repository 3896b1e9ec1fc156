"""What notes, tasks, e-mails and meetings can hold. Calls have a file of their own."""

from admittance.usecases.crm.properties import Format, Property, PropertyType

_TEXTAREA, _HTML = "textarea", "html"


def _shared(about_time: str) -> tuple[Property, ...]:
    """What every activity has: when it was or is due, whose it is, and what is attached."""
    return (
        Property(
            name="hs_timestamp",
            label="Activity date",
            type=PropertyType.DATETIME,
            required=True,
            description=about_time,
        ),
        Property(name="hubspot_owner_id", label="Activity assigned to", format=Format.OWNER),
        Property(name="hs_attachment_ids", label="Attached file ids", field=_TEXTAREA),
    )


NOTE_PROPERTIES = (
    *_shared("When the note was made."),
    Property(name="hs_note_body", label="Note body", field=_HTML, searched=True),
)

_TASK_TYPE = (("TODO", "To-do"), ("CALL", "Call"), ("EMAIL", "Email"))
_TASK_STATUS = (
    ("NOT_STARTED", "Not started"),
    ("IN_PROGRESS", "In progress"),
    ("WAITING", "Waiting"),
    ("COMPLETED", "Completed"),
    ("DEFERRED", "Deferred"),
)
_TASK_PRIORITY = (("NONE", "None"), ("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High"))

TASK_PROPERTIES = (
    *_shared("When the task is due."),
    Property(name="hs_task_subject", label="Task title", searched=True),
    Property(name="hs_task_body", label="Task notes", field=_HTML, searched=True),
    Property(name="hs_task_status", label="Task status", type=PropertyType.ENUMERATION, options=_TASK_STATUS),
    Property(name="hs_task_priority", label="Priority", type=PropertyType.ENUMERATION, options=_TASK_PRIORITY),
    Property(name="hs_task_type", label="Task type", type=PropertyType.ENUMERATION, options=_TASK_TYPE),
    Property(name="hs_task_reminders", label="Reminders"),
    Property(name="hs_task_completion_date", label="Completed at", type=PropertyType.DATETIME),
)

_EMAIL_DIRECTION = (
    ("EMAIL", "Outgoing email"),
    ("INCOMING_EMAIL", "Incoming email"),
    ("FORWARDED_EMAIL", "Forwarded email"),
    ("DRAFT_EMAIL", "Draft email"),
)
_EMAIL_STATUS = (
    ("BOUNCED", "Bounced"),
    ("FAILED", "Failed"),
    ("SCHEDULED", "Scheduled"),
    ("SENDING", "Sending"),
    ("SENT", "Sent"),
)

EMAIL_PROPERTIES = (
    *_shared("When the e-mail was sent."),
    Property(name="hs_email_subject", label="Email subject", searched=True),
    Property(name="hs_email_text", label="Text body", field=_TEXTAREA, searched=True),
    Property(name="hs_email_html", label="HTML body", field=_HTML),
    Property(
        name="hs_email_direction", label="Email direction", type=PropertyType.ENUMERATION, options=_EMAIL_DIRECTION
    ),
    Property(name="hs_email_status", label="Email send status", type=PropertyType.ENUMERATION, options=_EMAIL_STATUS),
    Property(name="hs_email_headers", label="Email headers", field=_TEXTAREA),
    Property(name="hs_email_from_email", label="From address"),
    Property(name="hs_email_from_firstname", label="From first name"),
    Property(name="hs_email_from_lastname", label="From last name"),
    Property(name="hs_email_to_email", label="To address"),
    Property(name="hs_email_to_firstname", label="To first name"),
    Property(name="hs_email_to_lastname", label="To last name"),
    Property(name="hs_email_cc_email", label="Cc address"),
    Property(name="hs_email_bcc_email", label="Bcc address"),
)

_MEETING_OUTCOME = (
    ("SCHEDULED", "Scheduled"),
    ("COMPLETED", "Completed"),
    ("RESCHEDULED", "Rescheduled"),
    ("NO_SHOW", "No show"),
    ("CANCELED", "Canceled"),
)

MEETING_PROPERTIES = (
    *_shared("When the meeting takes place."),
    Property(name="hs_meeting_title", label="Meeting name", searched=True),
    Property(name="hs_meeting_body", label="Meeting description", field=_HTML, searched=True),
    Property(name="hs_internal_meeting_notes", label="Internal meeting notes", field=_HTML),
    Property(name="hs_meeting_external_url", label="External URL"),
    Property(name="hs_meeting_location", label="Meeting location"),
    Property(name="hs_meeting_start_time", label="Meeting start time", type=PropertyType.DATETIME),
    Property(name="hs_meeting_end_time", label="Meeting end time", type=PropertyType.DATETIME),
    Property(
        name="hs_meeting_outcome", label="Meeting outcome", type=PropertyType.ENUMERATION, options=_MEETING_OUTCOME
    ),
    Property(name="hs_activity_type", label="Call and meeting type"),
)
