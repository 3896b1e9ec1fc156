"""The catalogue that comes with Admittance: what is known about it, and what the two source documents say."""

from itertools import combinations

import pytest

from admittance.catalogue.loader import default_catalogue
from admittance.catalogue.model import Catalogue
from admittance.core.decide import Decision, Granted, Question, Refused, decide
from admittance.core.duties import Duty
from admittance.core.install_url import InstallUrl
from admittance.core.levels import Ladder, Level
from admittance.core.manifest import Manifest, make_manifest
from admittance.core.policy import EVERY_RIGHT
from admittance.core.reasons import MarketplaceMissing, PermissionMissing, RefusalCode, ToolMissing

MARKETPLACE = "account.marketplace_access"
PHONE_SCOPES = frozenset(
    {
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "crm.objects.owners.read",
        "crm.lists.read",
        "tickets",
    }
)
EVERY_SWITCH = ("contacts", "marketing", "service", "sales", "reports")


@pytest.fixture
def catalogue() -> Catalogue:
    return default_catalogue()


def connect(catalogue: Catalogue, scopes: frozenset[str], rights: int, plan: dict[str, str] | None = None) -> Decision:
    """A first connection that asks for `scopes`, all of them required."""
    manifest = make_manifest(scopes)
    assert isinstance(manifest, Manifest)
    tools = catalogue.policy.tools(plan or {})
    return decide(catalogue.policy, Question(manifest, InstallUrl(manifest.required), rights, tools))


def with_switches(catalogue: Catalogue, *toggles: str) -> int:
    """The rights of somebody with marketplace access and these whole-section switches."""
    held = {MARKETPLACE: Level.ON}
    for toggle in toggles:
        held |= catalogue.toggle_grants(toggle)
    return catalogue.policy.rights(held)


def missing_scopes(decision: Decision) -> set[str]:
    """The scopes for which a permission is missing."""
    reasons = decision.reasons if isinstance(decision, Refused) else ()
    return {reason.scope for reason in reasons if isinstance(reason, PermissionMissing)}


def test_it_holds_what_the_facts_list(catalogue: Catalogue) -> None:
    """81 scopes, 100 permissions, 12 permission sets, 56 tools, 26 products at a tier."""
    assert len(catalogue.scopes) == 81
    assert len(catalogue.permissions) == 100
    assert len(catalogue.sets) == 12
    assert len(catalogue.tools) == 56
    assert sum(len(product.tiers) for product in catalogue.products.values()) == 26


def test_58_needs_are_marked_as_our_own_choice(catalogue: Catalogue) -> None:
    """Where a need rests mainly on our reasoning it says so, for no page may call it anybody else's rule."""
    assert sum(scope.own_choice for scope in catalogue.scopes.values()) == 58
    assert all(scope.basis or scope.own_choice for scope in catalogue.scopes.values())


def test_contacts_marketing_and_service_suffice_for_the_phone_app(catalogue: Catalogue) -> None:
    """ "Enable access to all of the following for the user: Contacts, Marketing, Service" (phone panel document)."""
    decision = connect(catalogue, PHONE_SCOPES, with_switches(catalogue, "contacts", "marketing", "service"))
    assert isinstance(decision, Granted)


@pytest.mark.parametrize("pair", list(combinations(("contacts", "marketing", "service"), 2)))
def test_each_of_the_three_switches_is_needed(catalogue: Catalogue, pair: tuple[str, str]) -> None:
    """Without Contacts, without Marketing or without Service the phone app is refused for want of a permission."""
    decision = connect(catalogue, PHONE_SCOPES, with_switches(catalogue, *pair))
    assert isinstance(decision, Refused)
    assert decision.codes == (RefusalCode.USER_NOT_PERMITTED,)


def test_what_each_switch_opens(catalogue: Catalogue) -> None:
    """Contacts opens contacts, Marketing opens lists, Service opens tickets; owners open to whoever sees a record."""
    assert missing_scopes(connect(catalogue, PHONE_SCOPES, with_switches(catalogue, "marketing", "service"))) == {
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
    }
    assert missing_scopes(connect(catalogue, PHONE_SCOPES, with_switches(catalogue, "contacts", "service"))) == {
        "crm.lists.read"
    }
    assert missing_scopes(connect(catalogue, PHONE_SCOPES, with_switches(catalogue, "contacts", "marketing"))) == {
        "tickets"
    }


def test_without_tickets_contacts_and_marketing_do(catalogue: Catalogue) -> None:
    """A phone app that does not ask for tickets needs no Service."""
    scopes = PHONE_SCOPES - {"tickets"}
    assert isinstance(connect(catalogue, scopes, with_switches(catalogue, "contacts", "marketing")), Granted)
    assert isinstance(connect(catalogue, scopes, with_switches(catalogue, "contacts")), Refused)


def test_the_switches_do_not_bring_marketplace_access(catalogue: Catalogue) -> None:
    """Rule 3: installing asks for App Marketplace access, whatever else somebody may do."""
    held = {name: level for toggle in EVERY_SWITCH for name, level in catalogue.toggle_grants(toggle).items()}
    decision = connect(catalogue, PHONE_SCOPES, catalogue.policy.rights(held))
    assert isinstance(decision, Refused)
    assert [type(reason) for reason in decision.reasons] == [MarketplaceMissing]


def test_the_smallest_fix_is_smaller_than_the_switches(catalogue: Catalogue) -> None:
    """Contacts View, Edit and Delete, tickets View and Edit, and View lists are enough for the phone app."""
    held = {
        MARKETPLACE: Level.ON,
        "crm.contacts.edit": Level.ALL,
        "crm.contacts.delete": Level.OWNED,
        "crm.tickets.edit": Level.OWNED,
        "marketing.lists.view": Level.ON,
    }
    assert isinstance(connect(catalogue, PHONE_SCOPES, catalogue.policy.rights(held)), Granted)


@pytest.mark.parametrize("record", ["contacts", "companies", "deals"])
def test_own_records_suffice_with_unassigned(catalogue: Catalogue, record: str) -> None:
    """How many records somebody sees is not compared, except: All, or any level together with Unassigned."""
    scopes = frozenset({f"crm.objects.{record}.read"})
    own = {MARKETPLACE: Level.ON, f"crm.{record}.view": Level.OWNED}
    unassigned = {**own, f"crm.{record}.unassigned": Level.ON}
    everything = {MARKETPLACE: Level.ON, f"crm.{record}.view": Level.ALL}
    assert isinstance(connect(catalogue, scopes, catalogue.policy.rights(own)), Refused)
    assert isinstance(connect(catalogue, scopes, catalogue.policy.rights(unassigned)), Granted)
    assert isinstance(connect(catalogue, scopes, catalogue.policy.rights(everything)), Granted)


def test_marketing_hub_starter_lacks_workflows(catalogue: Catalogue) -> None:
    """ "A HubSpot account with a Marketing Hub Starter subscription … an integration that requires workflows"."""
    scopes = frozenset({"automation"})
    starter = connect(catalogue, scopes, EVERY_RIGHT, {"marketing_hub": "starter"})
    assert isinstance(starter, Refused)
    assert [type(reason) for reason in starter.reasons] == [ToolMissing]
    for product in ("marketing_hub", "sales_hub", "service_hub", "data_hub"):
        assert isinstance(connect(catalogue, scopes, EVERY_RIGHT, {product: "professional"}), Granted)
    assert isinstance(connect(catalogue, scopes, EVERY_RIGHT, {"content_hub": "enterprise"}), Refused)


@pytest.mark.parametrize(
    "hub", ["marketing_hub", "sales_hub", "service_hub", "content_hub", "data_hub", "commerce_hub"]
)
def test_any_enterprise_hub_has_custom_objects(catalogue: Catalogue, hub: str) -> None:
    """Custom objects come with any Enterprise product and with no Professional one."""
    scopes = frozenset({"crm.objects.custom.read"})
    assert isinstance(connect(catalogue, scopes, EVERY_RIGHT, {hub: "enterprise"}), Granted)
    assert isinstance(connect(catalogue, scopes, EVERY_RIGHT, {hub: "professional"}), Refused)


@pytest.mark.parametrize(
    ("plan", "switched_on"),
    [
        ({"content_hub": "professional"}, True),
        ({"marketing_hub": "professional", "website_addon": "addon"}, True),
        ({"marketing_hub": "enterprise"}, True),
        ({"marketing_hub": "professional"}, False),
        ({"website_addon": "addon"}, False),
    ],
)
def test_hubdb_comes_with_either_of_three_plans(catalogue: Catalogue, plan: dict[str, str], switched_on: bool) -> None:
    """Rule 10: a tool is switched on by any of several sets, and a set may need a product and an add-on."""
    decision = connect(catalogue, frozenset({"hubdb"}), EVERY_RIGHT, plan)
    assert isinstance(decision, Granted) is switched_on


def test_super_admin_never_helps_a_tool(catalogue: Catalogue) -> None:
    """Rule 4: a Super Admin holds every permission and no tool."""
    scopes = frozenset(catalogue.scopes)
    decision = connect(catalogue, scopes, EVERY_RIGHT)
    assert isinstance(decision, Refused)
    assert {type(reason) for reason in decision.reasons} == {ToolMissing}
    lacking = {reason.scope for reason in decision.reasons if isinstance(reason, ToolMissing)}
    assert lacking == {name for name, scope in catalogue.scopes.items() if not _for_everybody(catalogue, name)}


def _for_everybody(catalogue: Catalogue, scope: str) -> bool:
    ways = catalogue.scopes[scope].need.tools
    return any(all(catalogue.tools[tool].switched_on_by == ((),) for tool in way) for way in ways)


def test_everything_bought_and_super_admin_reaches_every_scope(catalogue: Catalogue) -> None:
    """No scope is out of everybody's reach."""
    everything = {name: list(product.tiers)[-1] for name, product in catalogue.products.items()}
    assert isinstance(connect(catalogue, frozenset(catalogue.scopes), EVERY_RIGHT, everything), Granted)


def test_every_permission_suffices_without_being_super_admin(catalogue: Catalogue) -> None:
    """Whoever holds every permission at the top needs no Super Admin for any scope."""
    everything = {name: list(product.tiers)[-1] for name, product in catalogue.products.items()}
    held = {name: permission.ladder.levels[-1] for name, permission in catalogue.permissions.items()}
    decision = connect(catalogue, frozenset(catalogue.scopes), catalogue.policy.rights(held), everything)
    assert isinstance(decision, Granted)


def test_sets_are_closed_under_implies(catalogue: Catalogue) -> None:
    """A permission set says everything that it gives."""
    for name, bundle in catalogue.sets.items():
        assert catalogue.policy.held(catalogue.permission_set_rights(name)) == dict(bundle.grants)


def test_switches_are_closed_under_implies(catalogue: Catalogue) -> None:
    """A whole-section switch gives nothing beyond what it says."""
    for toggle in catalogue.toggles:
        granted = catalogue.toggle_grants(toggle)
        assert catalogue.policy.held(catalogue.policy.rights(granted)) == granted


def test_marketplace_access_is_in_no_everyday_set(catalogue: Catalogue) -> None:
    """Only Developer, App connector and Administrator may install apps."""
    holders = {name for name, bundle in catalogue.sets.items() if MARKETPLACE in bundle.grants}
    assert holders == {"developer", "app_connector", "administrator"}
    assert catalogue.marketplace is not None
    assert catalogue.marketplace.permission == MARKETPLACE


def test_no_scope_asks_for_marketplace_access(catalogue: Catalogue) -> None:
    """Rule 3 asks for it once per connection, so it stands behind no scope."""
    rights = [right for scope in catalogue.scopes.values() for way in scope.need.permissions for right in way]
    assert MARKETPLACE not in {right.permission for right in rights}


def test_the_app_connector_connects_the_phone_app(catalogue: Catalogue) -> None:
    """The set that is made for it does, and those of a sales rep and a viewer do not."""
    rights = catalogue.permission_set_rights
    assert isinstance(connect(catalogue, PHONE_SCOPES, rights("app_connector")), Granted)
    assert isinstance(connect(catalogue, PHONE_SCOPES, rights("sales_rep")), Refused)
    assert isinstance(connect(catalogue, PHONE_SCOPES, rights("viewer")), Refused)


def test_a_scope_that_writes_asks_for_edit(catalogue: Catalogue) -> None:
    """A scope asks for the kind of right it hands to the app: whoever only looks connects no app that writes."""
    viewer = catalogue.permission_set_rights("viewer")
    for scope in (name for name in catalogue.scopes if name.endswith((".write", "_write", ".publish"))):
        assert scope in missing_scopes(connect(catalogue, frozenset({scope}), viewer))


def test_duties_are_bound_to_permissions(catalogue: Catalogue) -> None:
    """What people do in Admittance itself asks for the rights that bear the same names here."""
    policy = catalogue.policy
    owner = catalogue.permission_set_rights("billing_owner")
    administrator = catalogue.permission_set_rights("administrator")
    assert [duty for duty in Duty if policy.may(owner, duty)] == [Duty.SEE_PEOPLE, Duty.EDIT_PLAN]
    assert Duty.EDIT_PLAN not in [duty for duty in Duty if policy.may(administrator, duty)]
    assert policy.may(administrator, Duty.EDIT_PEOPLE)


def test_no_text_calls_a_need_somebody_elses_rule(catalogue: Catalogue) -> None:
    """The words that people read name no vendor: the mapping is this catalogue's own."""
    for language in ("en", "sv"):
        labels = catalogue.labels(language)
        texts = [labels.scope(name) for name in catalogue.scopes]
        texts += [labels.permission(name) for name in catalogue.permissions]
        texts += [labels.tool(name) for name in catalogue.tools]
        assert not [text for text in texts if "HubSpot" in text]


def test_levels_of_records_and_switches(catalogue: Catalogue) -> None:
    """View, Edit and Delete of records reach None, Owned, Team or All; everything in other sections is on or off."""
    for name, permission in catalogue.permissions.items():
        on_records = name.startswith("crm.") and permission.action != "unassigned"
        expected = Ladder.RECORDS if on_records or name == "crm_tools.communicate" else Ladder.SWITCH
        assert permission.ladder is expected
