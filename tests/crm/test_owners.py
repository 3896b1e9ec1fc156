"""Owners: the people of the account."""

from typing import Any

import pytest
from msgspec.structs import replace

from tests.crm.world import A1, A2, ASA, BO, EVA, Client, World

pytestmark = pytest.mark.anyio

OWNERS = "/crm/v3/owners"


async def test_owners_are_the_accounts_people(world: World, client: Client) -> None:
    """Each member once, by id, and nobody of another account."""
    mine = (await client.get(OWNERS)).json()
    theirs = (await (await world.client(account=A2, user=EVA)).get(OWNERS)).json()

    assert mine["results"][0] == {
        "id": str(ASA),
        "email": "asa@example.com",
        "firstName": "Åsa",
        "lastName": "Öberg",
        "userId": ASA,
        "userIdIncludingInactive": ASA,
        "type": "PERSON",
        "archived": False,
        "createdAt": "1970-01-01T00:00:00.001Z",
        "updatedAt": "1970-01-01T00:00:00.001Z",
        "teams": [{"id": "North", "name": "North", "primary": True}],
    }
    assert [one["id"] for one in mine["results"]] == [str(ASA), str(BO)]
    assert [one["id"] for one in theirs["results"]] == [str(EVA)]
    assert "paging" not in mine


async def test_owners_come_in_pages(client: Client) -> None:
    """`limit` up to 500, `after` an id, no `paging` on the last page."""
    first = (await client.get(f"{OWNERS}?limit=1")).json()
    second = (await client.get(f"{OWNERS}?limit=1&after={first['paging']['next']['after']}")).json()
    assert [one["id"] for one in second["results"]] == [str(BO)]
    assert "paging" not in second
    assert (await client.get(f"{OWNERS}?limit=501")).status_code == 400


async def test_an_owner_is_found_by_email_and_by_id(client: Client) -> None:
    """The e-mail address in any case; an id of another account's person is nobody's."""
    found = (await client.get(f"{OWNERS}?email=BO@Example.com")).json()["results"]
    assert [one["id"] for one in found] == [str(BO)]
    assert (await client.get(f"{OWNERS}/{BO}?idProperty=userId")).json()["email"] == "bo@example.com"
    assert (await client.get(f"{OWNERS}/{BO}?idProperty=email")).status_code == 400
    for nobody in (EVA, 999, "x"):
        assert (await client.get(f"{OWNERS}/{nobody}")).status_code == 404


async def test_someone_who_left_is_archived(world: World, client: Client) -> None:
    """A member who is not active is listed with `archived=true` only."""

    def leave(tx: Any) -> None:
        tx.people.put(replace(tx.people.membership(A1, BO), active=False))

    await world.services.store.write(leave)

    live, gone = (await client.get(OWNERS)).json(), (await client.get(f"{OWNERS}?archived=true")).json()
    assert [one["id"] for one in live["results"]] == [str(ASA)]
    assert [(one["id"], one["archived"]) for one in gone["results"]] == [(str(BO), True)]
    assert (await client.get(f"{OWNERS}/{BO}")).status_code == 404
    assert (await client.get(f"{OWNERS}/{BO}?archived=true")).status_code == 200
