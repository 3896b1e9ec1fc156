"""Several records in one call: changed, or created where they are not there."""

from typing import Any

import pytest

from tests.crm.world import CONTACTS, Client, World

pytestmark = pytest.mark.anyio


async def test_a_batch_changes_by_id_or_by_email(client: Client, world: World) -> None:
    """Each row its record, each with its own audit row; numbers are as good as texts."""
    one, two = await client.contact(email="a@b.example"), await client.contact(email="c@d.example")

    said = await client.post(
        f"{CONTACTS}/batch/update",
        {
            "inputs": [
                {"id": int(one["id"]), "properties": {"firstname": "A"}, "objectWriteTraceId": "row-1"},
                {"id": "C@d.example", "idProperty": "email", "properties": {"firstname": "C", "city": None}},
            ]
        },
    )

    assert said.status_code == 200
    results = said.json()["results"]
    assert [(row["id"], row["properties"]["firstname"]) for row in results] == [(one["id"], "A"), (two["id"], "C")]
    assert (results[0]["objectWriteTraceId"], "objectWriteTraceId" in results[1]) == ("row-1", False)
    assert [row["what"] for row in world.audit() if "what" in row] == ["created"] * 2 + ["updated"] * 2


async def test_a_bad_row_is_named_and_whole_rows_are_kept(client: Client) -> None:
    """207: the good rows are done, a bad one not in part; each error says which row and why."""
    one, two = await client.contact(email="a@b.example"), await client.contact(email="c@d.example")
    rows: list[dict[str, Any]] = [
        {"id": one["id"], "properties": {"firstname": "A"}},
        {"id": two["id"], "properties": {"firstname": "C", "lifecyclestage": "nonsense"}},
        {"id": "7", "properties": {"firstname": "x"}},
        {"id": two["id"], "properties": {"firstname": "C", "email": "A@b.example"}, "objectWriteTraceId": "t"},
        {"id": two["id"], "idProperty": "city", "properties": {}},
    ]

    said = await client.post(f"{CONTACTS}/batch/update", {"inputs": rows})

    body = said.json()
    assert (said.status_code, [row["id"] for row in body["results"]], body["numErrors"]) == (207, [one["id"]], 4)
    assert [(error["context"]["index"], error["category"]) for error in body["errors"]] == [
        (["1"], "VALIDATION_ERROR"),
        (["2"], "OBJECT_NOT_FOUND"),
        (["3"], "CONFLICT"),
        (["4"], "VALIDATION_ERROR"),
    ]
    assert body["errors"][1]["context"]["id"] == ["7"]
    assert body["errors"][2]["context"]["objectWriteTraceId"] == ["t"]
    kept = (await client.get(f"{CONTACTS}/{two['id']}?properties=firstname")).json()
    assert kept["properties"]["firstname"] is None


async def test_an_upsert_changes_or_creates(client: Client) -> None:
    """Each answer says whether it is new; the value it was named by is the new record's; twice in one batch is once."""
    one = await client.contact(email="a@b.example", firstname="A")
    rows = [
        {"id": "A@B.example", "idProperty": "email", "properties": {"lastname": "Berg"}},
        {"id": "New@b.example", "idProperty": "email", "properties": {"lastname": "Ny"}},
        {"id": "new@b.example", "idProperty": "email", "properties": {"firstname": "Eva"}},
        {"id": one["id"], "properties": {"city": "Oslo"}},
        {"id": "7", "properties": {"city": "Oslo"}},
        {"id": "bad", "idProperty": "email", "properties": {}},
    ]

    said = await client.post(f"{CONTACTS}/batch/upsert", {"inputs": rows})

    body = said.json()
    assert said.status_code == 207
    assert [row["new"] for row in body["results"]] == [False, True, False, False]
    made = body["results"][1]
    assert (made["properties"]["email"], made["id"]) == ("new@b.example", body["results"][2]["id"])
    assert [error["context"]["index"] for error in body["errors"]] == [["4"], ["5"]]
    assert (await client.search())["total"] == 2


@pytest.mark.parametrize("tail", ["update", "upsert"])
@pytest.mark.parametrize(
    "body",
    [
        {},
        {"inputs": []},
        {"inputs": [{"id": "1", "properties": {}}] * 101},
        {"inputs": [{"id": "1"}]},
        {"inputs": [{"properties": {}}]},
        {"inputs": [{"id": ["1"], "properties": {}}]},
        {"inputs": {}},
        [],
    ],
)
async def test_a_batch_that_makes_no_sense_is_refused(client: Client, tail: str, body: Any) -> None:
    """400 `VALIDATION_ERROR` for none, for more than 100 and for what is no batch."""
    said = await client.post(f"{CONTACTS}/batch/{tail}", body)
    assert (said.status_code, said.json()["category"]) == (400, "VALIDATION_ERROR")
