"""Pipelines: every account starts with one of deals and one of tickets, and makes them its own."""

from typing import Any

import pytest

from admittance.usecases.crm import change_pipelines
from tests.crm.world import A2, DEFINING, EVA, EVERYTHING, Client, World

pytestmark = pytest.mark.anyio

PIPELINES = "/crm/v3/pipelines/deals"
DEALS = "/crm/v3/objects/deals"
SALES = {
    "label": "Partners",
    "displayOrder": 1,
    "stages": [
        {"label": "Met", "displayOrder": 0, "metadata": {"probability": "0.1"}},
        {"label": "Signed", "displayOrder": 1, "metadata": {"probability": "1"}},
    ],
}


@pytest.fixture
async def client(world: World) -> Client:
    """An app that may change pipelines."""
    return await world.client(EVERYTHING | DEFINING)


async def _new(client: Client, **other: Any) -> dict[str, Any]:
    made = await client.post(PIPELINES, SALES | other)
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def _deal(client: Client, **properties: str) -> dict[str, Any]:
    made = await client.post(DEALS, {"properties": properties})
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def test_every_account_starts_with_a_pipeline_of_each_kind(client: Client) -> None:
    """Deals have seven stages with their probabilities, tickets four with their states."""
    (deals,) = (await client.get(PIPELINES)).json()["results"]
    (tickets,) = (await client.get("/crm/v3/pipelines/0-5")).json()["results"]
    assert (deals["id"], len(deals["stages"]), deals["archived"]) == ("default", 7, False)
    assert deals["stages"][5] == {
        "id": "closedwon",
        "label": "Closed won",
        "displayOrder": 5,
        "metadata": {"isClosed": "true", "probability": "1.0"},
        "writePermissions": "CRM_PERMISSIONS_ENFORCEMENT",
        "createdAt": deals["createdAt"],
        "updatedAt": deals["updatedAt"],
        "archived": False,
    }
    assert [stage["metadata"]["ticketState"] for stage in tickets["stages"]] == ["OPEN", "OPEN", "OPEN", "CLOSED"]
    assert (await client.get(f"{PIPELINES}/default")).json() == deals
    assert (await client.get("/crm/v3/pipelines/contacts")).status_code == 404


async def test_a_pipeline_is_created_changed_replaced_and_deleted(world: World, client: Client) -> None:
    """201, 200, 200, 204, then 404; the first one stays beside it, another account sees nothing of it."""
    made = await _new(client)
    one = f"{PIPELINES}/{made['id']}"
    assert [stage["metadata"]["isClosed"] for stage in made["stages"]] == ["false", "true"]
    assert [found["id"] for found in (await client.get(PIPELINES)).json()["results"]] == ["default", made["id"]]

    changed = await client.patch(one, {"label": "Friends"})
    assert (changed.json()["label"], changed.json()["stages"]) == ("Friends", made["stages"])
    kept = {"stageId": made["stages"][0]["id"], "label": "Met twice"}
    replaced = await client.call("PUT", one, json={"label": "Friends", "stages": [kept, {"label": "New"}]})
    assert [stage["label"] for stage in replaced.json()["stages"]] == ["Met twice", "New"]
    assert replaced.json()["stages"][0]["id"] == made["stages"][0]["id"]
    assert replaced.json()["stages"][1]["id"] not in [stage["id"] for stage in made["stages"]]

    assert (await (await world.client(account=A2, user=EVA)).get(one)).status_code == 404
    assert (await client.call("DELETE", one)).status_code == 204
    assert (await client.get(one)).status_code == (await client.call("DELETE", one)).status_code == 404
    assert (await client.get(f"{one}?archived=true")).json()["archived"] is True
    again = await _new(client)
    assert int(again["id"]) > int(made["stages"][1]["id"])


async def test_stages_come_and_go_one_at_a_time(client: Client) -> None:
    """201, 200, 204, then 404; the others stay."""
    made = await _new(client)
    stages = f"{PIPELINES}/{made['id']}/stages"
    new = await client.post(stages, {"label": "Paid", "displayOrder": 9, "metadata": {"probability": "0.5"}})
    assert new.status_code == 201
    one = f"{stages}/{new.json()['id']}"

    assert (await client.get(one)).json() == new.json()
    for method in ("PATCH", "PUT"):
        changed = await client.call(method, one, json={"label": f"Paid {method}", "metadata": {"probability": "0.7"}})
        assert (changed.json()["label"], changed.json()["metadata"]["probability"]) == (f"Paid {method}", "0.7")
    labels = [stage["label"] for stage in (await client.get(stages)).json()["results"]]
    assert labels == ["Met", "Signed", "Paid PUT"]
    assert (await client.call("DELETE", one)).status_code == 204
    assert (await client.get(one)).status_code == (await client.call("DELETE", one)).status_code == 404
    assert (await client.get(f"{one}?archived=true")).json()["label"] == "Paid PUT"


@pytest.mark.parametrize(
    "wrong",
    [
        {"label": ""},
        {"label": "Sales pipeline"},
        {"label": "x" * 201},
        {"label": "a\nb"},
        {"displayOrder": -2},
        {"displayOrder": 2**40},
        {"displayOrder": "x"},
        {"stages": []},
        {"stages": [{"label": "A"}, {"label": "a"}]},
        {"stages": [{"label": "A", "metadata": {"probability": "1.1"}}]},
        {"stages": [{"label": "A", "metadata": {"probability": "nan"}}]},
        {"stages": [{"label": "A", "metadata": {"probability": "much"}}]},
        {"stages": [{"label": "A", "stageId": "closedwon"}]},
        {"stages": [{}]},
        {"stages": [{"label": f"{number}"} for number in range(101)]},
    ],
)
async def test_a_pipeline_that_makes_no_sense_is_refused(client: Client, wrong: dict[str, Any]) -> None:
    """400, and the account's pipelines are as they were."""
    refused = await client.post(PIPELINES, SALES | wrong)
    assert (refused.status_code, refused.json()["category"]) == (400, "VALIDATION_ERROR")
    assert len((await client.get(PIPELINES)).json()["results"]) == 1


async def test_a_deal_stands_in_a_stage_of_its_pipeline(client: Client) -> None:
    """A stage brings its pipeline, a pipeline its first stage; a stage of another pipeline is told, and so is none."""
    made = await _new(client)
    met, signed = (stage["id"] for stage in made["stages"])

    assert (await _deal(client, dealstage=signed))["properties"]["pipeline"] == made["id"]
    deal = await _deal(client, pipeline=made["id"])
    assert deal["properties"]["dealstage"] == met
    moved = await client.patch(f"{DEALS}/{deal['id']}", {"properties": {"pipeline": "default"}})
    assert moved.json()["properties"]["dealstage"] == "appointmentscheduled"
    for properties in ({"pipeline": "default", "dealstage": met}, {"dealstage": "nowhere"}, {"pipeline": "nowhere"}):
        refused = await client.post(DEALS, {"properties": properties})
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "INVALID_OPTION")


async def test_what_records_stand_in_stays(client: Client) -> None:
    """A stage or a pipeline with deals in it, the last stage, the last pipeline: 400; when they have moved on, 204."""
    made = await _new(client)
    one, (met, signed) = f"{PIPELINES}/{made['id']}", (stage["id"] for stage in made["stages"])
    deal = await _deal(client, dealstage=met)

    for path in (one, f"{one}/stages/{met}"):
        assert (await client.call("DELETE", path)).status_code == 400
    fewer = {"label": "Partners", "stages": [{"stageId": signed}]}
    assert (await client.call("PUT", one, json=fewer)).status_code == 400
    await client.patch(f"{DEALS}/{deal['id']}", {"properties": {"dealstage": signed}})
    assert (await client.call("DELETE", f"{one}/stages/{met}")).status_code == 204
    assert (await client.call("DELETE", f"{one}/stages/{signed}")).status_code == 400
    await client.call("DELETE", f"{DEALS}/{deal['id']}")
    assert (await client.call("DELETE", one)).status_code == 204
    assert (await client.call("DELETE", f"{PIPELINES}/default")).status_code == 400


async def test_deleted_stages_are_counted(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stages that come and go for ever meet a limit: they are kept, and all read together."""
    monkeypatch.setattr(change_pipelines, "MOST_STAGES_EVER", 12)
    new = await _new(client)
    assert (await client.call("PUT", f"{PIPELINES}/{new['id']}", json=SALES)).status_code == 200
    full = await client.call("PUT", f"{PIPELINES}/{new['id']}", json=SALES)
    assert (full.status_code, full.json()["category"]) == (400, "VALIDATION_ERROR")
    assert (await client.post(PIPELINES, SALES | {"label": "More"})).status_code == 400
    assert (await client.patch(f"{PIPELINES}/{new['id']}", {"label": "Still"})).status_code == 200


async def test_changes_of_pipelines_are_in_the_audit(world: World, client: Client) -> None:
    """One row for each change, with what happened to which pipeline."""
    made = await _new(client)
    await client.call("DELETE", f"{PIPELINES}/{made['id']}")
    rows = [row for row in world.audit() if row["act"] == "account.setting_changed"]
    assert [(row["setting"], row["pipeline"], row["what"]) for row in rows] == [
        ("pipelines of deals", made["id"], "created"),
        ("pipelines of deals", made["id"], "archived"),
    ]
