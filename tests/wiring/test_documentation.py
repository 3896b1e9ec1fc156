"""The OpenAPI document: everything that apps call and people's scripts do, told once."""

import re
from pathlib import Path
from typing import Any

import httpx
import pytest

from admittance.config import CaptchaKind, Settings
from admittance.http.application import Application
from admittance.http.routes import Audience, written_path
from admittance.wiring.cannot_start import CannotStart
from admittance.wiring.documentation import api_document, api_edges
from admittance.wiring.parts import build_services
from admittance.wiring.server import edges_of

BASE = "http://127.0.0.1:8400"
DOCUMENT = api_document(BASE)
OPERATIONS = [(path, method, told) for path, found in DOCUMENT["paths"].items() for method, told in found.items()]


def _refs(part: Any) -> list[str]:
    if isinstance(part, dict):
        own = [part["$ref"]] if isinstance(part.get("$ref"), str) else []
        return own + [ref for value in part.values() for ref in _refs(value)]
    return [ref for value in part for ref in _refs(value)] if isinstance(part, list) else []


@pytest.mark.anyio
async def test_a_server_tells_its_own_api(tmp_path: Path) -> None:
    """GET /openapi.json is the document that the command prints, with the server's own address."""
    services = build_services(Settings(base_url=BASE, data_dir=str(tmp_path / "data"), captcha=CaptchaKind.OFF))
    assert not isinstance(services, CannotStart)
    try:
        transport = httpx.ASGITransport(app=Application(services, edges_of(services)))  # type: ignore[arg-type]
        async with httpx.AsyncClient(transport=transport, base_url=BASE) as client:
            answers = [(await client.get("/openapi.json")).json() for _ in range(2)]
    finally:
        for close in services.on_close:
            await close()
        await services.store.close()
    assert answers == [DOCUMENT, DOCUMENT]


def test_every_route_of_apps_is_told() -> None:
    """Each with a name of its own; routes that differ in an object type only are one, with every type."""
    told = {(path, method.upper()) for path, method, _ in OPERATIONS}
    for edge in api_edges():
        for route in edge.routes:
            assert route.audience is (Audience.PEOPLE if route.session else Audience.APPS)
            path = written_path(route.path) if route.family is None else route.family.path
            plain = re.sub(r"\{([a-z_]+):[a-z]+\}", r"{\1}", path)
            assert {(plain, method) for method in route.methods if method != "HEAD"} <= told
            for placeholder, name in route.family.types if route.family is not None else ():
                (found,) = [
                    one
                    for one in DOCUMENT["paths"][plain][route.methods[0].lower()]["parameters"]
                    if one["name"] == placeholder
                ]
                assert name in found["schema"]["enum"]
    names = [told["operationId"] for _, _, told in OPERATIONS]
    assert len(set(names)) == len(names)


def test_every_part_that_is_pointed_at_is_there() -> None:
    """References lead to schemas, and every placeholder of a path is described."""
    schemas = {f"#/components/schemas/{name}" for name in DOCUMENT["components"]["schemas"]}
    assert set(_refs(DOCUMENT["paths"])) | set(_refs(DOCUMENT["components"])) <= schemas
    for path, _, told in OPERATIONS:
        described = [one["name"] for one in told["parameters"] if one["in"] == "path"]
        assert described == re.findall(r"\{([a-z_]+)\}", path)


def test_answers_are_told_with_their_shapes() -> None:
    """Every answer but 204 has one, errors the edge's own, 429 the one of rate limits."""
    for path, _, told in OPERATIONS:
        for status, answer in told["responses"].items():
            assert ("content" in answer) is (status != "204"), (path, status)
        if "x-scopes" in told:
            shape = told["responses"]["429"]["content"]["application/json"]["schema"]
            assert shape == {"$ref": "#/components/schemas/RateLimited"}


def test_the_scopes_of_a_call_stand_beside_it() -> None:
    """`security` has the OR of ANDs; within a family `x-scopes` has it for each type."""
    read = DOCUMENT["paths"]["/crm/v3/owners"]["get"]
    assert read["security"] == [{"oauth": ["crm.objects.owners.read"]}]
    records = DOCUMENT["paths"]["/crm/v3/objects/{object_type}"]["get"]
    assert records["x-scopes"]["companies"] == [["crm.objects.companies.read"]]
    flow = DOCUMENT["components"]["securitySchemes"]["oauth"]["flows"]["authorizationCode"]
    assert flow["scopes"]["crm.objects.contacts.read"] != "crm.objects.contacts.read"


def test_what_scripts_do_stands_with_how_they_show_who_they_are() -> None:
    """Cases and Why? take a session's cookie, whatever changes something its token too; forms of pages stay out."""
    found = {path: told for path, _, told in OPERATIONS if {"session"} & set(told.get("security", [{}])[0])}
    case = "/accounts/{hub_id}/cases/{name}"
    reading = {"/accounts/{hub_id}/why.json", f"{case}/state"}
    assert set(found) == reading | {f"{case}/{act}" for act in ("ask", "approve", "decline", "revoke")}
    for path, told in found.items():
        assert told["security"] == [{"session": []} if path in reading else {"session": [], "csrf": []}]
        assert {"401", "404"} <= told["responses"].keys()
        assert list(told.get("requestBody", {}).get("content", {"application/json": {}})) == ["application/json"]
    schemes = DOCUMENT["components"]["securitySchemes"]
    assert (schemes["session"]["in"], schemes["session"]["name"]) == ("cookie", "admittance")
    assert (schemes["csrf"]["in"], schemes["csrf"]["name"]) == ("header", "x-csrf-token")
    over_tls = api_document("https://connect.example")["components"]["securitySchemes"]
    assert over_tls["session"]["name"] == "__Host-admittance"
