"""The account's letters as their page."""

from admittance.core import lifetimes
from admittance.explain.letters import addressed
from admittance.usecases.case_records import Letter
from admittance.usecases.read_outbox import OutboxShown, Outgoing
from admittance.web.pages.outbox import LetterRow, OutboxPage, Posted
from admittance.web.present.reader import Reader

TRIED_FOR = 3 * lifetimes.DAY
"""As long as the server tries (a test holds it to `wiring/post.py`)."""


def outbox_path(account_id: int) -> str:
    """Where an account's administrators read its letters."""
    return f"/accounts/{account_id}/mail"


def outbox_page(reader: Reader, shown: OutboxShown, *, mail_works: bool, now: int) -> OutboxPage:
    """What was written, to whom, and whether it went out."""
    path = outbox_path(shown.account.id)
    return OutboxPage(
        mail_works=mail_works,
        letters=tuple(_row(reader, one, now, mail_works=mail_works) for one in shown.letters),
        older_url=f"{path}?before={shown.older}" if shown.older is not None else "",
    )


def _row(reader: Reader, one: Outgoing, now: int, *, mail_works: bool) -> LetterRow:
    letter, user = one.letter, one.reader
    return LetterRow(
        subject=letter.subject,
        to=user.name if user else reader.words.gettext("Somebody who is not in this account"),
        address=user.email if user else "",
        posted=_posted(letter, now, mail_works=mail_works),
        written_at=letter.written_at,
        sent_at=letter.sent_at,
        text=addressed(letter.body, reader.settings.base_url),
    )


def _posted(letter: Letter, now: int, *, mail_works: bool) -> Posted:
    if letter.sent_at is not None:
        return Posted.SENT
    if not mail_works:
        return Posted.KEPT
    return Posted.LATE if letter.written_at < now - TRIED_FOR else Posted.WAITING
