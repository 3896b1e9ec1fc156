"""PyPI hubspot-api-client, unmodified: connected by a person, used, and refreshed after its token expired."""

import json
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hubspot import HubSpot
from hubspot.crm.contacts import (
    ApiException,
    BatchInputSimplePublicObjectBatchInput,
    BatchInputSimplePublicObjectBatchInputForCreate,
    BatchInputSimplePublicObjectBatchInputUpsert,
    BatchInputSimplePublicObjectId,
    BatchReadInputSimplePublicObjectId,
    PublicMergeInput,
    PublicObjectSearchRequest,
    SimplePublicObjectBatchInput,
    SimplePublicObjectBatchInputUpsert,
    SimplePublicObjectId,
    SimplePublicObjectInput,
    SimplePublicObjectInputForCreate,
)
from hubspot.crm.contacts.exceptions import ForbiddenException, NotFoundException, UnauthorizedException
from hubspot.crm.objects.calls import AssociationSpec, PublicAssociationsForObject, PublicObjectId
from hubspot.crm.objects.calls import SimplePublicObjectInputForCreate as CallInput
from hubspot.oauth import ApiException as TokenRefused
from hubspot.utils.oauth import AUTHORIZE_URL, get_auth_url
from urllib3.util.retry import Retry

from tests.clients.apps import COMPATIBLE, ELSEWHERE, SCOPES
from tests.clients.person import JONAS, Person
from tests.clients.serving import Site

FJORD = 4821907
LOVA = "lova.ek@fjordfalk.example"
CALL_TO_CONTACT = 194
A_CALL = {"hs_timestamp": "2026-11-21T10:00:00.000Z", "hs_call_title": "Hello", "hs_call_status": "COMPLETED"}


@pytest.fixture(scope="module")
def tokens(site: Site) -> Any:
    """What the code exchange gave, as the client's own type."""
    with Person() as jonas:
        return connect(site, jonas, SCOPES)


@pytest.fixture
def client(site: Site, tokens: Any) -> HubSpot:
    """A client with an access token of now: each test may find the clock moved."""
    return client_with(site, renewed(site, tokens).access_token)


def connect(site: Site, person: Person, scopes: frozenset[str]) -> Any:
    """The client's own install link, followed by `person`, and its own code exchange."""
    link = get_auth_url(COMPATIBLE.client_id, ELSEWHERE, scope=("oauth", *sorted(scopes)), state="s-1")
    arrived = parse_qs(urlsplit(person.grant(link.replace(AUTHORIZE_URL, f"{site.address}/oauth/authorize"))).query)
    assert arrived["state"] == ["s-1"]
    return client_with(site).oauth.tokens_api.create(
        grant_type="authorization_code", code=arrived["code"][0], redirect_uri=ELSEWHERE, **whose()
    )


def renewed(site: Site, tokens: Any) -> Any:
    """New tokens for the refresh token."""
    asked = client_with(site).oauth.tokens_api
    return asked.create(grant_type="refresh_token", refresh_token=tokens.refresh_token, **whose())


def whose() -> dict[str, str]:
    """The app's credentials, by the client's names."""
    return {"client_id": COMPATIBLE.client_id, "client_secret": COMPATIBLE.client_secret}


def client_with(site: Site, access_token: str | None = None) -> HubSpot:
    """The client, told the address, and to try again when it calls too often, as its README does."""
    patient = Retry(total=5, status_forcelist=(429,), allowed_methods=None)
    return HubSpot(access_token=access_token, host=site.address, base_url=site.address, retry=patient)


def created(properties: dict[str, str]) -> SimplePublicObjectInputForCreate:
    """The client's type for a new contact."""
    return SimplePublicObjectInputForCreate(properties=properties)


def test_a_code_becomes_tokens_that_tell_whose_they_are(site: Site, tokens: Any) -> None:
    """The exchange gives both tokens for half an hour, and token info names person, account, app and scopes."""
    api = client_with(site).oauth

    assert (tokens.token_type, tokens.expires_in) == ("bearer", 1800)
    access = api.access_tokens_api.get(renewed(site, tokens).access_token)
    assert (access.user, access.hub_id, access.hub_domain) == (JONAS, FJORD, "fjordfalk.example")
    assert (access.token_type, set(access.scopes)) == ("access", {"oauth", *SCOPES})
    refresh = api.refresh_tokens_api.get(tokens.refresh_token)
    assert (refresh.client_id, refresh.token_type, refresh.hub_id) == (COMPATIBLE.client_id, "refresh", FJORD)


def test_an_expired_token_is_refreshed_as_often_as_it_takes(site: Site, tokens: Any, client: HubSpot) -> None:
    """After half an hour calls are refused as expired; the refresh token stays and gives new access, every time."""
    for _ in range(3):
        client.crm.contacts.basic_api.get_page(limit=1)
        site.let_pass(1801)
        with pytest.raises(UnauthorizedException) as refused:
            client.crm.contacts.basic_api.get_page(limit=1)
        assert json.loads(refused.value.body)["category"] == "EXPIRED_AUTHENTICATION"
        again = renewed(site, tokens)
        assert again.refresh_token == tokens.refresh_token
        client.access_token = again.access_token
    client.crm.contacts.basic_api.get_page(limit=1)


def test_a_refresh_token_that_was_given_back_is_over(site: Site) -> None:
    """The client's own `archive` of a refresh token ends it, and its refusal comes as the client's error type."""
    with Person(LOVA) as lova:
        tokens = connect(site, lova, frozenset({"crm.objects.contacts.read"}))

    client_with(site).oauth.refresh_tokens_api.archive(tokens.refresh_token)

    with pytest.raises(TokenRefused) as refused:
        renewed(site, tokens)
    assert (refused.value.status, json.loads(refused.value.body)["status"]) == (400, "BAD_REFRESH_TOKEN")


def test_contacts_from_creation_to_archive(client: HubSpot) -> None:
    """Create, read by id and by e-mail, change, archive; afterwards it is the client's own not-found."""
    api = client.crm.contacts.basic_api

    made = api.create(created({"email": "from@sdk.example", "firstname": "Åsa"}))
    assert api.get_by_id("from@sdk.example", id_property="email").id == made.id
    api.update(made.id, SimplePublicObjectInput(properties={"lastname": "Öberg"}))
    read = api.get_by_id(made.id, properties=["firstname", "lastname"])
    assert (read.properties["firstname"], read.properties["lastname"]) == ("Åsa", "Öberg")
    api.archive(made.id)
    with pytest.raises(NotFoundException):
        api.get_by_id(made.id)


def test_refusals_come_as_the_clients_own_errors(site: Site, client: HubSpot) -> None:
    """400, 401, 403 and 409 are the client's exception types, with the API's body in them."""
    api = client.crm.contacts.basic_api
    made = api.create(created({"email": "twice@sdk.example"}))

    with pytest.raises(ApiException) as conflict:
        api.create(created({"email": "TWICE@sdk.example"}))
    assert (conflict.value.status, f"Existing ID: {made.id}" in conflict.value.body) == (409, True)
    with pytest.raises(ApiException) as invalid:
        api.create(created({"no_such_property": "x"}))
    assert (invalid.value.status, json.loads(invalid.value.body)["category"]) == (400, "VALIDATION_ERROR")
    with pytest.raises(UnauthorizedException):
        client_with(site, "made-up").crm.contacts.basic_api.get_page()
    with Person(LOVA) as lova:
        reader = client_with(site, connect(site, lova, frozenset({"crm.objects.contacts.read"})).access_token)
    with pytest.raises(ForbiddenException) as forbidden:
        reader.crm.contacts.basic_api.archive(made.id)
    assert "crm.objects.contacts.write" in forbidden.value.body


def test_a_search_is_paged_past_a_thousand(client: HubSpot) -> None:
    """Every contact of the account once, 200 at a time, and no cursor on the last page."""
    seen: list[str] = []
    after, total = None, 0
    while True:
        page = client.crm.contacts.search_api.do_search(PublicObjectSearchRequest(limit=200, after=after))
        seen += [one.id for one in page.results]
        total = page.total
        if page.paging is None:
            break
        after = page.paging.next.after
    assert len(seen) == len(set(seen)) == total >= 1100


def test_every_contact_is_listed(client: HubSpot) -> None:
    """The client's own `get_all` follows the pages of the list to the end."""
    everyone = client.crm.contacts.get_all(properties=["email"])

    assert len({one.id for one in everyone}) == len(everyone) >= 1100


def test_a_batch_is_created_read_changed_and_archived(client: HubSpot) -> None:
    """Up to a hundred at once, in the client's types."""
    api = client.crm.contacts.batch_api
    inputs = [created({"email": f"batch-{number}@sdk.example"}) for number in range(100)]

    made = api.create(BatchInputSimplePublicObjectBatchInputForCreate(inputs=inputs))
    assert (made.status, len(made.results)) == ("COMPLETE", 100)
    ids = [SimplePublicObjectId(id=one.id) for one in made.results]
    changes = [SimplePublicObjectBatchInput(id=one.id, properties={"lastname": "Ek"}) for one in ids]
    assert len(api.update(BatchInputSimplePublicObjectBatchInput(inputs=changes)).results) == 100
    wanted = BatchReadInputSimplePublicObjectId(inputs=ids, properties=["lastname"], properties_with_history=[])
    assert {one.properties["lastname"] for one in api.read(wanted).results} == {"Ek"}
    api.archive(BatchInputSimplePublicObjectId(inputs=ids))
    left = api.read(wanted)
    assert (left.results, left.num_errors) == ([], 100)


def test_a_call_is_stored_with_its_contact(client: HubSpot) -> None:
    """Association 194 is made with the call, and seen from both ends."""
    contact = client.crm.contacts.basic_api.create(created({"email": "called@sdk.example"}))
    link = PublicAssociationsForObject(
        to=PublicObjectId(id=contact.id),
        types=[AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=CALL_TO_CONTACT)],
    )

    call = client.crm.objects.calls.basic_api.create(CallInput(properties=A_CALL, associations=[link]))

    read = client.crm.objects.calls.basic_api.get_by_id(call.id, associations=["contacts"])
    assert [one.id for one in read.associations["contacts"].results] == [contact.id]
    back = client.crm.contacts.basic_api.get_by_id(contact.id, associations=["calls"])
    assert [one.id for one in back.associations["calls"].results] == [call.id]


@pytest.mark.parametrize(("name", "called"), [("companies", "name"), ("deals", "dealname"), ("tickets", "subject")])
def test_other_records_live_as_contacts_do(client: HubSpot, name: str, called: str) -> None:
    """Companies, deals and tickets by the client's own rooms: created, found, changed, archived."""
    room = getattr(client.crm, name)

    made = room.basic_api.create(created({called: "Åkerlund"}))
    found = room.search_api.do_search(PublicObjectSearchRequest(query="akerlund", properties=[called]))
    assert [(one.id, one.properties[called]) for one in found.results] == [(made.id, "Åkerlund")]
    changed = room.basic_api.update(made.id, SimplePublicObjectInput(properties={called: "Almgren"}))
    assert changed.properties[called] == "Almgren"
    room.basic_api.archive(made.id)
    assert made.id not in {one.id for one in room.get_all()}


def test_records_are_associated_afterwards(client: HubSpot) -> None:
    """The default association of v4, seen from the other end and taken away again."""
    contact = client.crm.contacts.basic_api.create(created({"email": "linked@sdk.example"}))
    company = client.crm.companies.basic_api.create(created({"name": "Linked AB"}))
    api = client.crm.associations.v4.basic_api

    api.create_default("contact", contact.id, "company", company.id)

    seen = api.get_page("companies", company.id, "contacts")
    assert [str(one.to_object_id) for one in seen.results] == [contact.id]
    api.archive("contacts", contact.id, "companies", company.id)
    assert api.get_page("companies", company.id, "contacts").results == []


def test_two_contacts_become_one(client: HubSpot) -> None:
    """An upsert by e-mail finds what is there and makes what isn't; a merge leads both ids to one record."""
    api = client.crm.contacts
    first = api.basic_api.create(created({"email": "first@sdk.example"}))
    inputs = [
        SimplePublicObjectBatchInputUpsert(id=f"{who}@sdk.example", id_property="email", properties={"lastname": "Ek"})
        for who in ("first", "second")
    ]

    upserted = api.batch_api.upsert(BatchInputSimplePublicObjectBatchInputUpsert(inputs=inputs)).results
    assert [(one.id == first.id, one.new) for one in upserted] == [(True, False), (False, True)]
    merged = api.basic_api.merge(PublicMergeInput(primary_object_id=first.id, object_id_to_merge=upserted[1].id))
    assert api.basic_api.get_by_id(upserted[1].id).id == api.basic_api.get_by_id(first.id).id == merged.id


def test_properties_and_pipelines(client: HubSpot) -> None:
    """What an integration reads before it writes: the fields of a type, and the stages of a deal."""
    properties = client.crm.properties.core_api.get_all("contacts").results
    pipelines = client.crm.pipelines.pipelines_api.get_all("deals").results

    assert {"email", "firstname", "phone"} <= {one.name for one in properties}
    assert pipelines[0].stages


def test_owners_and_the_account(client: HubSpot) -> None:
    """Owners come as the client's type; the account answers its generic request."""
    owners = client.crm.owners.get_all()

    assert JONAS in {one.email for one in owners}
    said = client.api_request({"method": "GET", "path": "/account-info/v3/details"})
    assert (said.status_code, said.json()["portalId"]) == (200, FJORD)
