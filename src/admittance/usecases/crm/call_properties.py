"""What a call can hold."""

from admittance.usecases.crm.properties import Format, Property, PropertyType

_DIRECTION = (("INBOUND", "Inbound"), ("OUTBOUND", "Outbound"))
_STATUS = (
    ("BUSY", "Busy"),
    ("CALLING_CRM_USER", "Calling CRM user"),
    ("CANCELED", "Canceled"),
    ("COMPLETED", "Completed"),
    ("CONNECTING", "Connecting"),
    ("FAILED", "Failed"),
    ("IN_PROGRESS", "In progress"),
    ("NO_ANSWER", "No answer"),
    ("QUEUED", "Queued"),
    ("RINGING", "Ringing"),
)
DISPOSITIONS = (
    ("f240bbac-87c9-4f6e-bf70-924b57d47db7", "Connected"),
    ("9d9162e7-6cf3-4944-bf63-4dff82258764", "Busy"),
    ("73a0d17f-1163-4015-bdd5-ec830791da20", "No answer"),
    ("b2cf5968-551e-4856-9783-52b3da59a7d0", "Left voicemail"),
    ("a4c4c377-d246-4b32-a13b-75a56a4cd0ff", "Left live message"),
    ("17b47fee-58de-441e-a44c-c6300d46f273", "Wrong number"),
)
"""The outcomes every account has. An account may have others, so any GUID is taken."""

CALL_PROPERTIES = (
    Property(name="hs_timestamp", label="Activity date", type=PropertyType.DATETIME, required=True),
    Property(name="hs_call_title", label="Call title", searched=True),
    Property(name="hs_call_body", label="Call notes", field="html", searched=True),
    Property(name="hs_call_direction", label="Call direction", type=PropertyType.ENUMERATION, options=_DIRECTION),
    Property(name="hs_call_disposition", label="Call outcome", format=Format.GUID, options=DISPOSITIONS),
    Property(name="hs_call_duration", label="Call duration", type=PropertyType.NUMBER),
    Property(name="hs_call_from_number", label="From number"),
    Property(name="hs_call_to_number", label="To number"),
    Property(name="hs_call_status", label="Call status", type=PropertyType.ENUMERATION, options=_STATUS),
    Property(name="hs_call_recording_url", label="Recording URL"),
    Property(name="hs_call_source", label="Call source"),
    Property(name="hs_call_app_id", label="App id"),
    Property(name="hs_call_callee_object_id", label="Callee id"),
    Property(name="hs_attachment_ids", label="Attached file ids", field="textarea"),
    Property(name="hs_activity_type", label="Call and meeting type"),
    Property(name="hubspot_owner_id", label="Activity assigned to", format=Format.OWNER),
)
