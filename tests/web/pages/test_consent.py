"""The consent page's model."""

from admittance.explain.languages import Language
from admittance.web.pages.captcha import CharactersCheck
from admittance.web.pages.consent import ScopeRow, grouped
from tests.web.gallery import shown
from tests.web.sample_flow import ALTCHA, CHARACTERS, consent


def row(scope: str, touches: str) -> ScopeRow:
    """A row in a group."""
    return ScopeRow(scope=scope, label=scope, touches=touches)


def test_scopes_are_grouped_by_what_they_touch() -> None:
    """Scopes that touch the same thing stand together, groups in the order of their first scope."""
    groups = grouped((row("a", "Contacts"), row("b", "Deals"), row("c", "Contacts")))
    assert [(group.label, [one.scope for one in group.rows]) for group in groups] == [
        ("Contacts", ["a", "c"]),
        ("Deals", ["b"]),
    ]


def test_the_check_is_one_of_three() -> None:
    """A script's check always comes with the characters for whoever has no script."""
    with_script = consent(Language.EN, captcha=ALTCHA)
    assert with_script.altcha is ALTCHA
    assert with_script.hosted is None
    assert isinstance(with_script.characters, CharactersCheck)
    assert consent(Language.EN, captcha=CHARACTERS).altcha is None
    assert consent(Language.EN).characters is None


def test_without_a_script_the_characters_are_there() -> None:
    """Without JavaScript the page has the five characters, their voice, and new ones, in the form that grants."""
    html = shown("consent", Language.EN)
    fallback = html.split("<noscript>")[1].split("</noscript>")[0]
    assert 'name="characters"' in fallback
    assert "<audio" in fallback
    assert 'value="new_characters"' in fallback


def test_saying_no_needs_no_check() -> None:
    """Cancel belongs to a form of its own, so that no check starts when it is pressed."""
    html = shown("consent", Language.EN)
    assert '<button class="button button-quiet button-big" form="cancel" name="answer" value="cancel">' in html


def test_an_unverified_app_is_said_to_be_one() -> None:
    """An app that nobody checked says so neutrally, in one sentence."""
    html = shown("consent-again", Language.EN)
    assert "Not verified" in html
    assert "Nobody here has checked who made this app." in html


def test_conditional_scopes_are_marked_and_optional_ones_start_ticked() -> None:
    """Conditionally required scopes carry their mark; a tick box is ticked unless the person took it away."""
    html = shown("consent", Language.EN)
    assert html.count("Conditionally required") == 1
    assert 'value="crm.objects.companies.read" checked>' in html
    assert 'value="crm.objects.deals.read">' in html


def test_granting_again_says_so() -> None:
    """Whoever has connected the app already is told since when, and the button says what it does."""
    html = shown("consent-again", Language.EN)
    assert "You connected Ringlane Phone on" in html
    assert ">Grant again</button>" in html


def test_a_scope_lost_meanwhile_is_named() -> None:
    """A scope that could not be given since the page was opened is named before the person grants."""
    assert "One scope could not be given since you opened this page: View custom object records." in shown(
        "consent-again", Language.EN
    )
