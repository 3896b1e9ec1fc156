"""Outgoing mail, against a real SMTP server on loopback."""

from collections.abc import Iterator
from email import message_from_bytes

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from admittance.adapters.smtp_mail import SmtpMail
from admittance.config import Settings


class Inbox:
    """Takes whatever is sent."""

    def __init__(self) -> None:
        self.envelopes: list[Envelope] = []

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        self.envelopes.append(envelope)
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    """A running SMTP server and its port."""
    handler = Inbox()
    controller = Controller(handler, hostname="127.0.0.1", port=0)
    # Port 0 lets the system choose; the controller must then be told not to probe port 0.
    controller._trigger_server = lambda: None
    controller.start()
    try:
        assert controller.server is not None
        yield handler, controller.server.sockets[0].getsockname()[1]
    finally:
        controller.stop()


@pytest.mark.anyio
async def test_a_message_arrives_with_its_words(inbox: tuple[Inbox, int]) -> None:
    """The person gets the text as it was written, å and all, from the configured sender."""
    handler, port = inbox
    mail = SmtpMail(Settings(smtp_url=f"smtp://127.0.0.1:{port}", mail_from="admittance@demo.example"))
    assert mail.configured
    assert await mail.send("maria@fjordfalk.example", "Nytt lösenord", "Länken gäller i en timme.")
    message = message_from_bytes(bytes(handler.envelopes[0].content or b""))
    assert handler.envelopes[0].rcpt_tos == ["maria@fjordfalk.example"]
    assert message["From"] == "admittance@demo.example"
    payload = message.get_payload(decode=True)
    assert isinstance(payload, bytes)
    assert payload.decode().strip() == "Länken gäller i en timme."


@pytest.mark.anyio
async def test_a_server_that_is_away_is_no_error() -> None:
    """The answer to the person doesn't depend on the mail server."""
    mail = SmtpMail(Settings(smtp_url="smtp://127.0.0.1:9", mail_from="admittance@demo.example"))
    assert not await mail.send("maria@fjordfalk.example", "Hello", "Text")


@pytest.mark.anyio
async def test_an_address_cannot_add_headers(inbox: tuple[Inbox, int]) -> None:
    """A line break in an address sends nothing."""
    handler, port = inbox
    mail = SmtpMail(Settings(smtp_url=f"smtp://127.0.0.1:{port}", mail_from="admittance@demo.example"))
    assert not await mail.send("a@b.example\nBcc: c@d.example", "Hello", "Text")
    assert handler.envelopes == []


@pytest.mark.anyio
async def test_without_a_server_nothing_is_sent() -> None:
    """No setting, no mail, and the page can say so."""
    mail = SmtpMail(Settings())
    assert not mail.configured
    assert not await mail.send("maria@fjordfalk.example", "Hello", "Text")
