"""One record at a time, and lists."""

import asyncio
import re

import pytest

from tests.crm.world import A2, APP, CALLS, CONTACTS, EVA, OTHER_APP, Client, World

pytestmark = pytest.mark.anyio

ISO = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z\Z")
NOBODY = "4503599627370497"


async def test_a_contact_is_created_read_changed_and_archived(client: Client) -> None:
    """201, 200, 200, 204, and then 404: also a second time."""
    made = await client.post(CONTACTS, {"properties": {"email": "a@b.example", "firstname": "Åsa"}})
    assert made.status_code == 201
    one = f"{CONTACTS}/{made.json()['id']}"

    assert (await client.get(one)).json()["properties"]["firstname"] == "Åsa"
    changed = await client.patch(one, {"properties": {"lastname": "Öberg", "firstname": None}})
    assert changed.status_code == 200
    assert (changed.json()["properties"]["lastname"], changed.json()["properties"].get("firstname")) == ("Öberg", None)
    gone = [await client.call("DELETE", one) for _ in range(2)]
    assert [said.status_code for said in gone] == [204, 404]
    assert gone[0].content == b""
    assert (await client.get(one)).status_code == 404
    assert (await client.patch(one, {"properties": {}})).status_code == 404
    archived = (await client.get(one, params={"archived": "True"})).json()
    assert (archived["archived"], bool(ISO.match(archived["archivedAt"]))) == (True, True)


async def test_a_record_has_the_wires_shape(client: Client) -> None:
    """The id is a decimal text below 2^53, properties are texts or null, times have milliseconds and Z."""
    made = await client.contact(email="A@B.example", firstname="Åsa", annualrevenue=1200)

    assert set(made) == {"id", "properties", "createdAt", "updatedAt", "archived"}
    assert str(int(made["id"])) == made["id"]
    assert int(made["id"]) < 2**53
    assert made["archived"] is False
    properties = made["properties"]
    assert (properties["email"], properties["annualrevenue"]) == ("a@b.example", "1200")
    assert properties["hs_object_id"] == made["id"]
    assert properties["createdate"] == made["createdAt"]
    assert properties["lastmodifieddate"] == made["updatedAt"]
    assert ISO.match(made["createdAt"])


async def test_an_answer_holds_the_properties_that_were_asked_for(client: Client) -> None:
    """A comma list, a repeated name or both; null where not set, nothing for one that does not exist."""
    one = f"{CONTACTS}/{(await client.contact(email='a@b.example', phone='08'))['id']}"

    unasked = (await client.get(one)).json()["properties"]
    asked = (await client.get(f"{one}?properties=phone,city&properties=company&properties=nonsense")).json()

    assert set(unasked) == {"createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"}
    assert set(asked["properties"]) == {"createdate", "hs_object_id", "lastmodifieddate", "phone", "city", "company"}
    assert (asked["properties"]["phone"], asked["properties"]["city"]) == ("08", None)


async def test_a_contact_is_found_by_its_email(client: Client) -> None:
    """`idProperty=email` in any case; another property is refused, because it is not unique."""
    made = await client.contact(email="a@b.example")

    found = await client.get(f"{CONTACTS}/A%40B.example?idProperty=email")
    changed = await client.patch(f"{CONTACTS}/a@b.example?idProperty=email", {"properties": {"city": "Ås"}})
    assert (found.json()["id"], changed.json()["id"]) == (made["id"], made["id"])
    assert (await client.get(f"{CONTACTS}/x@b.example?idProperty=email")).status_code == 404
    refused = await client.get(f"{CONTACTS}/Ås?idProperty=city")
    assert (refused.status_code, refused.json()["category"]) == (400, "VALIDATION_ERROR")


async def test_an_email_is_one_live_contacts(client: Client) -> None:
    """409 names the contact that has it, in any case, on create and on update; an archived one has it no longer."""
    made, other = await client.contact(email="a@b.example"), await client.contact(email="c@b.example")

    again = await client.post(CONTACTS, {"properties": {"email": "A@b.EXAMPLE"}})
    moved = await client.patch(f"{CONTACTS}/{other['id']}", {"properties": {"email": "a@B.example"}})

    for said in (again, moved):
        assert said.status_code == 409
        assert said.json()["message"] == f"Contact already exists. Existing ID: {made['id']}"
        assert said.json()["category"] == "CONFLICT"
    await client.call("DELETE", f"{CONTACTS}/{made['id']}")
    assert (await client.post(CONTACTS, {"properties": {"email": "a@b.example"}})).status_code == 201


async def test_64_creates_with_one_email_make_one_contact(client: Client) -> None:
    """Under any concurrency exactly one create wins; the others are told who did."""
    body = {"properties": {"email": "a@b.example"}}
    said = await asyncio.gather(*(client.post(CONTACTS, body) for _ in range(64)))

    (made,) = [one.json()["id"] for one in said if one.status_code == 201]
    messages = {one.json()["message"] for one in said if one.status_code == 409}
    assert messages == {f"Contact already exists. Existing ID: {made}"}
    assert sum(one.status_code == 409 for one in said) == 63


@pytest.mark.parametrize("asked", [NOBODY, "0", "-1", "abc", "1e3", "٣", "99999999999999999999", "0123", "a%20b"])
async def test_not_there_and_not_yours_look_the_same(world: World, client: Client, asked: str) -> None:
    """404 `OBJECT_NOT_FOUND` for an id of nobody, one that can be none, and one of another account."""
    theirs = await (await world.client(account=A2, user=EVA)).contact(email="a@b.example")

    absent, foreign = await client.get(f"{CONTACTS}/{asked}"), await client.get(f"{CONTACTS}/{theirs['id']}")

    assert (absent.status_code, foreign.status_code) == (404, 404)
    for said in (absent.json(), foreign.json()):
        del said["context"], said["correlationId"]
        assert said == {"status": "error", "message": "Object not found.", "category": "OBJECT_NOT_FOUND"}


async def test_a_call_is_no_contact(client: Client) -> None:
    """The id of one type is nobody's in another."""
    made = await client.contact(email="a@b.example")
    assert (await client.get(f"{CALLS}/{made['id']}")).status_code == 404


async def test_a_list_has_a_next_page_but_on_its_last(client: Client) -> None:
    """`paging.next.after` leads through every record once; the last page has no `paging` at all."""
    made = [(await client.contact(firstname=str(number)))["id"] for number in range(5)]

    seen: list[str] = []
    after: str | None = ""
    pages = 0
    while after is not None:
        page = (await client.get(CONTACTS, params={"limit": "2", "after": after})).json()
        seen += [one["id"] for one in page["results"]]
        after = page["paging"]["next"]["after"] if "paging" in page else None
        pages += 1
    assert (seen, pages) == (made, 3)


async def test_a_link_to_the_next_page_is_built_from_the_configured_address(client: Client) -> None:
    """Whatever Host says: hard-coded clients come through a proxy with another name."""
    for number in range(2):
        await client.contact(firstname=str(number))

    said = await client.get(f"{CONTACTS}?limit=1&properties=city", headers={"host": "api.example.com"})

    link = said.json()["paging"]["next"]["link"]
    assert link.startswith(f"http://127.0.0.1:8400{CONTACTS}?limit=1&properties=city&after=")
    assert len((await client.get(link.removeprefix("http://127.0.0.1:8400"))).json()["results"]) == 1


@pytest.mark.parametrize(
    "query", ["limit=0", "limit=101", "limit=ten", "limit=-1", "after=abc", "archived=maybe", "limit=%ff", "after=%00"]
)
async def test_a_list_that_makes_no_sense_is_refused(client: Client, query: str) -> None:
    """400 `VALIDATION_ERROR` for limits out of range, made-up cursors and words that are no truth."""
    said = await client.get(f"{CONTACTS}?{query}")
    assert (said.status_code, said.json()["category"]) == (400, "VALIDATION_ERROR")


async def test_archived_records_have_their_own_list(client: Client) -> None:
    """`archived=true` lists what is archived and nothing else."""
    kept, gone = await client.contact(firstname="A"), await client.contact(firstname="B")
    await client.call("DELETE", f"{CONTACTS}/{gone['id']}")

    live, archived = (await client.get(CONTACTS)).json(), (await client.get(f"{CONTACTS}?archived=true")).json()

    assert [one["id"] for one in live["results"]] == [kept["id"]]
    assert [one["id"] for one in archived["results"]] == [gone["id"]]


async def test_a_get_may_say_that_it_is_json(client: Client) -> None:
    """Official clients send `Content-Type: application/json` with an empty body."""
    said = await client.get(CONTACTS, headers={"content-type": "application/json"})
    assert said.status_code == 200


async def test_a_body_of_another_type_is_refused(client: Client) -> None:
    """415 for a form; 400 for JSON that is none, or no body at all."""
    form = await client.call("POST", CONTACTS, data={"email": "a@b.example"})
    broken = await client.call("POST", CONTACTS, content=b"{", headers={"content-type": "application/json"})
    empty = await client.call("POST", CONTACTS, headers={"content-type": "application/json"})
    assert [said.status_code for said in (form, broken, empty)] == [415, 400, 400]


async def test_every_mistake_is_told_and_nothing_is_stored(client: Client) -> None:
    """400 names each property that can't be stored, in the message's JSON and in `errors`."""
    bad = {"email": "not an address", "nonsense": "x", "hs_object_id": "7", "lifecyclestage": "happy", "city": ["x"]}

    said = await client.post(CONTACTS, {"properties": bad | {"hubspot_owner_id": "99"}})

    assert said.status_code == 400
    codes = {error["context"]["propertyName"][0]: error["code"] for error in said.json()["errors"]}
    assert codes == {
        "email": "INVALID_EMAIL",
        "nonsense": "PROPERTY_DOESNT_EXIST",
        "hs_object_id": "READ_ONLY_VALUE",
        "lifecyclestage": "INVALID_OPTION",
        "city": "INVALID_TYPE",
        "hubspot_owner_id": "INVALID_OWNER_ID",
    }
    assert said.json()["message"].startswith("Property values were not valid: [{")
    assert (await client.get(CONTACTS)).json() == {"results": []}


async def test_a_call_needs_its_time(client: Client) -> None:
    """`hs_timestamp` is required, as ISO or milliseconds, and cannot be cleared."""
    without = await client.post(CALLS, {"properties": {"hs_call_title": "Hello"}})
    assert without.status_code == 400
    assert without.json()["errors"][0]["context"]["propertyName"] == ["hs_timestamp"]
    for written in ("1700000000123", 1700000000123, "2023-11-14T23:13:20.123+01:00"):
        made = await client.post(CALLS, {"properties": {"hs_timestamp": written}})
        assert made.json()["properties"]["hs_timestamp"] == "2023-11-14T22:13:20.123Z"
    cleared = await client.patch(f"{CALLS}/{made.json()['id']}", {"properties": {"hs_timestamp": ""}})
    assert cleared.status_code == 400


async def test_a_call_is_stored_with_its_contact(client: Client) -> None:
    """Association 194 is seen from the call, and 193 from the contact by itself."""
    contact = await client.contact(email="a@b.example")
    links = [{"to": {"id": contact["id"]}, "types": [_type(194)]}]
    properties = {
        "hs_timestamp": "2026-11-21T18:59:00Z",
        "hs_call_direction": "outbound",
        "hs_call_disposition": "f240bbac-87c9-4f6e-bf70-924b57d47db7",
        "hs_call_duration": "61000",
        "hs_call_status": "COMPLETED",
    }

    made = await client.post(CALLS, {"properties": properties, "associations": links})

    assert made.status_code == 201
    assert made.json()["properties"]["hs_call_direction"] == "OUTBOUND"
    call = (await client.get(f"{CALLS}/{made.json()['id']}?associations=contacts,companies")).json()
    assert call["associations"] == {"contacts": {"results": [{"id": contact["id"], "type": "call_to_contact"}]}}
    back = (await client.get(f"{CONTACTS}?associations=call")).json()["results"][0]
    assert back["associations"] == {"calls": {"results": [{"id": call["id"], "type": "contact_to_call"}]}}
    listed = (await client.get(f"{CONTACTS}/{contact['id']}/associations/calls")).json()
    assert listed == {"results": [{"id": call["id"], "type": "contact_to_call"}]}
    assert "associations" not in (await client.get(f"{CALLS}/{call['id']}")).json()


async def test_an_association_that_can_not_be_made_stops_the_create(world: World, client: Client) -> None:
    """A type that does not fit, a contact that is not there or another account's: 400, all told, nothing stored."""
    theirs = await (await world.client(account=A2, user=EVA)).contact(email="a@b.example")
    targets = [(theirs["id"], 194), ("no id", 194), (NOBODY, 193), (1, 7777)]
    links = [{"to": {"id": target}, "types": [_type(number)]} for target, number in targets]

    said = await client.post(CALLS, {"properties": {"hs_timestamp": "1"}, "associations": links})

    assert (said.status_code, said.json()["category"], len(said.json()["errors"])) == (400, "VALIDATION_ERROR", 4)
    assert (await client.get(CALLS)).json() == {"results": []}


async def test_one_idempotency_key_makes_one_record(client: Client) -> None:
    """64 equal requests at once store one call and all get it; the key does not fit another request."""
    body = {"properties": {"hs_timestamp": "1700000000000", "hs_call_title": "Hello"}}
    key = {"idempotency-key": "3f0b"}

    said = await asyncio.gather(*(client.post(CALLS, body, headers=key) for _ in range(64)))

    assert {one.status_code for one in said} == {201}
    assert len({one.json()["id"] for one in said}) == 1
    assert len((await client.get(CALLS)).json()["results"]) == 1
    other = await client.post(CALLS, {"properties": {"hs_timestamp": "1"}}, headers=key)
    assert (other.status_code, other.json()["category"]) == (409, "CONFLICT")
    assert (await client.post(CALLS, body, headers={"idempotency-key": "x" * 256})).status_code == 400


async def test_an_idempotency_key_is_an_apps_and_an_accounts(world: World, client: Client) -> None:
    """The same key from another app or in another account is another key; after a day it is free."""
    body, key = {"properties": {"firstname": "Åsa"}}, {"idempotency-key": "k"}
    others = [await world.client(app=OTHER_APP), await world.client(account=A2, user=EVA)]

    made = {(await one.post(CONTACTS, body, headers=key)).json()["id"] for one in (client, *others)}
    assert len(made) == 3
    world.pass_time(24 * 3600 + 1)
    later = await world.client()
    assert (await later.post(CONTACTS, body, headers=key)).json()["id"] not in made


async def test_a_write_may_name_the_version_it_saw(client: Client) -> None:
    """`If-Match` with the ETag of a read: 412 when somebody wrote since, so that no update is lost."""
    one = f"{CONTACTS}/{(await client.contact(firstname='A'))['id']}"
    seen = (await client.get(one)).headers["etag"]

    async def write(name: str, version: str) -> int:
        body = {"properties": {"firstname": name}}
        return (await client.patch(one, body, headers={"if-match": version})).status_code

    assert [await write("B", seen), await write("C", seen), await write("D", "*")] == [200, 412, 200]
    assert (await client.get(one)).json()["properties"]["firstname"] == "D"
    assert await write("E", "nonsense") == 400
    stale = await client.call("DELETE", one, headers={"if-match": seen})
    assert stale.status_code == 412
    both = await asyncio.gather(write("F", '"3"'), write("G", '"3"'))
    assert sorted(both) == [200, 412]


async def test_the_last_write_wins_for_each_property(client: Client) -> None:
    """Without `If-Match`, writers of different properties do not undo each other."""
    one = f"{CONTACTS}/{(await client.contact(firstname='A'))['id']}"

    changes = [{"city": str(number)} if number % 2 else {"company": str(number)} for number in range(20)]
    await asyncio.gather(*(client.patch(one, {"properties": change}) for change in changes))

    read = (await client.get(f"{one}?properties=city,company,firstname")).json()["properties"]
    assert (read["firstname"], bool(read["city"]), bool(read["company"])) == ("A", True, True)


async def test_each_write_leaves_one_row_without_personal_values(world: World, client: Client) -> None:
    """Create, update and archive are in the audit with the app and the changed names; no value is."""
    contact = await client.contact(email="secret@b.example", firstname="Hemlig")
    one, number = f"{CONTACTS}/{contact['id']}", int(contact["id"])
    await client.patch(one, {"properties": {"city": "Grönköping"}})
    await client.call("DELETE", one)
    await client.post(CONTACTS, {"properties": {"email": "bad"}})

    rows = [row for row in world.audit() if row["act"].startswith("crm.")]

    assert [(row["act"], row["what"], row["record"], row.get("properties")) for row in rows] == [
        ("crm.record_written", "created", number, ["email", "firstname"]),
        ("crm.record_written", "updated", number, ["city"]),
        ("crm.record_deleted", "archived", number, None),
    ]
    assert {row["app_id"] for row in rows} == {APP}
    assert not any(value in str(rows) for value in ("secret", "Hemlig", "Grönköping"))


def _type(number: int) -> dict[str, object]:
    return {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": number}
