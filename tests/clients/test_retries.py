"""Both SDKs, unmodified, where an app calls too often: they wait as they are told, and are let in.

A wait is time that passes on the server's clock and on nobody else's: what a client was told is exactly what it waits.
"""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from hubspot import HubSpot
from hubspot.crm.contacts import ApiException, PublicObjectSearchRequest
from urllib3.util.retry import Retry

from tests.clients.connecting import connected
from tests.clients.person import Person
from tests.clients.programs import converse, running
from tests.clients.serving import Site

CALLS, SEARCHES = 5, 2
MANY = 200
"""Calls at the most until one is too many, however slow the machine is."""


@pytest.fixture(scope="module")
def settings() -> dict[str, str]:
    """Limits that are soon reached."""
    return {"ADMITTANCE_CALLS_PER_10_S": str(CALLS), "ADMITTANCE_SEARCHES_PER_S": str(SEARCHES)}


@pytest.fixture
def waits(site: Site, monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What the Python client waited, in seconds."""
    waited: list[float] = []

    def pass_instead(seconds: float) -> None:
        waited.append(seconds)
        site.let_pass(seconds)

    monkeypatch.setattr(time, "sleep", pass_instead)
    return waited


@pytest.fixture
def token(site: Site, person: Person) -> str:
    """An access token of now."""
    return connected(site, person, "oauth crm.objects.contacts.read")["access_token"]


def client_with(site: Site, token: str, retry: Retry | bool | None = None) -> HubSpot:
    """The Python client with its own `retry` option."""
    return HubSpot(access_token=token, host=site.address, base_url=site.address, retry=retry)


def call_often(client: HubSpot) -> None:
    """More calls than a window takes."""
    for _ in range(MANY):
        client.crm.contacts.basic_api.get_page(limit=1)


def search(client: HubSpot) -> Any:
    """One search."""
    return client.crm.contacts.search_api.do_search(PublicObjectSearchRequest(limit=1))


def test_without_retries_the_client_meets_its_own_error(site: Site, token: str) -> None:
    """One call too many is the client's ApiException: 429, the policy by name, and how long to wait."""
    client = client_with(site, token, retry=False)

    with pytest.raises(ApiException) as refused:
        call_often(client)

    body, headers = json.loads(refused.value.body), refused.value.headers
    assert (refused.value.status, body["policyName"]) == (429, "TEN_SECONDLY_ROLLING")
    assert body["message"] == "You have reached your ten_secondly_rolling limit."
    assert 1 <= int(headers["Retry-After"]) <= 10
    assert (headers["X-HubSpot-RateLimit-Max"], headers["X-HubSpot-RateLimit-Remaining"]) == (str(CALLS), "0")


def test_the_python_client_waits_as_it_is_told(site: Site, token: str, waits: list[float]) -> None:
    """urllib3's Retry, as the client's README sets it, waits Retry-After once and is let in."""
    client = client_with(site, token, Retry(total=1, status_forcelist=(429,)))

    answered = 0
    while not waits and answered < MANY:
        assert client.crm.contacts.basic_api.get_page(limit=1).results
        answered += 1

    assert [1 <= wait <= 10 for wait in waits] == [True]


def test_the_python_client_waits_for_a_search(site: Site, token: str, waits: list[float]) -> None:
    """A search too many has waited enough after a second."""
    client = client_with(site, token, Retry(total=1, status_forcelist=(429,), allowed_methods=None))

    answered = 0
    while not waits and answered < MANY:
        assert search(client).results
        answered += 1

    assert waits == [1]


def test_the_node_client_waits_by_its_own_rules(site: Site, folder: Path) -> None:
    """It knows the policy by name and the search by its message, waits ten seconds and one, and is let in."""
    with Person() as jonas, running(["node", "hubspot_retry.mjs"], folder) as program:
        tokens = connected(site, jonas, "oauth crm.objects.contacts.read")
        seen = converse(program, site, jonas, address=site.address, accessToken=tokens["access_token"], most=MANY)

    assert seen == {"called": [10_000], "searched": [1_000]}
