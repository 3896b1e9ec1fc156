"""Properties of object types: those that every account has, and an account's own."""

from typing import Any

import pytest

from tests.crm.world import A1, A2, CONTACTS, DEFINING, EVA, EVERYTHING, Client, World

pytestmark = pytest.mark.anyio

PROPERTIES = "/crm/v3/properties"


@pytest.fixture
async def maker(world: World) -> Client:
    """An app that may define properties."""
    return await world.client(EVERYTHING | DEFINING)


async def _defined(client: Client, name: str = "shoe_size", type: str = "number", **more: Any) -> dict[str, Any]:
    said = await client.post(f"{PROPERTIES}/contacts", {"name": name, "label": name, "type": type} | more)
    assert said.status_code == 201, said.text
    answer: dict[str, Any] = said.json()
    return answer


async def test_every_account_has_the_usual_properties(client: Client) -> None:
    """Each with its type, its field and its group; the server's own are read only, an owner is a reference."""
    listed = {one["name"]: one for one in (await client.get(f"{PROPERTIES}/contacts")).json()["results"]}

    assert {"email", "firstname", "phone", "lifecyclestage", "createdate", "hs_object_id"} <= set(listed)
    assert listed["email"]["hasUniqueValue"]
    assert (listed["phone"]["type"], listed["phone"]["fieldType"]) == ("string", "phonenumber")
    assert [one["value"] for one in listed["lifecyclestage"]["options"]][:2] == ["subscriber", "lead"]
    assert listed["createdate"]["modificationMetadata"]["readOnlyValue"]
    owner = listed["hubspot_owner_id"]
    assert (owner["type"], owner["externalOptions"], owner["referencedObjectType"]) == ("enumeration", True, "OWNER")
    for one in listed.values():
        assert (one["groupName"], one["hubspotDefined"], one["archived"]) == ("contactinformation", True, False)
        assert (await client.get(f"{PROPERTIES}/contact/{one['name']}")).json() == one


async def test_an_account_defines_properties_of_its_own(maker: Client) -> None:
    """201 with the definition; from then on records take it, show it, and are found and sorted by it."""
    made = await _defined(maker, description="EU", displayOrder=3)
    assert (made["type"], made["fieldType"], made["hubspotDefined"]) == ("number", "number", False)
    assert (made["groupName"], made["description"], made["displayOrder"]) == ("contactinformation", "EU", 3)

    big, small, none = [
        await maker.contact(firstname=name, **more)
        for name, more in (("Bo", {"shoe_size": 45}), ("Åsa", {"shoe_size": "9.5"}), ("Eva", {}))
    ]
    shown = await maker.get(f"{CONTACTS}/{big['id']}?properties=shoe_size")
    assert shown.json()["properties"]["shoe_size"] == "45"
    assert big["properties"]["shoe_size"] == "45"
    filters = [{"propertyName": "shoe_size", "operator": "GT", "value": 10}]
    assert [one["id"] for one in (await maker.search(filters=filters))["results"]] == [big["id"]]
    ordered = await maker.search(sorts=["shoe_size"], properties=["shoe_size"])
    assert [one["id"] for one in ordered["results"]] == [small["id"], big["id"], none["id"]]
    listed = await maker.get(f"{CONTACTS}?properties=shoe_size")
    assert [one["properties"]["shoe_size"] for one in listed.json()["results"]] == ["45", "9.5", None]
    changed = await maker.patch(f"{CONTACTS}/{big['id']}", {"properties": {"shoe_size": ""}})
    assert changed.status_code == 200
    assert (await maker.search(filters=filters))["total"] == 0


@pytest.mark.parametrize(
    ("type", "more", "good", "bad"),
    [
        ("string", {}, "anything", {"a": 1}),
        ("number", {}, "1e3", "twelve"),
        ("date", {}, "2024-02-29", "2023-02-29"),
        ("datetime", {}, "2024-02-29T01:02:03Z", "soon"),
        ("bool", {}, "true", "perhaps"),
        ("phone_number", {}, "+46 70 1", []),
        ("enumeration", {"options": [{"label": "S", "value": "s"}, {"label": "L", "value": "l"}]}, "l", "s;l"),
        ("enumeration", {"fieldType": "checkbox", "options": [{"value": "s"}, {"value": "l"}]}, "s;l", "s;x"),
    ],
)
async def test_values_are_checked_by_type(maker: Client, type: str, more: dict[str, Any], good: Any, bad: Any) -> None:
    """What does not fit the type, or is none of the options, is 400 with the property named; nothing is stored."""
    await _defined(maker, "own", type, **more)

    made = await maker.contact(own=good)
    refused = await maker.post(CONTACTS, {"properties": {"own": bad}})

    assert made["properties"]["own"] == {"2024-02-29T01:02:03Z": "2024-02-29T01:02:03.000Z"}.get(good, good)
    assert refused.status_code == 400
    assert refused.json()["errors"][0]["context"]["propertyName"] == ["own"]
    assert (await maker.search())["total"] == 1


async def test_a_unique_property_is_a_second_name(maker: Client) -> None:
    """Of two live records one has the value; it finds, changes and upserts the record as its id does."""
    await _defined(maker, "employee_no", "string", hasUniqueValue=True)
    one = await maker.contact(employee_no="A-7", firstname="Åsa")

    taken = await maker.post(CONTACTS, {"properties": {"employee_no": "a-7"}})
    by_value = await maker.get(f"{CONTACTS}/a-7?idProperty=employee_no")
    upserted = await maker.post(
        f"{CONTACTS}/batch/upsert",
        {"inputs": [{"id": name, "idProperty": "employee_no", "properties": {}} for name in ("A-7", "B-1")]},
    )

    assert (taken.status_code, by_value.json()["id"]) == (409, one["id"])
    changed = await maker.patch(f"{CONTACTS}/A-7?idProperty=employee_no", {"properties": {"city": "Oslo"}})
    assert (changed.status_code, changed.json()["id"]) == (200, one["id"])
    assert (await maker.call("DELETE", f"{CONTACTS}/b-1?idProperty=employee_no")).status_code == 204
    assert (await maker.get(f"{CONTACTS}/b-1?idProperty=employee_no")).status_code == 404
    assert one["id"] in taken.json()["message"]
    assert [(row["id"] == one["id"], row["new"]) for row in upserted.json()["results"]] == [
        (True, False),
        (False, True),
    ]


async def test_a_property_is_one_accounts_own(maker: Client, world: World) -> None:
    """Another account neither has it nor hears of it, and another type of the same account has it neither."""
    await _defined(maker)
    other = await world.client(EVERYTHING | DEFINING, account=A2, user=EVA)

    assert (await other.get(f"{PROPERTIES}/contacts/shoe_size")).status_code == 404
    refused = await other.post(CONTACTS, {"properties": {"shoe_size": 9}})
    assert (refused.status_code, "does not exist" in refused.text) == (400, True)
    assert (await maker.get(f"{PROPERTIES}/companies/shoe_size")).status_code == 404


async def test_a_definition_changes(maker: Client) -> None:
    """What is named changes, the rest stays; the type only while no record has a value."""
    await _defined(maker, "size", "enumeration", options=[{"label": "Small", "value": "s"}])
    await maker.contact(size="s")

    changed = await maker.patch(
        f"{PROPERTIES}/contacts/size",
        {"label": "T-shirt", "options": [{"label": "Small", "value": "s"}, {"label": "Large", "value": "l"}]},
    )
    typed = await maker.patch(f"{PROPERTIES}/contacts/size", {"type": "number"})

    assert (changed.json()["label"], [one["value"] for one in changed.json()["options"]]) == ("T-shirt", ["s", "l"])
    assert (await maker.contact(size="l"))["properties"]["size"] == "l"
    assert (typed.status_code, "can't change" in typed.text) == (400, True)
    await _defined(maker, "empty", "string")
    retyped = (await maker.patch(f"{PROPERTIES}/contacts/empty", {"type": "date"})).json()
    assert (retyped["type"], retyped["fieldType"]) == ("date", "date")


async def test_an_archived_property_keeps_its_values(maker: Client) -> None:
    """204, then 404; records neither show nor take it. Defined again with its type, it comes back with the values."""
    await _defined(maker, "code", "string", hasUniqueValue=True)
    one = await maker.contact(code="x-1")
    path = f"{PROPERTIES}/contacts/code"

    assert (await maker.call("DELETE", path)).status_code == 204
    assert (await maker.call("DELETE", path)).status_code == 404
    assert (await maker.get(path)).status_code == 404
    assert (await maker.get(f"{path}?archived=true")).json()["archived"]
    gone = (await maker.get(f"{PROPERTIES}/contacts?archived=true")).json()["results"]
    assert [prop["name"] for prop in gone] == ["code"]
    assert "code" not in (await maker.get(f"{CONTACTS}/{one['id']}?properties=code")).json()["properties"]
    assert (await maker.post(CONTACTS, {"properties": {"code": "y"}})).status_code == 400
    await maker.patch(f"{CONTACTS}/{one['id']}", {"properties": {"firstname": "Åsa"}})

    other = await maker.post(f"{PROPERTIES}/contacts", {"name": "code", "label": "Code", "type": "number"})
    assert other.status_code == 409
    await _defined(maker, "code", "string", hasUniqueValue=True)
    assert (await maker.get(f"{CONTACTS}/X-1?idProperty=code")).json()["id"] == one["id"]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"name": "Shoe", "label": "x", "type": "string"},
        {"name": "1x", "label": "x", "type": "string"},
        {"name": "x" * 101, "label": "x", "type": "string"},
        {"name": "groups", "label": "x", "type": "string"},
        {"name": "x\x00", "label": "x", "type": "string"},
        {"name": "x", "label": "x"},
        {"name": "x", "label": "x", "type": "json"},
        {"name": "x", "label": "x", "type": "string", "fieldType": "number"},
        {"name": "x", "label": "x", "type": "string", "groupName": "nowhere"},
        {"name": "x", "label": "x", "type": "string", "options": [{"value": "a", "label": "A"}]},
        {"name": "x", "label": "x", "type": "enumeration", "options": [{"value": "a"}, {"value": "A"}]},
        {"name": "x", "label": "x", "type": "enumeration", "options": [{"value": "a;b"}]},
        {"name": "x", "label": "x", "type": "enumeration", "options": [{"value": " "}]},
        {"name": "x", "label": "x", "type": "enumeration", "options": [{"value": str(n)} for n in range(5_001)]},
        {"name": "x", "label": "x", "type": "bool", "options": [{"value": "yes"}, {"value": "no"}]},
        {"name": "x", "label": "x", "type": "date", "hasUniqueValue": True},
        {"name": "x", "label": "x" * 251, "type": "string"},
        {"name": "x", "label": " ", "type": "string"},
        {"name": "x", "label": "x", "type": "string", "displayOrder": -2},
        {"name": "x", "label": "x", "type": "string", "displayOrder": 10**20},
        {"name": 7},
        [],
    ],
)
async def test_a_definition_that_makes_no_sense_is_refused(maker: Client, body: Any) -> None:
    """400 `VALIDATION_ERROR`, and nothing is defined."""
    said = await maker.post(f"{PROPERTIES}/contacts", body)
    assert (said.status_code, said.json()["category"]) == (400, "VALIDATION_ERROR"), said.text
    listed = (await maker.get(f"{PROPERTIES}/contacts")).json()["results"]
    assert all(one["hubspotDefined"] for one in listed)


async def test_what_is_there_is_not_defined_again(maker: Client) -> None:
    """409 for a name that is taken, also by a usual property; those are read only."""
    await _defined(maker)
    for name in ("shoe_size", "email"):
        said = await maker.post(f"{PROPERTIES}/contacts", {"name": name, "label": "x", "type": "number"})
        assert (said.status_code, said.json()["category"]) == (409, "CONFLICT")
    for method in ("PATCH", "DELETE"):
        said = await maker.call(method, f"{PROPERTIES}/contacts/email", json={"label": "x"})
        assert said.status_code == 400


async def test_there_is_a_limit(maker: Client) -> None:
    """At most ten unique properties of a type."""
    for number in range(10):
        await _defined(maker, f"key_{number}", "string", hasUniqueValue=True)
    said = await maker.post(
        f"{PROPERTIES}/contacts", {"name": "eleventh", "label": "x", "type": "string", "hasUniqueValue": True}
    )
    assert said.status_code == 400


async def test_options_of_all_properties_are_limited_together(maker: Client) -> None:
    """Each property may have thousands of options; a thousand properties of thousands each are too much to keep."""
    options = [{"value": f"{number:060}", "label": f"{number:060}"} for number in range(5_000)]
    big = await _defined(maker, "big", "enumeration", options=options)
    second = {"name": "second", "label": "2", "type": "enumeration", "options": options}
    said = await maker.post(f"{PROPERTIES}/contacts", second)
    assert (said.status_code, said.json()["category"]) == (400, "VALIDATION_ERROR")
    small = await _defined(maker, "small", "enumeration", options=options[:3])
    assert (await maker.patch(f"{PROPERTIES}/contacts/small", {"options": options})).status_code == 400
    assert (await maker.patch(f"{PROPERTIES}/contacts/big", {"options": options[:3]})).status_code == 200
    assert (await maker.patch(f"{PROPERTIES}/contacts/small", {"options": options})).status_code == 200
    assert len(big["options"]) > len(small["options"])


async def test_properties_come_in_batches(maker: Client) -> None:
    """207 with the bad row named; read by name, each once; archived together."""
    rows = [{"name": name, "label": name, "type": "string"} for name in ("one", "Two", "one", "three")]
    made = await maker.post(f"{PROPERTIES}/contacts/batch/create", {"inputs": rows})
    assert made.status_code == 207
    assert [one["name"] for one in made.json()["results"]] == ["one", "three"]
    assert [(one["context"]["index"], one["category"]) for one in made.json()["errors"]] == [
        (["1"], "VALIDATION_ERROR"),
        (["2"], "CONFLICT"),
    ]

    names = {"inputs": [{"name": name} for name in ("three", "email", "three", "nonsense")]}
    read = await maker.post(f"{PROPERTIES}/contacts/batch/read", names)
    assert (read.status_code, [one["name"] for one in read.json()["results"]]) == (207, ["three", "email"])
    gone = {"inputs": [{"name": "one"}, {"name": "three"}, {"name": "nonsense"}]}
    assert (await maker.post(f"{PROPERTIES}/contacts/batch/archive", gone)).status_code == 204
    archived = await maker.post(f"{PROPERTIES}/contacts/batch/read", gone | {"archived": True})
    assert [one["name"] for one in archived.json()["results"]] == ["one", "three"]
    for tail in ("read", "create", "archive"):
        said = await maker.post(f"{PROPERTIES}/contacts/batch/{tail}", {"inputs": [{"name": "x"}] * 101})
        assert said.status_code == 400


async def test_properties_stand_in_groups(maker: Client) -> None:
    """One that every account has, and the account's own, which end when they are empty."""
    path = f"{PROPERTIES}/contacts/groups"
    made = await maker.post(path, {"name": "club", "label": "Our club", "displayOrder": 2})
    assert (made.status_code, made.json()["label"]) == (201, "Our club")
    assert (await maker.post(path, {"name": "club", "label": "x"})).status_code == 409
    assert (await _defined(maker, groupName="club"))["groupName"] == "club"
    assert (await maker.call("DELETE", f"{path}/club")).status_code == 400

    renamed = await maker.patch(f"{path}/club", {"label": "The club"})
    listed = [(one["name"], one["label"]) for one in (await maker.get(path)).json()["results"]]
    assert (renamed.status_code, listed) == (
        200,
        [("contactinformation", "Contact information"), ("club", "The club")],
    )
    await maker.call("DELETE", f"{PROPERTIES}/contacts/shoe_size")
    assert (await maker.call("DELETE", f"{path}/club")).status_code == 204
    assert (await maker.get(f"{path}/club")).status_code == 404
    assert (await maker.call("DELETE", f"{path}/contactinformation")).status_code == 400
    assert (await maker.patch(f"{path}/nonsense", {"label": "x"})).status_code == 404
    for body in (
        {},
        {"name": "A"},
        {"name": "a", "label": ""},
        {"name": "a", "displayOrder": -9},
        {"name": "a", "label": "\x00"},
    ):
        assert (await maker.post(path, body)).status_code == 400


@pytest.mark.parametrize("name", ["contacts", "0-2", "deal", "tickets", "notes", "line_items", "orders", "0-14"])
async def test_no_known_type_is_not_there(world: World, name: str) -> None:
    """A token without the scope is told which one it takes, for every type that a client may know; never 404."""
    bare = await world.client({"oauth"})
    said = await bare.get(f"{PROPERTIES}/{name}")
    assert (said.status_code, said.json()["category"]) == (403, "MISSING_SCOPES")
    assert (await bare.get(f"{PROPERTIES}/unicorns")).status_code == 404


async def test_defining_takes_a_scope_of_its_own(client: Client) -> None:
    """Who may write contacts may read their properties, and not define one."""
    said = await client.post(f"{PROPERTIES}/contacts", {"name": "x", "label": "x", "type": "string"})
    assert said.status_code == 403
    assert "crm.schemas.contacts.write" in said.text


async def test_old_clients_find_out_in_their_way(world: World) -> None:
    """A bare array with name, type and label, at the addresses of their time; no types of an account's own."""
    client = await world.client({"crm.objects.contacts.read", "crm.objects.companies.read", "crm.objects.deals.read"})
    for path, name in (
        ("/properties/v2/contacts/properties", "email"),
        ("/companies/v2/properties", "domain"),
        ("/properties/v1/deals/properties", "dealname"),
        ("/properties/v2/companies/properties/", "domain"),
    ):
        listed = (await client.get(path)).json()
        assert isinstance(listed, list)
        assert {"name", "type", "label"} <= set(listed[0])
        assert name in [one["name"] for one in listed]
    assert (await client.get("/crm/properties/2026-03/contacts/email")).json()["name"] == "email"
    assert (await client.get("/crm/v3/schemas")).status_code == 403
    await world.services.store.write(lambda tx: tx.accounts.subscribe(A1, "sales_hub", "enterprise"))
    reader = await world.client({"crm.schemas.custom.read"})
    for path in ("/crm/v3/schemas", "/crm-object-schemas/v3/schemas", "/crm-object-schemas/2026-03/schemas/"):
        assert (await reader.get(path)).json() == {"results": []}


async def test_the_audit_says_who_defined_what(maker: Client, world: World) -> None:
    """One row for each definition, change and end."""
    await _defined(maker)
    await maker.patch(f"{PROPERTIES}/contacts/shoe_size", {"label": "Shoes"})
    await maker.call("DELETE", f"{PROPERTIES}/contacts/shoe_size")
    rows = [row for row in world.audit() if row["act"] == "crm.property_changed"]
    assert [(row["name"], row["what"]) for row in rows] == [
        ("shoe_size", "property defined"),
        ("shoe_size", "property changed"),
        ("shoe_size", "property archived"),
    ]
