"""Who lives in the demo world."""

from msgspec import Struct

PASSWORD = "admittance-demo"
"""Everybody's. The demo listens on loopback only."""

FJORD = 4821907
HAV = 5530218


class DemoAccount(Struct, frozen=True):
    """An account with its plan: product -> tier."""

    id: int
    name: str
    domain: str
    subscriptions: dict[str, str]


class DemoMembership(Struct, frozen=True):
    """What a person is in an account: Super Admin, a permission set's, or nothing at all."""

    account_id: int
    team: str
    super_admin: bool = False
    permission_set: str | None = None


class DemoPerson(Struct, frozen=True):
    """A person; `id` is the user id."""

    id: int
    first_name: str
    last_name: str
    email: str
    language: str | None
    about: str
    memberships: tuple[DemoMembership, ...]


ACCOUNTS = (
    DemoAccount(FJORD, "Fjord & Falk AB", "fjordfalk.example", {"marketing_hub": "starter", "sales_hub": "starter"}),
    DemoAccount(
        HAV, "Hav Logistik", "havlogistik.example", {"marketing_hub": "professional", "service_hub": "professional"}
    ),
)

PEOPLE = (
    DemoPerson(101, "Jonas", "Berg", "jonas.berg@fjordfalk.example", None, "Super Admin, lacks nothing",
               (DemoMembership(FJORD, "Sales North", super_admin=True),)),
    DemoPerson(102, "Priya", "Raman", "priya.raman@fjordfalk.example", None, "the other Super Admin",
               (DemoMembership(FJORD, "Operations", super_admin=True),)),
    DemoPerson(103, "Maria", "Lindqvist", "maria.lindqvist@fjordfalk.example", None,
               "a sales rep in one account, an app connector in the other",
               (DemoMembership(FJORD, "Sales North", permission_set="sales_rep"),
                DemoMembership(HAV, "Partners", permission_set="app_connector"))),
    DemoPerson(104, "Elin", "Sandberg", "elin.sandberg@fjordfalk.example", "sv", "manages the plan, sees no customers",
               (DemoMembership(FJORD, "Finance", permission_set="billing_owner"),)),
    DemoPerson(105, "Ahmed", "Karimi", "ahmed.karimi@fjordfalk.example", None, "may connect everyday apps",
               (DemoMembership(FJORD, "Sales South", permission_set="app_connector"),)),
    DemoPerson(106, "Sara", "Holm", "sara.holm@fjordfalk.example", "sv", "answers customers, changes none",
               (DemoMembership(FJORD, "Support", permission_set="service_agent"),)),
    DemoPerson(107, "Oskar", "Nyman", "oskar.nyman@fjordfalk.example", None, "administrator without billing",
               (DemoMembership(FJORD, "Operations", permission_set="administrator"),)),
    DemoPerson(108, "Lova", "Ek", "lova.ek@fjordfalk.example", None, "looks, changes nothing",
               (DemoMembership(FJORD, "Board", permission_set="viewer"),)),
    DemoPerson(109, "Nils", "Öberg", "nils.oberg@fjordfalk.example", None, "new this week, no rights yet",
               (DemoMembership(FJORD, "Sales South"),)),
    DemoPerson(110, "Hanna", "Sjögren", "hanna.sjogren@havlogistik.example", None, "Super Admin of the other account",
               (DemoMembership(HAV, "Management", super_admin=True),)),
    DemoPerson(111, "Tomas", "Dahl", "tomas.dahl@havlogistik.example", None, "runs sales, may not connect new apps",
               (DemoMembership(HAV, "Sales", permission_set="sales_manager"),)),
    DemoPerson(112, "Ingrid", "Vik", "ingrid.vik@havlogistik.example", None, "builds and connects apps",
               (DemoMembership(HAV, "Integrations", permission_set="developer"),)),
    DemoPerson(113, "Karl-Erik", "Åström", "karl-erik.astrom@havlogistik.example", "sv", "marketing, no settings",
               (DemoMembership(HAV, "Marketing", permission_set="marketer"),)),
)  # fmt: skip
