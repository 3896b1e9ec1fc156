"""Words for the audit log."""

import pytest

from admittance.explain.languages import Language, translations
from admittance.usecases.audit_chain import CheckpointForged, EndMissing, RowChanged, RowsMissing
from admittance.usecases.audit_entry import Act
from admittance.usecases.audit_page import AuditOutcome, outcome_of
from admittance.web.present.audit_words import act_words, finding_words, outcome_word


@pytest.mark.parametrize("language", Language)
def test_every_act_has_words_of_its_own_and_an_outcome(language: Language) -> None:
    """Nothing in the log is shown by its code, and no two acts read alike."""
    words = translations(language)
    said = [act_words(act, words) for act in Act]
    assert len(set(said)) == len(Act)
    assert {outcome_of(act) for act in Act} == set(AuditOutcome)
    assert len({outcome_word(outcome, words) for outcome in AuditOutcome}) == len(AuditOutcome)


def test_a_finding_is_a_sentence() -> None:
    """What is the matter with a chain is said with the rows it concerns."""
    words = translations(Language.EN)
    assert finding_words(RowChanged(1, 7), words) == "Row 7 was changed after it was written."
    assert finding_words(RowsMissing(1, 3, 5), words) == "Rows 3 to 5 are gone."
    assert finding_words(EndMissing(1, 4, 6), words) == "Rows 5 to 6 are gone."
    assert "key" in finding_words(CheckpointForged(), words)
