"""HubSpot's own Python client, unmodified, against a real server on the loopback with a real database."""

import asyncio
import socket
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hubspot import HubSpot
from hubspot.crm.associations.v4 import AssociationSpec
from hubspot.crm.contacts import (
    ApiException,
    BatchInputSimplePublicObjectBatchInputForCreate,
    BatchReadInputSimplePublicObjectId,
    Filter,
    FilterGroup,
    PublicObjectSearchRequest,
    SimplePublicObjectId,
    SimplePublicObjectInput,
    SimplePublicObjectInputForCreate,
)
from hubspot.crm.contacts.exceptions import ForbiddenException, NotFoundException, UnauthorizedException
from hubspot.crm.objects.calls import SimplePublicObjectInputForCreate as CallInput
from hubspot.crm.pipelines import PipelineInput, PipelineStageInput
from hubspot.settings.users import UserProvisionRequest

from admittance.http.server import make_server
from admittance.usecases.ports import Transaction
from tests.crm.world import A1, ASA, BO, DEFINING, EVERYTHING, PEOPLE, READ, World, make_world


class Running:
    """The server in a thread, and clients for it."""

    def __init__(self, world: World, address: str) -> None:
        self.world = world
        self.address = address

    def client(self, token: str | None = None, **of: Any) -> Any:
        """The official client, told nothing but the address."""
        token = token or asyncio.run(self.world.token(**of))
        return HubSpot(access_token=token, host=self.address, base_url=self.address)


@pytest.fixture
def running(tmp_path: Path) -> Generator[Running]:
    """A server that listens."""
    world = asyncio.run(make_world(tmp_path))
    listener = socket.create_server(("127.0.0.1", 0))
    server = make_server(world.application, world.services.settings)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    try:
        yield Running(world, f"http://127.0.0.1:{listener.getsockname()[1]}")
    finally:
        server.should_exit = True
        thread.join()
        listener.close()


def test_contacts_through_the_whole_client(running: Running) -> None:
    """Create, read by id and by e-mail, update, list all, archive: the client's own types come back."""
    api = running.client().crm.contacts.basic_api
    made = api.create(SimplePublicObjectInputForCreate(properties={"email": "a@b.example", "firstname": "Åsa"}))

    assert made.properties["email"] == "a@b.example"
    assert made.created_at == made.updated_at
    assert api.get_by_id("a@b.example", id_property="email").id == made.id
    changed = api.update(made.id, SimplePublicObjectInput(properties={"lastname": "Öberg"}))
    assert changed.properties["lastname"] == "Öberg"
    read = api.get_by_id(made.id, properties=["lastname", "phone"], archived=False)
    assert (read.properties["lastname"], read.properties["phone"]) == ("Öberg", None)
    api.archive(made.id)
    with pytest.raises(NotFoundException):
        api.get_by_id(made.id)


def test_the_client_meets_its_own_errors(running: Running) -> None:
    """401, 403, 404, 409 and 400 become the client's exception types, with our bodies in them."""
    api = running.client().crm.contacts.basic_api
    made = api.create(SimplePublicObjectInputForCreate(properties={"email": "a@b.example"}))

    with pytest.raises(ApiException) as conflict:
        api.create(SimplePublicObjectInputForCreate(properties={"email": "A@b.example"}))
    assert (conflict.value.status, f"Existing ID: {made.id}" in conflict.value.body) == (409, True)
    with pytest.raises(ApiException) as invalid:
        api.create(SimplePublicObjectInputForCreate(properties={"nonsense": "x"}))
    assert (invalid.value.status, "PROPERTY_DOESNT_EXIST" in invalid.value.body) == (400, True)
    with pytest.raises(UnauthorizedException):
        running.client("nonsense").crm.contacts.basic_api.get_page()
    with pytest.raises(ForbiddenException):
        running.client(scopes={READ}, user=BO).crm.contacts.basic_api.archive(made.id)


def test_all_contacts_are_read_page_by_page(running: Running) -> None:
    """The client's own `get_all` follows our pages to the end; a batch creates and reads."""
    contacts = running.client().crm.contacts
    inputs = [SimplePublicObjectInputForCreate(properties={"firstname": f"Number {one}"}) for one in range(100)]
    for _ in range(3):
        batch = BatchInputSimplePublicObjectBatchInputForCreate(inputs=inputs[:90])
        assert len(contacts.batch_api.create(batch).results) == 90

    everyone = contacts.get_all(properties=["firstname"])

    assert len({one.id for one in everyone}) == 270
    ids = [SimplePublicObjectId(id=one.id) for one in everyone[:3]]
    asked = BatchReadInputSimplePublicObjectId(inputs=ids, properties=["firstname"], properties_with_history=[])
    read = contacts.batch_api.read(asked)
    assert [one.properties["firstname"] for one in read.results] == ["Number 0", "Number 1", "Number 2"]


def test_a_search_is_followed_to_its_end(running: Running) -> None:
    """Query, filters and sorts in the client's types; paging through a search with its cursor."""
    contacts = running.client().crm.contacts
    inputs = [
        SimplePublicObjectInputForCreate(properties={"firstname": "Åsa", "lastname": f"Öberg {one}"})
        for one in range(25)
    ]
    contacts.batch_api.create(BatchInputSimplePublicObjectBatchInputForCreate(inputs=inputs))
    one = Filter(property_name="firstname", operator="EQ", value="åsa")

    seen: list[str] = []
    after: str | None = None
    while True:
        asked = PublicObjectSearchRequest(
            query="oberg",
            filter_groups=[FilterGroup(filters=[one])],
            sorts=["-createdate"],
            properties=["lastname"],
            limit=10,
            after=after,
        )
        found = contacts.search_api.do_search(asked)
        assert found.total == 25
        seen += [result.id for result in found.results]
        if found.paging is None:
            break
        after = found.paging.next.after
    assert len(seen) == len(set(seen)) == 25


def test_a_call_is_stored_and_read_back_with_its_contact(running: Running) -> None:
    """Association 194 from the call, read back through the client's associations from both ends."""
    crm = running.client().crm
    contact = crm.contacts.basic_api.create(SimplePublicObjectInputForCreate(properties={"email": "a@b.example"}))
    links = [
        {
            "to": {"id": contact.id},
            "types": [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 194}],
        }
    ]
    properties = {"hs_timestamp": "2026-11-21T18:59:00.000Z", "hs_call_title": "Hello", "hubspot_owner_id": str(ASA)}

    call = crm.objects.calls.basic_api.create(CallInput(properties=properties, associations=links))

    read = crm.objects.calls.basic_api.get_by_id(call.id, associations=["contacts"], properties=["hs_call_title"])
    assert read.properties["hs_call_title"] == "Hello"
    assert [(one.id, one.type) for one in read.associations["contacts"].results] == [(contact.id, "call_to_contact")]
    back = crm.contacts.basic_api.get_by_id(contact.id, associations=["calls"])
    assert [one.id for one in back.associations["calls"].results] == [call.id]
    generic = crm.objects.basic_api.get_by_id("0-48", call.id, associations=["0-1"])
    assert generic.associations["contacts"].results[0].id == contact.id


def test_owners_and_the_account(running: Running) -> None:
    """Owners come as the client's own type; account-info answers its generic request."""
    client = running.client()

    owners = client.crm.owners.owners_api.get_page(limit=1)
    assert [(one.id, one.email, one.user_id) for one in owners.results] == [(str(ASA), "asa@example.com", ASA)]
    second = client.crm.owners.owners_api.get_page(after=owners.paging.next.after)
    assert [one.first_name for one in second.results] == ["Bo"]
    assert client.crm.owners.owners_api.get_by_id(ASA).teams[0].name == "North"
    said = client.api_request({"method": "GET", "path": "/account-info/v3/details"})
    assert (said.status_code, said.json()["portalId"]) == (200, A1)


def test_links_pipelines_and_users_through_the_whole_client(running: Running) -> None:
    """The client's own types come back: associations v4 and v3, pipelines with stages, users with roles and teams."""
    asyncio.run(running.world.services.store.write(_super_admin))
    client = running.client(scopes=EVERYTHING | DEFINING | PEOPLE)
    contact = client.crm.contacts.basic_api.create(SimplePublicObjectInputForCreate(properties={"firstname": "Åsa"}))
    company = client.crm.companies.basic_api.create(SimplePublicObjectInputForCreate(properties={"name": "Fjord"}))

    v4 = client.crm.associations.v4.basic_api
    made = v4.create_default("contacts", contact.id, "companies", company.id)
    assert [one.association_spec.association_type_id for one in made.results] == [279, 280]
    primary = [AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=1)]
    assert v4.create("contacts", contact.id, "companies", company.id, primary).labels == ["Primary"]
    (far,) = v4.get_page("contacts", contact.id, "companies").results
    assert (far.to_object_id, [one.label for one in far.association_types]) == (company.id, ["Primary", None])
    v4.archive("contacts", contact.id, "companies", company.id)
    assert v4.get_page("contacts", contact.id, "companies").results == []

    pipelines = client.crm.pipelines.pipelines_api
    (first,) = pipelines.get_all("deals").results
    stage = PipelineStageInput(label="Met", display_order=0, metadata={"probability": "0.1"})
    new = pipelines.create("deals", PipelineInput(label="Partners", display_order=1, stages=[stage]))
    assert (first.id, new.label, new.stages[0].metadata["isClosed"]) == ("default", "Partners", "false")

    users = client.settings.users.users_api
    assert [one.email for one in users.get_page().results] == ["asa@example.com", "bo@example.com"]
    added = users.create(UserProvisionRequest(email="new@example.com", primary_team_id="North"))
    assert users.get_by_id(added.id).primary_team_id == "North"
    assert client.settings.users.roles_api.get_all().results
    assert users.archive(added.id) is None


def _super_admin(tx: Transaction) -> None:
    tx.people.set_rights(A1, ASA, super_admin=True, permission_set=None, rights={})
