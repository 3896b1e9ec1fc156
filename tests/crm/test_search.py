"""`POST …/search`."""

from typing import Any

import pytest

from admittance.storage.sqlite.store import SqliteStore
from tests.crm.world import CALLS, CONTACTS, Client, World

pytestmark = pytest.mark.anyio

PEOPLE = (
    {"firstname": "Åsa", "lastname": "Öberg", "email": "asa@fjord.example", "company": "Fjord AB", "phone": "08-1122"},
    {"firstname": "Anna", "lastname": "Berg", "email": "anna@berg.example", "company": "Berg & Co", "city": "Ås"},
    {"firstname": "anders", "lastname": "Ek", "mobilephone": "+46 70 555 66 77", "lifecyclestage": "lead"},
    {"firstname": "Bo", "lastname": "Ek", "lifecyclestage": "customer"},
)


@pytest.fixture
async def people(client: Client) -> list[str]:
    """The ids of four contacts."""
    return [(await client.contact(**one))["id"] for one in PEOPLE]


def _ids(found: dict[str, Any]) -> list[str]:
    return [one["id"] for one in found["results"]]


def _where(name: str, operator: str, value: Any = None, **more: Any) -> list[dict[str, Any]]:
    one = {"propertyName": name, "operator": operator} | ({} if value is None else {"value": value}) | more
    return [{"filters": [one]}]


@pytest.mark.parametrize(
    ("query", "places"),
    [
        ("asa", [0]),
        ("ÅSA oberg", [0]),
        ("berg", [0, 1]),
        ("an", [1, 2]),
        ("ek bo", [3]),
        ("fjord.ex", [0]),
        ("08 11 22", [0]),
        ("070-555 66", [2]),
        ("Berg & Co", [1]),
        ("lead", []),
        ("zzz", []),
        ("", [0, 1, 2, 3]),
        ("  ", [0, 1, 2, 3]),
    ],
)
async def test_a_query_finds_pieces_of_names_addresses_and_numbers(
    client: Client, people: list[str], query: str, places: list[int]
) -> None:
    """Case and marks make no difference; every word has to be somewhere; only the searchable properties count."""
    found = await client.search(query=query)
    assert (_ids(found), found["total"]) == ([people[place] for place in places], len(places))


@pytest.mark.parametrize(
    ("groups", "places"),
    [
        (_where("email", "EQ", "ASA@fjord.example"), [0]),
        (_where("lastname", "NEQ", "ek"), [0, 1]),
        (_where("firstname", "LT", "b"), [1, 2]),
        (_where("firstname", "GTE", "bo"), [0, 3]),
        (_where("firstname", "BETWEEN", "a", highValue="anna"), [1, 2]),
        (_where("lastname", "IN", values=["EK", "berg"]), [1, 2, 3]),
        (_where("lastname", "NOT_IN", values=["ek"]), [0, 1]),
        (_where("city", "HAS_PROPERTY"), [1]),
        (_where("email", "NOT_HAS_PROPERTY"), [2, 3]),
        (_where("email", "CONTAINS_TOKEN", "*@berg.example"), [1]),
        (_where("company", "CONTAINS_TOKEN", "ab"), [0]),
        (_where("company", "NOT_CONTAINS_TOKEN", "ab"), [1]),
        (_where("createdate", "GT", 1_700_000_000_000), [0, 1, 2, 3]),
        (_where("createdate", "LT", "2020-01-01T00:00:00Z"), []),
        (_where("createdate", "GTE", "2020-01-01"), [0, 1, 2, 3]),
        (_where("lastname", "EQ", "Ek") + _where("firstname", "EQ", "Anna"), [1, 2, 3]),
        ([{"filters": [*_where("lastname", "EQ", "Ek")[0]["filters"], *_where("firstname", "EQ", "bo")[0]["filters"]]}],
         [3]),
    ],
)  # fmt: skip
async def test_filters_are_any_group_in_full(
    client: Client, people: list[str], groups: list[dict[str, Any]], places: list[int]
) -> None:
    """Every operator, texts without case, dates as ISO or milliseconds; groups are alternatives, filters conditions."""
    found = await client.search(filterGroups=groups)
    assert _ids(found) == [people[place] for place in places]


async def test_filters_may_stand_at_the_top(client: Client, people: list[str]) -> None:
    """`filters` without groups is one group; ids are found by number or text."""
    assert _ids(await client.search(filters=_where("lastname", "EQ", "Ek")[0]["filters"])) == people[2:]
    assert _ids(await client.search(filters=_where("hs_object_id", "EQ", int(people[1]))[0]["filters"])) == [people[1]]
    after = _where("hs_object_id", "GT", people[1])[0]["filters"]
    assert _ids(await client.search(filters=after, sorts=[{"propertyName": "hs_object_id"}])) == people[2:]


@pytest.mark.parametrize(
    ("sorts", "places"),
    [
        (["firstname"], [2, 1, 3, 0]),
        ([{"propertyName": "lastname", "direction": "DESCENDING"}, "firstname"], [0, 2, 3, 1]),
        (["-createdate"], [3, 2, 1, 0]),
        ([{"propertyName": "createdate", "direction": "ASCENDING"}], [0, 1, 2, 3]),
        (['{"propertyName":"createdate","direction":"DESCENDING"}'], [3, 2, 1, 0]),
        (["-hs_object_id"], [3, 2, 1, 0]),
        (["city"], [1, 0, 2, 3]),
    ],
)
async def test_sorts_are_objects_or_texts(
    client: Client, people: list[str], sorts: list[Any], places: list[int]
) -> None:
    """`-name` is descending, an object may be written as text; records without a value come last."""
    found = await client.search(sorts=sorts)
    ids = _ids(found)
    if sorts[0] == "firstname":  # Åsa's place among letters is a matter of language
        ids.remove(people[0])
        ids.append(people[0])
    if isinstance(sorts[0], dict) and sorts[0]["propertyName"] == "lastname":
        ids.remove(people[0])
        ids.insert(0, people[0])
    assert ids == [people[place] for place in places]


@pytest.mark.parametrize("first", ["0", "", 0, None])
async def test_pages_follow_each_other(client: Client, people: list[str], first: Any) -> None:
    """`after` starts as "0", "", 0 or nothing and goes on as a numeric text; the last page has no `paging`."""
    seen: list[str] = []
    after: Any = first
    for _ in range(9):
        page = await client.search(limit=3, after=after)
        assert page["total"] == 4
        seen += _ids(page)
        if "paging" not in page:
            break
        after = page["paging"]["next"]["after"]
        assert after.isdigit()
    assert seen == people


async def test_null_is_as_good_as_absent(client: Client, people: list[str]) -> None:
    """Official clients send null for what was not set."""
    body: dict[str, Any] = dict.fromkeys(("query", "limit", "after", "sorts", "properties", "filterGroups"))
    assert _ids(await client.search(**body)) == people
    one = _where("city", "HAS_PROPERTY", highValue=None, values=None)
    one[0]["filters"][0]["value"] = None
    assert _ids(await client.search(filterGroups=one)) == [people[1]]


async def test_an_answer_holds_the_properties_that_were_asked_for(client: Client, people: list[str]) -> None:
    """As in reads: the named ones with the server's own, or the usual ones."""
    named = (await client.search(query="anna", properties=["city", "nonsense"]))["results"][0]["properties"]
    usual = (await client.search(query="anna"))["results"][0]["properties"]
    assert set(named) == {"city", "createdate", "hs_object_id", "lastmodifieddate"}
    assert set(usual) == {"createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"}


async def test_a_search_sees_every_write_at_once(client: Client, people: list[str]) -> None:
    """What was changed is found by its new values only; what was archived is not found."""
    await client.patch(f"{CONTACTS}/{people[1]}", {"properties": {"lastname": "Sjö"}})
    await client.call("DELETE", f"{CONTACTS}/{people[0]}")
    assert _ids(await client.search(query="sjo")) == [people[1]]
    assert _ids(await client.search(filterGroups=_where("lastname", "EQ", "Berg"))) == []
    assert (await client.search())["total"] == 3


async def test_calls_are_searched_too(client: Client) -> None:
    """Every object type has the same search."""
    for title, duration in (("First call", 30_000), ("Second", 90_000)):
        await client.post(
            CALLS, {"properties": {"hs_timestamp": "1", "hs_call_title": title, "hs_call_duration": duration}}
        )
    found = await client.post(f"{CALLS}/search", {"filterGroups": _where("hs_call_duration", "GT", "9e4")})
    assert found.json()["total"] == 0
    found = await client.post(f"{CALLS}/search", {"query": "call", "properties": ["hs_call_title"]})
    assert [one["properties"]["hs_call_title"] for one in found.json()["results"]] == ["First call"]
    assert set(found.json()["results"][0]["properties"]) >= {"hs_createdate", "hs_lastmodifieddate"}


_MANY = [{"propertyName": "city", "operator": "HAS_PROPERTY"}]


@pytest.mark.parametrize(
    "body",
    [
        {"limit": 201},
        {"limit": -1},
        {"limit": "many"},
        {"limit": 10**30},
        {"after": "abc"},
        {"after": -5},
        {"after": "9995", "limit": 10},
        {"after": 10_000},
        {"query": "x" * 3001},
        {"query": "\x00"},
        {"query": ["x"]},
        {"filterGroups": [{"filters": _MANY * 7}]},
        {"filterGroups": [{"filters": _MANY}] * 6},
        {"filterGroups": [{"filters": _MANY * 5}] * 4},
        {"filterGroups": {"filters": _MANY}},
        {"filterGroups": _where("nonsense", "EQ", "x")},
        {"filterGroups": _where("city", "LIKE", "x")},
        {"filterGroups": _where("city", "EQ")},
        {"filterGroups": _where("city", "IN", values=[])},
        {"filterGroups": _where("city", "IN", values=["x"] * 101)},
        {"filterGroups": _where("city", "EQ", {"a": 1})},
        {"filterGroups": _where("city", "BETWEEN", "a")},
        {"filterGroups": _where("createdate", "GT", "soon")},
        {"filterGroups": _where("hs_object_id", "EQ", "x")},
        {"filterGroups": _where("createdate", "CONTAINS_TOKEN", "x")},
        {"filterGroups": _where("city", "CONTAINS_TOKEN", "***")},
        {"filterGroups": _where("city", "CONTAINS_TOKEN", "*a*a*a*a*a*")},
        {"filterGroups": [{"filters": [{"operator": "EQ"}]}]},
        {"sorts": ["nonsense"]},
        {"sorts": [{"propertyName": "city", "direction": "SIDEWAYS"}]},
        {"sorts": ["{nonsense"]},
        {"sorts": ["city"] * 4},
        {"properties": "city"},
        [],
        "x",
    ],
)
async def test_a_search_that_makes_no_sense_is_refused(client: Client, people: list[str], body: Any) -> None:
    """400 `VALIDATION_ERROR`: beyond the limits, deeper than 10,000, unknown names, wrong types, missing values."""
    said = await client.post(f"{CONTACTS}/search", body)
    assert (said.status_code, said.json()["category"]) == (400, "VALIDATION_ERROR"), said.text


async def test_a_search_that_looks_at_too_much_is_ended(world: World, people: list[str]) -> None:
    """400 in the wire's form and in words, however it would have ended; a search after it is answered."""
    client, asked = await world.client(), {"sorts": ["lastname"]}
    store = world.services.store
    assert isinstance(store, SqliteStore)
    usual, store.most_steps = store.most_steps, 100
    ended = await client.post(f"{CONTACTS}/search", {"filterGroups": _where("lastname", "CONTAINS_TOKEN", "*e*") * 5})
    store.most_steps = usual
    assert ended.status_code == 400, ended.text
    assert (ended.json()["category"], ended.json()["errors"][0]["code"]) == ("VALIDATION_ERROR", "INVALID_REQUEST")
    assert "narrow it" in ended.json()["message"]
    assert len(_ids((await client.post(f"{CONTACTS}/search", asked)).json())) == len(people)
