"""What a contact can hold."""

from admittance.usecases.crm.properties import Format, Property, PropertyType

LIFECYCLE = (
    ("subscriber", "Subscriber"),
    ("lead", "Lead"),
    ("marketingqualifiedlead", "Marketing qualified lead"),
    ("salesqualifiedlead", "Sales qualified lead"),
    ("opportunity", "Opportunity"),
    ("customer", "Customer"),
    ("evangelist", "Evangelist"),
    ("other", "Other"),
)
_LEAD_STATUS = (
    ("NEW", "New"),
    ("OPEN", "Open"),
    ("IN_PROGRESS", "In progress"),
    ("OPEN_DEAL", "Open deal"),
    ("UNQUALIFIED", "Unqualified"),
    ("ATTEMPTED_TO_CONTACT", "Attempted to contact"),
    ("CONNECTED", "Connected"),
    ("BAD_TIMING", "Bad timing"),
)

FURTHER_EMAILS = "hs_additional_emails"

CONTACT_PROPERTIES = (
    Property(name="email", label="Email", format=Format.EMAIL, unique=True, searched=True, more=FURTHER_EMAILS),
    Property(
        name=FURTHER_EMAILS,
        label="Additional email addresses",
        searched=True,
        system=True,
        description="Addresses of contacts that were merged into this one, between semicolons.",
    ),
    Property(name="firstname", label="First name", searched=True),
    Property(name="lastname", label="Last name", searched=True),
    Property(name="phone", label="Phone number", field="phonenumber", searched=True),
    Property(name="mobilephone", label="Mobile phone number", field="phonenumber", searched=True),
    Property(name="company", label="Company name", searched=True),
    Property(name="jobtitle", label="Job title"),
    Property(name="salutation", label="Salutation"),
    Property(name="fax", label="Fax number", field="phonenumber"),
    Property(name="website", label="Website"),
    Property(name="address", label="Street address"),
    Property(name="zip", label="Postal code"),
    Property(name="city", label="City"),
    Property(name="state", label="State or region"),
    Property(name="country", label="Country or region"),
    Property(name="industry", label="Industry"),
    Property(name="annualrevenue", label="Annual revenue"),
    Property(name="numemployees", label="Number of employees"),
    Property(name="date_of_birth", label="Date of birth"),
    Property(name="hs_language", label="Preferred language"),
    Property(name="message", label="Message"),
    Property(name="lifecyclestage", label="Lifecycle stage", type=PropertyType.ENUMERATION, options=LIFECYCLE),
    Property(name="hs_lead_status", label="Lead status", type=PropertyType.ENUMERATION, options=_LEAD_STATUS),
    Property(name="hubspot_owner_id", label="Contact owner", format=Format.OWNER),
)
