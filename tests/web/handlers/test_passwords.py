"""A forgotten password: what the answer gives away, which is nothing."""

import asyncio
import re
from collections.abc import Iterator

import httpx
import pytest
from msgspec.structs import replace

from admittance.adapters.smtp_mail import SmtpMail
from admittance.http.application import Application
from admittance.wiring.server import edges_of
from tests.inbox import Inbox, listening
from tests.oauth.world import EMAILS, MP1, SA1, World

pytestmark = pytest.mark.anyio


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """Where mails arrive."""
    with listening() as running:
        yield running
        running.open.set()


@pytest.fixture
def mailing(world: World, inbox: Inbox) -> World:
    """The server with that mail server."""
    settings = replace(
        world.services.settings, smtp_url=f"smtp://127.0.0.1:{inbox.port}", mail_from="admittance@a1.test"
    )
    world.services = replace(world.services, settings=settings, mail=SmtpMail(settings))
    world.application = Application(world.services, edges_of(world.services))
    return world


async def _ask(world: World, email: str) -> httpx.Response:
    browser = await world.browser()
    await browser.get("/forgot-password")
    return await browser.post("/forgot-password", browser.form("/forgot-password").fields | {"email": email})


async def test_the_answer_does_not_wait_for_the_mail(mailing: World, inbox: Inbox) -> None:
    """While the mail server keeps its door shut the answer is there all the same, and the same for unknown people."""
    inbox.open.clear()
    known, unknown = await _ask(mailing, EMAILS[SA1]), await _ask(mailing, "nobody@a1.test")
    assert known.status_code == unknown.status_code == 200
    assert _without_form(known.text) == _without_form(unknown.text)
    assert len(inbox) == 0
    inbox.open.set()
    await asyncio.to_thread(inbox.wait_for, 1)
    assert inbox.last()[1] == [EMAILS[SA1]]


def _without_form(page: str) -> str:
    return re.sub(r'value="[^"]*"', "", page)


async def test_nobody_is_flooded(mailing: World, inbox: Inbox) -> None:
    """From one address a person gets ten mails at most before waiting; the page says nothing of it."""
    for _ in range(14):
        assert (await _ask(mailing, EMAILS[SA1])).status_code == 200
    await _ask(mailing, EMAILS[MP1])
    await asyncio.to_thread(inbox.wait_for, 11)
    assert len(inbox) == 11


async def test_without_an_address_the_form_says_so(mailing: World) -> None:
    """An empty form is 400 and names what is missing."""
    answer = await _ask(mailing, "  ")
    assert answer.status_code == 400
    assert "Type your email." in answer.text


async def test_without_a_mail_server_nothing_is_promised(world: World) -> None:
    """Where no mail server is set the page says whom to ask instead, and no link is made."""
    settings = replace(world.services.settings, operator_name="Fjord IT", operator_email="it@fjordfalk.example")
    world.services = replace(world.services, settings=settings)
    world.application = Application(world.services, edges_of(world.services))
    page = (await world.call("GET", "/forgot-password")).text
    assert "This server sends no mail." in page
    assert 'href="mailto:it@fjordfalk.example"' in page
