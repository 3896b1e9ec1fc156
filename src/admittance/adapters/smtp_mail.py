"""Outgoing mail by SMTP."""

import asyncio
import smtplib
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

from admittance.config import Settings
from admittance.core.mail_address import is_mail_address
from admittance.http.logs import logger

TIMEOUT_S = 10


class SmtpMail:
    """`Mail` over the server of `smtp_url`; without one nothing is sent, and `configured` says so."""

    def __init__(self, settings: Settings) -> None:
        self._url = urlsplit(settings.smtp_url)
        self._sender = settings.mail_from

    @property
    def configured(self) -> bool:
        """Whether a mail server is set."""
        return bool(self._url.hostname)

    async def send(self, to: str, subject: str, body: str) -> bool:
        """Hand one plain-text message over. False, and one log line without address or text, when that fails."""
        if not self.configured:
            return False
        if not is_mail_address(to):
            # INVARIANT: nothing else becomes a header: it could be several, and the parser raises on some.
            logger("mail").warning("mail_not_sent", why="no address")
            return False
        message = EmailMessage()
        message["From"], message["To"], message["Subject"] = self._sender, to, subject
        message.set_content(body)
        try:
            await asyncio.to_thread(self._hand_over, message)
        except (OSError, smtplib.SMTPException) as problem:
            logger("mail").warning("mail_not_sent", why=type(problem).__name__)
            return False
        return True

    def _hand_over(self, message: EmailMessage) -> None:
        url = self._url
        kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
        with kind(url.hostname or "", url.port or 0, timeout=TIMEOUT_S) as server:
            if url.username:
                if url.scheme == "smtp":
                    server.starttls()
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)
