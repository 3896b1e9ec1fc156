"""Was this helpful? — what a reader says of a help article, for whoever writes them."""

from admittance.usecases.case_records import HelpFeedback
from admittance.usecases.ports import Transaction

LONGEST_COMMENT = 2000
"""Characters; the rest is cut off rather than the answer refused."""


def give_feedback(tx: Transaction, article: str, language: str, helpful: bool, comment: str, now: int) -> HelpFeedback:
    """Keep an answer. Nothing says who gave it, also for somebody who is signed in."""
    # The operator lists comments in a terminal: nothing in them may steer it.
    plain = "".join(letter for letter in comment if letter.isprintable() or letter == "\n").strip()
    feedback = HelpFeedback(
        id=0, article=article, language=language, helpful=helpful, comment=plain[:LONGEST_COMMENT], at=now
    )
    tx.feedback.add(feedback)
    return feedback
