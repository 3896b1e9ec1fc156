"""What a catalogue says about itself."""

import pytest

from admittance.catalogue.loader import default_catalogue
from admittance.catalogue.model import Catalogue, UnknownScope
from admittance.core.levels import Level
from admittance.core.manifest import Manifest, make_manifest


@pytest.fixture
def catalogue() -> Catalogue:
    return default_catalogue()


def test_a_manifest_with_known_scopes_can_be_saved(catalogue: Catalogue) -> None:
    """Rule 12: a manifest whose scopes the catalogue knows has nothing against it."""
    manifest = make_manifest(frozenset({"tickets"}), frozenset({"automation"}), frozenset({"forms"}))
    assert isinstance(manifest, Manifest)
    assert catalogue.unknown_scopes(manifest) == ()


def test_a_manifest_with_unknown_scopes_cannot_be_saved(catalogue: Catalogue) -> None:
    """Rule 12: every unknown scope is told, of whatever kind, with the close ones, the nearest first."""
    manifest = make_manifest(
        frozenset({"crm.objects.contact.read"}), frozenset({"tickets"}), frozenset({"zzz", "crm.list.read"})
    )
    assert isinstance(manifest, Manifest)
    unknown = {found.scope: found.did_you_mean for found in catalogue.unknown_scopes(manifest)}
    assert list(unknown) == ["crm.list.read", "crm.objects.contact.read", "zzz"]
    assert unknown["crm.objects.contact.read"][0] == "crm.objects.contacts.read"
    assert unknown["crm.list.read"][0] == "crm.lists.read"
    assert catalogue.unknown_scopes(manifest)[2] == UnknownScope("zzz")


def test_a_lost_permission_set_gives_nothing(catalogue: Catalogue) -> None:
    """Default is no: a set that the catalogue no longer has grants no right and is called by its id."""
    assert catalogue.permission_set_rights("gone") == 0
    assert catalogue.permission_set_label("gone", "sv") == "gone"


def test_a_switch_sets_permissions_at_levels(catalogue: Catalogue) -> None:
    """A whole-section switch sets each permission to the level that the permission names."""
    contacts = catalogue.toggle_grants("contacts")
    assert contacts["crm.contacts.view"] is Level.ALL
    assert contacts["crm.contacts.delete"] is Level.OWNED
    assert "marketing.lists.view" not in contacts
    assert catalogue.toggle_grants("gone") == {}


def test_paid_plans_are_named_and_free_ones_are_not(catalogue: Catalogue) -> None:
    """A plan is named by product and tier, an add-on by its name alone; what costs nothing is no plan."""
    subscriptions = {"website_addon": "addon", "marketing_hub": "starter", "sales_hub": "free", "gone": "starter"}
    assert catalogue.plan_labels(subscriptions, "en") == ("Marketing Hub Starter", "Website add-on")
    assert catalogue.plan_labels({"marketing_hub": "gone"}, "en") == ()
