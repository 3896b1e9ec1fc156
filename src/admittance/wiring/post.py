"""Sending what waits in the outbox, where a mail server is set."""

import asyncio

from msgspec import Struct

from admittance.core import lifetimes
from admittance.explain.letters import addressed
from admittance.http.logs import logger
from admittance.http.services import Services
from admittance.usecases.case_records import Letter
from admittance.usecases.developer_ports import OutsideLetter
from admittance.usecases.ports import StoreUnavailable

EVERY_S = 2.0
"""Between two looks into the outbox."""
AFTER_FAILURE_S = 60.0
"""The pause while the mail server takes less than there is."""
AT_ONCE = 50
"""Letters of one look."""
TRIED_FOR = 3 * lifetimes.DAY
"""An older letter is not tried any more. It stays in the outbox, unsent."""


class Round(Struct, frozen=True):
    """One look: how many letters waited, and how many the mail server took."""

    waited: int
    taken: int


async def send_what_waits(services: Services) -> Round:
    """One look into the outbox.

    A letter is noted as sent after the mail server took it: a crash in between sends it twice rather than never.
    """
    since = services.clock.now() - TRIED_FOR
    letters = services.store.read(lambda tx: tx.outbox.waiting(AT_ONCE, since=since))
    taken = [await _send(services, letter) for letter in letters]
    outside = services.store.read(lambda tx: tx.outside_mail.waiting(AT_ONCE, since=since))
    taken += [await _send_outside(services, one) for one in outside]
    return Round(len(letters) + len(outside), taken.count(True))


async def post(services: Services) -> None:
    """Look again and again until cancelled. Without a mail server nothing is done: the outbox is a page then."""
    while services.mail.configured:
        pause = EVERY_S
        try:
            done = await send_what_waits(services)
            if done.waited > done.taken:
                pause = AFTER_FAILURE_S
        except StoreUnavailable as problem:
            logger("mail").warning("outbox_not_read", why=str(problem))
        await asyncio.sleep(pause)


async def _send(services: Services, letter: Letter) -> bool:
    reader = services.store.read(lambda tx: tx.people.user(letter.user_id))
    if reader is None or not reader.active:
        return False
    body = addressed(letter.body, services.settings.base_url)
    if not await services.mail.send(reader.email, letter.subject, body):
        return False
    now = services.clock.now()
    await services.store.write(lambda tx: tx.outbox.sent(letter.account_id, letter.id, now))
    return True


async def _send_outside(services: Services, letter: OutsideLetter) -> bool:
    body = addressed(letter.body, services.settings.base_url)
    if not await services.mail.send(letter.address, letter.subject, body):
        return False
    now = services.clock.now()
    await services.store.write(lambda tx: tx.outside_mail.sent(letter.id, now))
    return True
