"""Times as the CRM writes them: ISO 8601 with milliseconds and Z; and the forms it reads."""

import re
from datetime import UTC, date, datetime, timedelta

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECONDS = re.compile(r"-?[0-9]{1,15}\Z")
DAY = 24 * 60 * 60 * 1000
"""Milliseconds."""


def iso_time(at: int) -> str:
    """`2026-11-21T18:59:00.000Z` for milliseconds since the epoch."""
    return (_EPOCH + timedelta(milliseconds=at)).strftime("%Y-%m-%dT%H:%M:%S.") + f"{at % 1000:03d}Z"


def iso_day(at: int) -> str:
    """`2026-11-21` for milliseconds since the epoch."""
    return (_EPOCH + timedelta(milliseconds=at)).strftime("%Y-%m-%d")


def read_time(text: str) -> int | None:
    """Milliseconds of an ISO 8601 time (UTC where it names no zone) or of a count of milliseconds; None for neither.

    Years 1000 to 9999, so that written times sort as text.
    """
    try:
        if _MILLISECONDS.match(text):
            at = int(text)
        else:
            read = datetime.fromisoformat(text)
            at = (read.replace(tzinfo=read.tzinfo or UTC) - _EPOCH) // timedelta(milliseconds=1)
        year = (_EPOCH + timedelta(milliseconds=at)).year
    except (ValueError, OverflowError):
        return None
    return at if 1000 <= year <= 9999 else None


def read_day(text: str) -> int | None:
    """Milliseconds of midnight UTC of an ISO date, or of the day in which a time lies; None for neither."""
    try:
        return (date.fromisoformat(text).toordinal() - _EPOCH.toordinal()) * DAY if len(text) == 10 else _midnight(text)
    except ValueError:
        return _midnight(text)


def _midnight(text: str) -> int | None:
    at = read_time(text)
    return None if at is None else at - at % DAY
