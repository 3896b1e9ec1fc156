"""What every object type can do, from one table."""

import asyncio
from typing import Any

import pytest

from admittance.usecases.crm.object_types import OBJECT_TYPES, ObjectType
from tests.crm.world import A2, EVA, Client, World

pytestmark = pytest.mark.anyio

NAMED = {
    "contacts": "firstname",
    "companies": "name",
    "deals": "dealname",
    "tickets": "subject",
    "calls": "hs_call_title",
    "notes": "hs_note_body",
    "tasks": "hs_task_subject",
    "emails": "hs_email_subject",
    "meetings": "hs_meeting_title",
}
every_type = pytest.mark.parametrize("kind", OBJECT_TYPES, ids=lambda kind: kind.name)


def _path(kind: ObjectType) -> str:
    return f"/crm/v3/objects/{kind.name}"


def _properties(kind: ObjectType, name: str) -> dict[str, Any]:
    return {NAMED[kind.name]: name} | ({"hs_timestamp": 1} if "hs_timestamp" in kind.properties else {})


@every_type
async def test_a_record_lives_and_ends(client: Client, world: World, kind: ObjectType) -> None:
    """Created, read by each name of its type and in any month's version, changed, listed, searched, archived; never
    seen from another account.
    """
    made = await client.post(_path(kind), {"properties": _properties(kind, "Åsa Ett")})
    assert made.status_code == 201, made.text
    one = made.json()
    assert set(kind.shown) >= {kind.created, kind.modified, "hs_object_id"}
    for name in (kind.name, kind.singular, kind.type_id):
        for room in ("/crm/v3/objects", "/crm/objects/2026-03", "/crm/v4/objects"):
            got = (await client.get(f"{room}/{name}/{one['id']}/")).json()
            assert (got["id"], set(got["properties"])) == (one["id"], set(kind.shown))
    changed = await client.patch(f"{_path(kind)}/{one['id']}", {"properties": {NAMED[kind.name]: "Asa Två"}})
    assert changed.json()["properties"][NAMED[kind.name]] == "Asa Två"
    found = (await client.post(f"{_path(kind)}/search", {"query": "asa tva"})).json()
    assert (found["total"], found["results"][0]["id"]) == (1, one["id"])
    other = await world.client(account=A2, user=EVA)
    assert (await other.get(f"{_path(kind)}/{one['id']}")).status_code == 404
    client = await world.client()
    assert (await client.call("DELETE", f"{_path(kind)}/{one['id']}")).status_code == 204
    assert (await client.get(f"{_path(kind)}/{one['id']}")).status_code == 404
    gone = (await client.get(f"{_path(kind)}?archived=true")).json()["results"]
    assert [(row["id"], row["archived"]) for row in gone] == [(one["id"], True)]


@every_type
async def test_a_write_is_conditional_and_repeatable(client: Client, kind: ObjectType) -> None:
    """The same Idempotency-Key 64 times at once stores one record; with If-Match, one of two writers at once wins."""
    body = {"properties": _properties(kind, "Once")}
    made = await asyncio.gather(*(client.post(_path(kind), body, headers={"idempotency-key": "k"}) for _ in range(64)))
    assert {one.status_code for one in made} == {201}
    assert len({one.json()["id"] for one in made}) == 1
    assert (await client.post(f"{_path(kind)}/search", {})).json()["total"] == 1

    path, version = f"{_path(kind)}/{made[0].json()['id']}", {"if-match": made[0].headers["etag"]}
    both = await asyncio.gather(
        *(client.patch(path, {"properties": {NAMED[kind.name]: name}}, headers=version) for name in ("A", "B"))
    )
    assert sorted(one.status_code for one in both) == [200, 412]


@every_type
async def test_batches_are_there(client: Client, kind: ObjectType) -> None:
    """Create, read, update, upsert and archive of several at once."""
    rows = [{"properties": _properties(kind, name)} for name in ("A", "B")]
    made = await client.post(f"{_path(kind)}/batch/create", {"inputs": rows})
    assert made.status_code == 201
    ids = [{"id": one["id"]} for one in made.json()["results"]]
    changes = [one | {"properties": {NAMED[kind.name]: "C"}} for one in ids]
    for tail in ("update", "upsert"):
        assert (await client.post(f"{_path(kind)}/batch/{tail}", {"inputs": changes})).status_code == 200
    read = await client.post(f"{_path(kind)}/batch/read", {"inputs": ids, "properties": [NAMED[kind.name]]})
    assert [one["properties"][NAMED[kind.name]] for one in read.json()["results"]] == ["C", "C"]
    assert (await client.post(f"{_path(kind)}/batch/archive", {"inputs": ids})).status_code == 204
    assert (await client.get(_path(kind))).json()["results"] == []
