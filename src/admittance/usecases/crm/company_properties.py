"""What a company can hold."""

from admittance.usecases.crm.contact_properties import LIFECYCLE
from admittance.usecases.crm.properties import Format, Property, PropertyType

_TYPE = (
    ("PROSPECT", "Prospect"),
    ("PARTNER", "Partner"),
    ("RESELLER", "Reseller"),
    ("VENDOR", "Vendor"),
    ("OTHER", "Other"),
)

COMPANY_PROPERTIES = (
    Property(name="name", label="Company name", searched=True),
    Property(name="domain", label="Company domain name", searched=True),
    Property(name="phone", label="Phone number", field="phonenumber", searched=True),
    Property(name="website", label="Website URL", searched=True),
    Property(name="description", label="Description", field="textarea"),
    Property(name="about_us", label="About us", field="textarea"),
    # A text, so that a client's own list of industries fits.
    Property(name="industry", label="Industry"),
    Property(name="type", label="Type", type=PropertyType.ENUMERATION, options=_TYPE),
    Property(name="address", label="Street address"),
    Property(name="address2", label="Street address 2"),
    Property(name="zip", label="Postal code"),
    Property(name="city", label="City"),
    Property(name="state", label="State or region"),
    Property(name="country", label="Country or region"),
    Property(name="timezone", label="Time zone"),
    Property(name="annualrevenue", label="Annual revenue", type=PropertyType.NUMBER),
    Property(name="numberofemployees", label="Number of employees", type=PropertyType.NUMBER),
    Property(name="founded_year", label="Year founded"),
    Property(name="is_public", label="Is public", type=PropertyType.BOOL),
    Property(name="linkedin_company_page", label="LinkedIn company page"),
    Property(name="facebook_company_page", label="Facebook company page"),
    Property(name="twitterhandle", label="Twitter handle"),
    Property(name="lifecyclestage", label="Lifecycle stage", type=PropertyType.ENUMERATION, options=LIFECYCLE),
    Property(name="hs_lead_status", label="Lead status"),
    Property(name="hubspot_owner_id", label="Company owner", format=Format.OWNER),
)
