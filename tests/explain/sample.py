"""A small catalogue's words and a scene, so that words can be read without a catalogue file or a database."""

from admittance.core.levels import Level
from admittance.core.reasons import (
    Audience,
    ConditionalInOptional,
    LostByCatalogue,
    MarketplaceMissing,
    NotConfigured,
    OptionalInScope,
    PermissionMissing,
    Reason,
    RequiredInOptional,
    RequiredMissing,
    Shortfall,
    ToolMissing,
    WhyMarketplace,
)
from admittance.core.scopes import Parameter, ScopeKind
from admittance.explain.languages import Language
from admittance.explain.people import Contact, Person, Scene

CONTACTS_READ = "crm.objects.contacts.read"
CONTACTS_WRITE = "crm.objects.contacts.write"
COMPANIES = "crm.objects.companies.read"
CUSTOM = "crm.objects.custom.read"

# id -> English, Swedish, and for a scope the group that it touches in both.
_WORDS = {
    "oauth": ("Basic connection to the account", "Grundläggande anslutning till kontot", "The account", "Kontot"),
    CONTACTS_READ: ("View contacts", "Visa kontakter", "Contacts", "Kontakter"),
    CONTACTS_WRITE: (
        "View, create, change and delete contacts",
        "Visa, skapa, ändra och ta bort kontakter",
        "Contacts",
        "Kontakter",
    ),
    COMPANIES: ("View companies", "Visa företag", "Companies", "Företag"),
    "crm.objects.deals.read": ("View deals", "Visa affärer", "Deals", "Affärer"),
    "crm.lists.read": ("View contact lists", "Visa kontaktlistor", "Lists", "Listor"),
    CUSTOM: ("View custom object records", "Visa poster i anpassade objekt", "Custom objects", "Anpassade objekt"),
    "sales-email-read": (
        "Read all details of one-to-one emails",
        "Läsa alla detaljer i personliga mejl",
        "Email",
        "E-post",
    ),
    "tickets": ("Tickets", "Ärenden", "Tickets", "Ärenden"),
    "automation": ("Workflows", "Arbetsflöden", "Automation", "Automatisering"),
    "crm.contacts.edit": ("Contacts · Edit", "Kontakter · Redigera"),
    "crm.contacts.delete": ("Contacts · Delete", "Kontakter · Ta bort"),
    "crm.contacts.unassigned": ("Contacts · Unassigned", "Kontakter · Otilldelade"),
    "crm.emails.view": ("Emails · View", "Mejl · Visa"),
    "crm_tools.workflows.edit": ("CRM tools · Edit workflows", "CRM-verktyg · Redigera arbetsflöden"),
    "account.marketplace": ("App Marketplace access", "Åtkomst till App Marketplace"),
    "workflows": ("Workflows", "Arbetsflöden"),
    "custom_objects": ("Custom objects", "Anpassade objekt"),
    "sequences": ("Sequences", "Sekvenser"),
}
_PLANS = {
    "workflows": ("Marketing Hub Professional", "Sales Hub Professional"),
    "custom_objects": ("Marketing Hub Enterprise", "Sales Hub Enterprise", "Service Hub Enterprise"),
}


class SampleLabels:
    """The words above in one language."""

    def __init__(self, language: Language) -> None:
        self._place = 0 if language is Language.EN else 1

    def scope(self, scope: str) -> str:
        """A scope in plain words."""
        return self._word(scope)

    def touches(self, scope: str) -> str:
        """The scope's group."""
        return _WORDS[scope][2 + self._place]

    def permission(self, permission: str) -> str:
        """A permission in plain words."""
        return self._word(permission)

    def permission_in_section(self, permission: str) -> str:
        """The same here."""
        return self._word(permission)

    def tool(self, tool: str) -> str:
        """A tool's name."""
        return self._word(tool)

    def plans_with(self, tool: str) -> tuple[str, ...]:
        """The smallest plans with it."""
        return _PLANS.get(tool, ())

    def _word(self, name: str) -> str:
        return _WORDS[name][self._place] if name in _WORDS else name


JONAS = Person(11, "Jonas Berg", "Super Admin")
PRIYA = Person(12, "Priya Raman", "Super Admin")
ELIN = Person(13, "Elin Sandberg", "Billing")


def scene(app: str = "Ringlane Phone", maker: str = "Ringlane Ltd", *, about: str = "", alone: bool = False) -> Scene:
    """Fjord & Falk AB with two administrators and somebody who manages the plan; `alone` leaves all of them out."""
    fixers = {Audience.ADMIN: (JONAS, PRIYA), Audience.PLAN_OWNER: (ELIN,)}
    return Scene(
        app=app,
        account="Fjord & Falk AB",
        product="HubSpot",
        developer=Contact(maker, f"support@{maker.split()[0].lower()}.example"),
        operator=Contact("Fjord IT", "it@fjordfalk.example"),
        plans=("Marketing Hub Starter",),
        fixers={} if alone else fixers,
        about=about,
    )


WORKFLOWS_EDIT = Shortfall("crm_tools.workflows.edit", Level.ON, Level.OFF)
CONTACTS_EDIT = Shortfall("crm.contacts.edit", Level.ALL, Level.TEAM)
CONTACTS_DELETE = Shortfall("crm.contacts.delete", Level.OWNED, Level.NONE)
UNASSIGNED = Shortfall("crm.contacts.unassigned", Level.ON, Level.OFF)

INSTALLS = MarketplaceMissing("account.marketplace", WhyMarketplace.INSTALLS_APP)
WRITE_MISSING = PermissionMissing(
    CONTACTS_WRITE, ScopeKind.REQUIRED, ((CONTACTS_EDIT, CONTACTS_DELETE), (CONTACTS_DELETE, UNASSIGNED))
)
NO_WORKFLOWS = ToolMissing("automation", ScopeKind.REQUIRED, (("workflows",), ("sequences", "custom_objects")))

EVERY_REASON: tuple[Reason, ...] = (
    RequiredMissing("crm.lists.read"),
    RequiredInOptional(CONTACTS_READ),
    NotConfigured(COMPANIES, (Parameter.SCOPE,), known=True),
    NotConfigured("crm.objects.contact.read", (Parameter.SCOPE, Parameter.OPTIONAL_SCOPE), False, (CONTACTS_READ,)),
    NotConfigured("x.y.z", (Parameter.OPTIONAL_SCOPE,), known=False),
    ConditionalInOptional("tickets"),
    OptionalInScope(CUSTOM),
    LostByCatalogue("crm.lists.read", ScopeKind.REQUIRED),
    NO_WORKFLOWS,
    ToolMissing(CUSTOM, ScopeKind.CONDITIONALLY_REQUIRED, (("custom_objects",),)),
    ToolMissing("sales-email-read", ScopeKind.REQUIRED, ()),
    INSTALLS,
    MarketplaceMissing("account.marketplace", WhyMarketplace.NEW_SCOPES, ("automation", "tickets")),
    MarketplaceMissing("account.marketplace", WhyMarketplace.ALWAYS_ASKED),
    WRITE_MISSING,
    PermissionMissing("automation", ScopeKind.REQUIRED, ((WORKFLOWS_EDIT,),)),
    PermissionMissing("tickets", ScopeKind.CONDITIONALLY_REQUIRED, ()),
)
