"""Sending what waits in the outbox, where a mail server is set."""

import asyncio
from collections.abc import Awaitable

from msgspec import Struct

from admittance.core import lifetimes
from admittance.explain.letters import addressed
from admittance.http.logs import frames_of, logger
from admittance.http.services import Services
from admittance.usecases.case_records import Letter
from admittance.usecases.developer_ports import OutsideLetter
from admittance.usecases.ports import StoreUnavailable

EVERY_S = 2.0
"""Between two looks into the outbox."""
AFTER_FAILURE_S = 60.0
"""The pause before letters that the mail server did not take are tried again."""
AT_ONCE = 50
"""Letters of one look."""
TRIED_FOR = 3 * lifetimes.DAY
"""An older letter is not tried any more. It stays in the outbox, unsent."""


class Place(Struct, frozen=True):
    """Where a look begins: behind these letters to users and to others; at the oldest where they are 0."""

    letter: int = 0
    outside: int = 0


OLDEST = Place()


class Round(Struct, frozen=True):
    """One look: how many letters waited, how many the mail server took, and where the next look begins."""

    waited: int
    taken: int
    then: Place = OLDEST


async def send_what_waits(services: Services, place: Place = OLDEST) -> Round:
    """One look into the outbox, from `place` on: letters that nobody takes hold nobody else's back.

    A letter is noted as sent after the mail server took it: a crash in between sends it twice rather than never.
    """
    since = services.clock.now() - TRIED_FOR
    letters = services.store.read(lambda tx: tx.outbox.waiting(AT_ONCE, since=since, after=place.letter))
    taken = [await _whatever(_send(services, letter)) for letter in letters]
    outside = services.store.read(lambda tx: tx.outside_mail.waiting(AT_ONCE, since=since, after=place.outside))
    taken += [await _whatever(_send_outside(services, one)) for one in outside]
    then = OLDEST
    if AT_ONCE in (len(letters), len(outside)):
        then = Place(
            max((one.id for one in letters), default=place.letter),
            max((one.id for one in outside), default=place.outside),
        )
    return Round(len(letters) + len(outside), taken.count(True), then)


async def post(services: Services) -> None:
    """Look again and again until cancelled. Without a mail server nothing is done: the outbox is a page then."""
    place, refused = OLDEST, False
    while services.mail.configured:
        pause = EVERY_S
        try:
            done = await send_what_waits(services, place)
            refused, place = refused or done.waited > done.taken, done.then
            if refused and place == OLDEST:
                pause, refused = AFTER_FAILURE_S, False
        except StoreUnavailable as problem:
            logger("mail").warning("outbox_not_read", why=str(problem))
        await asyncio.sleep(pause)


async def _whatever(sending: Awaitable[bool]) -> bool:
    """Whether it was taken; a letter that can't be sent for a mistake of ours counts as refused."""
    try:
        return await sending
    except StoreUnavailable:
        raise
    except Exception as problem:  # why: whatever it was, one letter must not end the others
        logger("mail").error("letter_failed", error=type(problem).__name__, frames=frames_of(problem))
        return False


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
