"""Several records in one call."""

import pytest

from admittance.crm import batch_writes
from tests.crm.world import CONTACTS, Client, World

pytestmark = pytest.mark.anyio


async def test_a_batch_reads_each_record_once(client: Client) -> None:
    """Ids may be numbers or texts, in any order; the answer is `COMPLETE` with times."""
    one, two = await client.contact(firstname="A"), await client.contact(firstname="B")

    said = await client.post(
        f"{CONTACTS}/batch/read",
        {"inputs": [{"id": int(two["id"])}, {"id": one["id"]}, {"id": two["id"]}], "properties": ["firstname"]},
    )

    assert said.status_code == 200
    body = said.json()
    assert [result["properties"]["firstname"] for result in body["results"]] == ["B", "A"]
    assert body["status"] == "COMPLETE"
    assert {"startedAt", "completedAt"} <= set(body)
    assert "errors" not in body


async def test_a_batch_names_what_is_not_there(client: Client) -> None:
    """207 with the records that are there, and the ids that are not."""
    one = await client.contact(email="a@b.example")

    said = await client.post(
        f"{CONTACTS}/batch/read",
        {"inputs": [{"id": "A@b.example"}, {"id": "x@b.example"}], "idProperty": "email"},
    )

    assert said.status_code == 207
    body = said.json()
    assert [result["id"] for result in body["results"]] == [one["id"]]
    assert (body["numErrors"], body["errors"][0]["category"]) == (1, "OBJECT_NOT_FOUND")
    assert body["errors"][0]["context"]["id"] == ["x@b.example"]


async def test_one_bad_row_does_not_spoil_the_others(client: Client) -> None:
    """207: the good rows are made, the bad ones are named by their place with what is wrong."""
    rows = [{"email": "a@b.example"}, {"email": "bad"}, {"email": "A@B.example"}, {"firstname": "Bo"}]

    said = await client.post(f"{CONTACTS}/batch/create", {"inputs": [{"properties": row} for row in rows]})

    assert said.status_code == 207
    body = said.json()
    assert (len(body["results"]), body["numErrors"]) == (2, 2)
    assert [(one["context"]["index"], one["category"]) for one in body["errors"]] == [
        (["1"], "VALIDATION_ERROR"),
        (["2"], "CONFLICT"),
    ]
    assert len((await client.get(CONTACTS)).json()["results"]) == 2


async def test_a_batch_of_good_rows_is_201(client: Client, world: World) -> None:
    """Every row is a record with its own audit row."""
    rows = [{"properties": {"firstname": str(number)}} for number in range(100)]
    said = await client.post(f"{CONTACTS}/batch/create", {"inputs": rows})
    assert (said.status_code, len(said.json()["results"])) == (201, 100)
    assert sum(row["act"] == "crm.record_written" for row in world.audit()) == 100


async def test_a_batch_makes_so_many_links(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of all its records count together, since everybody waits for the whole batch; one too many is 400."""
    monkeypatch.setattr(batch_writes, "MOST_LINKS", 3)
    company = (await client.post("/crm/v3/objects/companies", {"properties": {"name": "C"}})).json()
    link = {"to": {"id": company["id"]}, "types": [{"associationTypeId": 279}]}
    rows = [{"properties": {"firstname": "A"}, "associations": [link] * number} for number in (2, 1)]
    assert (await client.post(f"{CONTACTS}/batch/create", {"inputs": rows})).status_code == 201
    refused = await client.post(f"{CONTACTS}/batch/create", {"inputs": [*rows, rows[1]]})
    assert (refused.status_code, refused.json()["category"]) == (400, "VALIDATION_ERROR")
    assert "at most 3 associations together" in refused.json()["message"]
    assert len((await client.get(CONTACTS)).json()["results"]) == 2


@pytest.mark.parametrize("tail", ["read", "create", "archive"])
async def test_a_batch_has_1_to_100_entries(client: Client, tail: str) -> None:
    """400 for none and for more than 100."""
    row = {"properties": {}} if tail == "create" else {"id": "1"}
    for inputs in ([], [row] * 101):
        said = await client.post(f"{CONTACTS}/batch/{tail}", {"inputs": inputs})
        assert (said.status_code, said.json()["category"]) == (400, "VALIDATION_ERROR")


async def test_a_batch_archives(client: Client) -> None:
    """204, also where some were not there; the others are gone."""
    one, two = await client.contact(firstname="A"), await client.contact(firstname="B")
    said = await client.post(f"{CONTACTS}/batch/archive", {"inputs": [{"id": one["id"]}, {"id": "7"}]})
    assert said.status_code == 204
    assert [left["id"] for left in (await client.get(CONTACTS)).json()["results"]] == [two["id"]]


async def test_a_batch_by_a_property_that_is_not_unique_is_refused(client: Client) -> None:
    """400, as for one record."""
    said = await client.post(f"{CONTACTS}/batch/read", {"inputs": [{"id": "x"}], "idProperty": "city"})
    assert said.status_code == 400
