"""Authlib, unmodified, on two servers of one app that change over to a new client secret one after the other."""

import re
from collections.abc import Iterator

import pytest
from authlib.integrations.base_client.errors import OAuthError
from authlib.integrations.requests_client import OAuth2Session

from tests.clients.apps import COMPATIBLE, DEVELOPER, ELSEWHERE
from tests.clients.person import Person
from tests.clients.serving import Site

SECRET_PAGE = f"/console/apps/{COMPATIBLE.client_id}/secret"
HALF_AN_HOUR = 1801


@pytest.fixture
def developer() -> Iterator[Person]:
    """The app's developer with a browser of their own."""
    with Person(DEVELOPER) as somebody:
        yield somebody


def client_with(secret: str, site: Site, method: str) -> OAuth2Session:
    """One of the app's servers."""
    endpoint = f"{site.address}/oauth/v1/token"
    return OAuth2Session(
        COMPATIBLE.client_id,
        secret,
        scope="oauth crm.objects.contacts.read",
        redirect_uri=ELSEWHERE,
        token_endpoint=endpoint,
        token_endpoint_auth_method=method,
    )


def replaced(site: Site, developer: Person) -> str:
    """A new secret from the console; the old one works for an hour."""
    developer.open(f"{site.address}/console")
    answer = developer.send(f"{site.address}{SECRET_PAGE}", SECRET_PAGE, old_lasts="1h")
    shown = re.search(r'id="new-secret"[^>]*>([A-Za-z0-9_-]{43})<', answer.text)
    assert shown is not None, answer.text
    return shown[1]


@pytest.mark.parametrize("method", ["client_secret_basic", "client_secret_post"])
def test_no_server_is_refused_while_both_work(site: Site, person: Person, developer: Person, method: str) -> None:
    """The one with the old secret refreshes until the hour is over, the one with the new secret from the start."""
    first = replaced(site, developer)
    before = client_with(first, site, method)
    link, state = before.create_authorization_url(f"{site.address}/oauth/authorize")
    token = before.fetch_token(authorization_response=person.grant(link), state=state)
    after = client_with(replaced(site, developer), site, method)
    for client in (before, after):
        assert client.refresh_token(refresh_token=token["refresh_token"])["access_token"]

    site.let_pass(HALF_AN_HOUR)
    assert before.refresh_token(refresh_token=token["refresh_token"])["access_token"]
    site.let_pass(HALF_AN_HOUR)

    with pytest.raises(OAuthError) as refused:
        before.refresh_token(refresh_token=token["refresh_token"])
    assert refused.value.error == "invalid_client"
    assert "was replaced" in refused.value.description
    assert after.refresh_token(refresh_token=token["refresh_token"])["access_token"]
