"""What is kept of feedback."""

from typing import Any, cast

from admittance.usecases.case_records import HelpFeedback
from admittance.usecases.help_feedback import LONGEST_COMMENT, give_feedback
from admittance.usecases.ports import Transaction


class Kept:
    """The one port that is needed."""

    def __init__(self) -> None:
        self.said: list[HelpFeedback] = []

    @property
    def feedback(self) -> Any:
        return self

    def add(self, feedback: HelpFeedback) -> None:
        self.said.append(feedback)


def test_a_comment_is_kept_short_and_plain() -> None:
    """A long comment is cut rather than refused, and nothing in it can steer the operator's terminal."""
    kept = Kept()
    give_feedback(cast(Transaction, kept), "phone-panel", "en", True, "\x1b[2J" + "x" * 5000, 7)
    assert len(kept.said[0].comment) == LONGEST_COMMENT
    assert "\x1b" not in kept.said[0].comment
    assert kept.said[0].at == 7
