"""Outgoing mail, against a real SMTP server on loopback."""

from collections.abc import Iterator

import pytest

from admittance.adapters.smtp_mail import SmtpMail
from admittance.config import Settings
from tests.inbox import Inbox, listening


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A running SMTP server."""
    with listening() as running:
        yield running


@pytest.mark.anyio
async def test_a_message_arrives_with_its_words(inbox: Inbox) -> None:
    """The person gets the text as it was written, å and all, from the configured sender."""
    mail = SmtpMail(Settings(smtp_url=f"smtp://127.0.0.1:{inbox.port}", mail_from="admittance@demo.example"))
    assert mail.configured
    assert await mail.send("maria@fjordfalk.example", "Nytt lösenord", "Länken gäller i en timme.")
    sender, to, subject, text = inbox.last()
    assert (sender, to) == ("admittance@demo.example", ["maria@fjordfalk.example"])
    assert subject == "Nytt lösenord"
    assert text.strip() == "Länken gäller i en timme."


@pytest.mark.anyio
async def test_a_server_that_is_away_is_no_error() -> None:
    """The answer to the person doesn't depend on the mail server."""
    mail = SmtpMail(Settings(smtp_url="smtp://127.0.0.1:9", mail_from="admittance@demo.example"))
    assert not await mail.send("maria@fjordfalk.example", "Hello", "Text")


@pytest.mark.anyio
async def test_an_address_cannot_add_headers(inbox: Inbox) -> None:
    """A line break in an address sends nothing."""
    mail = SmtpMail(Settings(smtp_url=f"smtp://127.0.0.1:{inbox.port}", mail_from="admittance@demo.example"))
    assert not await mail.send("a@b.example\nBcc: c@d.example", "Hello", "Text")
    assert len(inbox) == 0


@pytest.mark.anyio
@pytest.mark.parametrize("address", ["a@[b.example", ":;a@b.example", "a@b.example, c@d.example", "A <a@b.example>"])
async def test_what_is_no_plain_address_gets_nothing(inbox: Inbox, address: str) -> None:
    """What the mail parser raises on, and what would be several addresses, is not sent, and the next letter is."""
    mail = SmtpMail(Settings(smtp_url=f"smtp://127.0.0.1:{inbox.port}", mail_from="admittance@demo.example"))
    assert not await mail.send(address, "Hello", "Text")
    assert await mail.send("maria@fjordfalk.example", "Hello", "Text")


@pytest.mark.anyio
async def test_without_a_server_nothing_is_sent() -> None:
    """No setting, no mail, and the page can say so."""
    mail = SmtpMail(Settings())
    assert not mail.configured
    assert not await mail.send("maria@fjordfalk.example", "Hello", "Text")
