"""The letters that were written to the account's people."""

from enum import StrEnum
from typing import ClassVar

from msgspec import Struct


class Posted(StrEnum):
    """What became of a letter. KEPT: no mail server is set; LATE: no mail server took it in time."""

    SENT = "sent"
    WAITING = "waiting"
    KEPT = "kept"
    LATE = "late"


class LetterRow(Struct, frozen=True, kw_only=True):
    """One letter; `text` as it is sent, with the link at its end."""

    subject: str
    to: str
    address: str
    posted: Posted
    written_at: int
    sent_at: int | None
    text: str


class OutboxPage(Struct, frozen=True, kw_only=True):
    """One page of letters, the newest first. `mail_works`: a mail server is set."""

    template: ClassVar[str] = "outbox.html"
    mail_works: bool
    letters: tuple[LetterRow, ...]
    older_url: str = ""
