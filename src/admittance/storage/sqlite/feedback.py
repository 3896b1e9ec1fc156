"""What people say of the help articles."""

from collections.abc import Sequence
from typing import Any

from admittance.storage.sqlite.connection import Database
from admittance.usecases.case_records import HelpFeedback

_COLUMNS = "id, article, language, helpful, comment, at"
_ADD = f"INSERT INTO help_feedback ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?)"
_COUNTS = (
    "SELECT article, language, sum(helpful), sum(1 - helpful) FROM help_feedback"
    " GROUP BY article, language ORDER BY article, language"
)
_COMMENTS = f"SELECT {_COLUMNS} FROM help_feedback WHERE article = ? AND comment != '' ORDER BY id DESC LIMIT ?"


def _feedback_of(row: tuple[Any, ...]) -> HelpFeedback:
    return HelpFeedback(id=row[0], article=row[1], language=row[2], helpful=bool(row[3]), comment=row[4], at=row[5])


class SqliteFeedback:
    """See `ports.Feedback`."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(self, feedback: HelpFeedback) -> None:
        row = (feedback.article, feedback.language, feedback.helpful, feedback.comment, feedback.at)
        self._db.execute(_ADD, (self._db.next_id("help_feedback"), *row))

    def counts(self) -> Sequence[tuple[str, str, int, int]]:
        return [(row[0], row[1], row[2], row[3]) for row in self._db.execute(_COUNTS).fetchall()]

    def comments(self, article: str, limit: int) -> Sequence[HelpFeedback]:
        return [_feedback_of(row) for row in self._db.execute(_COMMENTS, (article, limit)).fetchall()]
