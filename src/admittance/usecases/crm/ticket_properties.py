"""What a ticket can hold."""

from admittance.usecases.crm.properties import Format, Property, PropertyType

TICKET_PIPELINES = (("0", "Support pipeline"),)
TICKET_STAGES = (("1", "New"), ("2", "Waiting on contact"), ("3", "Waiting on us"), ("4", "Closed"))
"""Of the pipeline that every account has."""
_PRIORITY = (("LOW", "Low"), ("MEDIUM", "Medium"), ("HIGH", "High"), ("URGENT", "Urgent"))
_CATEGORY = (
    ("PRODUCT_ISSUE", "Product issue"),
    ("BILLING_ISSUE", "Billing issue"),
    ("FEATURE_REQUEST", "Feature request"),
    ("GENERAL_INQUIRY", "General inquiry"),
)
_SOURCE = (("CHAT", "Chat"), ("EMAIL", "Email"), ("FORM", "Form"), ("PHONE", "Phone"))

TICKET_PROPERTIES = (
    Property(name="subject", label="Ticket name", searched=True),
    Property(name="content", label="Ticket description", field="textarea", searched=True),
    Property(name="hs_pipeline", label="Pipeline", type=PropertyType.ENUMERATION, options=TICKET_PIPELINES),
    Property(name="hs_pipeline_stage", label="Ticket status", type=PropertyType.ENUMERATION, options=TICKET_STAGES),
    Property(name="hs_ticket_priority", label="Priority", type=PropertyType.ENUMERATION, options=_PRIORITY),
    Property(
        name="hs_ticket_category",
        label="Category",
        type=PropertyType.ENUMERATION,
        options=_CATEGORY,
        several=True,
        field="checkbox",
    ),
    Property(name="source_type", label="Source", type=PropertyType.ENUMERATION, options=_SOURCE),
    Property(name="hs_resolution", label="Resolution", field="textarea"),
    Property(name="closed_date", label="Close date", type=PropertyType.DATETIME),
    Property(name="hubspot_owner_id", label="Ticket owner", format=Format.OWNER),
)
