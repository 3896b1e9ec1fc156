"""The catalogue's names, in the reader's language."""

import pytest

from admittance.catalogue.labels import CatalogueLabels
from admittance.catalogue.loader import default_catalogue


@pytest.fixture
def english() -> CatalogueLabels:
    return default_catalogue().labels("en")


@pytest.fixture
def swedish() -> CatalogueLabels:
    return default_catalogue().labels("sv")


def test_scopes_in_plain_words(english: CatalogueLabels, swedish: CatalogueLabels) -> None:
    """A scope is called what it lets the app do."""
    assert english.scope("crm.objects.contacts.write") == "View, create, change and delete contacts"
    assert swedish.scope("crm.objects.contacts.write") == "Visa, skapa, ändra och ta bort kontakter"


def test_scopes_are_grouped_by_what_they_touch(english: CatalogueLabels, swedish: CatalogueLabels) -> None:
    """The consent page groups scopes by what they touch."""
    assert english.touches("crm.objects.line_items.read") == "Deals and quotes"
    assert swedish.touches("tickets") == "Ärenden"


def test_permissions(english: CatalogueLabels, swedish: CatalogueLabels) -> None:
    """A permission has a name of its own, and one that says where it stands in the editor."""
    assert english.permission("crm.contacts.edit") == "Edit contacts"
    assert english.permission_in_section("crm.contacts.edit") == "Contacts · Edit"
    assert swedish.permission_in_section("crm.contacts.unassigned") == "Kontakter · Otilldelade"
    assert english.permission_in_section("marketing.lists.view") == "Marketing · View lists"


def test_plans_that_switch_a_tool_on(english: CatalogueLabels) -> None:
    """The smallest plans that have a tool, each a product at a tier, together with an add-on where it takes both."""
    assert english.plans_with("workflows")[0] == "Marketing Hub Professional"
    assert english.plans_with("hubdb") == (
        "Content Hub Professional",
        "Marketing Hub Professional + Website add-on",
        "Marketing Hub Enterprise",
    )
    assert english.plans_with("lists") == ()


def test_a_tag_with_a_region_is_its_language_and_others_are_english() -> None:
    """Where there are no words in a language, English stands in."""
    catalogue = default_catalogue()
    assert catalogue.labels("sv-SE").tool("forms") == "Formulär"
    assert catalogue.labels("de").tool("forms") == "Forms"


def test_unknown_ids_are_their_own_names(english: CatalogueLabels) -> None:
    """A stored id may outlive its entry in the catalogue; a page that names it must not fail."""
    for name in (
        "scope",
        "touches",
        "permission",
        "permission_in_section",
        "tool",
        "product",
        "tier",
        "permission_set",
    ):
        assert getattr(english, name)("gone") == "gone"
    for name in ("section", "object", "action", "toggle"):
        assert getattr(english, name)("gone") == "gone"
    assert english.plan("gone", "starter") == "gone starter"
    assert english.plans_with("gone") == ()
    assert english.permission_set_about("gone") == ""


def test_other_names(english: CatalogueLabels, swedish: CatalogueLabels) -> None:
    """Sets, sections, switches and products have names too; product names are the same in every language."""
    assert swedish.permission_set("sales_rep") == "Säljare"
    assert swedish.permission_set_about("viewer") == "Tittar, ändrar inget."
    assert swedish.section("crm_tools") == "CRM-verktyg"
    assert english.toggle("service") == "Service"
    assert english.product("marketing_hub") == swedish.product("marketing_hub") == "Marketing Hub"
