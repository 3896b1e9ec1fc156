"""A real SMTP server on loopback, for the mails that the server sends."""

import asyncio
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.header import decode_header, make_header

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.command import PATIENCE_S
from tests.e2e.server import free_port


class Inbox:
    """Takes whatever is sent."""

    def __init__(self) -> None:
        self.port = 0
        self.open = threading.Event()
        """Cleared, it takes a message only once it is set again."""
        self.open.set()
        self._arrived = threading.Condition()
        self._envelopes: list[Envelope] = []

    async def handle_DATA(  # noqa: N802 - the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep the message."""
        await asyncio.to_thread(self.open.wait)
        with self._arrived:
            self._envelopes.append(envelope)
            self._arrived.notify_all()
        return "250 OK"

    def __len__(self) -> int:
        return len(self._envelopes)

    def wait_for(self, count: int) -> None:
        """Return once so many messages have come; fail when they don't."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self._envelopes) >= count, PATIENCE_S), "no mail came"

    def last(self) -> tuple[str, list[str], str, str]:
        """Who sent the last mail, to whom, its subject and its text."""
        envelope = self._envelopes[-1]
        message = message_from_bytes(bytes(envelope.content or b""))
        payload = message.get_payload(decode=True)
        assert isinstance(payload, bytes)
        subject = make_header(decode_header(message["Subject"]))
        return message["From"], envelope.rcpt_tos, str(subject), payload.decode()

    def link(self) -> str:
        """The address in the last mail."""
        found = re.search(r"https?://\S+", self.last()[3])
        assert found is not None
        return found[0]


@contextmanager
def listening() -> Iterator[Inbox]:
    """An inbox at `inbox.port` while the block runs."""
    inbox = Inbox()
    inbox.port = free_port()
    controller = Controller(inbox, hostname="127.0.0.1", port=inbox.port)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
