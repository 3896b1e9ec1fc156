"""The main job with nothing faked: a server process, a real Chromium, and HubSpot's own Python client."""

import re
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hubspot import HubSpot
from hubspot.crm.contacts import PublicObjectSearchRequest
from hubspot.crm.objects.calls import (
    ApiException,
    AssociationSpec,
    PublicAssociationsForObject,
    PublicObjectId,
    SimplePublicObjectInputForCreate,
)
from playwright.sync_api import Page, expect

from tests.e2e.person import sign_in, solve_captcha
from tests.e2e.server import Serving

pytestmark = pytest.mark.browser

CALL_TO_CONTACT = 194
CONNECTED = "f240bbac-87c9-4f6e-bf70-924b57d47db7"


def test_an_app_is_connected_used_and_disconnected(server: Serving, page: Page) -> None:
    """A person connects an app without one optional scope, the app works with HubSpot's own client, the account sees
    the connection, and after Remove access the very next call is a 401.
    """
    code = _maria_grants(server, page)
    client, scopes = _redeem(server, code)
    assert "crm.objects.deals.read" not in scopes
    assert "crm.objects.companies.read" in scopes
    call_id = _store_a_call(client)
    _connected_apps_show_it(server, page)
    _remove_access(page)
    with pytest.raises(ApiException) as refused:
        client.crm.objects.calls.basic_api.get_by_id(call_id)
    assert refused.value.status == 401


def _maria_grants(server: Serving, page: Page) -> str:
    """Sign in, choose the account, untick deals, solve the captcha, grant: the code that the app is sent."""
    link = server.link("granted_choose_account")
    page.goto(link["url"])
    sign_in(page, "maria.lindqvist@fjordfalk.example")
    page.get_by_role("link", name=re.compile("Hav Logistik")).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Request for Integration Permissions")
    page.get_by_role("checkbox", name=re.compile("deals", re.I)).uncheck()
    solve_captcha(page)
    page.get_by_role("button", name="Grant access").click()
    page.wait_for_url(re.compile("/demo/callback"))
    came_back = parse_qs(urlsplit(page.url).query)
    assert came_back["state"] == ["demo-granted_choose_account"]
    assert came_back["iss"] == [server.address]
    return came_back["code"][0]


def _redeem(server: Serving, code: str) -> tuple[HubSpot, list[str]]:
    """What the app's own server does with a code: the client with its token, and the scopes it was given."""
    app = server.app("Orderly Sync")
    anonymous = HubSpot(host=server.address, base_url=server.address)
    token = anonymous.oauth.tokens_api.create(
        grant_type="authorization_code",
        code=code,
        redirect_uri=app["redirect_uris"][0],
        client_id=app["client_id"],
        client_secret=app["client_secret"],
    )
    client = HubSpot(access_token=token.access_token, host=server.address, base_url=server.address)
    told = client.oauth.access_tokens_api.get(token.access_token)
    assert told.hub_id == 5530218
    assert told.user == "maria.lindqvist@fjordfalk.example"
    return client, told.scopes


def _store_a_call(client: HubSpot) -> str:
    """Find a contact, store a call with it, and read the call back with its contact."""
    found = client.crm.contacts.search_api.do_search(
        PublicObjectSearchRequest(query="logistik", limit=5, properties=["firstname", "phone", "company"])
    )
    assert found.total > 0
    contact = found.results[0]
    assert "logistik" in contact.properties["company"].casefold()
    stored = client.crm.objects.calls.basic_api.create(_call_with(contact.id, contact.properties["phone"]))
    read = client.crm.objects.calls.basic_api.get_by_id(
        stored.id, properties=["hs_call_title", "hs_call_duration", "hs_call_to_number"], associations=["contacts"]
    )
    assert read.properties["hs_call_title"] == "About the order"
    assert read.properties["hs_call_duration"] == "61000"
    assert read.properties["hs_call_to_number"] == contact.properties["phone"]
    assert [one.id for one in read.associations["contacts"].results] == [contact.id]
    call_id: str = read.id
    return call_id


def _call_with(contact_id: str, number: str) -> Any:
    return SimplePublicObjectInputForCreate(
        properties={
            "hs_timestamp": "2026-11-21T10:00:00.000Z",
            "hs_call_title": "About the order",
            "hs_call_direction": "OUTBOUND",
            "hs_call_disposition": CONNECTED,
            "hs_call_duration": "61000",
            "hs_call_to_number": number,
            "hs_call_status": "COMPLETED",
        },
        associations=[
            PublicAssociationsForObject(
                to=PublicObjectId(id=contact_id),
                types=[AssociationSpec(association_category="HUBSPOT_DEFINED", association_type_id=CALL_TO_CONTACT)],
            )
        ],
    )


def _connected_apps_show_it(server: Serving, page: Page) -> None:
    """Connected apps says who, when and with which scopes; the unticked one stands there as declined."""
    page.goto(f"{server.address}/accounts/5530218/apps")
    row = page.get_by_role("row", name=re.compile("Maria Lindqvist"))
    expect(row).to_contain_text("App connector")
    expect(row).to_contain_text(re.compile(r"\d{1,2} \w{3} \d{4}|ago|now", re.I))
    row.locator("summary").click()
    given = row.locator("li:not(.quiet) code").all_text_contents()
    assert given == [
        "crm.objects.companies.read",
        "crm.objects.contacts.read",
        "crm.objects.contacts.write",
        "oauth",
    ]
    expect(row.get_by_text("Declined:")).to_contain_text("deals")
    expect(row.get_by_text("Left out:")).to_contain_text("custom", ignore_case=True)


def _remove_access(page: Page) -> None:
    page.get_by_role("button", name="Remove access: Orderly Sync, connected by Maria Lindqvist").click()
    expect(page.get_by_text("The connection is removed. Its tokens stopped working at once.")).to_be_visible()
