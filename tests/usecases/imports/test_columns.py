"""Which column is which property."""

from admittance.usecases.crm.object_types import CONTACTS
from admittance.usecases.imports.columns import BadColumns, ColumnFault, check_columns, guess_columns, importable


def test_titles_say_what_they_are_in_english_and_swedish() -> None:
    """Names, labels and what people write over columns are known, in any case and with any punctuation."""
    header = ("E-POST", "Förnamn", "last_name", "Telefon", "Mobile Phone Number", "Ägare", "Kundnummer", "Record ID")
    assert guess_columns(CONTACTS, header) == (
        *("email", "firstname", "lastname", "phone", "mobilephone", "hubspot_owner_id", "", "hs_object_id"),
    )


def test_a_property_is_guessed_once() -> None:
    """The first column that looks like it."""
    assert guess_columns(CONTACTS, ("Email", "E-mail")) == ("email", "")


def test_what_an_export_writes_an_import_knows() -> None:
    """Every label of a property that can be written is guessed as that property."""
    names = importable(CONTACTS)
    assert guess_columns(CONTACTS, [CONTACTS.properties[name].label for name in names]) == names


def test_a_choice_makes_sense() -> None:
    """Something is chosen, nothing twice, nothing unknown or kept by the server."""
    assert check_columns(CONTACTS, ("email", "", "hs_object_id")) is None
    assert check_columns(CONTACTS, ("", "hs_object_id")) == BadColumns(ColumnFault.NONE_CHOSEN)
    assert check_columns(CONTACTS, ("email", "email")) == BadColumns(ColumnFault.TWICE, "email")
    assert check_columns(CONTACTS, ("createdate",)) == BadColumns(ColumnFault.UNKNOWN, "createdate")
