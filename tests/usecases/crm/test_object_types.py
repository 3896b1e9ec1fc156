"""The table of object types."""

from admittance.catalogue.loader import default_catalogue
from admittance.usecases.crm.association_types import ASSOCIATION_TYPES
from admittance.usecases.crm.object_types import OBJECT_TYPES, RECORD_ID, object_type
from admittance.usecases.crm.properties import PropertyType


def test_codes_are_places_in_row_ids() -> None:
    """Each type has its own code of five bits."""
    codes = [kind.code for kind in OBJECT_TYPES]
    assert len(set(codes)) == len(codes)
    assert all(1 <= code < 32 for code in codes)


def test_a_type_has_three_names() -> None:
    """Plural, singular and type id, in any case, and no two types share one."""
    names = [name for kind in OBJECT_TYPES for name in (kind.name, kind.singular, kind.type_id)]
    assert len(set(names)) == len(names)
    for kind in OBJECT_TYPES:
        for name in (kind.name, kind.singular.upper(), kind.type_id):
            assert object_type(name) is kind
    assert object_type("unicorns") is None


def test_a_type_shows_what_it_has() -> None:
    """The times, the id and everything shown unasked are properties; an enumeration has options."""
    for kind in OBJECT_TYPES:
        assert {kind.created, kind.modified, RECORD_ID, *kind.shown} <= kind.properties.keys()
        assert all(name == prop.name for name, prop in kind.properties.items())
        choices = [prop for prop in kind.properties.values() if prop.type is PropertyType.ENUMERATION]
        assert all(prop.options for prop in choices)


def test_scopes_of_types_are_in_the_catalogue() -> None:
    """No type asks for a scope that nobody can grant."""
    known = default_catalogue().policy.needs.keys()
    for kind in OBJECT_TYPES:
        assert {scope for sets in (kind.read, kind.write) for needed in sets for scope in needed} <= known


def test_every_association_has_its_inverse() -> None:
    """The inverse of the inverse is the type itself, between the same two object types."""
    for number, kind in ASSOCIATION_TYPES.items():
        back = ASSOCIATION_TYPES[kind.inverse]
        assert (kind.id, back.inverse) == (number, number)
        assert (back.origin, back.target) == (kind.target, kind.origin)
    assert (ASSOCIATION_TYPES[194].name, ASSOCIATION_TYPES[194].inverse) == ("call_to_contact", 193)
