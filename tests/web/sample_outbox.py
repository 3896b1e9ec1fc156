"""Sample pages of the account's letters."""

from admittance.web.pages.frame import Section
from admittance.web.pages.outbox import LetterRow, OutboxPage, Posted
from tests.web.sample_parts import DAY, NOW, Pages, Sample, settings_frame, with_

ASKED = LetterRow(
    subject="Maria Lindqvist asks for help to connect Ringlane Phone",
    to="Jonas Berg",
    address="jonas.berg@fjordfalk.example",
    posted=Posted.SENT,
    written_at=NOW - 3_600_000,
    sent_at=NOW - 3_500_000,
    text="Maria Lindqvist could not connect Ringlane Phone to Fjord & Falk AB.\n\n> Before Monday, please.\n\n"
    "https://admittance.example/accounts/4821907/cases/C-7Q4M\n",
)


def outbox_pages() -> Pages:
    """Letters in every state, letters without a mail server, and none."""
    around = settings_frame(Section.MAIL)
    letters = (
        with_(ASKED, posted=Posted.WAITING, sent_at=None, written_at=NOW - 1000),
        ASKED,
        with_(ASKED, posted=Posted.LATE, sent_at=None, written_at=NOW - 4 * DAY, to="Somebody gone", address=""),
    )
    page = OutboxPage(mail_works=True, letters=letters, older_url="/accounts/4821907/mail?before=7")
    kept = with_(page, mail_works=False, letters=(with_(ASKED, posted=Posted.KEPT, sent_at=None),), older_url="")
    yield Sample("mail", lambda _: page, around)
    yield Sample("mail-kept", lambda _: kept, around)
    yield Sample("mail-none", lambda _: with_(kept, letters=()), around)
