"""Nothing that a client can send breaks the server: every answer is one of ours, in its documented shape."""

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from admittance.usecases.crm.object_types import CALLS as CALL_TYPE
from admittance.usecases.crm.object_types import CONTACTS as CONTACT_TYPE
from tests.crm.world import CALLS, CONTACTS, Client

pytestmark = pytest.mark.anyio

_NAMES = sorted({*CONTACT_TYPE.properties, *CALL_TYPE.properties, "nonsense", "", "a" * 300, "\x00", "💥"})
_FIELDS = (
    *("properties", "associations", "inputs", "id", "to", "types", "associationTypeId", "associationCategory"),
    *("filters", "filterGroups", "propertyName", "operator", "value", "values", "highValue"),
    *("sorts", "query", "limit", "after", "direction", "idProperty"),
)
_KEYS = st.sampled_from([*_FIELDS, *_NAMES])
_LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-(2**70), 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=20)
    | st.sampled_from(["EQ", "IN", "BETWEEN", "CONTAINS_TOKEN", "-createdate", "194", "HUBSPOT_DEFINED", "*", "a@b.se"])
    | st.sampled_from(["\x00", "\u0661", "1e999", "-0", "9" * 400, "2024-02-30", "0001-01-01T00:00:00+23:59", "%", '"'])
)
_JSON = st.recursive(
    _LEAVES, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_KEYS, inner, max_size=5), max_leaves=20
)
_PROPERTIES = st.dictionaries(st.sampled_from(_NAMES), _JSON, max_size=4)
_FILTER = st.fixed_dictionaries(
    {
        "propertyName": st.sampled_from(_NAMES),
        "operator": st.sampled_from(["EQ", "NEQ", "LT", "BETWEEN", "IN", "NOT_IN", "HAS_PROPERTY", "CONTAINS_TOKEN"]),
    },
    optional={"value": _LEAVES, "highValue": _LEAVES, "values": st.lists(_LEAVES, max_size=3)},
)
_SEARCH = st.fixed_dictionaries(
    {},
    optional={
        "query": st.text(max_size=12),
        "filterGroups": st.lists(
            st.fixed_dictionaries({"filters": st.lists(_FILTER, min_size=1, max_size=3)}), max_size=3
        ),
        "sorts": st.lists(st.sampled_from(_NAMES) | st.just("-lastmodifieddate"), max_size=2),
        "limit": st.integers(-1, 300) | _LEAVES,
        "after": st.integers(-1, 300) | _LEAVES,
    },
)
_BODIES = _JSON | st.fixed_dictionaries({"properties": _PROPERTIES}, optional={"associations": _JSON}) | _SEARCH
_POSTS = st.sampled_from(
    [CONTACTS, CALLS]
    + [f"{kind}{tail}" for kind in (CONTACTS, CALLS) for tail in ("/search", "/batch/read", "/batch/create")]
)


def _in_shape(said: Any) -> None:
    assert said.status_code < 500, said.text
    if said.status_code >= 400:
        body = said.json()
        assert body["status"] == "error"
        assert {"message", "correlationId", "category"} <= set(body)


@settings(max_examples=400, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(path=_POSTS, body=_BODIES)
async def test_no_json_breaks_a_post(client: Client, path: str, body: Any) -> None:
    """Wrong types, nested garbage, huge numbers, NUL, unknown names: an answer in shape, never a 5xx."""
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    _in_shape(await client.call("POST", path, content=text, headers={"content-type": "application/json"}))


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(properties=_PROPERTIES)
async def test_no_json_breaks_a_patch(client: Client, properties: Any) -> None:
    """What can't be stored is refused as a whole; what can is read back."""
    made = await client.contact(firstname="A")
    one = f"{CONTACTS}/{made['id']}"
    body = json.dumps({"properties": properties}).encode()

    said = await client.call("PATCH", one, content=body, headers={"content-type": "application/json"})

    _in_shape(said)
    read = (await client.get(f"{one}?properties={','.join(CONTACT_TYPE.properties)}")).json()["properties"]
    assert all(value is None or isinstance(value, str) for value in read.values())
    if said.status_code == 400:
        assert read["firstname"] == "A"


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 100_000,
        b'{"properties":' * 3_000 + b"1" + b"}" * 3_000,
        b'{"properties":{"city":"\\ud800"}}',
        b'{"properties":{"city":"\xed\xa0\x80"}}',
        b'{"properties":{"city":"\xff"}}',
        b'{"properties":{"city":"\\u0000"}}',
        b'{"properties":{"city":' + b"9" * 5_000 + b"}}",
        b'{"properties":{"city":1e999}}',
        b'{"properties":{"city":NaN}}',
        b'{"properties":{"city":"x"},}',
        b'{"properties":null}',
        b'{"properties":[]}',
        b"null",
        b"\xef\xbb\xbf{}",
        b'{"properties":{"city":"' + b"x" * 70_000 + b'"}}',
    ],
)
@pytest.mark.parametrize("path", [CONTACTS, f"{CONTACTS}/search", f"{CONTACTS}/batch/create"])
async def test_broken_json_is_told_as_such(client: Client, path: str, body: bytes) -> None:
    """Too deep, not UTF-8, lone surrogates, numbers without end: 400, and nothing of it is echoed."""
    said = await client.call("POST", path, content=body, headers={"content-type": "application/json"})
    if path.endswith("/search") and said.status_code == 200:
        return  # a search ignores fields it does not know
    assert (said.status_code, said.json()["category"]) == (400, "VALIDATION_ERROR")
    assert len(said.content) < 2_000


@pytest.mark.parametrize(
    "path",
    [
        f"{CONTACTS}/%ff",
        f"{CONTACTS}/%00",
        f"{CONTACTS}/..%2f..%2fetc",
        f"{CONTACTS}/{'9' * 3000}",
        f"{CONTACTS}/1/associations/unicorns",
        "/crm/v3/objects/unicorns",
        "/crm/v3/objects/unicorns/1",
        "/crm/objects/2026-13/contacts",
        "/crm/v9/objects/contacts",
        "/crm/v3/owners/%F0%9F%92%A5",
        "/account-info/v3/nothing",
        "/crm/",
    ],
)
async def test_an_address_of_nothing_is_a_404_in_shape(client: Client, path: str) -> None:
    """Unknown types, versions and ids get the API's 404, never another shape."""
    said = await client.get(path)
    _in_shape(said)
    assert (said.status_code, said.json()["category"]) == (404, "OBJECT_NOT_FOUND")


async def test_a_method_that_is_not_there_says_which_are(client: Client) -> None:
    """405 with `Allow`, in the API's shape."""
    said = await client.call("PUT", f"{CONTACTS}/1")
    assert (said.status_code, said.json()["category"]) == (405, "METHOD_NOT_ALLOWED")
    assert set(said.headers["allow"].split(", ")) == {"GET", "PATCH", "DELETE"}


async def test_a_body_that_is_too_large_is_refused(client: Client) -> None:
    """413, in the API's shape."""
    body = b'{"properties":{"city":"' + b"x" * 1_100_000 + b'"}}'
    said = await client.call("POST", CONTACTS, content=body, headers={"content-type": "application/json"})
    assert (said.status_code, said.json()["category"]) == (413, "REQUEST_TOO_LARGE")
