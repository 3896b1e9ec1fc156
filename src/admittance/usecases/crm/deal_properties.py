"""What a deal can hold."""

from admittance.usecases.crm.properties import Format, Property, PropertyType

DEAL_PIPELINES = (("default", "Sales pipeline"),)
DEAL_STAGES = (
    ("appointmentscheduled", "Appointment scheduled"),
    ("qualifiedtobuy", "Qualified to buy"),
    ("presentationscheduled", "Presentation scheduled"),
    ("decisionmakerboughtin", "Decision maker bought-in"),
    ("contractsent", "Contract sent"),
    ("closedwon", "Closed won"),
    ("closedlost", "Closed lost"),
)
"""Of the pipeline that every account has."""
_TYPE = (("newbusiness", "New business"), ("existingbusiness", "Existing business"))
_PRIORITY = (("low", "Low"), ("medium", "Medium"), ("high", "High"))

DEAL_PROPERTIES = (
    Property(name="dealname", label="Deal name", searched=True),
    Property(name="amount", label="Amount", type=PropertyType.NUMBER),
    Property(name="pipeline", label="Pipeline", type=PropertyType.ENUMERATION, options=DEAL_PIPELINES),
    Property(name="dealstage", label="Deal stage", type=PropertyType.ENUMERATION, options=DEAL_STAGES, field="radio"),
    Property(name="closedate", label="Close date", type=PropertyType.DATETIME),
    Property(name="dealtype", label="Deal type", type=PropertyType.ENUMERATION, options=_TYPE, field="radio"),
    Property(name="hs_priority", label="Priority", type=PropertyType.ENUMERATION, options=_PRIORITY),
    Property(name="description", label="Deal description", field="textarea", searched=True),
    Property(name="deal_currency_code", label="Currency"),
    Property(name="hs_deal_stage_probability", label="Deal probability", type=PropertyType.NUMBER),
    Property(name="hs_next_step", label="Next step"),
    Property(name="closed_lost_reason", label="Closed lost reason", field="textarea"),
    Property(name="closed_won_reason", label="Closed won reason", field="textarea"),
    Property(name="hubspot_owner_id", label="Deal owner", format=Format.OWNER),
)
