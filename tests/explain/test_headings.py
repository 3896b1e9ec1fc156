"""The four official headings, word for word (product section 1)."""

from pathlib import Path

import pytest

from admittance.core.reasons import RefusalCode
from admittance.explain.headings import heading
from admittance.explain.languages import Language, translations

ENGLISH = {
    RefusalCode.INSUFFICIENT_SCOPES: "Couldn't complete the connection: Authorization failed because the provided "
    "scopes are insufficient. Please contact the app developer.",
    RefusalCode.SCOPE_MISMATCH: "Couldn't complete the connection: Authorization failed because there is a mismatch "
    "between the scopes in the install URL and the app's configured scopes. Please contact the app developer.",
    RefusalCode.USER_NOT_PERMITTED: "Couldn't complete the connection. You don't have permission to connect this "
    "integration.",
    RefusalCode.ACCOUNT_LACKS_FEATURES: "This account doesn't have access to some HubSpot features that are required "
    "by this integration. Please contact the integrator.",
}
SWEDISH = {
    RefusalCode.INSUFFICIENT_SCOPES: "Det gick inte att slutföra anslutningen: Auktorisering misslyckades eftersom de "
    "angivna scopen är otillräckliga. Kontakta apputvecklaren.",
    RefusalCode.SCOPE_MISMATCH: "Det gick inte att slutföra anslutningen: Auktorisering misslyckades eftersom det inte "
    "finns någon överensstämmelse mellan scopen i installations-URL:en och appens konfigurerade scopes. Vänligen "
    "kontakta apputvecklaren.",
    RefusalCode.USER_NOT_PERMITTED: "Det gick inte att slutföra anslutningen. Du har inte behörighet att ansluta den "
    "här integrationen.",
    RefusalCode.ACCOUNT_LACKS_FEATURES: "Det här kontot har inte åtkomst till vissa HubSpot-funktioner som krävs för "
    "denna integration. Vänligen kontakta integreraren.",
}


@pytest.mark.parametrize("code", RefusalCode)
@pytest.mark.parametrize(("language", "official"), [(Language.EN, ENGLISH), (Language.SV, SWEDISH)])
def test_a_heading_is_the_official_sentence(
    code: RefusalCode, language: Language, official: dict[RefusalCode, str]
) -> None:
    """Each code has its heading word for word, in both languages, with the product's name from the setting."""
    assert heading(code, "HubSpot", translations(language)).text == official[code]


def test_the_core_of_a_heading_says_what_is_the_matter() -> None:
    """The sentence that says what is the matter is the strong one; what leads in or sends away is quiet."""
    words = translations(Language.SV)
    mismatch = heading(RefusalCode.SCOPE_MISMATCH, "HubSpot", words)
    assert mismatch.lead == "Det gick inte att slutföra anslutningen:"
    assert mismatch.tail == "Vänligen kontakta apputvecklaren."
    features = heading(RefusalCode.ACCOUNT_LACKS_FEATURES, "HubSpot", words)
    assert (features.lead, features.tail) == ("", "Vänligen kontakta integreraren.")
    assert heading(RefusalCode.USER_NOT_PERMITTED, "HubSpot", words).core.startswith("Du har inte behörighet")


def test_a_products_name_may_hold_a_full_stop() -> None:
    """The product's name never splits the heading, and no per cent sign in it breaks the sentence."""
    found = heading(RefusalCode.ACCOUNT_LACKS_FEATURES, "Acme Inc. 100% CRM", translations(Language.EN))
    assert found.core.startswith("This account doesn't have access to some Acme Inc. 100% CRM features")


def test_no_other_sentence_names_a_product() -> None:
    """Most of the catalogue is our own choice: no page or sentence calls a rule HubSpot's."""
    source = Path(__file__).parents[2] / "src" / "admittance"
    spoken = [
        *source.glob("web/templates/**/*.html"),
        *source.glob("explain/*.py"),
        *source.glob("explain/locale/**/*.po"),
    ]
    assert [file.name for file in spoken if "hubspot" in file.read_text(encoding="utf-8").lower()] == []
