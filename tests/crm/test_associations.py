"""Associations as v4 and v3 tell and take them: they appear and vanish at both ends."""

from typing import Any

import pytest

from admittance.crm import association_batches
from admittance.usecases.crm import read_records
from tests.crm.world import A2, CONTACTS, EVA, EVERYTHING, READ, WRITE, Client, World

pytestmark = pytest.mark.anyio

COMPANIES = "/crm/v3/objects/companies"
OBJECTS = "/crm/v4/objects"
BATCH = "/crm/v4/associations/contacts/companies/batch"
NAMED = "/crm/v3/associations/Contacts/Companies/batch"
NOBODY = "4503599627370497"
PRIMARY = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}
PLAIN = {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 279}


async def _pair(client: Client) -> tuple[str, str]:
    """A contact and a company."""
    contact = await client.contact(firstname="Åsa")
    return contact["id"], await _company(client)


async def _company(client: Client) -> str:
    made = await client.post(COMPANIES, {"properties": {"name": "Fjord"}})
    assert made.status_code == 201, made.text
    return str(made.json()["id"])


async def _types(client: Client, origin: str, record: str, target: str) -> dict[str, list[int]]:
    """Far end -> numbers of the types, as v4 lists them."""
    listed = await client.get(f"{OBJECTS}/{origin}/{record}/associations/{target}")
    assert listed.status_code == 200, listed.text
    return {one["toObjectId"]: [kind["typeId"] for kind in one["associationTypes"]] for one in listed.json()["results"]}


async def test_a_plain_association_is_seen_from_both_ends_until_it_ends(client: Client) -> None:
    """PUT …/default/… links both ways, again changes nothing, DELETE separates both ways, again too."""
    contact, company = await _pair(client)
    path = f"{OBJECTS}/contacts/{contact}/associations/default/companies/{company}"

    for _ in range(2):
        made = await client.call("PUT", path, headers={"content-type": "application/json"})
        assert made.status_code == 200
    assert made.json()["results"] == [
        {"from": {"id": contact}, "to": {"id": company}, "associationSpec": PLAIN},
        {"from": {"id": company}, "to": {"id": contact}, "associationSpec": PLAIN | {"associationTypeId": 280}},
    ]
    assert await _types(client, "contacts", contact, "companies") == {company: [279]}
    assert await _types(client, "companies", company, "contacts") == {contact: [280]}
    for _ in range(2):
        ended = await client.call("DELETE", f"{OBJECTS}/companies/{company}/associations/contacts/{contact}")
        assert ended.status_code == 204
    assert await _types(client, "contacts", contact, "companies") == {}
    assert await _types(client, "companies", company, "contacts") == {}


async def test_a_contact_has_one_primary_company(client: Client) -> None:
    """A primary association brings the plain one along; a second primary one takes its place, from either end."""
    contact, first = await _pair(client)
    second, third = await _company(client), await _company(client)

    made = await client.call("PUT", f"{OBJECTS}/contacts/{contact}/associations/companies/{first}", json=[PRIMARY])
    assert made.status_code == 201
    assert made.json() == {
        "fromObjectTypeId": "0-1",
        "fromObjectId": contact,
        "toObjectTypeId": "0-2",
        "toObjectId": first,
        "labels": ["Primary"],
    }
    await client.call("PUT", f"{OBJECTS}/contact/{contact}/associations/company/{second}", json=[PRIMARY])
    back = PRIMARY | {"associationTypeId": 2}
    await client.call("PUT", f"{OBJECTS}/0-2/{third}/associations/0-1/{contact}", json=[back])

    assert await _types(client, "contacts", contact, "companies") == {first: [279], second: [279], third: [1, 279]}
    assert await _types(client, "companies", third, "contacts") == {contact: [2, 280]}


async def test_types_that_do_not_fit_are_named(client: Client) -> None:
    """An unknown number, another pair's, another category, no list or an empty one: 400, and nothing is linked."""
    contact, company = await _pair(client)
    path = f"{OBJECTS}/contacts/{contact}/associations/companies/{company}"
    for body in (
        [PLAIN | {"associationTypeId": 999_999}],
        [PLAIN | {"associationTypeId": 194}],
        [PLAIN, PLAIN | {"associationCategory": "USER_DEFINED"}],
        [PLAIN | {"associationTypeId": "x" * 5_000}],
        [],
        {},
        [1],
        None,
    ):
        refused = await client.call("PUT", path, json=body)
        assert (refused.status_code, refused.json()["category"]) == (400, "VALIDATION_ERROR"), body
    assert await _types(client, "contacts", contact, "companies") == {}


async def test_what_is_not_there_can_not_be_associated(world: World, client: Client) -> None:
    """404, the same for absent ids, another account's and those of another type; a record with itself is a 400."""
    contact, company = await _pair(client)
    theirs = (await (await world.client(account=A2, user=EVA)).contact(firstname="Eva"))["id"]
    for near, far in ((NOBODY, company), (contact, NOBODY), (theirs, company), (contact, contact), ("x", company)):
        path = f"{OBJECTS}/contacts/{near}/associations/default/companies/{far}"
        said = await client.call("PUT", path)
        assert (said.status_code, said.json()["category"]) == (404, "OBJECT_NOT_FOUND")
    for nobody in (NOBODY, theirs, "x"):
        assert (await client.get(f"{OBJECTS}/contacts/{nobody}/associations/companies")).status_code == 404
        assert (
            await client.call("DELETE", f"{OBJECTS}/contacts/{nobody}/associations/companies/{company}")
        ).status_code == 404
    itself = await client.call("PUT", f"{OBJECTS}/contacts/{contact}/associations/default/contacts/{contact}")
    assert itself.status_code == 400
    never = await client.call("PUT", f"{OBJECTS}/calls/{contact}/associations/default/notes/{company}")
    assert never.status_code == 400


async def test_links_come_in_pages_of_far_ends(client: Client) -> None:
    """`limit` counts far ends, whatever number of types each has; the cursor goes on after the last of them."""
    contact, first = await _pair(client)
    others = [first, *[await _company(client) for _ in range(2)]]
    for company in others:
        await client.call("PUT", f"{OBJECTS}/contacts/{contact}/associations/companies/{company}", json=[PLAIN])
    await client.call("PUT", f"{OBJECTS}/contacts/{contact}/associations/companies/{first}", json=[PRIMARY])

    seen: list[str] = []
    after = "0"
    while after:
        path = f"/crm/v3/objects/contacts/{contact}/associations/companies?limit=2&after={after}"
        page = (await client.get(path)).json()
        seen += [f"{one['id']} {one['type']}" for one in page["results"]]
        after = page.get("paging", {}).get("next", {}).get("after", "")
    unlabeled = [f"{company} contact_to_company_unlabeled" for company in others]
    assert seen == [f"{first} contact_to_company", *unlabeled]
    for cursor in ("x", "-1", "9" * 40):
        made_up = await client.get(f"{OBJECTS}/contacts/{contact}/associations/companies?after={cursor}")
        assert made_up.status_code == 400


async def test_v3_takes_a_types_number_or_name(client: Client) -> None:
    """PUT answers with the record and its associations, DELETE ends that type alone."""
    contact, company = await _pair(client)
    path = f"/crm/v3/objects/contacts/{contact}/associations/company/{company}"

    made = await client.call("PUT", f"{path}/contact_to_company")
    assert made.status_code == 200
    assert made.json()["associations"]["companies"]["results"] == [
        {"id": company, "type": "contact_to_company"},
        {"id": company, "type": "contact_to_company_unlabeled"},
    ]
    assert (await client.call("DELETE", f"{path}/1")).status_code == 204
    assert await _types(client, "contacts", contact, "companies") == {company: [279]}
    await client.call("PUT", f"{path}/1")
    assert (await client.call("DELETE", f"{path}/279")).status_code == 204
    assert await _types(client, "contacts", contact, "companies") == {}
    assert (await client.call("PUT", f"{path}/unicorn")).status_code == 400
    assert (await client.call("DELETE", f"{path}/194")).status_code == 400


async def test_v4_batches_name_each_bad_entry(client: Client) -> None:
    """Linking, reading and separating many: what fits is done, what does not is in `errors` with its index (207)."""
    contact, company = await _pair(client)
    good = {"from": {"id": contact}, "to": {"id": int(company)}, "types": [PRIMARY]}
    bad = [good | {"to": {"id": NOBODY}}, good | {"types": [PLAIN | {"associationTypeId": 194}]}]

    made = await client.post(f"{BATCH}/create", {"inputs": [bad[0], good, bad[1]]})
    assert (made.status_code, made.json()["numErrors"]) == (207, 2)
    assert [one["toObjectId"] for one in made.json()["results"]] == [company]
    told = [(one["category"], one["context"]["index"]) for one in made.json()["errors"]]
    assert told == [("OBJECT_NOT_FOUND", ["0"]), ("VALIDATION_ERROR", ["2"])]

    read = await client.post(f"{BATCH}/read", {"inputs": [{"id": contact}, {"id": NOBODY}]})
    assert read.status_code == 207
    (mine,) = read.json()["results"]
    assert (mine["from"], [one["toObjectId"] for one in mine["to"]]) == ({"id": contact}, [company])

    ended = await client.post(f"{BATCH}/labels/archive", {"inputs": [good]})
    assert ended.status_code == 204
    assert await _types(client, "contacts", contact, "companies") == {company: [279]}
    fan = {"from": {"id": contact}, "to": [{"id": company}, {"id": NOBODY}]}
    assert (await client.post(f"{BATCH}/archive", {"inputs": [fan]})).status_code == 204
    assert await _types(client, "contacts", contact, "companies") == {}
    default = await client.post(f"{BATCH}/associate/default", {"inputs": [{k: good[k] for k in ("from", "to")}]})
    assert (default.status_code, len(default.json()["results"])) == (200, 2)
    assert "errors" not in default.json()


async def test_v3_batches_speak_in_names(client: Client) -> None:
    """create, read and archive with `type` as a name; an unknown one is told of its entry."""
    contact, company = await _pair(client)
    link: dict[str, Any] = {"from": {"id": contact}, "to": {"id": company}, "type": "contact_to_company_unlabeled"}

    made = await client.post(f"{NAMED}/create", {"inputs": [link, link | {"type": "unicorn"}]})
    assert (made.status_code, made.json()["results"]) == (207, [link])
    read = await client.post(f"{NAMED}/read", {"inputs": [{"id": contact}]})
    assert read.status_code == 200
    assert read.json()["results"] == [{"from": {"id": contact}, "to": [{"id": company, "type": link["type"]}]}]
    assert (await client.post(f"{NAMED}/archive", {"inputs": [link]})).status_code == 204
    assert (await client.post(f"{NAMED}/read", {"inputs": [{"id": contact}]})).json()["results"][0]["to"] == []


@pytest.mark.parametrize("tail", ["create", "read", "archive", "associate/default", "labels/archive"])
async def test_a_batch_of_links_has_its_limits(client: Client, tail: str) -> None:
    """Nothing, or more than the address takes, is a 400."""
    one = {"id": "1", "from": {"id": "1"}, "to": [{"id": "2"}] if tail == "archive" else {"id": "2"}, "types": [PLAIN]}
    for inputs in ([], [one] * 2_001):
        assert (await client.post(f"{BATCH}/{tail}", {"inputs": inputs})).status_code == 400


async def test_labels_and_types_are_listed(client: Client) -> None:
    """v4 lists numbers and labels, v3 numbers and names; the plain one comes first."""
    labels = (await client.get("/crm/v4/associations/contacts/companies/labels")).json()["results"]
    assert labels == [
        {"category": "HUBSPOT_DEFINED", "typeId": 279, "label": None},
        {"category": "HUBSPOT_DEFINED", "typeId": 1, "label": "Primary"},
    ]
    types = (await client.get("/crm/v3/associations/call/contact/types")).json()["results"]
    assert types == [{"id": "194", "name": "call_to_contact"}]


async def test_a_link_takes_the_scopes_of_both_its_ends(world: World) -> None:
    """Linking takes writing the one record and reaching the other; reading a link takes reading both, `associations=`
    included.
    """
    everything = await world.client()
    contact, company = await _pair(everything)
    narrow = await world.client({READ, WRITE}, user=12)
    put = f"{OBJECTS}/contacts/{contact}/associations/default/companies/{company}"
    reaching = await world.client({READ, WRITE, "crm.objects.companies.read"}, user=12)

    assert (await narrow.call("PUT", put)).status_code == 403
    assert (await narrow.get(f"{OBJECTS}/contacts/{contact}/associations/companies")).status_code == 403
    for path in (f"{CONTACTS}/{contact}", CONTACTS):
        refused = await narrow.get(f"{path}?associations=companies,calls")
        assert refused.status_code == 403
        assert "crm.objects.companies.read" in refused.text
    link = {"to": {"id": company}, "types": [PLAIN]}
    assert (await narrow.post(CONTACTS, {"properties": {}, "associations": [link]})).status_code == 403
    batch = {"inputs": [{"properties": {}}, {"properties": {}, "associations": [link]}]}
    assert (await narrow.post(f"{CONTACTS}/batch/create", batch)).status_code == 403
    back = f"{OBJECTS}/companies/{company}/associations/default/contacts/{contact}"
    assert (await reaching.call("PUT", back)).status_code == 403
    assert (await reaching.call("PUT", put)).status_code == 200
    assert (await reaching.post(CONTACTS, {"properties": {}, "associations": [link]})).status_code == 201
    assert "crm.objects.companies.read" in EVERYTHING


async def test_links_are_in_the_audit_with_their_ends(world: World, client: Client) -> None:
    """One row for what was linked at once, one for what was separated; none where nothing changed."""
    contact, company = await _pair(client)
    before = len(world.audit())
    path = f"{OBJECTS}/contacts/{contact}/associations/default/companies/{company}"
    await client.call("PUT", path)
    gone = f"{OBJECTS}/contacts/{contact}/associations/companies/{company}"
    for _ in range(2):
        await client.call("DELETE", gone)

    rows = world.audit()[before:]

    assert [(row["what"], row["links"]) for row in rows] == [
        ("associated", [[279, int(contact), int(company)]]),
        ("separated", [[279, int(contact), int(company)]]),
    ]


async def test_an_archived_record_leaves_no_link_behind(client: Client) -> None:
    """Both ends of every link vanish with the record."""
    contact, company = await _pair(client)
    await client.call("PUT", f"{OBJECTS}/contacts/{contact}/associations/companies/{company}", json=[PRIMARY])
    assert (await client.call("DELETE", f"{COMPANIES}/{company}")).status_code == 204
    assert await _types(client, "contacts", contact, "companies") == {}


async def test_one_answer_shows_so_many_links_in_all(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    """Behind that each record shows one and how to go on: no call costs more than its page, and no link is lost."""
    monkeypatch.setattr(association_batches, "MOST_LINKS", 3)
    monkeypatch.setattr(read_records, "MOST_LINKS", 3)
    contact, companies = (await client.contact())["id"], [await _company(client) for _ in range(3)]
    other = (await client.contact())["id"]
    for near in (contact, other):
        pairs = [{"from": {"id": near}, "to": {"id": one}} for one in companies]
        assert (await client.post(f"{BATCH}/associate/default", {"inputs": pairs})).status_code == 200
    read = await client.post(f"{BATCH}/read", {"inputs": [{"id": contact}, {"id": other}, {"id": contact}]})
    shown = read.json()["results"]
    assert [len(one["to"]) for one in shown] == [3, 1, 1]
    after = shown[1]["paging"]["next"]["after"]
    onwards = await client.post(f"{BATCH}/read", {"inputs": [{"id": other, "after": after}]})
    assert [str(one["toObjectId"]) for one in onwards.json()["results"][0]["to"]] == companies[1:]
    listed = (await client.get(f"{CONTACTS}?associations=companies")).json()["results"][-2:]
    assert [len(one["associations"]["companies"]["results"]) for one in listed] == [3, 1]
