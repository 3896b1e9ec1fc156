"""Two records become one."""

import asyncio
from typing import Any

import pytest

from admittance.usecases.crm import merge_records
from tests.crm.world import CONTACTS, Client, World

pytestmark = pytest.mark.anyio

COMPANIES = "/crm/v3/objects/companies"
CALLS = "/crm/v3/objects/calls"


async def _merge(client: Client, kept: dict[str, Any], merged: dict[str, Any], path: str = CONTACTS) -> dict[str, Any]:
    said = await client.post(f"{path}/merge", {"primaryObjectId": kept["id"], "objectIdToMerge": int(merged["id"])})
    assert said.status_code == 200, said.text
    answer: dict[str, Any] = said.json()
    return answer


async def test_the_kept_record_gains_what_only_the_other_had(client: Client, world: World) -> None:
    """Its own values stay; the other e-mail address is kept beside, stays taken and still finds the contact."""
    kept = await client.contact(email="a@b.example", firstname="Åsa")
    other = await client.contact(email="c@d.example", firstname="Asa", lastname="Öberg")

    one = await _merge(client, kept, other)

    assert one["id"] == kept["id"]
    shown = one["properties"]
    assert (shown["email"], shown["firstname"], shown["lastname"]) == ("a@b.example", "Åsa", "Öberg")
    assert (shown["hs_additional_emails"], shown["hs_merged_object_ids"]) == ("c@d.example", other["id"])
    for address in ("a@b.example", "C@d.example"):
        assert (await client.get(f"{CONTACTS}/{address}?idProperty=email")).json()["id"] == kept["id"]
        assert [row["id"] for row in (await client.search(query=address))["results"]] == [kept["id"]]
    taken = await client.post(CONTACTS, {"properties": {"email": "c@d.example"}})
    assert (taken.status_code, kept["id"] in taken.text) == (409, True)
    row = next(row for row in world.audit() if row.get("what") == "merged")
    assert (row["record"], row["merged"]) == (int(kept["id"]), int(other["id"]))
    assert row["properties"] == ["hs_additional_emails", "hs_merged_object_ids", "lastname"]


async def test_the_merged_id_answers_as_the_kept_one(client: Client) -> None:
    """In reads, changes and batches, also after a merge of the merged; lists and searches hold one record."""
    first, second, third = [await client.contact(firstname=name) for name in ("A", "B", "C")]
    await _merge(client, second, third)
    await _merge(client, first, second)

    for gone in (second, third):
        assert (await client.get(f"{CONTACTS}/{gone['id']}")).json()["id"] == first["id"]
    changed = await client.patch(f"{CONTACTS}/{third['id']}", {"properties": {"city": "Oslo"}})
    assert (changed.status_code, changed.json()["id"]) == (200, first["id"])
    assert (await client.search())["total"] == 1
    assert [row["id"] for row in (await client.get(CONTACTS)).json()["results"]] == [first["id"]]
    ids = (await client.get(f"{CONTACTS}/{first['id']}?properties=hs_merged_object_ids")).json()["properties"]
    assert set(ids["hs_merged_object_ids"].split(";")) == {second["id"], third["id"]}
    archived = (await client.get(f"{CONTACTS}?archived=true")).json()["results"]
    assert {row["id"] for row in archived} == {second["id"], third["id"]}


async def test_associations_move(client: Client) -> None:
    """What was linked with either is linked with the kept one; its own primary company stays the primary."""
    companies = [(await client.post(COMPANIES, {"properties": {"name": name}})).json() for name in ("One", "Two")]
    contacts = []
    for company in companies:
        link = {
            "to": {"id": company["id"]},
            "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}],
        }
        made = await client.post(CONTACTS, {"properties": {"firstname": "x"}, "associations": [link]})
        contacts.append(made.json())
    link = {
        "to": {"id": contacts[1]["id"]},
        "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 194}],
    }
    call = (await client.post(CALLS, {"properties": {"hs_timestamp": "1"}, "associations": [link]})).json()

    await _merge(client, contacts[0], contacts[1])

    calls = (await client.get(f"{CONTACTS}/{contacts[0]['id']}/associations/calls")).json()["results"]
    assert [one["id"] for one in calls] == [call["id"]]
    back = (await client.get(f"{CALLS}/{call['id']}/associations/contacts")).json()["results"]
    assert [one["id"] for one in back] == [contacts[0]["id"]]
    linked = (await client.get(f"{CONTACTS}/{contacts[0]['id']}/associations/companies")).json()["results"]
    assert [one["id"] for one in linked if one["type"] == "contact_to_company"] == [companies[0]["id"]]
    assert {one["id"] for one in linked} == {company["id"] for company in companies}
    later = (await client.post(CALLS, {"properties": {"hs_timestamp": "2"}, "associations": [link]})).json()
    calls = (await client.get(f"{CONTACTS}/{contacts[0]['id']}/associations/calls")).json()["results"]
    assert [one["id"] for one in calls] == [call["id"], later["id"]]


async def test_many_links_move_at_once_for_whoever_looks(client: Client, world: World) -> None:
    """More links than one write moves are the kept record's with the answer already, page by page, and from their far
    ends; moving them afterwards changes nothing that can be seen.
    """
    kept, other = await client.contact(firstname="A"), await client.contact(firstname="B")
    link = [{"to": {"id": other["id"]}, "types": [{"associationTypeId": 194}]}]
    calls = [{"properties": {"hs_timestamp": "1"}, "associations": link}] * 100
    made = [(await client.post(f"{CALLS}/batch/create", {"inputs": calls})).json() for _ in range(3)]
    ids = {row["id"] for one in made for row in one["results"]}

    await _merge(client, kept, other)

    def look(after: str = "") -> str:
        return f"/crm/v4/objects/contacts/{kept['id']}/associations/calls?limit=200{after}"

    async def seen() -> tuple[set[str], Any]:
        first, then = (await client.get(look())).json(), (await client.get(look(f"&after={sorted(ids)[199]}"))).json()
        back = (await client.get(f"{CALLS}/{max(ids)}/associations/contacts")).json()["results"]
        return {str(row["toObjectId"]) for one in (first, then) for row in one["results"]}, back

    store = world.services.store
    assert store.read(lambda tx: tx.crm.associations.unfinished())
    before = await seen()
    assert (before[0], [one["id"] for one in before[1]]) == (ids, [kept["id"]])
    while await store.write(lambda tx: tx.crm.associations.work_off(0, 90)) is not None:
        assert await seen() == before
    assert await seen() == before


async def test_a_record_takes_in_so_many_others(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each merge makes its lists longer, also those that the merged one had taken in; one too many is 400, and nothing
    happens.
    """
    monkeypatch.setattr(merge_records, "MOST_MERGED", 3)
    a, b, c, d, e = [await client.contact(firstname=name, email=f"{name}@x.example") for name in "abcde"]
    await _merge(client, a, b)
    await _merge(client, c, d)
    await _merge(client, a, c)
    body = {"primaryObjectId": a["id"], "objectIdToMerge": e["id"]}
    refused = await client.post(f"{CONTACTS}/merge", body)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "TOO_MANY_MERGES")
    assert "at most 3 others; these two have taken in 3 together" in refused.json()["message"]
    shown = (await client.get(f"{CONTACTS}/{a['id']}?properties=hs_additional_emails")).json()["properties"]
    assert shown["hs_additional_emails"] == "b@x.example;c@x.example;d@x.example"
    assert (await client.get(f"{CONTACTS}/{e['id']}")).json()["id"] == e["id"]


async def test_companies_merge_too(client: Client) -> None:
    """Every object type has the same merge."""
    one, two = [(await client.post(COMPANIES, {"properties": {"domain": name}})).json() for name in ("a.se", "b.se")]
    merged = await _merge(client, one, two, COMPANIES)
    assert merged["properties"]["domain"] == "a.se"
    assert (await client.get(f"{COMPANIES}/{two['id']}")).json()["id"] == one["id"]


@pytest.mark.parametrize("at_once", [8])
async def test_of_simultaneous_merges_one_happens(client: Client, at_once: int) -> None:
    """The same merge many times at once: one does it, the others find one record."""
    kept, other = await client.contact(firstname="A"), await client.contact(firstname="B")
    body = {"primaryObjectId": kept["id"], "objectIdToMerge": other["id"]}
    said = await asyncio.gather(*(client.post(f"{CONTACTS}/merge", body) for _ in range(at_once)))
    assert sorted(one.status_code for one in said) == [200] + [400] * (at_once - 1)


async def test_what_can_not_be_merged(client: Client, world: World) -> None:
    """404 for what is not there or another account's, 400 for one and the same or for nonsense; nothing changes."""
    one = await client.contact(firstname="A")
    company = (await client.post(COMPANIES, {"properties": {"name": "B"}})).json()
    for kept, merged, status in (
        (one["id"], one["id"], 400),
        (one["id"], "7", 404),
        ("x", one["id"], 404),
        (one["id"], company["id"], 404),
        (one["id"], None, 400),
        ([], one["id"], 400),
    ):
        said = await client.post(f"{CONTACTS}/merge", {"primaryObjectId": kept, "objectIdToMerge": merged})
        assert said.status_code == status, (kept, merged, said.text)
    assert (await client.search())["total"] == 1
    assert not [row for row in world.audit() if row.get("what") == "merged"]
    refused = await client.patch(f"{CONTACTS}/{one['id']}", {"properties": {"hs_additional_emails": "x@y.example"}})
    assert refused.status_code == 400
