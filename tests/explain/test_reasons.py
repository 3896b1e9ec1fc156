"""Every reason has words."""

from collections.abc import Iterator
from typing import get_args

import pytest

from admittance.core.reasons import Audience, MarketplaceMissing, Reason, code_of, mended_by
from admittance.explain.explanation import Category, Explanation
from admittance.explain.languages import Language, translations
from admittance.explain.reasons import explain
from tests.explain.sample import EVERY_REASON, INSTALLS, NO_WORKFLOWS, WRITE_MISSING, SampleLabels, scene


def explained(reason: Reason, language: Language = Language.EN, about: str = "", *, alone: bool = False) -> Explanation:
    """The reason in words, in the sample scene."""
    return explain(reason, scene(about=about, alone=alone), SampleLabels(language), translations(language))


def sentences(explanation: Explanation) -> Iterator[str]:
    """Every piece of text of an explanation that is not a technical name."""
    yield from (explanation.title, explanation.category_word, explanation.wrong, explanation.rule, explanation.fix)
    yield explanation.who
    for node in explanation.chain:
        yield node.label
        if node.note:
            yield node.note
        yield from (text for line in node.lines if not line.technical for text in (line.text, line.note) if text)


def test_the_samples_hold_every_kind_of_reason() -> None:
    """The reasons tested here are all that exist: a new kind fails until it has words."""
    assert {type(reason) for reason in EVERY_REASON} == set(get_args(Reason))


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("about", ["", "Maria Lindqvist"])
@pytest.mark.parametrize("reason", EVERY_REASON, ids=lambda reason: type(reason).__name__)
def test_every_reason_has_words_in_every_language(reason: Reason, about: str, language: Language) -> None:
    """A reason has a title, a rule, what is wrong, a fix and somebody who mends it, whoever reads it."""
    explanation = explained(reason, language, about)
    assert all(text.strip() and "%(" not in text for text in sentences(explanation))
    assert (explanation.code, explanation.audience) == (code_of(reason), mended_by(reason))
    assert explanation.chain[2].people or explanation.chain[2].contact


@pytest.mark.parametrize("reason", EVERY_REASON, ids=lambda reason: type(reason).__name__)
def test_swedish_is_not_english(reason: Reason) -> None:
    """In Swedish the rule, the fix and what is wrong are Swedish."""
    english, swedish = explained(reason), explained(reason, Language.SV)
    assert english.rule != swedish.rule
    assert english.wrong != swedish.wrong
    assert english.who != swedish.who


@pytest.mark.parametrize("reason", EVERY_REASON, ids=lambda reason: type(reason).__name__)
def test_a_chain_never_ends_in_nobody(reason: Reason) -> None:
    """Where nobody in the account can mend it, the chain ends with whoever runs the server."""
    last = explained(reason, alone=True).chain[2]
    assert last.people or last.contact


def test_nobody_is_sent_to_an_administrator_for_a_developers_mistake() -> None:
    """Rule 6: a developer's mistake names the app's support contact, and no member of the account."""
    for reason in EVERY_REASON:
        last = explained(reason).chain[2]
        if mended_by(reason) is Audience.DEVELOPER:
            assert last.contact is not None
            assert last.contact.name == "Ringlane Ltd"
            assert not last.people


def test_a_plan_reason_says_that_super_admin_does_not_help() -> None:
    """Rule 4: being Super Admin never helps with a missing feature, and the card says so."""
    explanation = explained(NO_WORKFLOWS)
    assert explanation.category is Category.PLAN
    assert "Being Super Admin doesn't change that." in explanation.rule
    assert explanation.fix == "Workflows comes with Marketing Hub Professional or Sales Hub Professional."
    assert explanation.other_ways == ("Sequences and Custom objects",)


def test_a_permission_reason_says_what_is_held_instead() -> None:
    """Rule 3: each missing permission stands with its level and what the person has of it now."""
    lines = explained(WRITE_MISSING).chain[1].lines
    assert [(line.text, line.note) for line in lines] == [
        ("Contacts · Edit (All)", "You have Team"),
        ("Contacts · Delete (Owned or more)", "Not on for you yet"),
    ]
    about = explained(WRITE_MISSING, about="Maria").chain[1].lines
    assert [line.note for line in about] == ["Maria has Team", "Not on for Maria yet"]


def test_marketplace_access_names_why_it_is_asked() -> None:
    """Rule 3: App Marketplace access is asked for an app that is new to the account, or scopes that are."""
    assert isinstance(INSTALLS, MarketplaceMissing)
    first = explained(INSTALLS)
    assert first.title == "Install apps in this account"
    assert "installing an app needs App Marketplace access" in first.rule
    new = next(explained(reason) for reason in EVERY_REASON if getattr(reason, "scopes", ()))
    assert [line.text for line in new.chain[0].lines] == ["automation", "tickets"]


def test_an_unknown_scope_is_asked_back() -> None:
    """Rule 2: a scope that no catalogue knows comes with a "did you mean"."""
    close = next(reason for reason in EVERY_REASON if getattr(reason, "did_you_mean", ()))
    assert explained(close).fix == "Did you mean `crm.objects.contacts.read`?"
    assert explained(close, Language.SV).fix == "Menades `crm.objects.contacts.read`?"


def test_a_scope_with_a_per_cent_sign_breaks_nothing() -> None:
    """What a caller wrote is shown and never taken for a placeholder."""
    from admittance.core.reasons import NotConfigured
    from admittance.core.scopes import Parameter

    assert "100%(scope)s" in explained(NotConfigured("100%(scope)s", (Parameter.SCOPE,), known=False)).fix
