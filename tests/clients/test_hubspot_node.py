"""npm @hubspot/api-client, unmodified: one run of tests/clients/node/hubspot_sdk.mjs, looked at from several sides."""

from pathlib import Path
from typing import Any

import pytest

from tests.clients.apps import COMPATIBLE, ELSEWHERE
from tests.clients.person import JONAS, Person
from tests.clients.programs import converse, running
from tests.clients.serving import Site

FJORD = 4821907
ASKED = "oauth crm.objects.contacts.read crm.objects.contacts.write crm.objects.owners.read"


@pytest.fixture(scope="module")
def seen(site: Site, folder: Path) -> Any:
    """What the program reports."""
    with Person() as jonas, running(["node", "hubspot_sdk.mjs"], folder) as program:
        return converse(
            program,
            site,
            jonas,
            address=site.address,
            clientId=COMPATIBLE.client_id,
            clientSecret=COMPATIBLE.client_secret,
            redirectUri=ELSEWHERE,
            scopes=ASKED,
        )


def test_a_code_becomes_tokens_that_tell_whose_they_are(seen: Any) -> None:
    """The client's own link is followed, its code exchanged, and token info read by its own types."""
    assert seen["info"] == {"user": JONAS, "hubId": FJORD, "tokenType": "access", "refresh": "refresh"}


def test_an_expired_token_is_refreshed(seen: Any) -> None:
    """Half an hour later the call is refused as expired; the refresh token stays the same and gives a new one."""
    assert seen["expired"][:3] == ["ApiException", 401, "EXPIRED_AUTHENTICATION"]
    assert seen["same"] is True


def test_contacts_from_creation_to_archive(seen: Any) -> None:
    """Create, read by id and by e-mail, change, archive: times are the client's dates."""
    found = seen["contacts"]

    assert (found["email"], found["lastname"], found["created"]) == ("node@sdk.example", "Öberg", True)
    assert found["gone"][:3] == ["ApiException", 404, "OBJECT_NOT_FOUND"]


def test_refusals_come_as_the_clients_own_errors(seen: Any) -> None:
    """400, 401, 404 and 409 are its ApiException, with the status as its code and our body in it."""
    twice = seen["contacts"]["twice"]

    assert twice == ["ApiException", 409, "CONFLICT", f"Contact already exists. Existing ID: {seen['contacts']['id']}"]
    assert seen["unknown"][:3] == ["ApiException", 401, "INVALID_AUTHENTICATION"]
    assert seen["narrow"] == [400, "BAD_REFRESH_TOKEN"]


def test_a_search_is_paged_past_a_thousand(seen: Any) -> None:
    """Every contact once, 200 at a time."""
    assert seen["search"]["seen"] == seen["search"]["total"] >= 1100


def test_every_contact_is_listed(seen: Any) -> None:
    """The client's own `getAll` follows the pages of the list to the end."""
    assert seen["listed"] >= 1100


def test_a_batch_is_created_read_changed_and_archived(seen: Any) -> None:
    """A hundred at once; afterwards none is left."""
    assert seen["batch"] == {"made": 100, "named": 100, "left": 0}


def test_a_call_is_stored_with_its_contact(seen: Any) -> None:
    """Association 194 is made with the call."""
    assert seen["call"] == {"title": "Hello", "linked": True}


def test_owners_and_the_account(seen: Any) -> None:
    """Owners by the client's type, the account by its generic request."""
    assert JONAS in seen["owners"]
    assert seen["account"] == [200, FJORD]
