"""Webhooks of a real server that is killed while it sends, and of one that is stopped."""

from typing import Any

import pytest

from tests.command import admittance
from tests.faults.parties import tokens_of
from tests.faults.site import Site
from tests.receiver import Receiver, receiving

pytestmark = pytest.mark.faults
LOOPBACK = {"ADMITTANCE_WEBHOOK_NETWORKS": "127.0.0.1"}
CONTACTS = "/crm/v3/objects/contacts"


def _listen(site: Site, receiver: Receiver, app: dict[str, Any]) -> None:
    events = ("--event", "contact.creation", "--event", "contact.propertyChange:firstname")
    command = ("apps", "webhook", "set", app["client_id"], "--url", receiver.url, *events, "--data", site.data)
    done = admittance(*command, env=LOOPBACK | {"ADMITTANCE_CLIENT_SECRET": app["client_secret"]})
    assert done.returncode == 0, done.stderr


def test_a_kill_in_mid_delivery_loses_nothing(site: Site) -> None:
    """Killed while a request is under way, the server sends all of it after the next start, in order; a stop while one
    is under way is in good order too.
    """
    link = site.links["granted"]
    with receiving() as receiver:
        app = site.app("granted")
        _listen(site, receiver, site.told_app("granted"))
        receiver.open.clear()
        with site.serving(env=LOOPBACK) as server:
            bearer = {"authorization": f"Bearer {tokens_of(app.redeem(site.signed_in('granted').grant(link))).access}"}
            made = app.http.post(CONTACTS, json={"properties": {"email": "k@x.example"}}, headers=bearer)
            assert made.status_code == 201, made.text
            receiver.wait_for(1)
            for value in ("1", "2", "3"):
                change = {"properties": {"firstname": value}}
                said = app.http.patch(f"{CONTACTS}/{made.json()['id']}", json=change, headers=bearer)
                assert said.status_code == 200, said.text
            server.process.kill()
            server.process.wait()
        receiver.received.clear()
        with site.serving(env=LOOPBACK):
            receiver.wait_for(4)
        assert [event["eventId"] for event in receiver.events] == [1, 2, 3, 4]

        receiver.received.clear()
        receiver.open.set()
        with site.serving(env=LOOPBACK):
            receiver.wait_for(4)
    told = [(event["subscriptionType"], event.get("propertyValue")) for event in receiver.events[:4]]
    assert told == [("contact.creation", None), *(("contact.propertyChange", value) for value in ("1", "2", "3"))]
    assert {event["attemptNumber"] for event in receiver.events} == {0}
    assert all(received.is_signed_with(site.told_app("granted")["client_secret"]) for received in receiver.received)
    site.check_audit()
