"""The scope parameters of an install URL."""

from admittance.core.install_url import InstallUrl, read_install_url
from admittance.core.scopes import Parameter


def test_oauth_counts_as_present_in_scope_only() -> None:
    """`oauth` counts as present in `scope` even when left out, and never joins `optional_scope` (rule 8)."""
    assert read_install_url("a b", "c") == InstallUrl(frozenset({"oauth", "a", "b"}), frozenset({"c"}))
    assert read_install_url(None, None) == InstallUrl(frozenset({"oauth"}))


def test_a_missing_parameter_is_the_empty_set() -> None:
    """A missing parameter and an empty one are the same, never "everything" (rule 8)."""
    assert read_install_url(None, None) == read_install_url("", "") == read_install_url(" ", "  ")


def test_places_says_where_a_scope_stands() -> None:
    """A scope stands in `scope`, in `optional_scope`, in both or nowhere; told in this order."""
    url = read_install_url("a b", "b c")
    assert url.places("a") == (Parameter.SCOPE,)
    assert url.places("b") == (Parameter.SCOPE, Parameter.OPTIONAL_SCOPE)
    assert url.places("c") == (Parameter.OPTIONAL_SCOPE,)
    assert url.places("d") == ()
